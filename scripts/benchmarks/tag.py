"""Measure the tagger's speed: against the usual pipeline, and as the number of articles grows.

Each measurement runs in a process of its own, so that peak memory is its own. Ours is timed from
segmented sentences to tags, quotations and speakers; the pipelines from texts to tags.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.config import load_settings, project_folder
from pipeline.evaluation.metrics import macro_f1
from pipeline.evaluation.tables import Figures, print_tables, two_places
from pipeline.evaluation.tagged import article_of, tag_predictions
from pipeline.evaluation.writing import write_report
from pipeline.labels import LabelledArticle, Split, read_sentences, read_splits
from pipeline.schema import TAGS
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()
_WARM_UP = 8
"""Sentences, or articles, that are tagged before the clock starts."""


@dataclass(frozen=True)
class Speed:
    """One measurement.

    Attributes:
        name: what was measured.
        articles, sentences: how many were tagged.
        seconds: of wall time; processor: of processor time, all cores together.
        memory: the process's peak, in MiB, model and libraries included.
        f1: macro F1, where labels are known.
    """

    name: str
    articles: int
    sentences: int
    seconds: float
    processor: float
    memory: float
    f1: float | None = None

    @property
    def rate(self) -> float:
        """Sentences a second of wall time."""
        return self.sentences / self.seconds


def main() -> int:
    """Measure, print the tables, and write the report."""
    options = _options()
    speeds = [apart(ours, options)]
    if options.rivals:
        names = ("pipeline, sentence by sentence", "pipeline, batches of 32")
        speeds += [apart(rival, options, name) for name in names]
    tables = [_against(speeds)]
    growth = [apart(grown, options, size) for size in options.sizes]
    if growth:
        tables.append(_growth(growth))
    print_tables(tables)
    content = {"against": [asdict(s) for s in speeds], "growth": [asdict(s) for s in growth]}
    write_report(options.output, title="Speed of the tagger", tables=tables, content=content)
    print_message(f"[green]✓[/] written: {options.output}")
    return 0


def apart(measure: Callable[..., Speed], *arguments: Any) -> Speed:  # noqa: ANN401
    """A measurement in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        speed = pool.submit(measure, *arguments).result()
    print_message(f"{speed.name}: {speed.rate:.0f} sentences/s")
    return speed


def ours(options: argparse.Namespace) -> Speed:
    """The tagger on labelled articles."""
    from pipeline.tagging.tagger import Tagger

    _prepare(options)
    articles = labelled(options, options.split)[: options.articles]
    tagger = Tagger.load(options.model, options.base)
    read = [article_of(article) for article in articles]
    tagger.tag(read[:_WARM_UP])
    clock = _Clock()
    tagged = tagger.tag(read)
    found = tag_predictions(list(zip(articles, tagged, strict=True)))
    f1 = macro_f1(truth=found.truth, predicted=found.predicted)
    return clock.speed(f"this tagger ({tagger.precision})", len(read), len(found.truth), f1)


def rival(options: argparse.Namespace, name: str) -> Speed:
    """The usual pipeline, asked in one of its ways, on the same articles."""
    from benchmarks._rivals import SentencePipeline

    _prepare(options)
    train_texts, train_truth = sentences_of(labelled(options, "train"))
    articles = labelled(options, options.split)[: options.articles]
    texts, truth = sentences_of(articles)
    limit = options.fit_sentences
    made = SentencePipeline(options.model, options.base, train_texts[:limit], train_truth[:limit])
    ask = made.ways[name]
    ask(texts[:_WARM_UP])
    clock = _Clock()
    predicted = ask(texts)
    f1 = macro_f1(truth=truth, predicted=predicted)
    return clock.speed(name, len(articles), len(texts), f1)


def grown(options: argparse.Namespace, size: int) -> Speed:
    """The whole way from files to tags, over copies of the corpus's articles."""
    from pipeline.runner import Pipeline

    _prepare(options)
    files = sorted(path for path in options.articles_folder.iterdir() if path.suffix == ".txt")
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(size):
            shutil.copy(files[number % len(files)], Path(scratch) / f"{number:06d}.txt")
        pipeline = Pipeline(load_settings())
        clock, articles, sentences = _Clock(), 0, 0
        for tagged, _ in pipeline.tag_files([Path(scratch)]):
            articles += len(tagged)
            sentences += sum(len(article.sentences) for article in tagged)
    return clock.speed(f"{size} files", articles, sentences)


class _Clock:
    """Starts when it is made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def speed(self, name: str, articles: int, sentences: int, f1: float | None = None) -> Speed:
        wall, processor = time.perf_counter(), time.process_time()
        return Speed(
            name=name,
            articles=articles,
            sentences=sentences,
            seconds=wall - self._wall,
            processor=processor - self._processor,
            memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            f1=f1,
        )


def labelled(options: argparse.Namespace, split: Split) -> list[LabelledArticle]:
    """The labelled articles of a split."""
    names = set(read_splits(options.labels / "splits.json")[split])
    articles = read_sentences(options.labels / "sentences.jsonl")
    return [article for article in articles if article.article in names]


def sentences_of(articles: Sequence[LabelledArticle]) -> tuple[list[str], NDArray[np.bool_]]:
    """All sentences, and their tags, bool, shape (sentences, tags)."""
    sentences = [sentence for article in articles for sentence in article.sentences]
    truth = [[tag in sentence.tags for tag in TAGS] for sentence in sentences]
    return [sentence.text for sentence in sentences], np.array(truth, dtype=bool)


def _prepare(options: argparse.Namespace) -> None:
    import torch

    quiet_libraries()
    if options.threads:
        torch.set_num_threads(options.threads)


def _against(speeds: Sequence[Speed]) -> Figures:
    first = speeds[0]
    rows = tuple(
        (
            speed.name,
            str(speed.sentences),
            f"{speed.rate:.0f}",
            f"{first.rate / speed.rate:.1f}",
            f"{speed.sentences / speed.processor:.0f}",
            f"{speed.memory:.0f}",
            "" if speed.f1 is None else two_places(speed.f1),
        )
        for speed in speeds
    )
    columns = ("Way", "Sentences", "A second", "Ours is … times", "A CPU second", "MiB", "Macro F1")
    return Figures("Sentences a second, the same encoder", columns, rows)


def _growth(speeds: Sequence[Speed]) -> Figures:
    rows = tuple(
        (
            str(speed.articles),
            str(speed.sentences),
            f"{speed.seconds:.1f}",
            f"{speed.rate:.0f}",
            f"{speed.memory:.0f}",
        )
        for speed in speeds
    )
    columns = ("Articles", "Sentences", "Seconds", "Sentences/s", "Peak MiB")
    return Figures("From files to tags, loading included", columns, rows)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, help="tag the first so many of the split")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[10, 100, 1000, 10000], help="numbers of files"
    )
    parser.add_argument("--rivals", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--fit-sentences", type=int, help="fit the rivals' head to so many only")
    parser.add_argument("--threads", type=int, help="of torch, instead of one a core")
    parser.add_argument("--split", choices=["development", "test"], default="development")
    parser.add_argument("--model", type=Path, default=_ROOT / "models" / "tagger")
    parser.add_argument("--base", type=Path, default=_ROOT / "models" / "base")
    parser.add_argument("--labels", type=Path, default=_ROOT / "data" / "labels")
    parser.add_argument("--articles-folder", type=Path, default=_ROOT / "data" / "raw")
    parser.add_argument("--output", type=Path, default=_ROOT / "out" / "benchmarks" / "tag")
    return parser.parse_args()

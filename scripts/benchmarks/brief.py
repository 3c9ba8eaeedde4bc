"""Measure the writing of briefs: against one ``generate`` call a sentence, and llama.cpp.

Each way runs in a process of its own. This design and its rival make the same briefs with the same
model, from inspections that are already found: planning, writing and checking are timed. llama.cpp
(through ``xllamacpp``, where that is installed) is timed on the prompts alone, with the base model
as it was published. The start is timed as a command's: one article in, its brief out.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM, AutoTokenizer

from pipeline.base_weights import dequantize_gguf
from pipeline.briefs.judging import Judge
from pipeline.briefs.making import BriefMaker, SentenceWriter
from pipeline.briefs.writer import WritingTask, prompt_of
from pipeline.config import (
    Settings,
    load_base_weights,
    load_profiles,
    load_settings,
    project_folder,
)
from pipeline.evaluation.tables import Figures, print_tables
from pipeline.evaluation.writing import write_report
from pipeline.inspections import find_inspections
from pipeline.labels import read_splits
from pipeline.runner import Pipeline, rating_names
from pipeline.schema import Inspection, Origin, TaggedArticle
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()
_MOST_TOKENS = 64
_CONTEXT = 512
"""Tokens of a prompt and what follows it, for llama.cpp."""
_WARM_UP = WritingTask(about="A unit", slot="findings", sources=("Staff were late again.",))


@dataclass
class Speed:
    """One measurement.

    Attributes:
        name: what was measured.
        briefs, sentences, tokens: made, asked for, and written.
        seconds: of wall time; processor: of processor time, all cores together.
        memory: the process's peak, in MiB.
        copied: share of the summary sentences that were copied.
        written: what came of each task, by its prompt.
    """

    name: str
    briefs: int
    sentences: int
    tokens: int
    seconds: float
    processor: float
    memory: float
    copied: float | None = None
    written: dict[str, str] = field(default_factory=dict)


class _Recorder:
    """A writer that remembers what it was asked and what came of it."""

    def __init__(self, writer: SentenceWriter) -> None:
        self._writer = writer
        self.written: dict[str, str] = {}

    def write(
        self, tasks: Sequence[WritingTask], on_tasks: Callable[[int], None] = lambda count: None
    ) -> list[tuple[str, ...]]:
        found = self._writer.write(tasks, on_tasks)
        for task, candidates in zip(tasks, found, strict=True):
            self.written[prompt_of(task)] = candidates[0] if candidates else ""
        return found


class _OneByOne:
    """The usual way: a call of ``generate`` for each sentence, in fp32, adapter merged."""

    def __init__(self, adapter: Path, base: Path) -> None:
        model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
        self._model: Any = PeftModel.from_pretrained(model, str(adapter)).merge_and_unload().eval()
        self._tokenizer = AutoTokenizer.from_pretrained(base)

    def write(
        self, tasks: Sequence[WritingTask], on_tasks: Callable[[int], None] = lambda count: None
    ) -> list[tuple[str, ...]]:
        written = []
        for task in tasks:
            read = self._tokenizer(prompt_of(task), return_tensors="pt", add_special_tokens=False)
            with torch.inference_mode():
                output = self._model.generate(
                    **read,
                    max_new_tokens=_MOST_TOKENS,
                    do_sample=False,
                    pad_token_id=self._tokenizer.pad_token_id,
                    eos_token_id=self._tokenizer.convert_tokens_to_ids("<|im_end|>"),
                )
            new = output[0, read["input_ids"].shape[1] :]
            text = " ".join(self._tokenizer.decode(new, skip_special_tokens=True).split())
            written.append((text,) if text else ())
            on_tasks(1)
        return written


def main() -> int:
    """Measure, print the tables, and write the report."""
    options = _options()
    speeds = [_apart(made_with, options, "this design")]
    if options.rival:
        speeds.append(_apart(made_with, options, "one call a sentence, fp32"))
    if options.llama and find_spec("xllamacpp"):
        prompts = list(speeds[0].written)
        speeds += [_apart(llama, options, prompts, slots) for slots in (1, options.slots)]
    tables = [_against(speeds), started()]
    print_tables(tables)
    write_report(
        options.output,
        title="Speed of writing",
        tables=tables,
        content={"speeds": [asdict(speed) | {"written": None} for speed in speeds]},
    )
    print_message(f"[green]✓[/] written: {options.output}")
    return 0


def _apart(measure: Callable[..., Speed], *arguments: Any) -> Speed:  # noqa: ANN401
    """A measurement in a fresh process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        speed = pool.submit(measure, *arguments).result()
    print_message(f"{speed.name}: {speed.tokens / speed.processor:.0f} tokens a processor second")
    return speed


def made_with(options: argparse.Namespace, way: str) -> Speed:
    """The briefs of a split, written by this design or by its rival."""
    _prepare(options)
    settings = load_settings()
    pipeline = Pipeline(settings)
    inspections, articles = _found(pipeline, options)
    base = _base_model(settings)
    ours = pipeline.load_writer() if way == "this design" else None
    writer = _Recorder(ours or _OneByOne(_ROOT / settings.models.writer, base))
    maker = BriefMaker(
        writer,
        Judge(pipeline.load_support()),
        settings.brief,
        _ratings(settings),
        version="",
        models={},
    )
    writer.write([_WARM_UP])
    writer.written.clear()
    clock = _Clock()
    briefs = maker.make(inspections, articles, "2000-01-01T00:00:00+00:00")
    seconds, processor = clock.read()
    summary = [statement for brief in briefs for statement in brief.summary]
    return Speed(
        name=f"{way} ({ours.precision})" if ours else way,
        briefs=len(briefs),
        sentences=len(writer.written),
        tokens=_count_tokens(base, list(writer.written.values())),
        seconds=seconds,
        processor=processor,
        memory=_peak(),
        copied=sum(s.origin is Origin.COPIED for s in summary) / len(summary) if summary else None,
        written=writer.written,
    )


def llama(options: argparse.Namespace, prompts: Sequence[str], slots: int) -> Speed:
    """llama.cpp's own server on the same prompts, with the quantised base model."""
    import xllamacpp

    _prepare(options)
    settings = load_settings()
    weights = load_base_weights(_ROOT / settings.models.base_weights)["writer"]
    (file,) = weights.files
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(_ROOT / settings.models.base / weights.folder / file)
    parameters.n_parallel = slots
    parameters.n_ctx = _CONTEXT * slots
    parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = torch.get_num_threads()
    server = xllamacpp.Server(parameters)
    asked = {"max_tokens": _MOST_TOKENS, "temperature": 0.0, "cache_prompt": False}
    clock = _Clock()
    answer = server.handle_completions({"prompt": list(prompts), **asked})
    seconds, processor = clock.read()
    return Speed(
        name=f"llama.cpp, Q4_1, {slots} at once",
        briefs=0,
        sentences=len(prompts),
        tokens=_tokens(answer, settings),
        seconds=seconds,
        processor=processor,
        memory=_peak(),
    )


def _tokens(answer: dict[str, Any], settings: Settings) -> int:
    return _count_tokens(_base_model(settings), [choice["text"] for choice in answer["choices"]])


def started() -> Figures:
    """Seconds from the command to the first brief: of the second of two runs, caches warm."""
    article = min(path for path in (_ROOT / "data" / "raw").glob("*.txt"))
    command = [sys.executable, "-m", "pipeline.cli", "brief", str(article), "--output"]
    for _ in range(2):
        with tempfile.TemporaryDirectory() as scratch:
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            begun = time.perf_counter()
            subprocess.run([*command, scratch], cwd=_ROOT, capture_output=True, check=True)
            seconds = time.perf_counter() - begun
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    rows = ((article.name, f"{seconds:.1f}", f"{spent:.1f}"),)
    return Figures("From the command to its brief", ("Article", "Seconds", "CPU seconds"), rows)


class _Clock:
    """Starts when it is made."""

    def __init__(self) -> None:
        self._wall, self._processor = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Seconds of wall and of processor time since then."""
        return time.perf_counter() - self._wall, time.process_time() - self._processor


def _prepare(options: argparse.Namespace) -> None:
    quiet_libraries()
    if options.threads:
        torch.set_num_threads(options.threads)


def _found(
    pipeline: Pipeline, options: argparse.Namespace
) -> tuple[list[Inspection], dict[str, TaggedArticle]]:
    """The inspections that the articles of a split report, and those articles tagged."""
    names = sorted(read_splits(_ROOT / "data" / "labels" / "splits.json")[options.split])
    read, _ = pipeline.read(_ROOT / "data" / "raw" / name for name in names)
    tagged = pipeline.tag(read, [])
    profiles = load_profiles(_ROOT / load_settings().inspectorates.folder)
    found = [inspection for one in tagged for inspection in find_inspections(one, profiles)]
    return found[: options.inspections], {one.article.name: one for one in tagged}


def _base_model(settings: Settings) -> Path:
    weights = load_base_weights(_ROOT / settings.models.base_weights)["writer"]
    return dequantize_gguf(weights, _ROOT / settings.models.base)


def _ratings(settings: Settings) -> tuple[str, ...]:
    return rating_names(load_profiles(_ROOT / settings.inspectorates.folder))


def _count_tokens(base: Path, texts: Sequence[str]) -> int:
    read = AutoTokenizer.from_pretrained(base)(list(texts), add_special_tokens=False)
    return sum(map(len, read["input_ids"]))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _against(speeds: Sequence[Speed]) -> Figures:
    first = speeds[0]
    rows = []
    for speed in speeds:
        both = first.written.keys() & speed.written.keys()
        same = sum(first.written[prompt] == speed.written[prompt] for prompt in both)
        rate = speed.tokens / speed.processor
        row = (
            speed.name,
            str(speed.briefs or ""),
            f"{60 * speed.briefs / speed.seconds:.0f}" if speed.briefs else "",
            f"{speed.processor / speed.briefs:.2f}" if speed.briefs else "",
            str(speed.sentences),
            f"{speed.tokens / speed.seconds:.0f}",
            f"{rate:.0f}",
            f"{first.tokens / first.processor / rate:.1f}",
            f"{same} of {len(both)}" if both else "",
            "" if speed.copied is None else f"{100 * speed.copied:.0f} %",
            f"{speed.memory:.0f}",
        )
        rows.append(row)
    columns = (
        "Way", "Briefs", "A minute", "CPU s each", "Sentences", "Tokens/s", "Tokens/CPU s",
        "Ours is … times", "Same outputs", "Copied", "MiB",
    )  # fmt: skip
    return Figures("Writing the briefs of the split", columns, tuple(rows))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", choices=["development", "test"], default="development")
    parser.add_argument("--inspections", type=int, help="write the briefs of the first so many")
    parser.add_argument("--rival", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--llama", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--slots", type=int, default=32, help="what llama.cpp writes together")
    parser.add_argument("--threads", type=int, help="of the models, instead of one a core")
    parser.add_argument("--output", type=Path, default=_ROOT / "out" / "benchmarks" / "brief")
    return parser.parse_args()

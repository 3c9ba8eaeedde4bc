"""Check the labelled corpus: that labels and raw files fit, and that articles do not repeat.

Exit status 0 when all is well, 1 when there are problems, which are listed.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from pipeline.config import project_folder
from pipeline.errors import InspectionBriefsError
from pipeline.evaluation.corpus_checks import (
    check_briefs,
    check_copies_across_splits,
    check_inspections,
    check_sentences,
    check_splits,
    check_texts,
)
from pipeline.evaluation.distributions import corpus_distributions, read_traits
from pipeline.evaluation.overlap import check_diversity, find_overlaps, worst_pairs
from pipeline.evaluation.plots import plot_distributions
from pipeline.evaluation.tables import print_tables
from pipeline.ingestion import is_near_copy, is_supported, read_article
from pipeline.labels import read_briefs, read_inspections, read_sentences, read_splits

_FILES = ("sentences.jsonl", "inspections.jsonl", "briefs.jsonl")


def main() -> int:
    """Check, print what was found, and return the exit status."""
    options = _options()
    try:
        problems = check(options)
    except InspectionBriefsError as error:
        problems = [str(error)]
    console = Console(highlight=False)
    for problem in problems:
        console.print(f"[red]✗[/] {escape(problem)}", soft_wrap=True)
    console.print(
        f"[bold red]{len(problems)} problems[/]" if problems else "[bold green]✓ no problems[/]"
    )
    return 1 if problems else 0


def check(options: argparse.Namespace) -> list[str]:
    """All problems of the corpus; tables are printed on the way."""
    articles = read_sentences(options.labels / "sentences.jsonl")
    inspections = read_inspections(options.labels / "inspections.jsonl")
    briefs = read_briefs(options.labels / "briefs.jsonl")
    splits = read_splits(options.labels / "splits.json")
    texts = {article.article: article.text for article in articles}
    overlaps = find_overlaps(texts)
    tables = corpus_distributions(articles, inspections, read_traits(options.traits))
    print_tables([*tables, worst_pairs(articles, overlaps)])
    if options.plot:
        plot_distributions(options.plot, tables)
    return [
        *check_loading(options.labels),
        *check_texts(articles, ingest(options.raw)),
        *check_sentences(articles),
        *check_inspections(articles, inspections),
        *check_briefs(articles, inspections, briefs),
        *check_splits(articles, splits),
        *check_copies_across_splits(texts, splits, overlaps, is_near_copy),
        *check_diversity(articles, overlaps),
    ]


def ingest(folder: Path) -> dict[str, str]:
    """The text of every raw file, by file name."""
    paths = sorted(path for path in folder.iterdir() if is_supported(path))
    return {path.name: read_article(path).text for path in paths}


def check_loading(folder: Path) -> list[str]:
    """Whether the ``datasets`` library loads every file."""
    from datasets import disable_progress_bars, load_dataset
    from datasets.exceptions import DatasetGenerationError

    disable_progress_bars()
    problems = []
    for name in _FILES:
        with tempfile.TemporaryDirectory() as cache:
            try:
                load_dataset("json", data_files=str(folder / name), split="train", cache_dir=cache)
            except DatasetGenerationError as error:
                problems.append(f"{name}: datasets cannot load it: {error.__cause__ or error}")
    return problems


def _options() -> argparse.Namespace:
    root = project_folder()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=Path, default=root / "data" / "labels")
    parser.add_argument("--raw", type=Path, default=root / "data" / "raw")
    parser.add_argument("--traits", type=Path, default=root / "data" / "articles.csv")
    parser.add_argument(
        "--plot",
        type=Path,
        nargs="?",
        const=root / "docs" / "images" / "corpus.png",
        help="draw the distributions (default: docs/images/corpus.png)",
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())

"""Check that the tagger is no worse on the test split than its floors; --update raises them.

Totals only: no sentence of the test split is shown.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pipeline.artifacts import hash_files
from pipeline.config import project_folder
from pipeline.errors import UsageError
from pipeline.evaluation.floors import Floors, raised, read_floors, shortfalls, write_floors
from pipeline.evaluation.significance import bootstrap_intervals
from pipeline.evaluation.tagged import article_of, tag_predictions
from pipeline.labels import read_sentences, read_splits
from pipeline.tagging.tagger import Tagger
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()


def main() -> int:
    """Measure, then check or update; 0 where no figure falls short, 1 otherwise."""
    options = _options()
    quiet_libraries()
    found = measure(options.model, options.base, options.labels)
    for name, value in found.figures.items():
        print(f"{name}\t{value:.4f}")
    try:
        if options.update:
            before = read_floors(options.floors) if options.floors.is_file() else None
            after = raised(floors=before, found=found, allow_lower=options.allow_lower)
            write_floors(options.floors, after)
            print_message(f"[green]✓[/] written: {options.floors}")
            return 0
        problems = shortfalls(floors=read_floors(options.floors), found=found)
    except UsageError as error:
        problems = [str(error)]
    for problem in problems:
        print_message(f"[bold red]Error:[/] {problem}")
    return 1 if problems else 0


def measure(model: Path, base: Path, labels: Path) -> Floors:
    """F1 of each tag, micro F1, macro F1 and exact match on the test split.

    Raises:
        InspectionBriefsError: the model or the labels cannot be read.
    """
    names = set(read_splits(labels / "splits.json")["test"])
    sentences = labels / "sentences.jsonl"
    articles = [article for article in read_sentences(sentences) if article.article in names]
    tagger = Tagger.load(model, base)
    tagged = tagger.tag([article_of(article) for article in articles])
    predictions = tag_predictions(list(zip(articles, tagged, strict=True)))
    intervals = bootstrap_intervals(counts=predictions.counts, draws=1)
    return Floors(
        data=hash_files([sentences, labels / "splits.json"]),
        model=tagger.revision,
        figures={name: round(one.value, 4) for name, one in intervals.items()},
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write what was found as floors")
    parser.add_argument("--allow-lower", action="store_true", help="let --update lower a floor")
    parser.add_argument("--floors", type=Path, default=_ROOT / "data" / "floors.json")
    parser.add_argument("--model", type=Path, default=_ROOT / "models" / "tagger")
    parser.add_argument("--base", type=Path, default=_ROOT / "models" / "base")
    parser.add_argument("--labels", type=Path, default=_ROOT / "data" / "labels")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

"""How the tagger's F1 grows with the number of articles that it is trained on.

One fold of the training split, articles of one inspection kept together, is held out and scored;
the smaller sets are parts of the larger ones, and are passed over more often, up to three times.
Thresholds are fitted to the development split. Every trial is kept, so that a run resumes.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import random
from collections.abc import Sequence
from pathlib import Path

from experiments import (
    SCORE_COLUMNS,
    Trial,
    experiment_options,
    labelled_documents,
    laboratory,
    one_fold,
    score_row,
)

from pipeline.config import project_folder
from pipeline.evaluation.plots import Line, plot_lines
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.significance import bootstrap_intervals
from pipeline.evaluation.tables import Figures, print_tables
from pipeline.evaluation.writing import write_report
from pipeline.tagging.documents import Document
from pipeline.terminal import print_message

_MOST_PASSES = 3
"""How many times as often a small set is passed over, at most."""


def main() -> None:
    """Train and score each size, print the table, and write the report and the plot."""
    options = _options()
    lab, epochs = laboratory(options)
    seed = lab.recipe.training.seed
    pool, held_out = one_fold(labelled_documents(options, "train"), options.folds, seed)
    calibration = labelled_documents(options, "development")
    found: dict[int, Predictions] = {}
    for share in sorted(options.shares):
        part = nested_part(pool, share, seed)
        passes = math.ceil(epochs * min(_MOST_PASSES, 1 / share))
        name = f"{len(part)} articles"
        found[len(part)] = lab.run(Trial(name, part, calibration, held_out, passes))
    table = Figures(
        f"F1 on {len(held_out)} held-out articles against articles trained on",
        ("Articles", *SCORE_COLUMNS),
        tuple((str(size), *score_row(predictions)) for size, predictions in found.items()),
    )
    print_tables([table])
    content = {"table": dataclasses.asdict(table), "epochs": epochs, "shares": options.shares}
    write_report(options.output, title="Learning curve", tables=[table], content=content)
    plot_lines(options.plot, curves(found), "Articles trained on", "F1 (95 % interval)")
    print_message(f"[green]✓[/] written: {options.output} and {options.plot}")


def nested_part(documents: Sequence[Document], share: float, seed: int) -> list[Document]:
    """A random part of the documents, whole groups; that of a smaller share lies within it."""
    groups = list(dict.fromkeys(document.group for document in documents))
    random.Random(seed).shuffle(groups)
    wanted, part = max(1, round(share * len(documents))), []
    for group in groups:
        if len(part) >= wanted:
            break
        part += [document for document in documents if document.group == group]
    return part


def curves(found: dict[int, Predictions]) -> list[Line]:
    """F1 of each label and their mean, by number of articles."""
    intervals = [bootstrap_intervals(counts=one.counts) for one in found.values()]
    labels = next(iter(found.values())).labels
    return [
        Line(
            name=title,
            across=tuple(map(float, found)),
            up=tuple(one[key].value for one in intervals),
            low=tuple(one[key].low for one in intervals),
            high=tuple(one[key].high for one in intervals),
        )
        for key, title in [*((label, label) for label in labels), ("macro_f1", "mean")]
    ]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=3, help="one of so many parts is held out")
    parser.add_argument(
        "--shares",
        type=_share,
        nargs="+",
        default=[0.125, 0.25, 0.5, 0.75, 1.0],
        help="of the articles left to train on",
    )
    images = project_folder() / "docs" / "images"
    parser.add_argument("--plot", type=Path, default=images / "learning_curve.png")
    return experiment_options(parser, "learning_curve")


def _share(text: str) -> float:
    share = float(text)
    if not 0 < share <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share; expected more than 0, at most 1")
    return share


if __name__ == "__main__":
    main()

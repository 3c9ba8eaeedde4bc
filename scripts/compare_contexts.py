"""How much is context worth? The same training with whole articles, neighbours, or nothing.

One fold of the training split, articles of one inspection kept together, is held out and scored;
thresholds are fitted to the development split. The encoder is asked alone: the quote tag is not
yet reconciled with the quotation marks. Every trial is kept, so that a run resumes.
"""

from __future__ import annotations

import argparse
import dataclasses

from experiments import (
    SCORE_COLUMNS,
    Trial,
    experiment_options,
    labelled_documents,
    laboratory,
    one_fold,
    score_row,
)

from pipeline.evaluation.predictions import comparison_table
from pipeline.evaluation.significance import compare_models
from pipeline.evaluation.tables import Figures, print_tables
from pipeline.evaluation.writing import write_report
from pipeline.tagging.contexts import CONTEXTS
from pipeline.terminal import print_message


def main() -> None:
    """Train and score each way of reading, print the table, and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=3, help="one of so many parts is held out")
    options = experiment_options(parser, "contexts")
    lab, epochs = laboratory(options)
    train, held_out = one_fold(
        labelled_documents(options, "train"), options.folds, lab.recipe.training.seed
    )
    calibration = labelled_documents(options, "development")
    found = {
        name: lab.run(Trial(name, train, calibration, held_out, epochs, context))
        for name, context in CONTEXTS.items()
    }
    first, *others = found
    compared = {
        other: compare_models(first=found[first].counts, second=found[other].counts)
        for other in others
    }
    rows = tuple((name, *score_row(predictions)) for name, predictions in found.items())
    tables = [
        Figures(
            f"How much a sentence is read with ({len(train)} articles to train on, "
            f"{len(held_out)} to score, {epochs} epochs)",
            ("Read with it", *SCORE_COLUMNS),
            rows,
        ),
        *(comparison_table(f"{first} against {o}", figures) for o, figures in compared.items()),
    ]
    print_tables(tables)
    content = {"tables": [dataclasses.asdict(table) for table in tables], "compared": compared}
    write_report(options.output, title="Context", tables=tables, content=content)
    print_message(f"[green]✓[/] written: {options.output}")


if __name__ == "__main__":
    main()

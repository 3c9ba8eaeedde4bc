"""Score a trained labeller of any label set on documents that carry labels.

Documents are JSON Lines of {"id", "sentences", "labels"}; the label set is the model's own. With
--train-documents the baselines are fitted to those and scored as well.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Sequence
from pathlib import Path

from pipeline.config import project_folder
from pipeline.errors import UsageError
from pipeline.evaluation.comparing import compare_predictions
from pipeline.evaluation.plots import plot_predictions
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.tables import print_tables
from pipeline.evaluation.writing import write_report
from pipeline.tagging.baselines import choose_labels, encoder_baseline, tfidf_baseline
from pipeline.tagging.calibration import expected_calibration_error
from pipeline.tagging.documents import Document, LabelSet, read_documents
from pipeline.tagging.recipe import label_matrix
from pipeline.tagging.tagger import SentenceLabeller
from pipeline.terminal import print_message, quiet_libraries

_ROOT = project_folder()


def main() -> None:
    """Score, print the tables, and write the report and its plots."""
    options = _options()
    quiet_libraries()
    labeller = load_labeller(options.model, options.base)
    labels = labeller.settings.labels
    documents = read_documents(options.documents, labels)
    first = labeller_predictions(labeller, documents)
    models = {options.model.name: first}
    if options.against:
        rival = load_labeller(options.against, options.base)
        models[str(options.against)] = labeller_predictions(rival, documents)
    if options.train_documents:
        train = read_documents(options.train_documents, labels)
        encoder = options.base / labeller.manifest.base
        models |= baseline_predictions(train, documents, labels, encoder)
    comparison = compare_predictions(models, expected_calibration_error)
    tables = comparison.tables()
    print_tables(tables)
    write_report(
        options.output,
        title=f"{options.model.name} on {options.documents.name}",
        tables=tables,
        content=dataclasses.asdict(comparison),
    )
    plot_predictions(options.output, first)
    print_message(f"[green]✓[/] written: {options.output}")


def load_labeller(folder: Path, base: Path) -> SentenceLabeller:
    """Load a model that reads nothing but sentences.

    Raises:
        UsageError: it reads features of articles too, which documents do not have.
    """
    labeller = SentenceLabeller.load(folder, base)
    if labeller.settings.features:
        raise UsageError(
            f"{folder} reads {labeller.settings.features} features of articles, expected a model "
            "that was trained on documents; score taggers of articles with evaluate_tagger.py"
        )
    return labeller


def labeller_predictions(labeller: SentenceLabeller, documents: Sequence[Document]) -> Predictions:
    """The labels that a trained model gives."""
    labels = labeller.settings.labels
    chances = labeller.score(documents)
    return Predictions.of_documents(
        labels.names,
        truth=[label_matrix(document, labels) for document in documents],
        predicted=[choose_labels(rows, labeller.calibration, labels) for rows in chances],
        chances=chances,
    )


def baseline_predictions(
    train: Sequence[Document], documents: Sequence[Document], labels: LabelSet, encoder: Path
) -> dict[str, Predictions]:
    """The labels that the baselines give, fitted to other documents."""
    baselines = {"TF-IDF": tfidf_baseline(), "bare encoder": encoder_baseline(encoder)}
    found = {}
    for name, baseline in baselines.items():
        chances = baseline.fit(train, labels).score(documents)
        found[name] = Predictions.of_documents(
            labels.names,
            truth=[label_matrix(document, labels) for document in documents],
            predicted=[baseline.choose(rows) for rows in chances],
            chances=chances,
        )
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=Path, required=True, help="what to score")
    parser.add_argument("--model", type=Path, required=True, help="folder of the trained model")
    parser.add_argument("--against", type=Path, help="a second model, to compare with")
    parser.add_argument("--train-documents", type=Path, help="fit baselines to these")
    parser.add_argument("--base", type=Path, default=_ROOT / "models" / "base")
    parser.add_argument("--output", type=Path, default=_ROOT / "out" / "evaluation" / "documents")
    return parser.parse_args()


if __name__ == "__main__":
    main()

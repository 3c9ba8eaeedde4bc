"""Several models on one set: their reports, and whether the first is better than the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.evaluation.predictions import (
    CalibrationError,
    Predictions,
    TaskReport,
    comparison_table,
    report_predictions,
    report_tables,
)
from pipeline.evaluation.significance import Comparison, compare_models
from pipeline.evaluation.tables import Figures, two_places

__all__ = ["ModelComparison", "compare_predictions"]


@dataclass(frozen=True)
class ModelComparison:
    """Reports by model, and the first model against each other one."""

    reports: dict[str, TaskReport]
    comparisons: dict[str, dict[str, Comparison]]

    def tables(self) -> list[Figures]:
        """The first model in full, the others in a line each, then the comparisons."""
        name, report = next(iter(self.reports.items()))
        tables = report_tables(name, report)
        if self.comparisons:
            tables.append(self._overview())
        titles = {other: f"{name} against {other}" for other in self.comparisons}
        return tables + [comparison_table(titles[o], c) for o, c in self.comparisons.items()]

    def _overview(self) -> Figures:
        first = next(iter(self.reports.values()))
        labels = tuple(score.label for score in first.labels)
        rows = tuple(
            (
                name,
                *(two_places(report.scores["labels"][label]["f1"]) for label in labels),
                two_places(report.scores["micro_f1"]),
                two_places(report.scores["macro_f1"]),
                two_places(report.scores["exact_match"]),
            )
            for name, report in self.reports.items()
        )
        columns = ("Model", *labels, "Micro F1", "Macro F1", "Exact match")
        return Figures("Models side by side (F1)", columns, rows)


def compare_predictions(
    predictions: Mapping[str, Predictions], calibration_error: CalibrationError
) -> ModelComparison:
    """Report every model, and compare the first with each of the others.

    Args:
        predictions: by model, of the same sentences; the first is the one that is reported on.
        calibration_error: measures one label's probabilities.
    """
    first, *others = predictions
    return ModelComparison(
        reports={
            name: report_predictions(found, calibration_error)
            for name, found in predictions.items()
        },
        comparisons={
            other: compare_models(first=predictions[first].counts, second=predictions[other].counts)
            for other in others
        },
    )

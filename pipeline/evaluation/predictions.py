"""What a model said of sentences beside what a person said, and the figures that follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.evaluation.metrics import (
    LabelScore,
    LeastCertain,
    SetConfusion,
    certainty,
    label_scores,
    least_certain,
    score_each_label,
    set_confusions,
)
from pipeline.evaluation.significance import (
    ArticleCounts,
    Comparison,
    Interval,
    bootstrap_intervals,
    count_by_article,
)
from pipeline.evaluation.tables import Figures, percent, two_places

__all__ = [
    "CalibrationError",
    "Predictions",
    "TaskReport",
    "comparison_table",
    "report_predictions",
    "report_tables",
]

_SUMMARY = {"micro_f1": "micro F1", "macro_f1": "macro F1", "exact_match": "exact match"}
_MOST_CONFUSIONS = 20


class CalibrationError(Protocol):
    """How far probabilities are from what happens; 0 is perfect."""

    def __call__(self, *, chances: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
        """Measure one label's probabilities, shape (sentences,), against its truth."""


@dataclass(frozen=True)
class Predictions:
    """Labels of all sentences of all documents, one after the other.

    Attributes:
        labels: the labels' names.
        truth: the labels that sentences have, bool, shape (sentences, labels).
        predicted: the labels that they got, same shape.
        articles: for each sentence the number of its document, from 0, shape (sentences,).
        chances: calibrated probabilities, shape (sentences, labels), where the model has them.
    """

    labels: tuple[str, ...]
    truth: NDArray[np.bool_]
    predicted: NDArray[np.bool_]
    articles: NDArray[np.int64]
    chances: NDArray[np.float64] | None = None

    @classmethod
    def of_documents(
        cls,
        labels: Sequence[str],
        truth: Sequence[NDArray[np.bool_]],
        predicted: Sequence[NDArray[np.bool_]],
        chances: Sequence[NDArray[np.float64]] | None = None,
    ) -> Predictions:
        """Join the arrays of single documents, each of shape (sentences, labels)."""
        lengths = [len(rows) for rows in truth]
        return cls(
            labels=tuple(labels),
            truth=np.concatenate(truth),
            predicted=np.concatenate(predicted),
            articles=np.repeat(np.arange(len(lengths)), lengths),
            chances=None if chances is None else np.concatenate(chances),
        )

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Whether any label of a sentence is wrong, shape (sentences,)."""
        wrong: NDArray[np.bool_] = np.any(self.truth != self.predicted, axis=1)
        return wrong

    @property
    def counts(self) -> ArticleCounts:
        """Hits and errors by document."""
        return count_by_article(
            truth=self.truth,
            predicted=self.predicted,
            articles=self.articles,
            labels=self.labels,
        )


@dataclass(frozen=True)
class TaskReport:
    """The figures of one model on one set.

    Attributes:
        documents, sentences: how many were scored.
        scores: precision, recall and F1, as :func:`metrics.label_scores` gives them.
        labels: the 2x2 table of each label.
        intervals: 95 % intervals of each label's F1, micro F1, macro F1 and exact match.
        confusions: which sets of labels were mistaken for which.
        calibration: expected calibration error of each label, for models with probabilities.
        least_certain: what the least certain tenth of the sentences holds, likewise.
    """

    documents: int
    sentences: int
    scores: dict[str, Any]
    labels: tuple[LabelScore, ...]
    intervals: dict[str, Interval]
    confusions: tuple[SetConfusion, ...]
    calibration: dict[str, float]
    least_certain: LeastCertain | None


def report_predictions(predictions: Predictions, calibration_error: CalibrationError) -> TaskReport:
    """Work out every figure of a model's predictions.

    Args:
        predictions: of all documents.
        calibration_error: measures one label's probabilities.
    """
    truth, predicted, labels = predictions.truth, predictions.predicted, predictions.labels
    chances = predictions.chances
    return TaskReport(
        documents=len(np.unique(predictions.articles)),
        sentences=len(truth),
        scores=label_scores(truth=truth, predicted=predicted, labels=labels),
        labels=score_each_label(truth=truth, predicted=predicted, labels=labels),
        intervals=bootstrap_intervals(counts=predictions.counts),
        confusions=set_confusions(truth=truth, predicted=predicted, labels=labels),
        calibration={}
        if chances is None
        else {
            label: calibration_error(chances=chances[:, place], truth=truth[:, place])
            for place, label in enumerate(labels)
        },
        least_certain=None
        if chances is None
        else least_certain(
            certainty=certainty(chances=chances, predicted=predicted), wrong=predictions.wrong
        ),
    )


def report_tables(name: str, report: TaskReport) -> list[Figures]:
    """A report as tables: scores with intervals, 2x2 tables, and mistaken sets."""
    return [_score_table(name, report), _square_table(report), _confusion_table(report)]


def _score_table(name: str, report: TaskReport) -> Figures:
    rows = []
    for score in report.labels:
        error = report.calibration.get(score.label)
        rows.append(
            (
                score.label,
                two_places(score.precision),
                two_places(score.recall),
                two_places(score.f1),
                _interval(report.intervals[score.label]),
                str(score.support),
                "" if error is None else f"{error:.3f}",
            )
        )
    for key, title in _SUMMARY.items():
        value = two_places(report.scores[key])
        rows.append((title, "", "", value, _interval(report.intervals[key]), "", ""))
    columns = ("Label", "Precision", "Recall", "F1", "95 % interval", "Sentences", "ECE")
    return Figures(
        f"{name}: {report.documents} documents, {report.sentences} sentences",
        columns,
        tuple(rows),
        note=_certainty_note(report.least_certain),
    )


def _certainty_note(found: LeastCertain | None) -> str:
    if found is None:
        return ""
    return (
        f"The least certain tenth ({found.sentences} sentences) holds "
        f"{percent(found.share_of_errors)} of all wrong sentences: {percent(found.error_rate)} of "
        f"it are wrong, {percent(found.rate_elsewhere)} of the others."
    )


def _square_table(report: TaskReport) -> Figures:
    rows = tuple(
        (score.label, *map(str, (score.hits, score.misses, score.false_alarms, score.rest)))
        for score in report.labels
    )
    columns = ("Label", "Has it, got it", "Has it, missed", "False alarm", "Neither")
    return Figures("Label by label", columns, rows)


def _confusion_table(report: TaskReport) -> Figures:
    rows = tuple(
        ("+".join(one.truth) or "none", "+".join(one.predicted) or "none", str(one.count))
        for one in report.confusions[:_MOST_CONFUSIONS]
    )
    columns = ("Person's labels", "Model's labels", "Sentences")
    return Figures("Which labels are mistaken for which", columns, rows, words=2)


def comparison_table(title: str, comparisons: dict[str, Comparison]) -> Figures:
    """A comparison of two models as a table."""
    rows = tuple(
        (
            _SUMMARY.get(name, name),
            f"{one.difference:+.3f}",
            f"{one.low:+.3f} to {one.high:+.3f}",
            f"{one.p_value:.4f}",
        )
        for name, one in comparisons.items()
    )
    note = "Paired bootstrap and approximate randomisation, by document."
    return Figures(title, ("Figure", "Difference", "95 % interval", "p"), rows, note)


def _interval(interval: Interval) -> str:
    return f"{two_places(interval.low)} to {two_places(interval.high)}"

"""Metrics of labellings, on arrays of shape (sentences, labels).

Every function takes keyword arguments only, so that truth and prediction cannot change places.
A ratio whose denominator is nought is 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LabelScore",
    "LeastCertain",
    "SetConfusion",
    "certainty",
    "cohen_kappa",
    "exact_match",
    "f1_score",
    "label_scores",
    "least_certain",
    "macro_f1",
    "micro_f1",
    "score_each_label",
    "set_confusions",
]

Labels = NDArray[np.bool_]


@dataclass(frozen=True)
class LabelScore:
    """How one label was found: the 2x2 table, and what follows from it.

    Attributes:
        label: its name.
        hits: sentences that have it and got it.
        misses: sentences that have it and did not get it.
        false_alarms: sentences that got it and do not have it.
        rest: sentences that neither have nor got it.
    """

    label: str
    hits: int
    misses: int
    false_alarms: int
    rest: int

    @property
    def support(self) -> int:
        """How many sentences have the label."""
        return self.hits + self.misses

    @property
    def precision(self) -> float:
        """Share of the sentences that got the label which have it."""
        return _ratio(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float:
        """Share of the sentences that have the label which got it."""
        return _ratio(self.hits, self.support)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return f1_score(hits=self.hits, misses=self.misses, false_alarms=self.false_alarms)


def f1_score(*, hits: int, misses: int, false_alarms: int) -> float:
    """The harmonic mean of precision and recall: 2·hits / (2·hits + misses + false alarms)."""
    return _ratio(2 * hits, 2 * hits + misses + false_alarms)


def score_each_label(
    *, truth: Labels, predicted: Labels, labels: Sequence[str]
) -> tuple[LabelScore, ...]:
    """Score each label by itself.

    Args:
        truth: the labels that sentences have, bool, shape (sentences, labels).
        predicted: the labels that they got, same shape.
        labels: the labels' names, in the order of the columns.
    """
    _demand_same_shape(truth, predicted)
    return tuple(
        LabelScore(
            label=label,
            hits=int((has & got).sum()),
            misses=int((has & ~got).sum()),
            false_alarms=int((~has & got).sum()),
            rest=int((~has & ~got).sum()),
        )
        for label, has, got in zip(labels, truth.T, predicted.T, strict=True)
    )


def micro_f1(*, truth: Labels, predicted: Labels) -> float:
    """F1 of all decisions of all labels together."""
    return f1_score(
        hits=int((truth & predicted).sum()),
        misses=int((truth & ~predicted).sum()),
        false_alarms=int((~truth & predicted).sum()),
    )


def macro_f1(*, truth: Labels, predicted: Labels) -> float:
    """Mean of the labels' F1, each counting alike."""
    names = [str(column) for column in range(truth.shape[1])]
    scores = score_each_label(truth=truth, predicted=predicted, labels=names)
    return _ratio(sum(score.f1 for score in scores), len(scores))


def exact_match(*, truth: Labels, predicted: Labels) -> float:
    """Share of the sentences that got exactly the labels that they have."""
    _demand_same_shape(truth, predicted)
    return _ratio(int((truth == predicted).all(axis=1).sum()), len(truth))


def label_scores(*, truth: Labels, predicted: Labels, labels: Sequence[str]) -> dict[str, Any]:
    """The usual figures as plain values, for reports and manifests.

    Returns:
        ``micro_f1``, ``macro_f1`` and ``exact_match``, and under ``labels`` for each label its
        ``precision``, ``recall``, ``f1`` and ``support``. Ratios are rounded to four places.
    """
    scores = score_each_label(truth=truth, predicted=predicted, labels=labels)
    return {
        "micro_f1": round(micro_f1(truth=truth, predicted=predicted), 4),
        "macro_f1": round(macro_f1(truth=truth, predicted=predicted), 4),
        "exact_match": round(exact_match(truth=truth, predicted=predicted), 4),
        "labels": {
            score.label: {
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
                "f1": round(score.f1, 4),
                "support": score.support,
            }
            for score in scores
        },
    }


@dataclass(frozen=True)
class SetConfusion:
    """A set of labels that was mistaken for another, and how often."""

    truth: tuple[str, ...]
    predicted: tuple[str, ...]
    count: int


def set_confusions(
    *, truth: Labels, predicted: Labels, labels: Sequence[str]
) -> tuple[SetConfusion, ...]:
    """Which sets of labels were mistaken for which, the commonest first."""
    _demand_same_shape(truth, predicted)
    pairs = Counter(
        (_named(has, labels), _named(got, labels))
        for has, got in zip(truth, predicted, strict=True)
        if (has != got).any()
    )
    ordered = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return tuple(SetConfusion(*sets, count) for sets, count in ordered)


def _named(row: Labels, labels: Sequence[str]) -> tuple[str, ...]:
    return tuple(label for label, given in zip(labels, row, strict=True) if given)


def cohen_kappa(*, first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """Agreement of two annotators beyond chance (Cohen 1960); 1 is perfect, 0 is chance.

    Two annotators who both give every item the same one category agree perfectly.

    Raises:
        ValueError: the annotators judged different numbers of items, or none.
    """
    if len(first) != len(second) or not first:
        raise ValueError(
            f"found {len(first)} and {len(second)} judgements, expected as many of both, one or "
            "more; align the two annotators' items first"
        )
    total = len(first)
    agreed = sum(one == other for one, other in zip(first, second, strict=True)) / total
    ours, theirs = Counter(first), Counter(second)
    chance = sum(ours[value] * theirs[value] for value in ours) / total**2
    return 1.0 if chance == 1.0 else (agreed - chance) / (1 - chance)


def certainty(*, chances: NDArray[np.float64], predicted: Labels) -> NDArray[np.float64]:
    """The probability that all decisions on a sentence are right, shape (sentences,).

    Args:
        chances: calibrated probabilities of the labels, shape (sentences, labels); the decisions
            are taken for independent of each other.
        predicted: the labels that were given, same shape.
    """
    _demand_same_shape(chances, predicted)
    certain: NDArray[np.float64] = np.where(predicted, chances, 1 - chances).prod(axis=1)
    return certain


@dataclass(frozen=True)
class LeastCertain:
    """What a reader finds who checks only the least certain sentences.

    Attributes:
        sentences: how many sentences these are.
        errors: how many of them are wrong.
        share_of_errors: share of all wrong sentences that are among them.
        error_rate: share of them that are wrong; rate_elsewhere: of the others.
    """

    sentences: int
    errors: int
    share_of_errors: float
    error_rate: float
    rate_elsewhere: float


def least_certain(
    *, certainty: NDArray[np.float64], wrong: Labels, share: float = 0.1
) -> LeastCertain:
    """How many errors the least certain sentences hold.

    Args:
        certainty: how sure the model is of each sentence, shape (sentences,).
        wrong: whether it is wrong, shape (sentences,).
        share: how many of the sentences count as least certain, rounded up.
    """
    _demand_same_shape(certainty, wrong)
    count = int(np.ceil(share * len(wrong)))
    flagged = np.argsort(certainty, kind="stable")[:count]
    inside, total = int(wrong[flagged].sum()), int(wrong.sum())
    return LeastCertain(
        sentences=count,
        errors=inside,
        share_of_errors=_ratio(inside, total),
        error_rate=_ratio(inside, count),
        rate_elsewhere=_ratio(total - inside, len(wrong) - count),
    )


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _demand_same_shape(one: NDArray[Any], other: NDArray[Any]) -> None:
    if one.shape != other.shape:
        raise ValueError(
            f"found arrays of shape {one.shape} and {other.shape}, expected the same shape: a row "
            "a sentence and a column a label"
        )

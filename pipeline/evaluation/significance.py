"""How sure a score is, and whether one model is better than another.

Sentences of one article are alike, so whole articles are drawn, never single sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "ArticleCounts",
    "Comparison",
    "Interval",
    "bootstrap_intervals",
    "compare_models",
    "count_by_article",
]

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
_CHUNK = 500
"""Draws that are worked out at once, so that memory stays small."""


@dataclass(frozen=True)
class ArticleCounts:
    """What every figure follows from, by article.

    Attributes:
        labels: the labels' names.
        hits, misses, false_alarms: shape (articles, labels).
        exact: sentences with exactly the right labels, shape (articles,).
        sentences: all sentences, shape (articles,).
    """

    labels: tuple[str, ...]
    hits: Whole
    misses: Whole
    false_alarms: Whole
    exact: Whole
    sentences: Whole


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Comparison:
    """How far the first model is ahead of the second.

    Attributes:
        difference: first minus second; low, high: its 95 % interval.
        p_value: how often chance alone makes a difference as large (two-sided).
    """

    difference: float
    low: float
    high: float
    p_value: float


def count_by_article(
    *,
    truth: NDArray[np.bool_],
    predicted: NDArray[np.bool_],
    articles: NDArray[np.int64],
    labels: Sequence[str],
) -> ArticleCounts:
    """Count hits and errors by article.

    Args:
        truth: the labels that sentences have, bool, shape (sentences, labels).
        predicted: the labels that they got, same shape.
        articles: for each sentence the number of its article, from 0, shape (sentences,).
        labels: the labels' names.
    """

    def total(values: NDArray[np.bool_]) -> Whole:
        sums = np.zeros((int(articles.max(initial=-1)) + 1, *values.shape[1:]), dtype=np.int64)
        np.add.at(sums, articles, values)
        return sums

    return ArticleCounts(
        labels=tuple(labels),
        hits=total(truth & predicted),
        misses=total(truth & ~predicted),
        false_alarms=total(~truth & predicted),
        exact=total((truth == predicted).all(axis=1)),
        sentences=total(np.ones(len(truth), dtype=bool)),
    )


def bootstrap_intervals(
    *, counts: ArticleCounts, draws: int = 2000, seed: int = 7
) -> dict[str, Interval]:
    """95 % intervals by the percentile bootstrap over articles (Efron 1979).

    Args:
        counts: of one model.
        draws: how many samples of articles are drawn, with replacement.
        seed: of the draws.

    Returns:
        For each label and for ``micro_f1``, ``macro_f1`` and ``exact_match`` the figure and its
        interval.
    """
    value = _figures(counts, np.ones((1, len(counts.sentences))))
    drawn = _in_chunks(counts, _draw(len(counts.sentences), draws, seed))
    return {name: Interval(float(value[name][0]), *_middle_95(drawn[name])) for name in value}


def compare_models(
    *, first: ArticleCounts, second: ArticleCounts, draws: int = 2000, seed: int = 7
) -> dict[str, Comparison]:
    """Compare two models on the same articles.

    The interval is a paired bootstrap's; the p-value approximate randomisation's, which swaps
    the two models' outputs article by article (Noreen 1989; Yeh 2000, "More accurate tests for
    the statistical significance of result differences").

    Args:
        first: counts of the first model.
        second: of the second, the articles in the same order.
        draws: how many samples, and how many swaps, are drawn.
        seed: of the draws.

    Raises:
        ValueError: the counts are of different articles or labels.
    """
    _demand_same_articles(first, second)
    articles = len(first.sentences)
    everything = np.ones((1, articles))
    ours, theirs = _figures(first, everything), _figures(second, everything)
    weights = _draw(articles, draws, seed)
    our_draws, their_draws = _in_chunks(first, weights), _in_chunks(second, weights)
    swapped = _swap(first, second, draws, seed)
    compared = {}
    for name in ours:
        difference = float(ours[name][0] - theirs[name][0])
        as_large = int((np.abs(swapped[name]) >= abs(difference) - 1e-12).sum())
        compared[name] = Comparison(
            difference,
            *_middle_95(our_draws[name] - their_draws[name]),
            p_value=(as_large + 1) / (draws + 1),
        )
    return compared


def _swap(first: ArticleCounts, second: ArticleCounts, draws: int, seed: int) -> dict[str, Real]:
    """Differences between the models after swapping half of their articles at random."""
    both = _joined(first, second)
    articles = len(first.sentences)
    keep = np.random.default_rng(seed).integers(0, 2, size=(draws, articles)).astype(float)
    ours = _in_chunks(both, np.hstack([keep, 1 - keep]))
    theirs = _in_chunks(both, np.hstack([1 - keep, keep]))
    return {name: ours[name] - theirs[name] for name in ours}


def _joined(first: ArticleCounts, second: ArticleCounts) -> ArticleCounts:
    return ArticleCounts(
        labels=first.labels,
        hits=np.concatenate([first.hits, second.hits]),
        misses=np.concatenate([first.misses, second.misses]),
        false_alarms=np.concatenate([first.false_alarms, second.false_alarms]),
        exact=np.concatenate([first.exact, second.exact]),
        sentences=np.concatenate([first.sentences, second.sentences]),
    )


def _draw(articles: int, draws: int, seed: int) -> Real:
    """How often each article is drawn in each sample, shape (draws, articles)."""
    generator = np.random.default_rng(seed)
    shares = np.full(articles, 1 / articles)
    return generator.multinomial(articles, shares, size=draws).astype(float)


def _in_chunks(counts: ArticleCounts, weights: Real) -> dict[str, Real]:
    parts = [
        _figures(counts, weights[start : start + _CHUNK])
        for start in range(0, len(weights), _CHUNK)
    ]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _figures(counts: ArticleCounts, weights: Real) -> dict[str, Real]:
    """Every figure for each row of weights, shape (rows,) each; weights: (rows, articles)."""
    hits = weights @ counts.hits
    errors = weights @ (counts.misses + counts.false_alarms)
    each = _f1(hits, errors)
    return {
        **{label: each[:, place] for place, label in enumerate(counts.labels)},
        "micro_f1": _f1(hits.sum(axis=1), errors.sum(axis=1)),
        "macro_f1": each.mean(axis=1),
        "exact_match": _share(weights @ counts.exact, weights @ counts.sentences),
    }


def _f1(hits: Real, errors: Real) -> Real:
    return _share(2 * hits, 2 * hits + errors)


def _share(part: Real, whole: Real) -> Real:
    shares: Real = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)
    return shares


def _middle_95(values: Real) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
    return float(low), float(high)


def _demand_same_articles(first: ArticleCounts, second: ArticleCounts) -> None:
    same = np.array_equal(first.sentences, second.sentences)
    if not same or first.labels != second.labels:
        raise ValueError(
            f"found counts of {len(first.sentences)} and {len(second.sentences)} articles with "
            f"the labels {first.labels} and {second.labels}, expected the same articles and "
            "labels; score both models on the same split"
        )

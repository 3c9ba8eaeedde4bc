"""Intervals and comparisons, by article."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.evaluation.significance import (
    ArticleCounts,
    bootstrap_intervals,
    compare_models,
    count_by_article,
)

TRUTH = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], dtype=bool)
PREDICTED = np.array([[1, 0], [1, 0], [0, 1], [1, 1]], dtype=bool)
ARTICLES = np.array([0, 0, 1, 1])


def counts(predicted: np.ndarray, truth: np.ndarray = TRUTH) -> ArticleCounts:
    articles = ARTICLES if len(truth) == 4 else np.arange(len(truth))
    return count_by_article(
        truth=truth, predicted=predicted, articles=articles, labels=("a", "b")[: truth.shape[1]]
    )


def test_counts_by_article() -> None:
    found = counts(PREDICTED)
    assert found.hits.tolist() == [[2, 0], [0, 1]]
    assert found.misses.tolist() == [[0, 1], [0, 0]]
    assert found.false_alarms.tolist() == [[0, 0], [1, 1]]
    assert found.exact.tolist() == [1, 1]
    assert found.sentences.tolist() == [2, 2]


def test_values_are_those_of_the_whole_set() -> None:
    found = bootstrap_intervals(counts=counts(PREDICTED), draws=50)
    assert found["a"].value == pytest.approx(4 / 5)
    assert found["b"].value == pytest.approx(2 / 4)
    assert found["micro_f1"].value == pytest.approx(6 / 9)
    assert found["macro_f1"].value == pytest.approx((4 / 5 + 2 / 4) / 2)
    assert found["exact_match"].value == pytest.approx(2 / 4)


def test_the_interval_spans_what_articles_alone_would_give() -> None:
    # Exact match is 1 in one article and 0 in the other: samples give 0, 1/2 or 1.
    truth = np.array([[1], [1]], dtype=bool)
    found = bootstrap_intervals(counts=counts(np.array([[True], [False]]), truth), draws=400)
    assert (found["exact_match"].low, found["exact_match"].high) == (0.0, 1.0)


def test_articles_that_are_all_alike_leave_no_doubt() -> None:
    truth = np.array([[1]] * 6, dtype=bool)
    found = bootstrap_intervals(counts=counts(truth, truth), draws=20)
    assert (found["a"].low, found["a"].high) == (1.0, 1.0)


def test_the_seed_decides() -> None:
    first, again = (bootstrap_intervals(counts=counts(PREDICTED), seed=3) for _ in range(2))
    assert first == again


def test_a_model_is_no_better_than_itself() -> None:
    compared = compare_models(first=counts(PREDICTED), second=counts(PREDICTED), draws=40)
    for figure in compared.values():
        assert (figure.difference, figure.low, figure.high) == (0, 0, 0)
        assert figure.p_value == 1.0


def test_always_right_against_always_wrong() -> None:
    truth = np.ones((12, 1), dtype=bool)
    compared = compare_models(first=counts(truth, truth), second=counts(~truth, truth), draws=1000)[
        "exact_match"
    ]
    assert (compared.difference, compared.low, compared.high) == (1.0, 1.0, 1.0)
    # Only swapping none or all of 12 articles does as well: chance 2 in 4096.
    assert compared.p_value < 0.01


def test_one_article_proves_nothing() -> None:
    truth = np.ones((1, 1), dtype=bool)
    compared = compare_models(first=counts(truth, truth), second=counts(~truth, truth), draws=99)
    assert compared["micro_f1"].p_value == 1.0


def test_only_the_same_articles_can_be_compared() -> None:
    truth = np.ones((3, 1), dtype=bool)
    with pytest.raises(ValueError, match="score both models on the same split"):
        compare_models(first=counts(truth, truth), second=counts(PREDICTED))

"""Metrics of labellings, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.metrics import (
    SetConfusion,
    certainty,
    cohen_kappa,
    exact_match,
    label_scores,
    least_certain,
    macro_f1,
    micro_f1,
    score_each_label,
    set_confusions,
)

LABELS = ("a", "b", "c")
TRUTH = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 0]], dtype=bool)
PREDICTED = np.array([[1, 0, 0], [1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 0]], dtype=bool)
# a: rows 0 and 1 hit, 4 missed, 3 false; b: row 2 hit, 1 missed, 3 false; c: never.


def test_each_label() -> None:
    a, b, c = score_each_label(truth=TRUTH, predicted=PREDICTED, labels=LABELS)
    assert (a.hits, a.misses, a.false_alarms, a.rest) == (2, 1, 1, 1)
    assert (b.hits, b.misses, b.false_alarms, b.rest) == (1, 1, 1, 2)
    assert (c.hits, c.misses, c.false_alarms, c.rest) == (0, 0, 0, 5)
    assert (a.precision, a.recall, a.f1, a.support) == pytest.approx((2 / 3, 2 / 3, 2 / 3, 3))
    assert (b.precision, b.recall, b.f1, b.support) == pytest.approx((1 / 2, 1 / 2, 1 / 2, 2))
    assert (c.precision, c.recall, c.f1, c.support) == (0, 0, 0, 0)


def test_precision_and_recall_are_not_the_wrong_way_round() -> None:
    truth = np.array([[1], [1], [1], [0]], dtype=bool)
    predicted = np.array([[1], [0], [0], [0]], dtype=bool)
    (score,) = score_each_label(truth=truth, predicted=predicted, labels=["a"])
    assert (score.precision, score.recall) == pytest.approx((1.0, 1 / 3))


def test_micro_macro_and_exact_match() -> None:
    # Micro: 3 hits, 2 misses, 2 false alarms, so 6 / 10. Macro: (2/3 + 1/2 + 0) / 3.
    assert micro_f1(truth=TRUTH, predicted=PREDICTED) == pytest.approx(0.6)
    assert macro_f1(truth=TRUTH, predicted=PREDICTED) == pytest.approx((2 / 3 + 1 / 2) / 3)
    assert exact_match(truth=TRUTH, predicted=PREDICTED) == pytest.approx(2 / 5)


def test_figures_as_plain_values() -> None:
    figures = label_scores(truth=TRUTH, predicted=PREDICTED, labels=LABELS)
    assert figures["micro_f1"] == 0.6
    assert figures["macro_f1"] == 0.3889
    assert figures["exact_match"] == 0.4
    assert figures["labels"]["b"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}


def test_which_sets_are_mistaken_for_which() -> None:
    twice = np.vstack([TRUTH, TRUTH[1]]), np.vstack([PREDICTED, PREDICTED[1]])
    confusions = set_confusions(truth=twice[0], predicted=twice[1], labels=LABELS)
    assert confusions == (
        SetConfusion(("a", "b"), ("a",), 2),
        SetConfusion((), ("a", "b"), 1),
        SetConfusion(("a",), (), 1),
    )


def test_shapes_must_agree() -> None:
    with pytest.raises(ValueError, match=r"\(5, 3\) and \(4, 3\), expected the same shape"):
        score_each_label(truth=TRUTH, predicted=PREDICTED[:4], labels=LABELS)


def test_kappa() -> None:
    # Agreement 3/4; chance: yes 2/4 · 3/4 + no 2/4 · 1/4 = 1/2; so (3/4 - 1/2) / (1/2).
    first, second = ["yes", "yes", "no", "no"], ["yes", "yes", "no", "yes"]
    assert cohen_kappa(first=first, second=second) == pytest.approx(0.5)


def test_kappa_at_the_edges() -> None:
    assert cohen_kappa(first=["x", "x"], second=["x", "x"]) == 1.0
    assert cohen_kappa(first=[1, 0], second=[0, 1]) == pytest.approx(-1.0)
    with pytest.raises(ValueError, match="found 1 and 2 judgements"):
        cohen_kappa(first=[1], second=[1, 0])


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1))
def test_kappa_is_symmetric_and_bounded(pairs: list[tuple[bool, bool]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    kappa = cohen_kappa(first=first, second=second)
    assert kappa == pytest.approx(cohen_kappa(first=second, second=first))
    assert -1.0 - 1e-9 <= kappa <= 1.0


def test_certainty_is_the_chance_that_all_decisions_are_right() -> None:
    chances = np.array([[0.9, 0.2], [0.4, 0.4]])
    predicted = np.array([[True, False], [True, False]])
    # 0.9 · (1 - 0.2) and 0.4 · (1 - 0.4)
    assert certainty(chances=chances, predicted=predicted) == pytest.approx([0.72, 0.24])


def test_errors_among_the_least_certain() -> None:
    sure = np.array([0.9, 0.1, 0.8, 0.2, 0.7, 0.6, 0.95, 0.85, 0.75, 0.65])
    wrong = np.array([0, 1, 1, 0, 0, 0, 0, 0, 0, 1], dtype=bool)
    # The least certain fifth is places 1 (wrong) and 3 (right); two of the other eight are wrong.
    found = least_certain(certainty=sure, wrong=wrong, share=0.2)
    assert (found.sentences, found.errors) == (2, 1)
    assert found.share_of_errors == pytest.approx(1 / 3)
    assert found.error_rate == pytest.approx(1 / 2)
    assert found.rate_elsewhere == pytest.approx(2 / 8)


def test_without_errors_no_share_is_flagged() -> None:
    found = least_certain(certainty=np.array([0.5]), wrong=np.array([False]))
    assert (found.share_of_errors, found.error_rate, found.rate_elsewhere) == (0, 0, 0)

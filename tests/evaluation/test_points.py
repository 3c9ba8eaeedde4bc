from __future__ import annotations

import pytest

from pipeline.evaluation.points import Agreement, agreement_of, point_agreement


def test_points_match_where_they_share_a_source() -> None:
    found = point_agreement(chosen=[{1, 2}, {3}, {9}], gold=[{2}, {3, 4}, {5}, {6}])
    assert found == Agreement(chosen=3, right=2, gold=4, found=2)
    assert found.precision == pytest.approx(2 / 3)
    assert found.recall == pytest.approx(1 / 2)
    assert found.f1 == pytest.approx(4 / 7)


def test_one_gold_point_may_be_told_twice() -> None:
    found = point_agreement(chosen=[{1}, {2}], gold=[{1, 2}])
    assert (found.precision, found.recall) == (1.0, 1.0)


def test_no_points_score_nothing() -> None:
    assert point_agreement(chosen=[], gold=[]).f1 == 0.0


def test_counts_of_briefs_add_up() -> None:
    total = agreement_of([Agreement(2, 1, 1, 1), Agreement(0, 0, 3, 0)])
    assert total == Agreement(2, 1, 4, 1)
    assert total.recall == pytest.approx(1 / 4)

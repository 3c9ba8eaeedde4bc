from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.calibration import Calibration, calibrate, expected_calibration_error


def test_calibration_scales_the_logit_by_hand() -> None:
    calibration = Calibration(slopes=(2.0, 1.0), shifts=(0.0, math.log(3)), thresholds=(0.5, 0.5))
    found = calibration.apply(np.array([[0.75, 0.5]]))
    # logit(3/4) = log 3, doubled log 9, hence 9/10; logit(1/2) = 0, plus log 3, hence 3/4
    assert found == pytest.approx(np.array([[0.9, 0.75]]))


def test_the_second_model_has_a_slope_of_its_own() -> None:
    calibration = Calibration(slopes=(1.0,), second_slopes=(2.0,), shifts=(0.0,), thresholds=(0.5,))
    found = calibration.apply(np.array([[0.5]]), np.array([[0.75]]))
    # logit(1/2) = 0, plus twice logit(3/4) = log 9, hence 9/10
    assert found == pytest.approx(np.array([[0.9]]))


def test_stacking_trusts_the_model_that_knows() -> None:
    truth = np.array([[False], [True]] * 20)
    knows = np.where(truth, 0.8, 0.2)
    knows[:2] = 1 - knows[:2]
    guesses = np.array([[0.3], [0.3], [0.6], [0.6]] * 10)
    made = calibrate(scores=guesses, second=knows, truth=truth)
    assert abs(made.slopes[0]) < 0.1 < made.second_slopes[0]
    assert ((made.apply(guesses, knows) >= 0.5) == truth).mean() == 0.95


FINITE = st.floats(-1e6, 1e6, allow_subnormal=False)
"""Numbers as they are where training has told the processor to flush subnormal ones."""


@given(st.floats(0, 1, allow_subnormal=False), FINITE, FINITE)
def test_calibrated_scores_are_probabilities(score: float, slope: float, shift: float) -> None:
    calibration = Calibration(slopes=(slope,), shifts=(shift,), thresholds=(0.5,))
    assert 0.0 <= calibration.apply(np.array([[score]]))[0, 0] <= 1.0


def test_frequencies_become_probabilities() -> None:
    scores = np.array([[0.2]] * 10 + [[0.6]] * 10)
    truth = np.array([[n < 1] for n in range(10)] + [[n < 9] for n in range(10)])
    found = calibrate(scores=scores, truth=truth).apply(np.array([[0.2], [0.6]]))
    assert found[:, 0] == pytest.approx([0.1, 0.9], abs=0.01)


def test_the_threshold_lies_midway_below_the_best_cut() -> None:
    scores = np.array([[0.1], [0.3], [0.5], [0.7]])
    truth = np.array([[False], [False], [True], [True]])
    calibration = calibrate(scores=scores, truth=truth)
    low, high = calibration.apply(np.array([[0.3], [0.5]]))[:, 0]
    assert calibration.thresholds[0] == pytest.approx((low + high) / 2)


@pytest.mark.parametrize("value", [True, False])
def test_a_label_that_never_varies_keeps_its_scores(value: bool) -> None:
    calibration = calibrate(scores=np.array([[0.2], [0.8]]), truth=np.full((2, 1), value))
    assert (calibration.slopes, calibration.shifts) == ((1.0,), (0.0,))
    assert calibration.thresholds == (0.5,)
    assert calibration.apply(np.array([[0.2]]))[0, 0] == pytest.approx(0.2)


def test_the_calibration_error_by_hand() -> None:
    chances = np.array([0.15, 0.15, 0.95, 0.95])
    truth = np.array([False, True, True, True])
    # two bins of two: |0.15 - 0.5| and |0.95 - 1|, half the weight each
    error = expected_calibration_error(chances=chances, truth=truth)
    assert error == pytest.approx((0.35 + 0.05) / 2)


def test_certain_and_right_is_no_error() -> None:
    sure = np.array([0.0, 1.0])
    assert expected_calibration_error(chances=sure, truth=sure.astype(bool)) == 0.0


def test_certainty_is_the_chance_that_all_decisions_are_right() -> None:
    calibration = Calibration(slopes=(1.0,) * 2, shifts=(0.0,) * 2, thresholds=(0.5,) * 2)
    chances = np.array([[0.9, 0.2], [0.4, 0.5]])
    given_ = np.array([[True, False], [True, False]])
    # 0.9 · 0.8 and 0.4 · 0.5
    assert calibration.certainty(chances, given_) == pytest.approx([0.72, 0.2])


def test_a_tenth_of_the_held_out_sentences_is_in_doubt() -> None:
    random = np.random.default_rng(5)
    scores = random.uniform(size=(200, 2))
    calibration = calibrate(scores=scores, truth=random.uniform(size=(200, 2)) < scores)
    chances = calibration.apply(scores)
    certain = calibration.certainty(chances, chances >= np.array(calibration.thresholds))
    assert (certain < calibration.doubt).sum() == 20

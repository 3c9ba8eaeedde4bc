"""Raw scores → probabilities, and one threshold a label."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Calibration", "calibrate", "expected_calibration_error"]

_EDGE = 1e-6
_LEAST_CERTAIN = 0.1
"""Share of the sentences that a person is asked to look at."""


class Calibration(BaseModel):
    """Platt scaling and a threshold for each label.

    The calibrated probability of a raw score ``p`` is ``sigmoid(slope · logit(p) + shift)``
    (Platt 1999, "Probabilistic outputs for support vector machines"). Where two models score,
    the second's logit has a slope of its own (stacking, Wolpert 1992).

    Attributes:
        slopes, shifts: one a label.
        second_slopes: one a label where a second model scores as well, else empty.
        thresholds: the calibrated probability from which a label is given, one a label.
        doubt: the certainty (see :meth:`certainty`) below which a person should look.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    slopes: tuple[float, ...] = Field(min_length=1)
    second_slopes: tuple[float, ...] = ()
    shifts: tuple[float, ...] = Field(min_length=1)
    thresholds: tuple[float, ...] = Field(min_length=1)
    doubt: float = Field(default=0.5, ge=0, le=1)

    def apply(
        self, scores: NDArray[np.float64], second: NDArray[np.float64] | None = None
    ) -> NDArray[np.float64]:
        """Calibrated probabilities, shape (sentences, labels).

        Args:
            scores: raw ones, of that shape.
            second: the second model's, where there is one.
        """
        logits = np.array(self.slopes) * _logit(scores) + np.array(self.shifts)
        if second is not None:
            logits = logits + np.array(self.second_slopes) * _logit(second)
        return _sigmoid(logits)

    def certainty(
        self, chances: NDArray[np.float64], given: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """The probability that a sentence has exactly the labels given, shape (sentences,).

        Args:
            chances: calibrated probabilities of independent labels, shape (sentences, labels).
            given: the labels chosen, same shape.
        """
        certain: NDArray[np.float64] = np.where(given, chances, 1 - chances).prod(axis=1)
        return certain


def calibrate(
    *,
    scores: NDArray[np.float64],
    truth: NDArray[np.bool_],
    second: NDArray[np.float64] | None = None,
) -> Calibration:
    """Fit the calibration on scores of sentences that the model was not trained on.

    Args:
        scores: raw probabilities, shape (sentences, labels).
        truth: the labels, same shape. A label that all or no sentences have keeps its raw scores
            and a threshold of 0.5.
        second: raw probabilities of a second model, same shape.

    Returns:
        The calibration; the least certain tenth of the sentences lies below its ``doubt``.
    """
    # Fitting alone needs scikit-learn, which takes most of a second to import.
    from sklearn.linear_model import LogisticRegression

    models = [scores] if second is None else [scores, second]
    slopes, shifts, thresholds = [], [], []
    for label in range(scores.shape[1]):
        raw = np.stack([_logit(one[:, label]) for one in models], axis=1)
        wanted = truth[:, label]
        if wanted.all() or not wanted.any():
            slopes.append([1.0 / len(models)] * len(models))
            shifts.append(0.0)
            thresholds.append(0.5)
            continue
        fitted = LogisticRegression(C=1e6).fit(raw, wanted)
        slopes.append([float(slope) for slope in fitted.coef_[0]])
        shifts.append(float(fitted.intercept_[0]))
        thresholds.append(_best_threshold(fitted.predict_proba(raw)[:, 1], wanted))
    first, *others = zip(*slopes, strict=True)
    made = Calibration(
        slopes=first,
        second_slopes=others[0] if others else (),
        shifts=tuple(shifts),
        thresholds=tuple(thresholds),
    )
    chances = made.apply(scores, second)
    certain = made.certainty(chances, chances >= np.array(thresholds))
    doubt = float(np.quantile(certain, _LEAST_CERTAIN))
    return made.model_copy(update={"doubt": doubt})


def _best_threshold(chances: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    """The threshold of the best F1, midway between the scores on either side of it."""
    from sklearn.metrics import precision_recall_curve

    precision, recall, thresholds = precision_recall_curve(wanted, chances)
    f1 = 2 * precision * recall / np.maximum(precision + recall, _EDGE)
    best = int(np.argmax(f1[:-1]))
    below = thresholds[best - 1] if best else 0.0
    return float((thresholds[best] + below) / 2)


def expected_calibration_error(
    *, chances: NDArray[np.float64], truth: NDArray[np.bool_], bins: int = 10
) -> float:
    """Mean distance between probability and frequency, weighted by bin size (0 is perfect).

    Args:
        chances: calibrated probabilities of one label, shape (sentences,).
        truth: whether the label holds, shape (sentences,).
        bins: number of bins of equal width (Guo et al. 2017, section 2).
    """
    places = np.minimum((chances * bins).astype(int), bins - 1)
    total = 0.0
    for place in range(bins):
        inside = places == place
        if inside.any():
            total += inside.sum() * abs(chances[inside].mean() - truth[inside].mean())
    return float(total / len(chances))


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Without overflow at either end."""
    chances: NDArray[np.float64] = 0.5 * (1 + np.tanh(0.5 * logits))
    return chances


def _logit(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    clipped = np.clip(scores, _EDGE, 1 - _EDGE)
    logits: NDArray[np.float64] = np.log(clipped / (1 - clipped))
    return logits

"""A linear head starts from what the base model knows: logistic regression on its frozen states.

Fine-tuning that starts from a fitted head distorts a pretrained model less (Kumar et al. 2022,
"Fine-Tuning can Distort Pretrained Features", section 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from pipeline.tagging.documents import Document
from pipeline.tagging.encoder import SentenceEncoder
from pipeline.tagging.packing import Batch

__all__ = ["probe"]

_REGULARISATION = 0.003
"""Inverse strength: there are about as many numbers in a state as documents to learn from. Of
0.001, 0.003 and 0.01 it was the best in cross-validation, by little."""
_MOST_STEPS = 300


def probe(model: SentenceEncoder, batches: Iterable[Batch], documents: Sequence[Document]) -> None:
    """Set the scale of the states and the linear head.

    Args:
        model: with a linear head; altered.
        batches: of the documents, each sentence read once.
        documents: labelled ones.
    """
    model.eval()
    states, wanted = _states(model, batches, documents)
    scaler = StandardScaler().fit(states)
    scaled = scaler.transform(states)
    head = model.output
    with torch.no_grad():
        model.centre.copy_(torch.from_numpy(scaler.mean_))
        model.spread.copy_(torch.from_numpy(scaler.scale_))
        for label in range(wanted.shape[1]):
            if wanted[:, label].all() or not wanted[:, label].any():
                continue
            fitted = LogisticRegression(C=_REGULARISATION, max_iter=_MOST_STEPS)
            fitted.fit(scaled, wanted[:, label])
            head.weight[label] = torch.from_numpy(fitted.coef_[0])
            head.bias[label] = float(fitted.intercept_[0])


def _states(
    model: SentenceEncoder, batches: Iterable[Batch], documents: Sequence[Document]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The states of every sentence, and its labels: shapes (sentences, width), (…, labels)."""
    states, rows = [], []
    with torch.inference_mode():
        for batch in batches:
            states.append(model.states(batch)[torch.from_numpy(batch.read)].cpu().numpy())
            read = np.flatnonzero(batch.read)
            rows += [(batch.documents[place], batch.sentences[place]) for place in read]
    wanted = np.zeros((len(rows), model.output.out_features), dtype=bool)
    for place, (document, sentence) in enumerate(rows):
        wanted[place, list((documents[document].labels or ())[sentence])] = True
    return np.concatenate(states), wanted

"""Baselines that see one sentence at a time: what the trained encoder has to beat.

Both are logistic regressions, one a label, over words or over the embeddings of the base model
as it comes. They are calibrated, and their thresholds chosen, as the tagger's are: on held-out
scores, documents of one group kept together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from pipeline.tagging.calibration import Calibration, calibrate
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.recipe import label_matrix

__all__ = ["LinearBaseline", "choose_labels", "encoder_baseline", "tfidf_baseline"]

_FOLDS = 3
_BATCH = 64
_SENTENCE_TOKENS = 120

Read = Callable[[Sequence[str]], Any]


class LinearBaseline:
    """One logistic regression a label.

    Args:
        make_model: a fresh scikit-learn estimator of several independent labels.
        read: makes its input of sentences, a row each.
    """

    def __init__(self, make_model: Callable[[], Any], read: Read) -> None:
        self._make_model = make_model
        self._read = read
        self._model: Any = None
        self._calibration: Calibration | None = None
        self._labels = LabelSet(names=())

    def fit(self, documents: Sequence[Document], labels: LabelSet) -> Self:
        """Fit to labelled documents of at least three groups."""
        from sklearn.model_selection import GroupKFold, cross_val_predict

        rows = self._read(_sentences(documents))
        truth = np.concatenate([label_matrix(document, labels) for document in documents])
        groups = [document.group or document.name for document in documents]
        held_out = cross_val_predict(
            self._make_model(),
            rows,
            truth.astype(int),
            groups=np.repeat(groups, [len(document.sentences) for document in documents]),
            cv=GroupKFold(n_splits=_FOLDS),
            method="predict_proba",
        )
        self._calibration = calibrate(scores=held_out, truth=truth)
        self._model = self._make_model().fit(rows, truth.astype(int))
        self._labels = labels
        return self

    def score(self, documents: Sequence[Document]) -> list[NDArray[np.float64]]:
        """Calibrated probabilities: for each document an array (sentences, labels).

        Raises:
            ValueError: the baseline was not fitted.
        """
        calibration = self._fitted()
        raw = self._model.predict_proba(self._read(_sentences(documents)))
        ends = np.cumsum([len(document.sentences) for document in documents])
        return np.split(calibration.apply(raw), ends[:-1])

    def predict(self, documents: Sequence[Document]) -> list[NDArray[np.bool_]]:
        """Labels: for each document a bool array (sentences, labels).

        Raises:
            ValueError: the baseline was not fitted.
        """
        return [self.choose(chances) for chances in self.score(documents)]

    def choose(self, chances: NDArray[np.float64]) -> NDArray[np.bool_]:
        """The labels that calibrated probabilities stand for, both (sentences, labels).

        Raises:
            ValueError: the baseline was not fitted.
        """
        return choose_labels(chances, self._fitted(), self._labels)

    def _fitted(self) -> Calibration:
        if self._calibration is None:
            raise ValueError("found a baseline that was not fitted; call fit first")
        return self._calibration


def choose_labels(
    chances: NDArray[np.float64], calibration: Calibration, labels: LabelSet
) -> NDArray[np.bool_]:
    """The likeliest label of an exclusive set, else every label from its threshold on.

    Args:
        chances: calibrated probabilities, shape (sentences, labels).
        calibration: holds the thresholds.
        labels: the label set.
    """
    if labels.exclusive:
        chosen = np.zeros(chances.shape, dtype=bool)
        chosen[np.arange(len(chances)), chances.argmax(axis=1)] = True
        return chosen
    above: NDArray[np.bool_] = chances >= np.array(calibration.thresholds)
    return above


def _sentences(documents: Sequence[Document]) -> list[str]:
    return [sentence for document in documents for sentence in document.sentences]


def tfidf_baseline() -> LinearBaseline:
    """A baseline over words and pairs of words, weighted by TF-IDF."""

    def make() -> Any:  # noqa: ANN401
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier
        from sklearn.pipeline import make_pipeline

        return make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
            OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000)),
        )

    return LinearBaseline(make, lambda sentences: sentences)


def encoder_baseline(base: Path) -> LinearBaseline:
    """A baseline over the base model's embeddings, frozen.

    Args:
        base: folder of the base model.
    """

    def make() -> Any:  # noqa: ANN401
        from sklearn.linear_model import LogisticRegression
        from sklearn.multiclass import OneVsRestClassifier

        return OneVsRestClassifier(LogisticRegression(C=10.0, max_iter=1000))

    return LinearBaseline(make, lambda sentences: _embed(sentences, base))


def _embed(sentences: Sequence[str], base: Path) -> NDArray[np.float32]:
    """The mean of each sentence's token embeddings, of length 1, shape (sentences, width)."""
    import torch
    from transformers import AutoModel

    from pipeline.tagging.encoder import load_tokenizer

    tokenizer = load_tokenizer(base)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("[PAD]"))
    tokenizer.enable_truncation(_SENTENCE_TOKENS)
    model = AutoModel.from_pretrained(base, add_pooling_layer=False).eval()
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
    embedded = np.zeros((len(sentences), model.config.hidden_size), dtype=np.float32)
    with torch.inference_mode():
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            found = tokenizer.encode_batch([sentences[place] for place in places])
            mask = torch.tensor([encoding.attention_mask for encoding in found])
            tokens = torch.tensor([encoding.ids for encoding in found])
            hidden = model(input_ids=tokens, attention_mask=mask).last_hidden_state
            total = (hidden * mask.unsqueeze(-1)).sum(dim=1)
            embedded[places] = torch.nn.functional.normalize(total, dim=-1).numpy()
    return embedded

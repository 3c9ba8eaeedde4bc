"""The whole training of a tagger: cross-validation, calibration, final fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from pipeline.tagging.calibration import Calibration, calibrate
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import SentenceEncoder, load_tokenizer
from pipeline.tagging.training import TrainingSettings, predict_scores, train_encoder

__all__ = [
    "SecondReader",
    "TaggerRecipe",
    "TrainedTagger",
    "counted_sentences",
    "cross_validate",
    "label_matrix",
    "train_tagger",
]

Progress = Callable[[str], None]


class SecondReader(BaseModel):
    """A second model that reads the same documents; its scores are stacked on the first's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    training: TrainingSettings


class TaggerRecipe(BaseModel):
    """The contents of ``configs/tagger.yaml``, where every setting is explained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    labels: LabelSet
    folds: int = Field(ge=2)
    brief_weight: float = Field(default=0.0, ge=0)
    training: TrainingSettings
    second: SecondReader | None = None

    @property
    def readers(self) -> tuple[tuple[str, TrainingSettings], ...]:
        """Base model and training of the first reader and, where there is one, the second."""
        second = [(self.second.base, self.second.training)] if self.second else []
        return ((self.base, self.training), *second)


@dataclass(frozen=True)
class TrainedTagger:
    """What a training run gives.

    Attributes:
        models: the first reader and, where there is one, the second.
        calibration: fitted to the held-out scores.
        held_out: raw scores of the documents that were held out, (sentences, labels) each, a list
            a reader.
    """

    models: tuple[SentenceEncoder, ...]
    calibration: Calibration
    held_out: tuple[list[NDArray[np.float64]], ...]

    def held_out_chances(self) -> list[NDArray[np.float64]]:
        """Calibrated probabilities of each document that was held out."""
        return [self.calibration.apply(*scores) for scores in zip(*self.held_out, strict=True)]


def train_tagger(
    recipe: TaggerRecipe,
    documents: Sequence[Document],
    bases: Path,
    report: Progress = lambda message: None,
    extra: Sequence[Document] = (),
    held_out: Sequence[Document] = (),
) -> TrainedTagger:
    """Fit each reader to the documents, and the calibration to scores of others.

    Args:
        recipe: the settings.
        documents: labelled ones; documents of one group stay on one side of every fold.
        bases: the folder of all base models.
        report: is told what happens, a line at a time.
        extra: documents to train on beside those, never scored.
        held_out: labelled ones to calibrate on; if none, those scored in cross-validation.
    """
    models, scores = [], []
    for base, training in recipe.readers:
        folder = bases / base
        if not held_out:
            made = cross_validate(
                recipe.labels, training, recipe.folds, documents, folder, report, extra
            )
            scores.append(made)
        report(f"{base}: fit on {len(documents)} documents")
        model = train_encoder(folder, [*documents, *extra], recipe.labels, training, report)
        models.append(model)
        if held_out:
            tokenizer = load_tokenizer(folder)
            scores.append(predict_scores(model, tokenizer, held_out, recipe.labels, training))
    return TrainedTagger(
        models=tuple(models),
        calibration=_calibrate(scores, held_out or documents, recipe.labels),
        held_out=tuple(scores),
    )


def _calibrate(
    scores: Sequence[list[NDArray[np.float64]]], documents: Sequence[Document], labels: LabelSet
) -> Calibration:
    counted = np.concatenate([counted_sentences(document) for document in documents])
    truth = np.concatenate([label_matrix(document, labels) for document in documents])[counted]
    first, *second = (np.concatenate(found)[counted] for found in scores)
    return calibrate(scores=first, truth=truth, second=second[0] if second else None)


def cross_validate(
    labels: LabelSet,
    training: TrainingSettings,
    folds: int,
    documents: Sequence[Document],
    base: Path,
    report: Progress = lambda message: None,
    extra: Sequence[Document] = (),
) -> list[NDArray[np.float64]]:
    """Raw scores of every document by a model that has not seen its group.

    Documents of ``extra`` are trained on where their group is not held out.
    """
    tokenizer = load_tokenizer(base)
    held_out: list[NDArray[np.float64]] = [np.empty(0)] * len(documents)
    # Training alone needs scikit-learn, which takes most of a second to import.
    from sklearn.model_selection import GroupKFold

    split = GroupKFold(n_splits=folds, shuffle=True, random_state=training.seed)
    groups = [document.group or document.name for document in documents]
    for number, (train, test) in enumerate(split.split(groups, groups=groups), start=1):
        report(f"fold {number} of {folds}: {len(train)} documents")
        unseen = {groups[i] for i in test}
        learnt = [documents[i] for i in train] + [one for one in extra if one.group not in unseen]
        model = train_encoder(base, learnt, labels, training, report)
        scores = predict_scores(model, tokenizer, [documents[i] for i in test], labels, training)
        for index, found in zip(test, scores, strict=True):
            held_out[index] = found
    return held_out


def label_matrix(document: Document, labels: LabelSet) -> NDArray[np.bool_]:
    """The labels of a document, bool, shape (sentences, labels)."""
    matrix = np.zeros((len(document.sentences), len(labels.names)), dtype=bool)
    for row, given in enumerate(document.labels or ()):
        matrix[row, list(given)] = True
    return matrix


def counted_sentences(document: Document) -> NDArray[np.bool_]:
    """Which sentences of a document carry labels that count, bool, shape (sentences,)."""
    if document.weights is None:
        return np.ones(len(document.sentences), dtype=bool)
    return np.array(document.weights) > 0

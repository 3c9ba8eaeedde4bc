"""The whole training of a tagger: cross-validation, calibration, final fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from sklearn.model_selection import GroupKFold

from pipeline.tagging.calibration import Calibration, calibrate
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import SentenceEncoder, load_tokenizer
from pipeline.tagging.training import TrainingSettings, predict_scores, train_encoder

__all__ = [
    "TaggerRecipe",
    "TrainedTagger",
    "counted_sentences",
    "cross_validate",
    "label_matrix",
    "train_tagger",
]

Progress = Callable[[str], None]


class TaggerRecipe(BaseModel):
    """The contents of ``configs/tagger.yaml``, where every setting is explained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    labels: LabelSet
    folds: int = Field(ge=2)
    brief_weight: float = Field(default=0.0, ge=0)
    training: TrainingSettings


@dataclass(frozen=True)
class TrainedTagger:
    """What a training run gives.

    Attributes:
        model: fitted to all the documents.
        calibration: fitted to the held-out scores.
        held_out: raw held-out scores of every document, (sentences, labels) each.
    """

    model: SentenceEncoder
    calibration: Calibration
    held_out: list[NDArray[np.float64]]


def train_tagger(
    recipe: TaggerRecipe,
    documents: Sequence[Document],
    base: Path,
    report: Progress = lambda message: None,
    extra: Sequence[Document] = (),
) -> TrainedTagger:
    """Cross-validate, calibrate on the held-out scores, then fit all documents.

    Args:
        recipe: the settings.
        documents: labelled ones; documents of one group stay on one side of every fold.
        base: folder of the base model.
        report: is told what happens, a line at a time.
        extra: documents to train on beside those, never scored.
    """
    held_out = cross_validate(recipe, documents, base, report, extra)
    counted = np.concatenate([counted_sentences(document) for document in documents])
    truth = np.concatenate([label_matrix(document, recipe.labels) for document in documents])
    calibration = calibrate(scores=np.concatenate(held_out)[counted], truth=truth[counted])
    report(f"final fit on {len(documents)} documents")
    model = train_encoder(base, [*documents, *extra], recipe.labels, recipe.training, report)
    return TrainedTagger(model=model, calibration=calibration, held_out=held_out)


def cross_validate(
    recipe: TaggerRecipe,
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
    folds = GroupKFold(n_splits=recipe.folds, shuffle=True, random_state=recipe.training.seed)
    groups = [document.group or document.name for document in documents]
    for number, (train, test) in enumerate(folds.split(groups, groups=groups), start=1):
        report(f"fold {number} of {recipe.folds}: {len(train)} documents")
        unseen = {groups[i] for i in test}
        learnt = [documents[i] for i in train] + [one for one in extra if one.group not in unseen]
        model = train_encoder(base, learnt, recipe.labels, recipe.training, report)
        scores = predict_scores(
            model, tokenizer, [documents[i] for i in test], recipe.labels, recipe.training
        )
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

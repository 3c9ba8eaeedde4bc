"""What the experiments share: trials that train, score and are kept, so that a run resumes."""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score
from sklearn.model_selection import GroupKFold

from pipeline.base_weights import verify_base_weights
from pipeline.config import load_base_weights, project_folder, read_yaml
from pipeline.errors import UsageError
from pipeline.evaluation.predictions import Predictions
from pipeline.evaluation.significance import bootstrap_intervals
from pipeline.evaluation.tables import two_places
from pipeline.labels import LabelledArticle, Split, read_sentences, read_splits
from pipeline.schema import Article
from pipeline.tagging.baselines import choose_labels
from pipeline.tagging.calibration import calibrate
from pipeline.tagging.contexts import Context, whole_document
from pipeline.tagging.corpus import document_of
from pipeline.tagging.documents import Document
from pipeline.tagging.encoder import SentenceEncoder, load_tokenizer
from pipeline.tagging.quotations import find_quotations
from pipeline.tagging.recipe import TaggerRecipe, label_matrix
from pipeline.tagging.training import predict_scores, train_encoder
from pipeline.terminal import print_message, quiet_libraries

__all__ = [
    "SCORE_COLUMNS",
    "Laboratory",
    "Trial",
    "average_precision",
    "experiment_options",
    "labelled_documents",
    "laboratory",
    "one_fold",
    "score_row",
]

_ROOT = project_folder()
_FORMAT = 1
"""Rises when the meaning of a kept result changes, so that old ones are not taken up."""


@dataclass(frozen=True)
class Trial:
    """One training and what it is scored on; no article is in two of the three sets.

    Attributes:
        name: of its kept result.
        train: what the encoder is fitted to.
        calibration: what the probabilities and thresholds are fitted to.
        score: what it is scored on.
        epochs: passes over ``train``.
        context: how much of its article a sentence is read with.
    """

    name: str
    train: Sequence[Document]
    calibration: Sequence[Document]
    score: Sequence[Document]
    epochs: int
    context: Context = whole_document

    def __post_init__(self) -> None:
        """Raise ``UsageError`` where one of the sets is empty."""
        if not (self.train and self.calibration and self.score):
            raise UsageError(
                f"{self.name}: found {len(self.train)} articles to train on, "
                f"{len(self.calibration)} to calibrate and {len(self.score)} to score, expected "
                "some of each; use more articles, or larger groups"
            )


@dataclass(frozen=True)
class Laboratory:
    """Runs trials and keeps their results.

    Attributes:
        recipe: the settings of the training, but for its epochs.
        base: folder of the base model.
        folder: where results are kept; a trial that is kept there is not run again.
        report: is told what happens, a line at a time.
    """

    recipe: TaggerRecipe
    base: Path
    folder: Path
    report: Callable[[str], None] = print_message

    def run(self, trial: Trial) -> Predictions:
        """The predictions of a trial, from an earlier run where nothing has changed since."""
        path = self.folder / f"{trial.name.replace(' ', '-')}.npz"
        key = self._key(trial)
        kept = _read(path, key, self.recipe.labels.names)
        if kept is not None:
            self.report(f"{trial.name}: kept from an earlier run ({path})")
            return kept
        self.report(f"{trial.name}: training on {len(trial.train)} articles")
        started = time.monotonic()
        made = self._train_and_score(trial)
        _write(path, key, made)
        self.report(f"{trial.name}: done in {time.monotonic() - started:.0f} s")
        return made

    def _train_and_score(self, trial: Trial) -> Predictions:
        settings = self.recipe.training.model_copy(update={"epochs": trial.epochs})
        pieces = [piece.document for one in trial.train for piece in trial.context(one)]
        labels = self.recipe.labels
        model = train_encoder(self.base, pieces, labels, settings, self.report)
        held_back = np.concatenate(self._scores(model, trial.calibration, trial.context))
        truth = [label_matrix(document, labels) for document in trial.calibration]
        calibration = calibrate(scores=held_back, truth=np.concatenate(truth))
        chances = [
            calibration.apply(raw) for raw in self._scores(model, trial.score, trial.context)
        ]
        return Predictions.of_documents(
            labels.names,
            truth=[label_matrix(document, labels) for document in trial.score],
            predicted=[choose_labels(rows, calibration, labels) for rows in chances],
            chances=chances,
        )

    def _scores(
        self, model: SentenceEncoder, documents: Sequence[Document], context: Context
    ) -> list[NDArray[np.float64]]:
        """Raw scores of each document, shape (sentences, labels), its pieces joined again."""
        pieces = [context(document) for document in documents]
        flat = predict_scores(
            model,
            load_tokenizer(self.base),
            [piece.document for those in pieces for piece in those],
            self.recipe.labels,
            self.recipe.training,
        )
        found = iter(flat)
        return [np.concatenate([next(found)[piece.read] for piece in those]) for those in pieces]

    def _key(self, trial: Trial) -> str:
        """A hash of all that a trial's result depends on."""
        sets = [
            [[d.name, d.group, d.sentences, d.features, d.labels, d.weights] for d in documents]
            for documents in (trial.train, trial.calibration, trial.score)
        ]
        settings = [self.recipe.model_dump(mode="json"), trial.epochs, trial.context.__name__]
        parts = [_FORMAT, self.base.name, settings, sets]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _write(path: Path, key: str, found: Predictions) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial.npz")
    np.savez_compressed(
        partial,
        key=np.array(key),
        truth=found.truth,
        predicted=found.predicted,
        articles=found.articles,
        chances=np.zeros((0, 0)) if found.chances is None else found.chances,
    )
    partial.replace(path)


def _read(path: Path, key: str, labels: tuple[str, ...]) -> Predictions | None:
    """A kept result, or None where there is none of exactly this trial."""
    if not path.is_file():
        return None
    with np.load(path, allow_pickle=False) as kept:
        if str(kept["key"]) != key:
            return None
        return Predictions(
            labels, kept["truth"], kept["predicted"], kept["articles"], kept["chances"]
        )


def average_precision(predictions: Predictions) -> float:
    """Mean over the labels of the average precision: a figure that no threshold enters."""
    assert predictions.chances is not None
    found = [
        average_precision_score(predictions.truth[:, place], predictions.chances[:, place])
        for place in range(len(predictions.labels))
        if predictions.truth[:, place].any()
    ]
    return float(np.mean(found)) if found else 0.0


SCORE_COLUMNS = ("Finding", "Strength", "Recomm.", "Quote", "Macro F1", "95 %", "Av. prec.")
"""Headings of :func:`score_row`."""


def score_row(predictions: Predictions) -> tuple[str, ...]:
    """F1 of each label, macro F1 with its interval over articles, and average precision."""
    intervals = bootstrap_intervals(counts=predictions.counts)
    macro = intervals["macro_f1"]
    return (
        *(two_places(intervals[label].value) for label in predictions.labels),
        two_places(macro.value),
        f"{two_places(macro.low)} to {two_places(macro.high)}",
        two_places(average_precision(predictions)),
    )


def one_fold(
    documents: Sequence[Document], folds: int, seed: int
) -> tuple[list[Document], list[Document]]:
    """Documents to train on and documents to score, those of one group on the same side."""
    groups = [document.group for document in documents]
    split = GroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    train, held_out = next(iter(split.split(groups, groups=groups)))
    return [documents[place] for place in train], [documents[place] for place in held_out]


def labelled_documents(options: argparse.Namespace, split: Split) -> list[Document]:
    """The articles of one split as documents, grouped by inspection."""
    names = set(read_splits(options.labels / "splits.json")[split])
    articles = read_sentences(options.labels / "sentences.jsonl")
    return [_document(one) for one in articles if one.article in names][: options.limit]


def _document(labelled: LabelledArticle) -> Document:
    article = Article(name=labelled.article, text=labelled.text)
    return document_of(
        article,
        labelled.sentences,
        find_quotations(article, labelled.sentences),
        [sentence.tags for sentence in labelled.sentences],
        group=labelled.inspections[0] if labelled.inspections else labelled.article,
    )


def experiment_options(parser: argparse.ArgumentParser, name: str) -> argparse.Namespace:
    """Parse the command line of an experiment, its common options added.

    Args:
        parser: with the experiment's own options.
        name: of the folder under ``out/experiments``.
    """
    parser.add_argument("--config", type=Path, default=_ROOT / "configs" / "tagger.yaml")
    parser.add_argument("--epochs", type=int, help="instead of the configured number")
    parser.add_argument("--labels", type=Path, default=_ROOT / "data" / "labels")
    parser.add_argument("--base", type=Path, default=_ROOT / "models" / "base")
    parser.add_argument("--limit", type=int, help="use the first so many articles of each split")
    parser.add_argument("--output", type=Path, default=_ROOT / "out" / "experiments" / name)
    return parser.parse_args()


def laboratory(options: argparse.Namespace) -> tuple[Laboratory, int]:
    """The laboratory of an experiment's options, and the number of epochs.

    Raises:
        ArtifactError: the base weights are missing or altered.
    """
    quiet_libraries()
    torch.set_flush_denormal(True)
    recipe = TaggerRecipe.model_validate(read_yaml(options.config))
    for spec in load_base_weights(_ROOT / "configs" / "base_weights.yaml").values():
        if spec.folder == recipe.base:
            verify_base_weights(spec, options.base)
    made = Laboratory(recipe, options.base / recipe.base, options.output / "trials")
    return made, options.epochs or recipe.training.epochs

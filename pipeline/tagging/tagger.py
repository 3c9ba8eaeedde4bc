"""The trained tagger: saved as a folder, loaded and verified, and asked for tags."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from pipeline.adapters import merge_adapter
from pipeline.artifacts import Manifest, check_artifact
from pipeline.errors import ArtifactError
from pipeline.schema import TAGS, Article, Quotation, Sentence, SentenceTags, Tag, TaggedArticle
from pipeline.tagging.calibration import Calibration
from pipeline.tagging.corpus import document_of, read_by_encoder
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import (
    ADAPTER_NAME,
    ADAPTER_SCALE,
    SentenceEncoder,
    choose_precision,
    load_tokenizer,
)
from pipeline.tagging.quotations import find_quotations
from pipeline.tagging.recipe import SecondReader
from pipeline.tagging.training import TrainingSettings, predict_scores

__all__ = ["KIND", "SentenceLabeller", "Tagger", "TaggerSettings", "write_tagger_files"]

KIND = "tagger"
_WEIGHTS = ("model.safetensors", "second.safetensors")
"""Of the first reader and of the second, where there is one."""
_ENCODER = "encoder."
_CALIBRATION = "calibration.json"
_BATCH_TOKENS = 1600
"""The most tokens of a batch when tagging. Training takes fewer, for more steps; here larger
batches keep several cores busy, and beyond this they were measured to gain nothing."""
_SCALE = ("centre", "spread")
"""Tensors that are stored and used in fp32: the states' own numbers can be large."""


class TaggerSettings(BaseModel):
    """What a tagger's manifest says besides files: its labels, its shape, its training.

    Attributes:
        labels: the label set.
        features: number of features a sentence.
        training: the settings of the training run.
        second: base model and training of the second reader, where there is one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    labels: LabelSet
    features: int
    training: TrainingSettings
    second: SecondReader | None = None


def write_tagger_files(
    folder: Path, models: Sequence[SentenceEncoder], calibration: Calibration
) -> None:
    """Write what training made of each reader, and the calibration.

    Weights are stored in fp16; frozen ones are the base model's and are left out.
    """
    for file, model in zip(_WEIGHTS, models, strict=False):
        tensors = {
            name: value.detach().cpu().to(torch.float32 if name in _SCALE else torch.float16)
            for name, value in model.learnt().items()
        }
        save_file({name: value.contiguous() for name, value in tensors.items()}, folder / file)
    (folder / _CALIBRATION).write_text(
        json.dumps(calibration.model_dump(), indent=2) + "\n", encoding="utf-8"
    )


@dataclass(frozen=True)
class _Reader:
    """A network in evaluation mode, with what its documents must be turned into."""

    network: SentenceEncoder
    tokenizer: Tokenizer
    training: TrainingSettings

    @classmethod
    def load(
        cls, weights: Path, base: Path, settings: TaggerSettings, training: TrainingSettings
    ) -> _Reader:
        if not base.is_dir():
            raise ArtifactError(
                f"The base model of {weights} is missing: found no {base}. Run `make setup`."
            )
        network = SentenceEncoder.from_base(
            base,
            labels=len(settings.labels.names),
            features=settings.features,
            head_size=training.head_size,
            dropout=0.0,
            layers=training.layers,
        )
        _load_weights(network, weights, adapted=training.adapter_rank > 0)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        scale = {name: getattr(network, name).to(device) for name in _SCALE}
        network.eval().to(device=device, dtype=choose_precision())
        for name, value in scale.items():
            setattr(network, name, value)
        return cls(network, load_tokenizer(base), training)

    def score(
        self, documents: Sequence[Document], labels: LabelSet, on_batch: Callable[[int], None]
    ) -> list[NDArray[np.float64]]:
        """Raw scores; see :func:`predict_scores`."""
        training = self.training.model_copy(update={"batch_tokens": _BATCH_TOKENS})
        return predict_scores(self.network, self.tokenizer, documents, labels, training, on_batch)


class SentenceLabeller:
    """One trained reader of any label set, or two, with the calibration of their scores.

    Args:
        readers: the first and, where there is one, the second.
        settings: of its manifest.
        calibration: fitted on held-out scores.
        manifest: of its folder.
    """

    def __init__(
        self,
        readers: Sequence[_Reader],
        settings: TaggerSettings,
        calibration: Calibration,
        manifest: Manifest,
    ) -> None:
        self.settings = settings
        self.calibration = calibration
        self.manifest = manifest
        self._readers = readers

    @classmethod
    def load(cls, folder: Path, base: Path) -> SentenceLabeller:
        """Load a model folder, verifying it.

        Args:
            folder: the artefact.
            base: the folder of all base models, each verified when it was fetched.

        Raises:
            ArtifactError: the folder is missing, altered, or does not fit its base model.
        """
        manifest = check_artifact(folder, KIND)
        settings, calibration = _read_settings(folder, manifest)
        parts = [(manifest.base, settings.training)]
        if settings.second:
            parts.append((settings.second.base, settings.second.training))
        readers = [
            _Reader.load(folder / weights, base / name, settings, training)
            for weights, (name, training) in zip(_WEIGHTS, parts, strict=False)
        ]
        return cls(readers, settings, calibration, manifest)

    @property
    def precision(self) -> str:
        """What the networks are computed in, chosen by the hardware: "bfloat16" or "float32"."""
        parameter = next(self._readers[0].network.parameters())
        return str(parameter.dtype).removeprefix("torch.")

    def score(
        self,
        documents: Sequence[Document],
        on_batch: Callable[[int], None] = lambda sentences: None,
    ) -> list[NDArray[np.float64]]:
        """Calibrated probabilities: for each document an array (sentences, labels).

        Args:
            documents: what to score.
            on_batch: is told how many more sentences the last reader is done with.
        """
        *others, last = self._readers
        raw = [one.score(documents, self.settings.labels, lambda count: None) for one in others]
        raw.append(last.score(documents, self.settings.labels, on_batch))
        return [self.calibration.apply(*scores) for scores in zip(*raw, strict=True)]


def _read_settings(folder: Path, manifest: Manifest) -> tuple[TaggerSettings, Calibration]:
    try:
        settings = TaggerSettings.model_validate(manifest.settings)
        text = (folder / _CALIBRATION).read_text(encoding="utf-8")
        return settings, Calibration.model_validate_json(text)
    except (OSError, ValidationError) as error:
        raise ArtifactError(
            f"{folder} was made by another version: {error}. Train again with this version."
        ) from error


def _load_weights(model: SentenceEncoder, path: Path, *, adapted: bool) -> None:
    """Load what training made; where it adapted a language model, merge that into its weights."""
    tensors: dict[str, Any] = {name: value.float() for name, value in load_file(path).items()}
    needed = set(model.learnt())
    try:
        if adapted:
            matrices = {n: tensors.pop(n) for n in [*tensors] if n.startswith(_ENCODER)}
            plain = {name.removeprefix(_ENCODER): value for name, value in matrices.items()}
            merge_adapter(model.encoder, plain, ADAPTER_SCALE, name=ADAPTER_NAME)
            needed = {name for name in needed if not name.startswith(_ENCODER)}
        missing, unexpected = model.load_state_dict(tensors, strict=False)
    except (ArtifactError, RuntimeError) as error:
        raise ArtifactError(
            f"{path} does not fit its base model: {error}. Train again with this version."
        ) from error
    lacking = sorted(set(missing) & needed)
    if lacking or unexpected:
        raise ArtifactError(
            f"{path} does not fit its base model: missing {lacking[:3]}, unexpected "
            f"{list(unexpected)[:3]}. Train again with this version."
        )


class Tagger:
    """Tags the sentences of articles and finds their quotations.

    The ``quote`` tag and the quotations agree by construction: marks say where quotations are,
    the encoder says which are more than a fragment, and every sentence that such a quotation
    touches is a quote.

    Args:
        labeller: a labeller of the four tags.
    """

    def __init__(self, labeller: SentenceLabeller) -> None:
        expected = tuple(tag.value for tag in TAGS)
        if labeller.settings.labels.names != expected:
            raise ArtifactError(
                f"The tagger's labels are {labeller.settings.labels.names}, expected {expected}. "
                "Point the configuration at a model trained on the corpus."
            )
        self._labeller = labeller

    @classmethod
    def load(cls, folder: Path, base: Path) -> Tagger:
        """Load a tagger; see :meth:`SentenceLabeller.load`."""
        return cls(SentenceLabeller.load(folder, base))

    @property
    def precision(self) -> str:
        """See :attr:`SentenceLabeller.precision`."""
        return self._labeller.precision

    @property
    def revision(self) -> str:
        """A short name of exactly this model."""
        return self._labeller.manifest.revision

    def tag(
        self,
        articles: Sequence[tuple[Article, Sequence[Sentence]]],
        on_sentences: Callable[[int], None] = lambda count: None,
    ) -> list[TaggedArticle]:
        """Tag articles.

        Args:
            articles: each with its sentences.
            on_sentences: is told how many more sentences are done.
        """
        quotations = [find_quotations(article, sentences) for article, sentences in articles]
        documents = [
            document_of(article, sentences, found)
            for (article, sentences), found in zip(articles, quotations, strict=True)
        ]
        scores = self._labeller.score(documents, on_sentences)
        calibration = self._labeller.calibration
        return [
            assemble(article, sentences, found, chances, calibration)
            for (article, sentences), found, chances in zip(
                articles, quotations, scores, strict=True
            )
        ]


def assemble(
    article: Article,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    chances: NDArray[np.float64],
    calibration: Calibration,
) -> TaggedArticle:
    """Turn probabilities into tags.

    Args:
        article, sentences, quotations: the article, all its sentences, its quotations.
        chances: calibrated probabilities of the sentences that the encoder read, shape
            (sentences read, tags).
        calibration: holds a threshold a tag, and the certainty below which a person should look.
    """
    thresholds = calibration.thresholds
    full = np.zeros((len(sentences), len(TAGS)))
    full[list(read_by_encoder(sentences))] = chances
    column = TAGS.index(Tag.QUOTE)
    judged = [_judge(quotation, full[:, column], thresholds[column]) for quotation in quotations]
    quoted = _quote_scores(judged, full[:, column], len(sentences))
    full[:, column] = quoted
    chosen = full >= np.array(thresholds)
    chosen[:, column] = _inside(judged, len(sentences))
    uncertain = calibration.certainty(full, chosen) < calibration.doubt
    return TaggedArticle(
        article=article,
        sentences=tuple(sentences),
        tags=tuple(
            SentenceTags(
                scores={tag: round(float(row[place]), 4) for place, tag in enumerate(TAGS)},
                tags=tuple(tag for place, tag in enumerate(TAGS) if given[place]),
                uncertain=bool(unsure),
            )
            for row, given, unsure in zip(full, chosen, uncertain, strict=True)
        ),
        quotations=tuple(judged),
    )


def _judge(quotation: Quotation, scores: NDArray[np.float64], threshold: float) -> Quotation:
    """Let the encoder decide whether a quotation is more than a fragment."""
    score = float(np.mean(scores[list(quotation.sentences)]))
    return quotation.model_copy(update={"verbatim_clause": score >= threshold})


def _quote_scores(
    quotations: Sequence[Quotation], scores: NDArray[np.float64], sentences: int
) -> NDArray[np.float64]:
    """The quote score of a sentence: the best of its quotations' mean scores, else 0."""
    best = np.zeros(sentences)
    for quotation in quotations:
        touched = list(quotation.sentences)
        best[touched] = np.maximum(best[touched], np.mean(scores[touched]))
    return best


def _inside(quotations: Sequence[Quotation], sentences: int) -> NDArray[np.bool_]:
    inside = np.zeros(sentences, dtype=bool)
    for quotation in quotations:
        if quotation.verbatim_clause:
            inside[list(quotation.sentences)] = True
    return inside

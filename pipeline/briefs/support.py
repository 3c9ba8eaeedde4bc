"""The support model judges whether a written sentence says only what its cited sentences say.

It is stored as what training changed of its base model: the trained layers' differences as whole
numbers of 8 bits with a scale a row, the rest in fp16.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from pipeline.artifacts import Manifest, check_artifact
from pipeline.briefs.support_network import SupportNetwork, encode_pair, load_tokenizer
from pipeline.briefs.support_training import SupportTrainingSettings, predict_logits
from pipeline.errors import ArtifactError

__all__ = ["KIND", "Claim", "SupportModel", "SupportSettings", "write_support_files"]

KIND = "support"
_WEIGHTS = "model.safetensors"
_STEPS = ".steps"
_SCALE = ".scale"
_MOST_STEPS = 127
_BATCH_TOKENS = 4000


class Claim(BaseModel):
    """A sentence to be judged.

    Attributes:
        text: the sentence.
        sources: the sentences that it cites.
        names: names that hold without a source: the unit, the inspectorate.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    sources: tuple[str, ...] = Field(min_length=1)
    names: tuple[str, ...] = ()


class SupportSettings(BaseModel):
    """What a support model's manifest says besides files.

    Attributes:
        threshold: the score from which a sentence counts as borne out.
        sure: the score from which objections that only compare words are overruled.
        training: the settings of the training run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    threshold: float
    sure: float
    training: SupportTrainingSettings


def write_support_files(folder: Path, model: SupportNetwork, base: Path) -> None:
    """Write what training changed.

    Args:
        folder: where to.
        model: the trained network.
        base: folder of the base model, from which differences are taken.
    """
    fresh = _fresh(base, model).state_dict()
    trained = {name for name, parameter in model.named_parameters() if parameter.requires_grad}
    tensors: dict[str, torch.Tensor] = {}
    for name, value in model.state_dict().items():
        if name not in trained:
            continue
        if not name.startswith("encoder."):
            tensors[name] = value.to(torch.float16)
            continue
        change = value - fresh[name]
        if change.dim() < 2:
            tensors[name] = change.to(torch.float16)
            continue
        scale = (change.abs().amax(dim=1, keepdim=True) / _MOST_STEPS).clamp(min=1e-12)
        tensors[name + _STEPS] = (change / scale).round().to(torch.int8)
        tensors[name + _SCALE] = scale
    save_file({name: value.contiguous() for name, value in tensors.items()}, folder / _WEIGHTS)


def _fresh(base: Path, like: SupportNetwork) -> SupportNetwork:
    head_size = int(like.head[1].out_features)  # type: ignore[arg-type]
    return SupportNetwork.from_base(base, head_size=head_size, dropout=0.0)


def _read_changes(model: SupportNetwork, path: Path) -> None:
    """Add the stored changes to the base model's weights."""
    state = model.state_dict()
    try:
        stored = load_file(path)
        for name, value in stored.items():
            if name.endswith(_SCALE):
                continue
            if name.endswith(_STEPS):
                own = name.removesuffix(_STEPS)
                state[own] = state[own] + value.float() * stored[own + _SCALE]
            elif name.startswith("encoder."):
                state[name] = state[name] + value.float()
            else:
                state[name] = value.float()
        model.load_state_dict(state)
    except (KeyError, RuntimeError, OSError, SafetensorError) as error:
        raise ArtifactError(
            f"{path} does not fit its base model: {error}. Train again with this version."
        ) from error


class SupportModel:
    """Scores claims against the sentences that they cite.

    Args:
        model: in evaluation mode.
        tokenizer: of its base model.
        settings: of its manifest.
        revision: a short name of exactly this model.
    """

    def __init__(
        self, model: SupportNetwork, tokenizer: Tokenizer, settings: SupportSettings, revision: str
    ) -> None:
        self.settings = settings
        self.revision = revision
        self._model = model
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, base: Path) -> SupportModel:
        """Load a support model, verifying its folder.

        Args:
            folder: the artefact.
            base: the folder of all base models, each verified when it was fetched.

        Raises:
            ArtifactError: the folder is missing, altered, or does not fit its base model.
        """
        manifest = check_artifact(folder, KIND)
        settings = _settings(folder, manifest)
        model = cls.restored(folder, base / manifest.base, settings.training)
        return cls(model, load_tokenizer(base / manifest.base), settings, manifest.revision)

    @staticmethod
    def restored(folder: Path, base: Path, training: SupportTrainingSettings) -> SupportNetwork:
        """The network that a folder's files make of its base model.

        Args:
            folder: what :func:`write_support_files` wrote.
            base: folder of the base model.
            training: the settings of the training run.

        Raises:
            ArtifactError: the files do not fit the base model.
        """
        model = SupportNetwork.from_base(base, head_size=training.head_size, dropout=0.0)
        _read_changes(model, folder / _WEIGHTS)
        return model.eval()

    @property
    def threshold(self) -> float:
        """The score from which a claim counts as borne out."""
        return self.settings.threshold

    @property
    def sure(self) -> float:
        """The score from which objections that only compare words are overruled."""
        return self.settings.sure

    def score(self, claims: Sequence[Claim]) -> list[float]:
        """The chance that each claim is borne out, from 0 to 1; batched by length.

        Args:
            claims: of any number of briefs.
        """
        training = self.settings.training
        encoded = [
            encode_pair(
                self._tokenizer,
                claim.text,
                claim.sources,
                claim.names,
                claim_tokens=training.claim_tokens,
                source_tokens=training.source_tokens,
            )
            for claim in claims
        ]
        logits = predict_logits(self._model, encoded, _BATCH_TOKENS)
        chances: list[Any] = torch.sigmoid(torch.from_numpy(logits)).tolist()
        return [round(float(chance), 4) for chance in chances]


def _settings(folder: Path, manifest: Manifest) -> SupportSettings:
    try:
        return SupportSettings.model_validate(manifest.settings)
    except ValidationError as error:
        raise ArtifactError(
            f"{folder} was made by another version: {error}. Train again with this version."
        ) from error

"""Labelled documents: what the trainer reads, for the corpus and for any other label set."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, model_validator

from pipeline.errors import LabelError

__all__ = ["Document", "LabelSet", "read_documents"]


class LabelSet(BaseModel):
    """The labels of a task.

    Attributes:
        names: the labels, in the order of every score vector.
        exclusive: True where a sentence has exactly one label (softmax), False where labels are
            independent of each other (one sigmoid each).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    exclusive: bool = False


@dataclass(frozen=True)
class Document:
    """The sentences of one document, in order.

    Attributes:
        name: what messages call it.
        sentences: their texts.
        features: numbers about each sentence (all of one length; may be empty).
        labels: for each sentence the indexes of its labels; None for an unlabelled document.
        weights: how much each sentence counts in training; None for 1.0 each.
        group: documents of one group are never split between training and testing.
    """

    name: str
    sentences: tuple[str, ...]
    features: tuple[tuple[float, ...], ...] = ()
    labels: tuple[tuple[int, ...], ...] | None = None
    weights: tuple[float, ...] | None = None
    group: str = field(default="")

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where features, labels or weights do not fit the sentences."""
        for what, values in (
            ("features", self.features or None),
            ("labels", self.labels),
            ("weights", self.weights),
        ):
            if values is not None and len(values) != len(self.sentences):
                raise ValueError(
                    f"{self.name}: {len(self.sentences)} sentences, but {what} for {len(values)}"
                )


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Line(BaseModel):
    """A line of a JSON Lines file; keys that are not named here are passed over."""

    model_config = ConfigDict(extra="ignore")

    id: str | int | None = None
    sentences: list[str]
    labels: list[Annotated[list[str], BeforeValidator(_as_list)]]

    @model_validator(mode="after")
    def _one_entry_a_sentence(self) -> _Line:
        if len(self.labels) != len(self.sentences):
            raise ValueError(f"{len(self.sentences)} sentences, but labels for {len(self.labels)}")
        return self


def read_documents(
    path: Path, labels: LabelSet, *, weights_key: str | None = None
) -> list[Document]:
    """Read documents of ``{"id": …, "sentences": […], "labels": [[…], …]}``, one a line.

    Args:
        path: a JSON Lines file. The labels of a sentence are a list, or one string.
        labels: the label set; a label outside it is an error.
        weights_key: the key of the sentences' weights, if they are to be used.

    Raises:
        LabelError: the file cannot be read, or a line breaks the format.
    """
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"Cannot read the documents {path}: {error}") from error
    return [
        _parse(line, f"{path}, line {number}", labels, weights_key, f"{path.stem}-{number}")
        for number, line in enumerate(lines, start=1)
        if line.strip()
    ]


def _parse(line: str, where: str, labels: LabelSet, weights_key: str | None, name: str) -> Document:
    try:
        content: dict[str, Any] = json.loads(line)
        record = _Line.model_validate(content)
    except (ValueError, ValidationError) as error:
        raise LabelError(f"{where}: {error}") from error
    return Document(
        name=name if record.id is None else str(record.id),
        sentences=tuple(record.sentences),
        labels=_label_indexes(record.labels, labels, where),
        weights=_weights(content, weights_key, where) if weights_key else None,
        group=name,
    )


def _weights(content: dict[str, Any], key: str, where: str) -> tuple[float, ...]:
    found = content.get(key)
    count = len(content["sentences"])
    numbers = isinstance(found, list) and all(
        isinstance(weight, int | float) and 0 <= weight < math.inf for weight in found
    )
    if not isinstance(found, list) or not numbers or len(found) != count:
        raise LabelError(
            f"{where}: {key} holds {str(found)[:60]}, expected {count} weights of 0 or more, one a "
            "sentence. Correct the line, or leave the weights out."
        )
    return tuple(map(float, found))


def _label_indexes(
    found: Sequence[Sequence[str]], labels: LabelSet, where: str
) -> tuple[tuple[int, ...], ...]:
    unknown = {label for row in found for label in row} - set(labels.names)
    if unknown:
        raise LabelError(
            f"{where}: labels {sorted(unknown)} are not in the label set {list(labels.names)}. "
            "Name them in the configuration, or correct the line."
        )
    if labels.exclusive and any(len(row) != 1 for row in found):
        raise LabelError(f"{where}: each sentence needs exactly one label of an exclusive set")
    return tuple(tuple(labels.names.index(label) for label in row) for row in found)

"""How much of its document a sentence is read with: all that fits, its neighbours, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pipeline.tagging.documents import Document

__all__ = ["CONTEXTS", "Context", "Piece", "sentences_alone", "whole_document", "with_neighbours"]


@dataclass(frozen=True)
class Piece:
    """A document cut from another.

    Attributes:
        document: what the encoder reads; sentences that are context only weigh nothing in it.
        read: which of its sentences are scored here.
    """

    document: Document
    read: slice


Context = Callable[[Document], list[Piece]]
"""Cuts a document into pieces whose read sentences, joined, are the document's, in order."""


def whole_document(document: Document) -> list[Piece]:
    """The document as it is: packing decides how much fits one window."""
    return [Piece(document, slice(0, len(document.sentences)))]


def sentences_alone(document: Document) -> list[Piece]:
    """One piece a sentence."""
    return [
        Piece(_cut(document, place, place + 1, place), slice(0, 1))
        for place in range(len(document.sentences))
    ]


def with_neighbours(document: Document) -> list[Piece]:
    """One piece a sentence, with the sentence before and the one after as context."""
    count = len(document.sentences)
    pieces = []
    for place in range(count):
        low, high = max(0, place - 1), min(count, place + 2)
        offset = place - low
        pieces.append(Piece(_cut(document, low, high, place), slice(offset, offset + 1)))
    return pieces


CONTEXTS: Mapping[str, Context] = {
    "whole article": whole_document,
    "neighbours": with_neighbours,
    "sentence alone": sentences_alone,
}
"""Every way to cut a document, by the name that reports give it."""


def _cut(document: Document, low: int, high: int, read: int) -> Document:
    """Sentences ``low`` to ``high`` (half-open), of which only ``read`` teaches anything."""
    given = document.weights or (1.0,) * len(document.sentences)
    weights = tuple(given[place] if place == read else 0.0 for place in range(low, high))
    return replace(
        document,
        sentences=document.sentences[low:high],
        features=document.features[low:high],
        labels=None if document.labels is None else document.labels[low:high],
        weights=weights,
    )

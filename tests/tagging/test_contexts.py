"""However a document is cut, its read sentences joined are the document's, in order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.tagging.contexts import CONTEXTS, with_neighbours
from pipeline.tagging.documents import Document

DOCUMENT = Document(
    name="a",
    sentences=("One.", "Two.", "Three."),
    features=((1.0,), (2.0,), (3.0,)),
    labels=((0,), (), (1,)),
    group="g",
)


@pytest.mark.parametrize("name", list(CONTEXTS))
@pytest.mark.parametrize("length", [0, 1, 2, 3])
def test_every_sentence_is_read_once_in_order(name: str, length: int) -> None:
    document = replace(
        DOCUMENT,
        sentences=DOCUMENT.sentences[:length],
        features=DOCUMENT.features[:length],
        labels=(DOCUMENT.labels or ())[:length],
    )
    pieces = CONTEXTS[name](document)
    read = [text for piece in pieces for text in piece.document.sentences[piece.read]]
    assert tuple(read) == document.sentences


def test_neighbours_are_read_but_teach_nothing() -> None:
    first, second, third = (piece.document for piece in with_neighbours(DOCUMENT))
    assert first.sentences == ("One.", "Two.")
    assert second.sentences == DOCUMENT.sentences
    assert third.sentences == ("Two.", "Three.")
    assert [first.weights, second.weights, third.weights] == [(1, 0), (0, 1, 0), (0, 1)]
    assert second.labels == DOCUMENT.labels
    assert third.features == ((2.0,), (3.0,))


def test_given_weights_are_kept_where_a_sentence_is_read() -> None:
    weighted = replace(DOCUMENT, weights=(0.5, 2.0, 3.0))
    assert [piece.document.weights for piece in with_neighbours(weighted)] == [
        (0.5, 0.0),
        (0.0, 2.0, 0.0),
        (0.0, 3.0),
    ]

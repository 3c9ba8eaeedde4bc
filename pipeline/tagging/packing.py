"""Documents → windows of tokens: whole documents where they fit, overlapping ones elsewhere.

A window is ``[CLS] sentence [SEP] sentence [SEP] …``; each sentence is read at its separator,
so that it is seen with its neighbours (Cohan et al. 2019, "Pretrained Language Models for
Sequential Sentence Classification", section 3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from pipeline.tagging.documents import Document

__all__ = ["Batch", "Packing", "Window", "batches", "pack", "tokenize"]


@dataclass(frozen=True)
class Packing:
    """How documents become windows.

    Attributes:
        window_tokens: the most tokens of a window, special ones included.
        sentence_tokens: where a sentence is cut off.
        overlap_sentences: how many sentences a window shares with the one before.
        cls_id, sep_id, pad_id: the tokenizer's special tokens.
    """

    window_tokens: int
    sentence_tokens: int
    overlap_sentences: int
    cls_id: int
    sep_id: int
    pad_id: int

    def __post_init__(self) -> None:
        """Raise ``ValueError`` where a window cannot hold one sentence."""
        if self.window_tokens < self.sentence_tokens + 2:
            raise ValueError(
                f"a window of {self.window_tokens} tokens cannot hold a sentence of "
                f"{self.sentence_tokens} and two special tokens; widen window_tokens or lower "
                "sentence_tokens"
            )


@dataclass(frozen=True)
class Window:
    """A run of sentences of one document, as tokens.

    Attributes:
        document: index of the document; first: index of the window's first sentence.
        tokens: token ids, shape (tokens,).
        separators: place of each sentence's separator in ``tokens``.
        read: for each sentence whether its scores are taken from this window.
    """

    document: int
    first: int
    tokens: tuple[int, ...]
    separators: tuple[int, ...]
    read: tuple[bool, ...]


@dataclass(frozen=True)
class Batch:
    """Windows padded to one length.

    Attributes:
        tokens: int64, (windows, length); mask: int64 of the same shape, 0 on padding.
        rows, columns: place of every separator, (sentences,) each.
        starts: place of every sentence's first token in its row, (sentences,).
        features: float32, (sentences, features).
        documents, sentences: which sentence of which document each row of scores belongs to.
        read: bool, (sentences,): whether the scores are taken from here.
    """

    tokens: torch.Tensor
    mask: torch.Tensor
    rows: torch.Tensor
    columns: torch.Tensor
    starts: torch.Tensor
    features: torch.Tensor
    documents: NDArray[np.int64]
    sentences: NDArray[np.int64]
    read: NDArray[np.bool_]


def tokenize(tokenizer: Tokenizer, document: Document, packing: Packing) -> list[list[int]]:
    """Token ids of each sentence, without special tokens, cut at ``sentence_tokens``."""
    encodings = tokenizer.encode_batch(list(document.sentences), add_special_tokens=False)
    return [(encoding.ids or [packing.pad_id])[: packing.sentence_tokens] for encoding in encodings]


def pack(
    tokenizer: Tokenizer, documents: Sequence[Document], packing: Packing, first_cut: float = 1.0
) -> list[Window]:
    """Pack documents into windows.

    Args:
        tokenizer: of the encoder.
        documents: what to pack.
        packing: sizes.
        first_cut: share of ``window_tokens`` that the first window of a document may fill;
            training varies it, so that sentences are seen at different places.

    Returns:
        Windows in the order of the documents; every sentence is read in exactly one of them.
    """
    return [
        window
        for index, document in enumerate(documents)
        for window in _pack_one(index, tokenize(tokenizer, document, packing), packing, first_cut)
    ]


def _pack_one(
    document: int, sentences: list[list[int]], packing: Packing, first_cut: float
) -> Iterator[Window]:
    runs = list(_runs([len(ids) + 1 for ids in sentences], packing, first_cut))
    owner = _owners(runs, len(sentences))
    for number, (low, high) in enumerate(runs):
        tokens, separators = [packing.cls_id], []
        for ids in sentences[low:high]:
            tokens += [*ids, packing.sep_id]
            separators.append(len(tokens) - 1)
        read = tuple(owner[sentence] == number for sentence in range(low, high))
        yield Window(document, low, tuple(tokens), tuple(separators), read)


def _runs(lengths: list[int], packing: Packing, first_cut: float) -> Iterator[tuple[int, int]]:
    """Half-open runs of sentences that fit a window; each shares a few with the one before."""
    low, room = 0, max(int(packing.window_tokens * first_cut), packing.sentence_tokens + 2)
    while low < len(lengths):
        high, used = low, 1
        while high < len(lengths) and used + lengths[high] <= room:
            used += lengths[high]
            high += 1
        yield low, high
        if high == len(lengths):
            return
        low = max(low + 1, high - packing.overlap_sentences)
        room = packing.window_tokens


def _owners(runs: list[tuple[int, int]], count: int) -> list[int]:
    """For each sentence the window in which it stands farthest from a cut edge."""
    owners, widest = [0] * count, [-1.0] * count
    for number, (low, high) in enumerate(runs):
        for sentence in range(low, high):
            margin = min(
                _margin(sentence - low, low == 0), _margin(high - 1 - sentence, high == count)
            )
            if margin >= widest[sentence]:
                owners[sentence], widest[sentence] = number, margin
    return owners


def _margin(distance: int, document_edge: bool) -> float:
    return float("inf") if document_edge else float(distance)


def batches(
    windows: Sequence[Window],
    documents: Sequence[Document],
    packing: Packing,
    batch_tokens: int,
    lengths: Sequence[int],
) -> Iterator[Batch]:
    """Batch windows of like length, padded to a few fixed lengths.

    Args:
        windows: from :func:`pack`, in any order; each batch takes neighbours of this order.
        documents: those that ``windows`` refer to.
        packing: the sizes used for packing.
        batch_tokens: the most tokens of a batch, padding included.
        lengths: the lengths that windows are padded to, ascending.
    """
    group: list[Window] = []
    width = 0
    for window in windows:
        needed = max(width, _padded(len(window.tokens), lengths))
        if group and needed * (len(group) + 1) > batch_tokens:
            yield _collate(group, documents, packing, width)
            group, needed = [], _padded(len(window.tokens), lengths)
        group.append(window)
        width = needed
    if group:
        yield _collate(group, documents, packing, width)


def _padded(length: int, lengths: Sequence[int]) -> int:
    return next((width for width in lengths if width >= length), length)


def _collate(
    windows: list[Window], documents: Sequence[Document], packing: Packing, width: int
) -> Batch:
    tokens = np.full((len(windows), width), packing.pad_id, dtype=np.int64)
    mask = np.zeros((len(windows), width), dtype=np.int64)
    places: list[tuple[int, int, int, int, int, bool]] = []
    for row, window in enumerate(windows):
        tokens[row, : len(window.tokens)] = window.tokens
        mask[row, : len(window.tokens)] = 1
        start = 1
        for offset, (column, read) in enumerate(zip(window.separators, window.read, strict=True)):
            places.append((row, column, start, window.document, window.first + offset, read))
            start = column + 1
    rows, columns, starts, owners, sentences, read_ = (
        np.array(v) for v in zip(*places, strict=True)
    )
    features = [
        documents[d].features[s] if documents[d].features else ()
        for d, s in zip(owners, sentences, strict=True)
    ]
    return Batch(
        tokens=torch.from_numpy(tokens),
        mask=torch.from_numpy(mask),
        rows=torch.from_numpy(rows),
        columns=torch.from_numpy(columns),
        starts=torch.from_numpy(starts),
        features=torch.tensor(features, dtype=torch.float32),
        documents=owners,
        sentences=sentences,
        read=read_.astype(bool),
    )

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.tagging.documents import Document
from pipeline.tagging.encoder import load_tokenizer
from pipeline.tagging.packing import Packing, batches, pack, tokenize

QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
DOCUMENTS = st.lists(
    st.lists(st.lists(st.sampled_from("abcde"), max_size=9).map(" ".join), max_size=12),
    min_size=1,
    max_size=4,
)


def packing(window: int = 12, sentence: int = 6, overlap: int = 1) -> Packing:
    return Packing(window, sentence, overlap, cls_id=2, sep_id=3, pad_id=0)


def documents_of(texts: list[list[str]]) -> list[Document]:
    return [
        Document(f"d{place}", tuple(text), features=tuple((float(n),) for n in range(len(text))))
        for place, text in enumerate(texts)
    ]


@QUICK
@given(DOCUMENTS, st.integers(8, 30), st.integers(0, 4), st.floats(0.1, 1.0))
def test_every_sentence_is_read_exactly_once(
    tiny_encoder: Path, texts: list[list[str]], window: int, overlap: int, first_cut: float
) -> None:
    tokenizer, sizes = load_tokenizer(tiny_encoder), packing(window, 6, overlap)
    windows = pack(tokenizer, documents_of(texts), sizes, first_cut)
    read = [
        (w.document, w.first + place) for w in windows for place, own in enumerate(w.read) if own
    ]
    assert sorted(read) == [(d, s) for d, text in enumerate(texts) for s in range(len(text))]
    for window_ in windows:
        assert len(window_.tokens) <= window
        assert window_.tokens[0] == sizes.cls_id
        assert [window_.tokens[place] for place in window_.separators] == [3] * len(window_.read)
        assert window_.separators[-1] == len(window_.tokens) - 1


def test_windows_share_sentences_and_each_is_read_far_from_a_cut(tiny_encoder: Path) -> None:
    texts = [["a a a"] * 6]
    windows = pack(load_tokenizer(tiny_encoder), documents_of(texts), packing(17, 6, 2))
    assert [(w.first, len(w.read)) for w in windows] == [(0, 4), (2, 4)]
    # sentence 2 is one from the first window's cut and at the second's edge; 3 the reverse
    assert [w.read for w in windows] == [
        (True, True, True, False),
        (False, True, True, True),
    ]


def test_a_document_that_fits_is_one_window(tiny_encoder: Path) -> None:
    (window,) = pack(load_tokenizer(tiny_encoder), documents_of([["a b", "c"]]), packing())
    assert len(window.tokens) == 1 + 3 + 2
    assert window.separators == (3, 5)


def test_a_long_sentence_is_cut_and_an_empty_one_is_padding(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(tiny_encoder)
    (document,) = documents_of([["a " * 20, ""]])
    long, empty = tokenize(tokenizer, document, packing())
    assert (len(long), empty) == (6, [0])


def test_a_window_must_hold_a_sentence() -> None:
    with pytest.raises(ValueError, match="a window of 7 tokens cannot hold a sentence of 6"):
        packing(7, 6)


@QUICK
@given(DOCUMENTS)
def test_batches_hold_every_window_within_their_size(
    tiny_encoder: Path, texts: list[list[str]]
) -> None:
    documents = documents_of(texts)
    windows = pack(load_tokenizer(tiny_encoder), documents, packing(12, 6, 0))
    found = list(batches(windows, documents, packing(), 24, (8, 12)))
    assert sum(len(batch.tokens) for batch in found) == len(windows)
    for batch in found:
        assert batch.tokens.numel() <= 24
        assert batch.tokens.shape[1] in (8, 12)
        assert (batch.tokens[batch.mask == 0] == 0).all()
        assert (batch.tokens[batch.rows, batch.columns] == 3).all()
        assert (batch.starts >= 1).all()
        assert (batch.starts < batch.columns).all()
        assert batch.features[:, 0].tolist() == batch.sentences.tolist()

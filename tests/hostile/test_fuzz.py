"""Bytes of any kind are read, or refused with a reason; no other error gets out."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.errors import InspectionBriefsError
from pipeline.ingestion import DocumentKind, RawDocument, read_document
from pipeline.ingestion.feeds import read_feed
from tests.hostile.chain import tagged
from tests.hostile.making import PROSE

KINDS = st.sampled_from([DocumentKind.TEXT, DocumentKind.PAGE, DocumentKind.WORD, DocumentKind.ANY])
PIECES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(
        [PROSE.encode(), b"PK\x03\x04", b"<html>", b"</p>", b"<!DOCTYPE html [", b"&#0;",
         b"\xef\xbb\xbf", b'<meta charset="utf-16">', "“".encode(),
         b"<rss version='2.0'>", b"<item>", b"\xff\xfe"]
    ),
)  # fmt: skip


@settings(max_examples=50)
@given(st.lists(PIECES, max_size=6).map(b"".join), KINDS)
@example(b"PK\x03\x04" + PROSE.encode(), DocumentKind.ANY)
@example(b"<html>" + PROSE.encode() + b"\x0b&#xD800;&#0;&#x110000;", DocumentKind.PAGE)
def test_only_refusals_get_out(content: bytes, kind: DocumentKind) -> None:
    try:
        article = read_document(RawDocument.of("a", "a", content, kind=kind))
    except InspectionBriefsError:
        return
    done = tagged(article)
    assert all(
        article.text[one.start_char : one.end_char] == one.text
        for one in (*done.sentences, *done.quotations, *article.furniture)
    )


@settings(max_examples=20)
@given(st.lists(PIECES, max_size=6).map(b"".join))
def test_only_refusals_get_out_of_a_feed(content: bytes) -> None:
    try:
        entries = list(read_feed(content, "https://example.org/feed", 10))
    except InspectionBriefsError:
        return
    assert len(entries) <= 10

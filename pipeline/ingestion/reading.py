"""A file → an Article, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import compress
from operator import not_
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.ingestion.decoding import (
    decode_page,
    decode_text,
    looks_like_html,
    read_bytes,
    refuse_other_kinds,
)
from pipeline.ingestion.documents import DocumentKind, RawDocument
from pipeline.ingestion.furniture import is_furniture_line, trimmed_lines
from pipeline.ingestion.main_content import find_headline, main_lines
from pipeline.ingestion.metadata import (
    page_date,
    page_outlet,
    page_titles,
    text_date,
    text_outlet,
    text_title,
)
from pipeline.ingestion.pages import join_lines, parse_page, visible_lines
from pipeline.ingestion.pdf import read_pdf
from pipeline.ingestion.word import read_word
from pipeline.schema import Article, RejectionReason, Span
from pipeline.sources import ReadLimits

__all__ = ["byte_limit", "document_kind", "is_supported", "read_article", "read_document"]

_PAGES = frozenset({".html", ".htm", ".xhtml"})
_KINDS = {
    ".txt": DocumentKind.TEXT,
    ".pdf": DocumentKind.PDF,
    ".docx": DocumentKind.WORD,
    **dict.fromkeys(_PAGES, DocumentKind.PAGE),
}
_UNSUPPORTED = frozenset(
    ".doc .odt .rtf .epub .xls .xlsx .ods .csv .tsv .json .jsonl .xml .yaml .yml .toml "
    ".png .jpg .jpeg .gif .webp .tif .tiff .bmp .svg .ico .mp3 .mp4 .wav .mov .zip .gz .bz2 .xz "
    ".7z "
    ".tar .db .sqlite .py .js .css .exe .so .safetensors .gguf .ini .cfg .log .lock .md".split()
)
"""Suffixes of files that are no articles; a folder of articles may well hold some."""
_SENTENCE_END = re.compile(r"[.!?…;][\"'”’»)\]]{0,3}(?:\s|$)")
_PROSE_LINE_LENGTH = 50
"""Characters of a line that counts as running text where a sentence ends in it."""
_SURELY_PROSE = 300
"""Characters of a line that counts as running text even without a full stop."""
_FEWEST_PROSE_WORDS = 25
"""A file with less running text than this holds no article, only a menu or a notice."""


def is_supported(path: Path) -> bool:
    """Whether :func:`read_article` takes files of this kind.

    It takes ``.txt``, ``.html``, ``.pdf`` and ``.docx``, and files whose suffix says nothing,
    such as ``report`` or ``inspection.2024-07``.
    """
    suffix = path.suffix.lower()
    return suffix in _KINDS or suffix not in _UNSUPPORTED


def document_kind(path: Path) -> DocumentKind:
    """What a file holds by its suffix."""
    return _KINDS.get(path.suffix.lower(), DocumentKind.ANY)


def byte_limit(path: Path, limits: ReadLimits) -> int:
    """How large a file may be: PDFs and Word files hold pictures beside their text."""
    packed = path.suffix.lower() in {".pdf", ".docx"}
    return max(limits.max_bytes, limits.max_pdf_bytes) if packed else limits.max_bytes


def read_article(
    path: Path, *, name: str | None = None, limits: ReadLimits | None = None
) -> Article:
    """Read one article from a file.

    Args:
        path: the file; its suffix says what it holds, else its first bytes do.
        name: what the article is called in outputs; the file's name unless given.
        limits: of its size.

    Raises:
        InputRejected: as :func:`read_document`, and ``unreadable`` where it cannot be opened.
    """
    name, limits = name or path.name, limits or ReadLimits()
    content = read_bytes(path, name, byte_limit(path, limits))
    document = RawDocument.of(name, str(path), content, kind=document_kind(path))
    return read_document(document, limits)


def read_document(document: RawDocument, limits: ReadLimits | None = None) -> Article:
    """Read the article that a document holds.

    Plain text stays as it is. Of a page the visible text is kept, a line for each block, in
    document order; what belongs to the page and not to the story is marked as furniture. Of a
    PDF or Word file the text is kept, a line a paragraph.

    Raises:
        InputRejected: with the reason ``empty``, ``binary``, ``encoding``, ``too-large``,
            ``no-article``, ``protected`` or ``unreadable``; the message names the article.
    """
    limits = limits or ReadLimits()
    content, name = document.content, document.name
    if content.startswith(b"%PDF-") or document.kind is DocumentKind.PDF:
        article = _read_text(read_pdf(content, name, limits), name)
    elif content.startswith(b"PK\x03\x04") or document.kind is DocumentKind.WORD:
        article = _read_text(read_word(content, name, limits), name)
    else:
        article = _read_plain(document, limits)
    stated = document.hints.model_dump(exclude_none=True)
    return Article.model_validate({**article.model_dump(), **stated}) if stated else article


def _read_plain(document: RawDocument, limits: ReadLimits) -> Article:
    content, name, kind = document.content, document.name, document.kind
    if len(content) > limits.max_bytes:
        raise InputRejected(
            RejectionReason.TOO_LARGE,
            f"{name}: {len(content)} bytes; expected an article of at most {limits.max_bytes}: "
            "split the file, or raise the limit",
        )
    refuse_other_kinds(content, name)
    if kind is not DocumentKind.TEXT:
        markup = decode_page(content, name)
        if looks_like_html(markup) or (kind is DocumentKind.PAGE and "<" in markup):
            return _read_page(markup, name)
    return _read_text(decode_text(content, name), name)


def _read_text(text: str, name: str) -> Article:
    spans = list(trimmed_lines(text))
    lines = [text[start:end] for start, end in spans]
    is_page = [is_furniture_line(line) for line in lines]
    kept = list(compress(lines, map(not_, is_page)))
    _demand_prose(kept, name)
    return Article(
        name=name,
        text=text,
        title=text_title(kept),
        outlet=text_outlet(lines),
        date=text_date(lines),
        furniture=_spans(text, compress(spans, is_page)),
    )


def _read_page(markup: str, name: str) -> Article:
    root = parse_page(markup, name)
    lines = visible_lines(root)
    text, starts = join_lines(lines)
    headline = find_headline(root, lines)
    main = main_lines(root, lines, headline)
    kept = [
        place
        for place in sorted(main)
        if place == headline or not is_furniture_line(lines[place].text)
    ]
    in_story = frozenset(kept)
    _demand_prose([lines[place].text for place in kept], name)
    furniture = [
        (starts[place], starts[place] + len(line.text))
        for place, line in enumerate(lines)
        if place not in in_story
    ]
    return Article(
        name=name,
        text=text,
        title=lines[headline].text if headline is not None else next(iter(page_titles(root)), None),
        outlet=page_outlet(root, lines, headline),
        date=page_date(root, lines, headline),
        furniture=_spans(text, furniture),
    )


def _spans(text: str, places: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    return tuple(
        Span(start_char=start, end_char=end, text=text[start:end]) for start, end in places
    )


def _demand_prose(lines: list[str], name: str) -> None:
    words = sum(
        len(line.split())
        for line, following in zip(lines, [*lines[1:], ""], strict=False)
        if _is_prose(line, following)
    )
    if words < _FEWEST_PROSE_WORDS:
        raise InputRejected(
            RejectionReason.NO_ARTICLE,
            f"{name}: {words} words of running text; expected an article of at least "
            f"{_FEWEST_PROSE_WORDS}: give the article itself, not a menu or a list of links",
        )


def _is_prose(line: str, following: str) -> bool:
    """Whether a line holds the end of a sentence, or breaks off in the middle of one."""
    if len(line) < _PROSE_LINE_LENGTH:
        return False
    goes_on = following[:1].islower()
    return goes_on or len(line) >= _SURELY_PROSE or bool(_SENTENCE_END.search(line))

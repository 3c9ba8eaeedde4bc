"""A file → an Article, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import compress
from operator import not_
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.ingestion.decoding import decode_page, decode_text, looks_like_html, read_bytes
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
from pipeline.schema import Article, RejectionReason, Span

__all__ = ["is_supported", "read_article"]

_PAGES = frozenset({".html", ".htm"})
_SUFFIXES = _PAGES | {".txt"}
_UNSUPPORTED = frozenset(
    ".pdf .doc .docx .odt .rtf .epub .xls .xlsx .ods .csv .tsv .json .jsonl .xml .yaml .yml .toml "
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

    It takes ``.txt``, ``.html`` and ``.htm``, and files whose suffix says nothing, such as
    ``report`` or ``inspection.2024-07``.
    """
    suffix = path.suffix.lower()
    return suffix in _SUFFIXES or suffix not in _UNSUPPORTED


def read_article(path: Path, *, name: str | None = None, max_bytes: int = 5_000_000) -> Article:
    """Read one article.

    Plain text stays as it is. Of a page the visible text is kept, a line for each block, in
    document order; what belongs to the page and not to the story is marked as furniture.

    Args:
        path: the file; its suffix says what it holds, else its first tag does.
        name: what the article is called in outputs; the file's name unless given.
        max_bytes: the largest file that is read.

    Raises:
        InputRejected: with the reason ``empty``, ``binary``, ``encoding``, ``too-large``,
            ``no-article`` or ``unreadable``; the message names the article.
    """
    name = name or path.name
    content = read_bytes(path, name, max_bytes)
    suffix = path.suffix.lower()
    if suffix != ".txt":
        markup = decode_page(content, name)
        if looks_like_html(markup) or (suffix in _PAGES and "<" in markup):
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

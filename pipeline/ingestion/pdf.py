"""PDF → text: read in a process of its own, with limits, and lines joined to paragraphs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.schema import RejectionReason
from pipeline.sources import ReadLimits

__all__ = ["join_wrapped_lines", "read_pdf"]

_PROGRAM = Path(__file__).with_name("pdf_text.py")
_SPACE = re.compile(r"[^\S\n]+")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_HYPHENATED = re.compile(r"[^\W\d]{2}-$")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"(?:[•●▪◦■‣·*–-]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_FULL_LINE = 0.75
"""A line of this share of the usual width was wrapped, a shorter one ends by itself."""
_USUAL_WIDTH = 0.9
"""The width of a text is that of its lines at this quantile: a few lines may stick out."""
_PAGE_NUMBER = re.compile(r"(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_FEWEST_PAGES = 3
"""On so many pages at least a line must recur to count as a running head."""
_EDGE_LINES = 2
_REMEDIES = {
    RejectionReason.PROTECTED: "a PDF that opens without a password: save an open copy",
    RejectionReason.TOO_LARGE: "a shorter PDF: cut out the article, or raise the limit",
    RejectionReason.UNREADABLE: "a PDF that can be read: save it again, or save its text",
    RejectionReason.EMPTY: "a PDF with text: a scan needs character recognition first",
}


def read_pdf(content: bytes, name: str, limits: ReadLimits) -> str:
    """The text of a PDF, a line a paragraph.

    Raises:
        InputRejected: ``protected``, ``too-large`` (bytes, pages or memory), ``unreadable``
            (broken, or it took too long) or ``empty`` (no text, as in a scan).
    """
    allowed = max(limits.max_bytes, limits.max_pdf_bytes)
    if len(content) > allowed:
        raise _refusal(name, RejectionReason.TOO_LARGE, f"{len(content)} bytes")
    pages = _extracted(content, name, limits)
    lines = [_cleaned(page).split("\n") for page in pages]
    text = join_wrapped_lines(_without_running_heads(lines)).strip()
    if not text:
        raise _refusal(name, RejectionReason.EMPTY, "a PDF without text")
    if len(text.encode()) > limits.max_bytes:
        raise _refusal(name, RejectionReason.TOO_LARGE, f"{len(text)} characters of text")
    return text


def _extracted(content: bytes, name: str, limits: ReadLimits) -> list[str]:
    # -I: neither the environment nor the current folder adds to what the program imports.
    command = [sys.executable, "-I", str(_PROGRAM)]
    command += [str(n) for n in (limits.max_pdf_pages, limits.pdf_seconds, limits.pdf_memory)]
    try:
        done = subprocess.run(
            command, input=content, capture_output=True, timeout=2 * limits.pdf_seconds, check=True
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        found = f"not read after {2 * limits.pdf_seconds} seconds"
        raise _refusal(name, RejectionReason.UNREADABLE, found) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        found = "reading it took more time or memory than allowed"
        raise _refusal(name, RejectionReason.UNREADABLE, found) from error
    if "refused" in answer:
        raise _refusal(name, RejectionReason(answer["refused"]), answer["found"])
    return [str(page) for page in answer["pages"]]


def _refusal(name: str, reason: RejectionReason, found: str) -> InputRejected:
    return InputRejected(reason, f"{name}: {found}; expected {_REMEDIES[reason]}")


def _cleaned(page: str) -> str:
    lines = _FORBIDDEN.sub("", page.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(_SPACE.sub(" ", line).strip() for line in lines)


def _without_running_heads(pages: Sequence[list[str]]) -> list[str]:
    """All lines but page numbers and heads that recur at the edges of most pages."""
    counts: dict[str, int] = {}
    edges = [_edges(lines) for lines in pages]
    for page, places in zip(pages, edges, strict=True):
        for line in {page[place] for place in places}:
            counts[line] = counts.get(line, 0) + 1
    needed = max(_FEWEST_PAGES, len(pages) // 2 + 1)
    return [
        line
        for page, places in zip(pages, edges, strict=True)
        for place, line in enumerate(page)
        if place not in places
        or not (counts[line] >= needed or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line)))
    ]


def _edges(lines: list[str]) -> frozenset[int]:
    filled = [place for place, line in enumerate(lines) if line]
    return frozenset([*filled[:_EDGE_LINES], *filled[-_EDGE_LINES:]])


def join_wrapped_lines(lines: Sequence[str]) -> str:
    """Paragraphs of lines that a page's width broke; a word divided at a line's end is joined."""
    widths = sorted(len(line) for line in lines if line)
    width = widths[int(_USUAL_WIDTH * (len(widths) - 1))] if widths else 0
    text = ""
    last = ""
    for line in lines:
        if line and last and _goes_on(last, line, width):
            text = text[:-1] + line if _divides(last, line) else f"{text} {line}"
        else:
            text += ("\n" if text else "") + line
        last = line
    return text


def _divides(upper: str, lower: str) -> bool:
    return bool(_HYPHENATED.search(upper)) and lower[0].islower()


def _goes_on(upper: str, lower: str, width: int) -> bool:
    if _BULLET.match(lower):
        return False
    if _divides(upper, lower):
        return True
    wrapped = len(upper) >= _FULL_LINE * width
    return wrapped and (lower[0].islower() or not _SENTENCE_END.search(upper))

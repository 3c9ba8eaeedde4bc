"""A case of bad input, and what cases are made of."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

__all__ = [
    "ARTICLE", "BRIEF", "FIXED", "LAUGHS", "PARAGRAPHS", "PROSE", "UNRATED", "Case", "feed_case",
    "file_case", "named_case", "page_case", "record_case", "text_case", "told_case", "unit_case",
]  # fmt: skip

BRIEF, ARTICLE = "brief", "article"
"""How a case ends that is no rejection: with briefs, or read, but without any claim on briefs."""

FIXED = "Requires improvement"
"""The rating that :data:`PROSE` states."""
PROSE = """Probation unit in Caldermere told to improve

Caldermere and Ashby Probation Delivery Unit (PDU) has been rated ‘Requires improvement’ by His \
Majesty’s Inspectorate of Probation after an inspection in May 2024.

Inspectors found that staff were overstretched and that home visits were missed in four cases.

Chief Inspector of Probation Oswin Tarrant said: “Leaders were paying too little attention to the \
quality of assessments, and people deserve better.”
"""
UNRATED = PROSE.replace("has been rated ‘Requires improvement’ by", "has been inspected by")
PAGE = "<!DOCTYPE html><html><head><title>Caldermere</title>{}</head><body>{}</body></html>"
PARAGRAPHS = "".join(f"<p>{line}</p>" for line in PROSE.split("\n") if line)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 20}">' for n in range(10))


@dataclass(frozen=True)
class Case:
    """A folder of bad input.

    Attributes:
        fill: makes the files.
        end: a reason code, :data:`BRIEF` or :data:`ARTICLE`.
        rating: what a brief gives, at most; None where the text states none.
    """

    fill: Callable[[Path], None]
    end: str
    rating: str | None = FIXED


def file_case(name: str, content: bytes | str, end: str, rating: str | None = FIXED) -> Case:
    raw = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content

    def fill(folder: Path) -> None:
        (folder / name).write_bytes(raw)

    return Case(fill, end, rating)


def text_case(content: bytes | str, end: str = BRIEF, rating: str | None = FIXED) -> Case:
    return file_case("a.txt", content, end, rating)


def page_case(body: str, end: str = BRIEF, head: str = "") -> Case:
    return file_case("a.html", PAGE.format(head, body), end)


def named_case(name: str | bytes) -> Case:
    def fill(folder: Path) -> None:
        with open(os.path.join(os.fsencode(folder), os.fsencode(name)), "wb") as file:  # noqa: PTH118, PTH123
            file.write(PROSE.encode())

    return Case(fill, BRIEF)


def unit_case(unit: str, end: str = ARTICLE) -> Case:
    """A unit, and a headline, of this name."""
    text = PROSE.replace("Caldermere and Ashby", unit)
    return text_case(text.replace("Probation unit in Caldermere", unit), end)


def told_case(order: str, text: str = PROSE) -> Case:
    return text_case(f"{text}\n{order}\n", BRIEF, FIXED if text is PROSE else None)


def record_case(**fields: object) -> Case:
    return file_case("a.jsonl", json.dumps({"text": PROSE, **fields}) + "\n", BRIEF)


def feed_case(declared: str, body: str, end: str) -> Case:
    start = f'<?xml version="1.0"?>{declared}<rss version="2.0"><channel><title>x</title>'
    return file_case("a.rss", f"{start}<item>{body}</item></channel></rss>", end)

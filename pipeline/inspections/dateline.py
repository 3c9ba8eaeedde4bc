"""The day that an article bears in its own text, where it came without one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspections.dates import StatedDate, find_dates
from pipeline.inspections.partial_dates import date_range
from pipeline.inspections.reading import Reading

__all__ = ["find_dateline"]

_HEAD = 5
"""Passages from the start among which a dateline stands."""
_SHORT = 90
"""Characters of a line that is no prose; in a longer one a dateline stands among the first."""
_OF_THE_REPORT = re.compile(
    r"\b(?:inspect\w*|visit\w*|fieldwork|due|embargo\w*|since|until|from)\b", re.IGNORECASE
)
_NAMES = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b"
)
_FIGURES = re.compile(r"(?<![\d./])(\d{1,2})[./](\d{1,2})[./]((?:20)?\d\d)(?![\d./])")


def find_dateline(reading: Reading) -> str | None:
    """The one date, known to the month at least, in the lines above the story; None in doubt."""
    found = set()
    for passage in reading.passages[:_HEAD]:
        prose = len(passage.text) > _SHORT or passage.text.rstrip("\"' ").endswith((".", "?", "!"))
        for date in (*find_dates(_capitalised(passage.text), None), *_in_figures(passage.text)):
            exact = len(date.value) >= 7 and date.value[:4].isdigit()
            heads = passage is reading.passages[0] and date.end < _SHORT
            before = passage.text[: date.start]
            if exact and (heads or not prose) and not _OF_THE_REPORT.search(before):
                found.add(date.value)
    return found.pop() if len(found) == 1 else None


def _capitalised(text: str) -> str:
    """The text with names of months and days as they are usually set; its length stays."""
    return _NAMES.sub(lambda match: match.group().capitalize(), text)


def _in_figures(text: str) -> Iterator[StatedDate]:
    """Dates as "21.11.12" or "21/11/12": day, month, year of this century."""
    for match in _FIGURES.finditer(text):
        day, month, year = (int(piece) for piece in match.groups())
        value = f"{2000 + year % 100}-{month:02d}-{day:02d}"
        if date_range(value):
            yield StatedDate(match.start(), match.end(), value)

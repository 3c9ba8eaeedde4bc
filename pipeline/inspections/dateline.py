"""The day that an article bears in its own text, where it came without one."""

from __future__ import annotations

import re

from pipeline.inspections.dates import find_dates
from pipeline.inspections.reading import Reading

__all__ = ["find_dateline"]

_HEAD = 5
"""Passages from the start among which a dateline stands."""
_SHORT = 90
"""Characters of a line that is no prose; in a longer one a dateline stands among the first."""
_OF_THE_REPORT = re.compile(
    r"\b(?:inspect\w*|visit\w*|fieldwork|due|embargo\w*|since|until|from)\b", re.IGNORECASE
)


def find_dateline(reading: Reading) -> str | None:
    """The one date, known to the month at least, in the lines above the story; None in doubt."""
    found = set()
    for passage in reading.passages[:_HEAD]:
        prose = len(passage.text) > _SHORT or passage.text.rstrip("\"' ").endswith((".", "?", "!"))
        for date in find_dates(passage.text, None):
            exact = len(date.value) >= 7 and date.value[:4].isdigit()
            heads = passage is reading.passages[0] and date.end < _SHORT
            before = passage.text[: date.start]
            if exact and (heads or not prose) and not _OF_THE_REPORT.search(before):
                found.add(date.value)
    return found.pop() if len(found) == 1 else None

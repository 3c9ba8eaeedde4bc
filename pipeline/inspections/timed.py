"""A date that an article states, and the clause that it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.inspections.dates import StatedDate
from pipeline.inspections.reading import Place

__all__ = ["REACH", "Timed", "clause_of", "surest_first"]

REACH = 90
"""Characters between a cue and its date."""
_EDGES = (";", " but ", " while ")
_LONGEST = 160
"""Characters of a clause on either side of its date."""


@dataclass(frozen=True)
class Timed:
    """A date with its place and how sure the reading is (0 to 1)."""

    value: str
    place: Place
    confidence: float


def clause_of(text: str, date: StatedDate) -> str:
    """The clause that holds a date: up to a semicolon, "but" or "while" on either side."""
    low = max((text.rfind(mark, 0, date.start) for mark in _EDGES), default=-1)
    ends = (at for mark in _EDGES if (at := text.find(mark, date.end)) >= 0)
    high = min(ends, default=len(text))
    return text[max(0, low + 1, date.start - _LONGEST) : min(high, date.end + _LONGEST)]


def surest_first(found: list[Timed]) -> list[Timed]:
    """Dates by how sure they are, among equals the most precise first."""
    return sorted(found, key=lambda timed: (-timed.confidence, -len(timed.value)))

"""What a whole article says, before it is shared out among its inspections."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inspections.counts import Count
from pipeline.inspections.dates import Today
from pipeline.inspections.grades import Grade
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.subjects import nearest_subject
from pipeline.inspections.timed import Timed
from pipeline.inspections.units import Unit
from pipeline.schema import Fact

__all__ = ["Found", "dated"]

_ALL_OF_THEM = re.compile(
    r"\b(?:both|all (?:two|three|four|five)|each of|the (?:two|three|four|five|pair|trio)|"
    r"^(?:two|three|four|five)\s(?:[\w-]+\s){0,2}(?:units|services|teams|prisons|regions))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """An article read, its units and what it says of them.

    Attributes:
        today: the article's own date, as precise as known; year: its year, or the latest named.
        units: all services named; subjects: indexes of those whose inspection is reported.
        grades, counts: ratings and numbers of recommendations, of all units.
    """

    reading: Reading
    profile: ReadyProfile
    today: Today | None
    year: int | None
    units: tuple[Unit, ...]
    subjects: tuple[int, ...]
    grades: tuple[Grade, ...]
    counts: tuple[Count, ...]

    def nearest(self, place: Place) -> int | None:
        """The subject named last before a place."""
        return nearest_subject(place.passage, place.start, self.units, self.subjects)

    def named_in(self, passage: int) -> set[int]:
        """The subjects that a passage speaks of: by name, or all of them by "both"."""
        if _ALL_OF_THEM.search(self.reading.passages[passage].text):
            return set(self.subjects)
        return {
            index
            for index in self.subjects
            if any(mention.passage == passage for mention in self.units[index].mentions)
        }

    def is_of(self, subject: int, place: Place) -> bool:
        """Whether a passage that holds a place speaks of a subject alone, or of all."""
        named = self.named_in(place.passage)
        return len(self.subjects) == 1 or named in ({subject}, set(self.subjects))


def dated(reading: Reading, dates: Sequence[Timed]) -> Fact:
    """The surest date, or one that says the same more precisely."""
    best = dates[0]
    for other in dates[1:]:
        if other.value.startswith(best.value) and other.confidence >= 0.6:
            best = other
    return reading.fact(best.value, best.place, best.confidence)

"""The ratings of a unit over the years, as one line."""

from __future__ import annotations

import re

from pipeline.schema import Inspection, PastRating

__all__ = ["history_line"]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-\d\d)?")


def history_line(inspection: Inspection) -> str | None:
    """The ratings as one line: "Good, May 2019 → Requires improvement, January 2022".

    This inspection's own comes last. An entry that an earlier run knew names its article. None
    where no earlier rating is known.
    """
    if not inspection.history:
        return None
    steps = [_step(entry.rating, entry.date) + _source(entry) for entry in inspection.history]
    rating = inspection.value("overall_rating")
    if rating is not None:
        steps.append(_step(str(rating), _day(inspection)))
    return " → ".join(steps)


def _day(inspection: Inspection) -> str | None:
    """When the report came out, else when the inspection was."""
    values = (inspection.value(name) for name in ("published", "inspected"))
    return next((str(value) for value in values if value is not None), None)


def _step(rating: str, date: str | None) -> str:
    return f"{rating}, {_in_words(date)}" if date else rating


def _source(entry: PastRating) -> str:
    names = dict.fromkeys(item.article for item in entry.evidence)
    return f" ({', '.join(names)})" if entry.known_before else ""


def _in_words(date: str) -> str:
    """A partial date as prose has it, to the month; anything else as it was written."""
    match = _DATE.fullmatch(date)
    if match is None:
        return date
    return f"{_MONTHS[int(match[2]) - 1]} {match[1]}" if match[2] else match[1]

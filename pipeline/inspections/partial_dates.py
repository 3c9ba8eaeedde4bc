"""Dates known to the year, the month or the day, and how far apart they can be."""

from __future__ import annotations

import datetime
import re

__all__ = ["date_range", "days_between", "days_between_in_any_year", "year_after"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAY_AND_MONTH = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?)?"
    rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\b(?:\s+(?P<after>\d{{1,2}})\b(?!\d))?",
    re.IGNORECASE,
)
_DAYS_A_YEAR = 365


def date_range(value: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a partial date may be; None where it is no date."""
    pieces = value.split("-")
    if not all(piece.isdigit() for piece in pieces) or len(pieces[0]) != 4:
        return None
    try:
        year = int(pieces[0])
        if len(pieces) == 1:
            return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
        month = int(pieces[1])
        if len(pieces) == 3:
            day = datetime.date(year, month, int(pieces[2]))
            return day, day
        following = datetime.date(year + month // 12, month % 12 + 1, 1)
        return datetime.date(year, month, 1), following - datetime.timedelta(days=1)
    except ValueError:
        return None


def days_between(one: str, other: str) -> int | None:
    """The least number of days between two partial dates; None where one is no date."""
    first, second = date_range(one), date_range(other)
    if first is None or second is None:
        return None
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def days_between_in_any_year(one: str, other: str) -> int | None:
    """The least number of days between two dates of which a year is unknown ("15 July").

    None where one names no month.
    """
    first, second = _days_of_year(one), _days_of_year(other)
    if first is None or second is None:
        return None
    gaps = []
    for shift in (-_DAYS_A_YEAR, 0, _DAYS_A_YEAR):
        low, high = second[0] + shift, second[1] + shift
        gaps.append(max(0, low - first[1], first[0] - high))
    return min(gaps)


def year_after(value: str, earlier: str) -> str | None:
    """A day or month of open year ("21 May", "May") as the first one from an earlier date on.

    Args:
        value: as written.
        earlier: a date known to the month at least.

    Returns:
        ``YYYY-MM-DD`` or ``YYYY-MM``; None where a year is written or ``earlier`` has no month.

    """
    since, match = date_range(earlier), _DAY_AND_MONTH.fullmatch(value)
    if since is None or match is None or len(earlier) < len("2024-05"):
        return None
    month = _MONTHS.index(match["month"].lower()[:3]) + 1
    number = match["day"] or match["after"]
    day = f"-{int(number):02}" if number else ""
    for year in (since[0].year, since[0].year + 1):
        found = date_range(f"{year}-{month:02}{day}")
        if found and found[1] >= since[0]:
            return f"{year}-{month:02}{day}"
    return None


def _days_of_year(value: str) -> tuple[int, int] | None:
    """First and last day of the year, counted from 1, that a date without a year may be."""
    known = date_range(value)
    if known is not None:
        return None if value.count("-") == 0 else (_day(known[0]), _day(known[1]))
    match = _DAY_AND_MONTH.search(value)
    if match is None:
        return None
    month = _MONTHS.index(match["month"].lower()[:3]) + 1
    day = match["day"] or match["after"]
    iso = f"2023-{month:02}" + (f"-{int(day):02}" if day else "")
    known = date_range(iso)
    return (_day(known[0]), _day(known[1])) if known else None


def _day(date: datetime.date) -> int:
    return date.timetuple().tm_yday

"""Dates in prose, read only as precisely as they are written."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["StatedDate", "Today", "find_dates", "read_today"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SEASON_MONTHS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "winter": (12, 14)}
"""First and last month of each season; 13 and 14 are January and February of the next year."""
_MONTH_WORDS = (
    "January February March April May June July August September October November December "
    "Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"
).split()
_MONTH = rf"(?:{'|'.join([*_MONTH_WORDS, *(word.upper() for word in _MONTH_WORDS)])})\b\.?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:19|20)\d\d"
_WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DATE = re.compile(
    rf"(?P<iso>\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b)"
    rf"|(?P<slash>\b{_DAY}/(?:1[0-2]|0?[1-9])/{_YEAR}\b)"
    rf"|\b(?P<d1>{_DAY})(?:st|nd|rd|th)?(?:\sof)?\s(?P<m1>{_MONTH}),?(?:\s(?P<y1>{_YEAR})|\s(?P<rel1>this|last)\syear)?"
    rf"|\b(?P<m2>{_MONTH})\s(?P<d2>{_DAY})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>{_YEAR}))?"
    rf"|\b(?P<m3>{_MONTH})(?:,?\s(?:of\s)?(?P<y3>{_YEAR})|\s(?P<rel3>this|last)\syear)?"
    rf"|\b(?P<relmonth>(?:last|this|earlier this)\s(?:month|year))\b"
    rf"|\b(?P<season>(?:[Ll]ast|[Tt]his|[Ii]n the)\s(?:spring|summer|autumn|winter))\b"
    r"(?!\s(?:of|term|holidays?|break)\b)"
    rf"|\b(?:spring|summer|autumn|winter|Spring|Summer|Autumn|Winter)\s(?:of\s)?(?P<y4>{_YEAR})\b"
    rf"|(?<![\w/-])(?P<y5>{_YEAR})\b(?![-/]\d)"
    rf"|\b(?P<today>[Tt]oday|[Tt]his morning|[Yy]esterday|[Ll]ast night|overnight|at midnight)\b"
    rf"|\bon\s(?:last\s)?(?P<weekday>{_WEEKDAY})\b"
    rf"|\b(?P<opening>{_WEEKDAY})\b",
    re.MULTILINE,
)
_FROM_A_DAY = re.compile(
    rf"(?:\b{_DAY}(?:st|nd|rd|th)?\s?(?:to|and|until|-)\s?(?:{_WEEKDAY}\s)?|\b(?:week|weeks|fortnight)\s"
    r"(?:of|beginning|starting|commencing|from|ending)\s(?:on\s)?)$"
)
"""What makes a day the edge of a stretch of days: "4 to (15 May)", "the week of (3 July)"."""
_NO_MONTH_AFTER = re.compile(r"\s(?:be|have|not|also|well|need|yet|still|only|say|help|take)\b")


@dataclass(frozen=True)
class Today:
    """The article's own date, as precise as known: month and day are None where it is not."""

    year: int
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True)
class StatedDate:
    """A date at ``start:end`` of a text.

    Attributes:
        value: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or as written where the year is open.
        told_from_today: whether it is told from the article's own day ("today", "on Thursday").

    """

    start: int
    end: int
    value: str
    told_from_today: bool = False


def read_today(value: str | None) -> Today | None:
    """The date of an article, from ``Article.date``."""
    if value is None:
        return None
    return Today(*(int(piece) for piece in value.split("-")))


def find_dates(text: str, today: Today | None) -> tuple[StatedDate, ...]:
    """The dates in a folded text, in order.

    A year that the text leaves open is that of the last such month before ``today``, where
    ``today`` is known to the month.
    """
    return tuple(_dates(text, today))


def _dates(text: str, today: Today | None) -> Iterator[StatedDate]:
    for match in _DATE.finditer(text):
        if match["m3"] and _is_no_month(text, match):
            continue
        value = _value(match, today)
        if value and _FROM_A_DAY.search(text[max(0, match.start() - 24) : match.start()]):
            value = _month_alone(value)
        if value:
            relative = bool(match["today"] or match["weekday"] or match["opening"])
            yield StatedDate(match.start(), match.end(), value, relative)


def _month_alone(value: str) -> str:
    """A day's month: ``2024-05`` of ``2024-05-15``, "May" of "15 May"."""
    return value[:7] if value[:4].isdigit() else re.sub(r"[\d\s]+", "", value)


def _is_no_month(text: str, match: re.Match[str]) -> bool:
    """Whether "May" or "March" is a verb, a name or part of one ("May be", "Mrs May")."""
    if match["y3"] or match["rel3"] or match["m3"] not in {"May", "March", "Mar", "Jan", "Sep"}:
        return False
    if _NO_MONTH_AFTER.match(text, match.end()):
        return True
    before = text[max(0, match.start() - 12) : match.start()]
    return (
        not re.search(
            r"(?:in|since|from|to|and|during|until|between|late|early|mid-|for|by|on|"
            r"last|of|this|,)\s?$",
            before,
        )
        and text[match.end() : match.end() + 2] != "'s"
    )


def _value(match: re.Match[str], today: Today | None) -> str | None:
    if match["iso"]:
        return match["iso"]
    if match["slash"]:
        day, month, year = match["slash"].split("/")
        return _day(int(year), int(month), int(day))
    for number in ("1", "2"):
        if match[f"m{number}"]:
            return _day_of_month(match, number, today)
    if match["m3"]:
        return _month(match, today)
    if match["season"]:
        return _season(match["season"].casefold(), today)
    if match["relmonth"]:
        return _relative(match["relmonth"], today)
    if match["today"]:
        return _before(today, match["today"].casefold() in {"yesterday", "last night"})
    weekday = match["weekday"] or match["opening"]
    return _last_weekday(weekday, today) if weekday else match["y4"] or match["y5"]


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return datetime.date(year, month, day).isoformat()
    except ValueError:
        return None


def _month_number(word: str) -> int:
    return _MONTHS[word.rstrip(".").casefold()]


def _day_of_month(match: re.Match[str], number: str, today: Today | None) -> str | None:
    month, day = _month_number(match[f"m{number}"]), int(match[f"d{number}"])
    if match[f"y{number}"]:
        return _day(int(match[f"y{number}"]), month, day)
    if today is None or today.month is None:
        return match.group().strip(" ,.")
    if number == "1" and match["rel1"]:
        return _day(today.year - (match["rel1"] == "last"), month, day)
    later = (month, day) > (today.month, today.day or 31)
    return _day(today.year - later, month, day)


def _month(match: re.Match[str], today: Today | None) -> str | None:
    month = _month_number(match["m3"])
    if match["y3"]:
        return f"{match['y3']}-{month:02d}"
    if match["rel3"] and today:
        return f"{today.year - (match['rel3'] == 'last')}-{month:02d}"
    if match["rel3"] or today is None or today.month is None:
        return match["m3"].rstrip(".")
    return f"{today.year - (month > today.month)}-{month:02d}"


def _season(words: str, today: Today | None) -> str | None:
    """The year of "last summer", "in the summer" or "this spring"; None within a month of doubt."""
    if today is None or today.month is None:
        return None
    which, season = words.rsplit(" ", 1)
    last = _SEASON_MONTHS[season][1]
    if season == "winter":
        return None
    if which == "this":
        return str(today.year)
    if today.month > last:
        return str(today.year)
    return str(today.year - 1)


def _relative(words: str, today: Today | None) -> str | None:
    if today is None:
        return None
    if words.endswith("year"):
        return str(today.year - (words == "last year"))
    if today.month is None:
        return None
    back = words == "last month"
    year, month = (
        (today.year - 1, 12) if back and today.month == 1 else (today.year, today.month - back)
    )
    return f"{year}-{month:02d}"


def _before(today: Today | None, days: int) -> str | None:
    if today is None:
        return None
    if today.month is None or today.day is None:
        if days or today.month is None:
            return None if days else str(today.year)
        return f"{today.year}-{today.month:02d}"
    date = datetime.date(today.year, today.month, today.day)
    return (date - datetime.timedelta(days=days)).isoformat()


def _last_weekday(name: str, today: Today | None) -> str | None:
    """The day so named in the week that ends with the article's own day."""
    if today is None or today.month is None or today.day is None:
        return None
    date = datetime.date(today.year, today.month, today.day)
    return _before(today, (date.weekday() - _DAYS.index(name.casefold())) % 7)

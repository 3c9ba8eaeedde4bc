"""Dates in prose, read only as precisely as they are written."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

__all__ = ["WEEKDAY", "StatedDate", "Today", "find_dates", "read_today"]

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
WEEKDAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_FEW = "two|three|four|five|six|seven|eight|nine|ten"
_NAMED_DAY = (
    rf"\b(?:on\s(?:(?P<lastday>last)\s)?(?P<weekday>{WEEKDAY})|(?:(?P<latest>last)\s)?"
    rf"(?P<opening>{WEEKDAY}))\b(?:\s(?P<week>of last week))?"
)
_DATE = re.compile(
    rf"(?P<iso>\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b)"
    rf"|(?P<slash>\b{_DAY}/(?:1[0-2]|0?[1-9])/{_YEAR}\b)"
    rf"|(?<![.:\d]){_DAY}(?:st|nd|rd|th)?(?:,\s|\sand\s|\s&\s){_DAY}(?:st|nd|rd|"
    rf"th)?\s(?P<m4>{_MONTH})(?:\s(?P<y6>{_YEAR}))?"
    rf"|\b(?P<m5>{_MONTH})\s{_DAY}(?:st|nd|rd|th)?\s?(?:and|&|to|until|-)\s?{_DAY}(?:st|nd|rd|"
    rf"th)?\b(?:,?\s(?P<y7>{_YEAR}))?"
    rf"|\b(?P<d1>{_DAY})(?:st|nd|rd|th)?(?:\sof)?\s(?P<m1>{_MONTH}),?(?:\s(?P<y1>{_YEAR})|"
    rf"\s(?P<rel1>this|last)\syear)?"
    rf"|\b(?P<m2>{_MONTH})\s(?P<d2>{_DAY})(?:st|nd|rd|th)?\b(?:,?\s(?P<y2>{_YEAR}))?"
    rf"|\b(?P<m3>{_MONTH})(?:,?\s(?:of\s)?(?P<y3>{_YEAR})|\s(?P<rel3>this|last)\syear)?"
    rf"|\b(?P<relmonth>(?:last|this|earlier this)\s(?:month|year))\b"
    rf"|\b(?P<season>(?:[Ll]ast|[Tt]his|(?:[Ii]n|[Dd]uring|[Oo]ver) the)\s"
    rf"(?:spring|summer|autumn|winter))\b"
    r"(?!\s(?:of|term|holidays?|break)\b)"
    rf"|\b(?:spring|summer|autumn|winter|Spring|Summer|Autumn|Winter)\s(?:of\s)?(?P<y4>{_YEAR})\b"
    rf"|(?<![\w/-])(?P<y5>{_YEAR})\b(?![-/]\d)"
    rf"|\b(?P<today>[Tt]oday|[Tt]his morning|[Yy]esterday|[Ll]ast night|overnight|at midnight)\b"
    rf"|{_NAMED_DAY}"
    rf"|\bon\sthe\s(?P<ordinal>{_DAY})(?:st|nd|rd|th)\b(?!\s(?:of|floor|anniversary|day|\w+day|"
    rf"{_MONTH}))"
    rf"|\b(?P<ago>{_FEW}|\d{{1,2}}|a)\s(?P<span>years?|decade)\sago\b",
    re.MULTILINE,
)
_FROM_A_DAY = re.compile(
    rf"(?:\b{_DAY}(?:st|nd|rd|th)?\s?(?:to|and|until|-)\s?(?:{WEEKDAY}\s)?|\b(?:week|weeks|"
    rf"fortnight)\s"
    r"(?:of|beginning|starting|commencing|from|ending)\s(?:on\s)?)$"
)
"""What makes a day the edge of a stretch of days: "4 to (15 May)", "the week of (3 July)"."""
_EXACTLY = re.compile(
    rf"(?:'s\s(?:\w+\s){{0,2}}?(?:report|findings|verdict|publication))?,?\s\(?(?:{WEEKDAY},?\s)?"
)
"""What stands between a day told from the article's own and its date.

"today (Friday 4 May)", "today's report (4 May)".
"""
_STRETCH = re.compile(r"\d\s?(?:to|until|-)\s?\d")
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
        ago: whether it is a number of years before the article's ("two years ago").

    """

    start: int
    end: int
    value: str
    told_from_today: bool = False
    ago: bool = False


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
    dates: list[StatedDate] = []
    relative: re.Match[str] | None = None
    for match in _DATE.finditer(text):
        date = _stated(text, match, today)
        told = bool(match["today"] or match["weekday"] or match["opening"])
        if date and relative and _EXACTLY.fullmatch(text[relative.end() : date.start]):
            date = _restated(text, relative, date, dates)
        relative = match if told else None
        if date:
            dates.append(date)
    return tuple(dates)


def _stated(text: str, match: re.Match[str], today: Today | None) -> StatedDate | None:
    """The date that a match puts; None where it puts none or the article's own day is needed."""
    if match["m3"] and _is_no_month(text, match):
        return None
    value = _value(match, today)
    if value and _FROM_A_DAY.search(text[max(0, match.start() - 24) : match.start()]):
        value = _month_alone(value)
    if not value:
        return None
    relative = bool(match["today"] or match["weekday"] or match["opening"])
    return StatedDate(match.start(), match.end(), value, relative, bool(match["ago"]))


def _restated(
    text: str, relative: re.Match[str], date: StatedDate, dates: list[StatedDate]
) -> StatedDate:
    """A date that says which day "today" or "on Friday" is; it takes that day's place.

    It is told from the article's day where it stands in brackets or after "today".
    """
    while dates and dates[-1].end > relative.start():
        dates.pop()
    told = bool(relative["today"] or relative["lastday"] or relative["latest"])
    told = told or bool(re.search(rf"\(\s*(?:{WEEKDAY},?\s)?$", text[: date.start]))
    return StatedDate(date.start, date.end, date.value, told_from_today=told)


def _month_alone(value: str) -> str:
    """A day's month: ``2024-05`` of ``2024-05-15``, "May" of "15 May"."""
    return value[:7] if value[:4].isdigit() else value.split()[-1 if value[0].isdigit() else 0]


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
    if match["m1"] or match["m2"]:
        return _day_of_month(match, "1" if match["m1"] else "2", today)
    if match["m4"] or match["m5"]:
        return _days_of_month(match, today)
    if match["m3"]:
        return _month(match, today)
    return match["y4"] or match["y5"] or _told(match, today)


def _told(match: re.Match[str], today: Today | None) -> str | None:
    """A date that needs the article's own, or would with its year: "last month", "on Friday"."""
    if match["season"]:
        return _season(match["season"].casefold(), today)
    if match["relmonth"]:
        return _relative(match["relmonth"], today)
    if match["today"]:
        return _before(today, match["today"].casefold() in {"yesterday", "last night"})
    if match["ordinal"]:
        return _ordinal(int(match["ordinal"]), today)
    if match["ago"]:
        return _ago(match["ago"].casefold(), match["span"], today)
    weekday = match["weekday"] or match["opening"]
    if weekday:
        before = bool(match["week"] or match["lastday"] or match["latest"])
        if before and (today is None or today.day is None):
            return None
        return _last_weekday(weekday, today, weeks=1 if match["week"] else 0)
    return None


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


def _days_of_month(match: re.Match[str], today: Today | None) -> str:
    """The month of two days ("17 and 18 May"); where its year is open, the words themselves.

    Of a stretch of days ("between 11 and 22 November") the month alone.
    """
    month = _month_number(match["m4"] or match["m5"])
    year = match["y6"] or match["y7"]
    if year:
        return f"{year}-{month:02d}"
    if today is None or today.month is None:
        words = match.group().strip(" ,.")
        stretch = match.string[: match.start()].endswith("between ") or _STRETCH.search(words)
        return (match["m4"] or match["m5"]).rstrip(".") if stretch else words
    return f"{today.year - (month > today.month)}-{month:02d}"


def _season(words: str, today: Today | None) -> str | None:
    """The year of "last summer", "in the summer" or "this spring"; None within a month of doubt.

    The season itself where the article's own date is unknown.
    """
    which, season = words.rsplit(" ", 1)
    if today is None or today.month is None:
        return season
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
    year, month = _months_before(today.year, today.month, words == "last month")
    return f"{year}-{month:02d}"


def _months_before(year: int, month: int, back: bool) -> tuple[int, int]:
    """The month itself, or the one before."""
    if not back:
        return year, month
    return (year - 1, 12) if month == 1 else (year, month - 1)


def _before(today: Today | None, days: int) -> str | None:
    if today is None:
        return None
    if today.month is None or today.day is None:
        if days or today.month is None:
            return None if days else str(today.year)
        return f"{today.year}-{today.month:02d}"
    date = datetime.date(today.year, today.month, today.day)
    return (date - datetime.timedelta(days=days)).isoformat()


def _last_weekday(name: str, today: Today | None, *, weeks: int) -> str | None:
    """The day so named in the week that ends with the article's own day, or weeks before it.

    Where that day is known to the month or year only, so is the weekday.
    """
    if today is None or today.month is None or today.day is None:
        return _before(today, 0)
    date = datetime.date(today.year, today.month, today.day)
    back = (date.weekday() - _DAYS.index(name.casefold())) % 7
    if weeks:
        back = date.weekday() + 7 * weeks - _DAYS.index(name.casefold())
    return _before(today, back)


def _ordinal(day: int, today: Today | None) -> str | None:
    """The last day of a number ("the 6th") up to the article's own."""
    if today is None or today.month is None or today.day is None:
        return None
    back = day > today.day
    year, month = _months_before(today.year, today.month, back)
    return _day(year, month, day)


def _ago(number: str, span: str, today: Today | None) -> str | None:
    """The year that lies a number of years before the article's."""
    if today is None:
        return None
    if span == "decade":
        return str(today.year - 10) if number == "a" else None
    words = _FEW.split("|")
    years = 1 if number == "a" else words.index(number) + 2 if number in words else int(number)
    return str(today.year - years)

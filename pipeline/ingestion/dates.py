"""The article's own date, read from its datelines: never from a sentence of the story.

Days come before months, as British papers write them. A date of a visit, a deadline or a range
is not the article's; an unclear one is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = ["date_of_lines", "date_of_timestamp", "holds_date"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?P<{}>(?:19|20)\d\d)\b"
_DAY = r"(?<![\d/.:-])(?P<{}>[0-3]?\d)(?:st|nd|rd|th)?"
_DATE = re.compile(
    rf"{_DAY.format('d1')}(?: of)? {_MONTH.format('m1')},? {_YEAR.format('y1')}"
    rf"|\b{_MONTH.format('m2')} {_DAY.format('d2')},? {_YEAR.format('y2')}"
    rf"|(?<![\d/-]){_YEAR.format('y3')}-(?P<m3>[01]\d)-(?P<d3>[0-3]\d)(?!\d)"
    rf"|(?<![\d/.])(?P<d4>[0-3]?\d)(?P<mark>[/.])(?P<m4>[01]?\d)(?P=mark){_YEAR.format('y4')}"
)
_MONTH_AND_YEAR = re.compile(rf"\b{_MONTH.format('m')},? {_YEAR.format('y')}")
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b,?"
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)?(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?[ap]m\b|midnight|noon"
_LABEL = (
    r"(?:first published|published|posted|pub(?:lication|lished)? date|date|issued|released|filed"
    r"|embargo(?:ed)?(?: until| to)?|for (?:immediate )?(?:use|release)(?: from| at| on)?"
    r"|(?:news|press|media) (?:release|notice))"
)
_LABELLED = re.compile(
    rf"(?:(?:^|[|·•*(-] ?){_LABEL}:?|\b(?:date|published|posted|release|use):)"
    rf"(?: ?(?:on|at|from|time|hours|hrs|{_WEEKDAY}|{_CLOCK})\b,?){{0,4}} ?(?=\d"
    rf"|{_MONTH.format('l')})"
)
_STAMPED = re.compile(rf"[t,| -]{{1,3}}(?:{_CLOCK}|from the section\b|last updated\b)")
_UPDATED = re.compile(r"\b(?:last )?(?:updated|modified|edited|reviewed|changed|touched)\b")
_OTHER_DATE = re.compile(
    r"\binspect|\bvisit|\bfieldwork|\bevidence\b|\bdue\b|\bbetween\b|\bsince\b|\bdeadline"
    r"|\breports?\b"
    r"|\bborn\b|\bdied\b|\barchived?\b|©|\(c\)|\bcopyright\b|\bexpires?\b|\btickets?\b|\bcases?\b"
    r"|\bplans?\b|\bnext\b|\bhearing\b|\bmeeting\b|\bcouncil meets\b|\bcorrect(?:ed|ion)\b"
)
_RANGE = re.compile(
    rf"\d(?:st|nd|rd|th)?(?: {_MONTH.format('r')})?(?: (?:{_YEAR.format('s')}))? ?"
    r"(?:-|\bto\b|\band\b|\buntil\b) ?(?:\d|$)"
)
_PREPOSITION = re.compile(r"\b(?:in|by|on|of|from|until|the|this) $")
_PUBLICATION = re.compile(r"posted|published|issued|filed|released|embargo|for (?:use|release|imm)")
_FOLDS = str.maketrans({"–": "-", "—": "-", "‑": "-", "’": "'", "\xa0": " "})
_SPACE = re.compile(r"\s+")
_FEWEST_SENTENCE_WORDS = 11
"""A line that has so many words beside its date tells a story."""
_LONGEST_DATELINE = 140
_TOP_LINES = 12
_END_LINES = 5
_LINE_START = 200
"""Characters of a line that are searched for a labelled date: pages saved as one line begin so."""
_LONDON = "Europe/London"


def holds_date(line: str) -> bool:
    """Whether a line is a dateline: a date and little else."""
    return _dateline(_fold(line)) is not None


def date_of_lines(lines: Iterable[str]) -> str | None:
    """The date of an article by its lines in order: ``YYYY-MM-DD``, ``YYYY-MM`` or None.

    A date called that of publication is taken before another; a date of change only where
    there is no other; the last lines are asked where the first say nothing.
    """
    folded = [_fold(line) for line in lines]
    top, end = folded[:_TOP_LINES], folded[_TOP_LINES:][-_END_LINES:]
    for line in top:
        if found := _labelled_date(line):
            return found
    for line in top:
        if not _UPDATED.match(line) and (found := _dateline(line)):
            return found
    for line in end:
        if found := _labelled_date(line) or _bare_date(line):
            return found
    for line in top:
        if _UPDATED.match(line) and (found := _dateline(line)):
            return found
    return None


def _fold(line: str) -> str:
    return _SPACE.sub(" ", line[:1000].translate(_FOLDS)).strip().casefold()


def _labelled_date(line: str) -> str | None:
    """The date right after a word such as "published", at a line's start or after a mark."""
    start = line[:_LINE_START]
    for label in _LABELLED.finditer(start):
        match = _DATE.match(start, label.end())
        if match and not _is_range(start, match) and not _UPDATED.search(start[: match.start()]):
            return _iso(match)
    clocked = _DATE.search(start)
    if clocked and _STAMPED.match(start, clocked.end()):
        before = start[: clocked.start()]
        if len(before) < 60 and not _OTHER_DATE.search(before) and not _UPDATED.search(before):
            return _iso(clocked)
    return None


def _dateline(line: str) -> str | None:
    """The date of a short line that is no sentence."""
    match = _DATE.search(line)
    if len(line) > _LONGEST_DATELINE or (_OTHER_DATE.search(line) and not _leads(line, match)):
        return None
    month = None if match else _MONTH_AND_YEAR.search(line)
    found = match or month
    if found is None or _is_range(line, found):
        return None
    beside = line[: found.start()] + " " + line[found.end() :]
    beside = re.sub(rf"{_CLOCK}|{_WEEKDAY}", " ", beside)
    words = re.findall(r"[a-z][\w'&-]*", beside)
    if len(words) >= _FEWEST_SENTENCE_WORDS or re.search(r"[a-z]{3}[.!?](?: |$)", beside):
        return None
    hangs = _PREPOSITION.search(line[: found.start()])
    if hangs and not _PUBLICATION.match(line):
        return None
    return _iso(found) if match else _iso_month(found)


def _leads(line: str, match: re.Match[str] | None) -> bool:
    """Whether a date begins the line and is set off from what follows by a mark."""
    if match is None:
        return False
    weekday = re.match(rf"(?:{_WEEKDAY} ?)?", line)
    begins = weekday is not None and weekday.end() == match.start()
    return begins and bool(re.match(r" ?[|·•]", line[match.end() :]))


def _bare_date(line: str) -> str | None:
    """The date of a line that holds a date, a weekday and a time, and nothing else."""
    match = _DATE.search(line)
    if match is None or _is_range(line, match):
        return None
    beside = line[: match.start()] + " " + line[match.end() :]
    return None if re.search(r"\w", re.sub(rf"{_CLOCK}|{_WEEKDAY}", " ", beside)) else _iso(match)


def _is_range(line: str, match: re.Match[str]) -> bool:
    around = line[max(0, match.start() - 24) : match.start()]
    return bool(_RANGE.search(around)) or bool(
        re.match(r" ?(?:-|to|and|until) ?\d{1,2}\b(?![:.])", line[match.end() :])
    )


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    for number in "1234":
        if groups.get(f"y{number}"):
            return _valid(groups[f"y{number}"], groups[f"m{number}"], groups[f"d{number}"])
    return None


def _iso_month(match: re.Match[str]) -> str:
    return f"{match['y']}-{_month_number(match['m']):02d}"


def _valid(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), _month_number(month), int(day)).isoformat()
    except ValueError:
        return None


def _month_number(month: str) -> int:
    return int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1


def date_of_timestamp(stamp: str) -> str | None:
    """The day of a machine's time stamp, as its readers in Britain had it.

    Reports are released at 00:01, which in summer is 23:01 UTC of the day before.
    """
    stamp = stamp.strip()
    if not re.match(r"(?:19|20)\d\d-[01]\d-[0-3]\d", stamp):
        return date_of_lines([stamp]) if len(stamp) < 40 else None
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return _valid(stamp[:4], stamp[5:7], stamp[8:10])
    if moment.tzinfo is not None:
        moment = _in_london(moment)
    return moment.date().isoformat()


def _in_london(moment: datetime) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(_LONDON))
    except (ZoneInfoNotFoundError, OverflowError):
        return moment if moment.tzinfo is not UTC else moment.replace(tzinfo=None)

"""When a report came out: what the article says, told from its own day where it says "today"."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from pipeline.inspections.dates import WEEKDAY, StatedDate, Today, find_dates
from pipeline.inspections.partial_dates import date_range
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.tense import is_about_the_past
from pipeline.inspections.timed import REACH, Timed, clause_of, surest_first

__all__ = ["find_published"]

_PUBLISHED = re.compile(
    r"\b(?:publi(?:sh\w*|cation)|released|releases|issued|made public|unveil(?:s|ed)|came out|"
    r"comes? out|coming out|put out|(?:is|was|reports?|letter) dated|embargo\w*|"
    r"(?:for )?immediate (?:use|release)|"
    r"(?:press|news|media) release|went online|went live|posted online|laid bare|disclosed|"
    r"drawn)\b",
    re.IGNORECASE,
)
_CAME_TO_LIGHT = re.compile(
    r"\b(?:(?<!carried )(?<!inside )(?<!turned )(?<!pointed )(?<!set )(?<!found )(?<!singled )"
    r"out(?!\sof\b)|appeared|landed|arrived|dropped|emerged|revealed|announced)\b",
    re.IGNORECASE,
)
_VISITED = re.compile(
    r"\b(?:took place|carried out|conducted|undertaken|inspected|visit\w*|called|spent|"
    r"were (?:there|on site|in)|was in|looked at|fieldwork|went in|assessed|unannounced|saw|"
    r"re-?visited|re-?inspected|between|during|"
    r"follow(?:ed|s|ing)|after|inspections? (?:in|of|last|between|from))\b",
    re.IGNORECASE,
)
"""What turns a date between a report and its publication into that of the visit."""
_REPORT = re.compile(
    r"\b(?:reports?|inspection|inspectors|inspectorate\w*|findings|verdicts?|watchdog|ofsted|cqc|"
    r"hmi\w*|hmic\w*|review|document|dossier|embargo\w*|grades?|graded|rated|ratings?|results?|"
    r"judgements?|conclusions|full text|immediate (?:use|release)|(?:press|news|media) release)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:reports?|findings|verdicts?|review|document|dossier|grades?|results?|judgements?|"
    r"volumes)\b",
    re.IGNORECASE,
)
_OTHER_PAPER = re.compile(
    r"\b(?:action plan|improvement plan|strategy|statistics|(?<!in )response|individual ones|"
    r"figures were|consultation|"
    r"guidance|statement|book|accounts|budget|minutes|inquiry|inquest|licence|custody|prison in|"
    r"from (?:prison|jail|custody))\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:will|to be|due|expected|planned)\b(?:\s[\w-]+){0,3}?\s(?:publish\w*|released?|out|"
    r"issued?|appear\w*|made public|in|on|by|for|this|next)\b[^,;.]{0,40}$",
    re.IGNORECASE,
)
_AVAILABLE_FROM = re.compile(
    r"\b(?:available|read|online|website|web site|embargo\w*)\b[^;]{0,50}\bfrom\s"
    r"(?:(?:00|0|12)[:.]?0?1(?:\s?am)?,?\s|midnight\s|one minute past midnight\s)?(?:on\s)?$",
    re.IGNORECASE,
)
"""A press release's line on when its report may be read."""
_AT_MIDNIGHT = re.compile(rf"\b00[:.]?01(?:\s?hours)?,?\s(?:on\s)?(?:{WEEKDAY},?\s)?$")
_INSPECTORS = (
    r"(?:inspectors|inspectorate(?:\sof\s\w+)?|watchdog|commission|cqc|ofsted|estyn|hmic?\w*"
    r"(?:\s(?:probation|prisons))?)"
)
_ON_A_DAY = rf"(?:today|this morning|yesterday|overnight|on (?:last )?{WEEKDAY}|last {WEEKDAY})"
_VERDICT = (
    r"(?:rated|declared|named|graded|judged|branded|praised|criticised|condemned|given|handed|"
    r"awarded|downgraded|upgraded|put in(?:to)? special measures)"
)
_ANNOUNCED = re.compile(
    rf"\b{_INSPECTORS}\s(?:has\s|have\s)?(?:said|announced|revealed|ruled|concluded|reported)\s"
    rf"(?:(?:on\s)?(?:{WEEKDAY}|today|yesterday),?\s\(?)?$",
    re.IGNORECASE,
)
_THEN_ANNOUNCED = re.compile(
    rf",?\s(?:(?:the|its|his|her|majesty's|hm|of|probation|prisons|police)\s){{0,5}}{_INSPECTORS}\s"
    r"(?:has\s)?(?:announced|published|released|issued|revealed|declared|delivered|"
    r"put out|rated|gave)\b",
    re.IGNORECASE,
)
_DEBATED = r"(?:went|goes|discussed|debated|considered|presented|examined|noted|tabled|sent)"
_RATED_TODAY = re.compile(
    rf"\b(?:has|have|was|were)\s{_ON_A_DAY}\s(?:been\s)?{_VERDICT}\b"
    rf"|\b(?:been|was|were)\s{_VERDICT}\s[^.;]{{0,90}}?\b{_ON_A_DAY}"
    rf"|\b(?:reports?|findings|verdicts?|results?)\s(?:(?!{_DEBATED}\b)[\w'-]+\s){{0,6}}?"
    rf"{_ON_A_DAY}"
    rf"|\b{_INSPECTORS}\s(?:has\s|have\s)?(?:said|found|warned|rated|praised|criticised)\s"
    rf"(?:\w+\s){{0,3}}?{_ON_A_DAY}",
    re.IGNORECASE,
)
_TODAY_BY = re.compile(
    rf"{_ON_A_DAY},?\s(?:(?:the|its|a|an|hm|his|her|majesty's|probation)\s){{0,3}}(?:\w+\s)?"
    r"(?:inspectors|inspectorate|report|watchdog|findings)\b",
    re.IGNORECASE,
)
_THEN_OUT = re.compile(
    r",?\s(?:the|its|their)\s(?:[\w-]+\s){0,2}(?:reports?|results?|findings|"
    r"verdicts?)\s(?:(?:is|are|"
    r"was|were)\s(?:out|published|released|made public)|came out|arrived|appeared|landed)\b",
    re.IGNORECASE,
)
_TODAYS_REPORT = re.compile(
    r"\b(?:today's|this morning's|yesterday's)\s(?:\w+\s){0,2}?(?:report|findings|verdict|"
    r"inspection|publication|judgement|rating)\b|\b(?:report|verdict|findings)\s(?:\w+\s){0,3}?"
    r"(?:today|this morning|yesterday)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s\([^()]{1,40}\)")
_THEN_PUBLISHED = re.compile(r"\s?[,)]?\s?(?:published|publishes|released|issued)\b")
_ITS_REPORT = re.compile(r"'s\s(?:\w+\s){0,2}?(?:reports?|findings|verdicts?)\b")
_WEEK = re.compile(r"\b(?:(?:this|last) week(?:'s)?|this month's)(?!\w)", re.IGNORECASE)
_WEEKS_REPORT = re.compile(
    r"(?:\b(?:reports?|findings|verdicts?|results?|review|study|assessment|publication)\b"
    r"[^.;]{0,60}\b|^)(?:this|last) week\b|"
    r"\b(?:(?:this|last) week's|this month's)\s(?:\w+\s){0,2}?(?:reports?|findings|verdict)"
    r"|\b(?:rated|given|graded|rating|grade)\b[^.;]{0,80}\b(?:this|last) week\b"
    rf"|\b(?:was|were|has been|have been)\s(?:this|last) week\s(?:been\s)?{_VERDICT}\b"
    rf"|\b(?:this|last) week\s(?:it|they|the\s\w+)\s(?:was|were|has been|got|received)\s(?:\w+\s)?"
    rf"{_VERDICT}\b",
    re.IGNORECASE,
)
_REPORT_ON = re.compile(
    r"\s(?:its|their|the|a)\s(?:\w+\s){0,3}reports?\s(?:on|into|about)\s[^,;.]*\s(?:in|on)\s"
    r"(?:\w+day,?\s)?$"
)
"""What stands between "published" and its date: "its report on the unit in (December)"."""
_RECENT_DAYS = 45
"""Days before an article's own within which a bare date may be that of the news itself."""
_LONGEST_GAP = 80
"""Characters between "published" and its date."""


def find_published(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the report came out, the surest first.

    Args:
        reading: the article.
        today: its own date, as precise as known; "today" and "on Tuesday" need it.
    """
    found = []
    year = today.year if today else None
    for number, passage in enumerate(reading.passages):
        dates = [*find_dates(passage.text, today), *_this_week(passage.text, today)]
        for date in dates:
            if is_about_the_past(_up_to_comma(passage.text, date), year):
                continue
            sure = _sureness(passage.text, date, today)
            if sure:
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    return surest_first(found)


def _up_to_comma(text: str, date: StatedDate) -> str:
    """A date's clause, up to the comma after the date."""
    clause = clause_of(text, date)
    at = clause.find(text[date.start : date.end]) + date.end - date.start
    comma = clause.find(",", at)
    return clause[:comma] if comma >= 0 else clause


def _this_week(text: str, today: Today | None) -> Iterator[StatedDate]:
    """Weeks and months told from the article's day, as the month that they lie in."""
    for match in _WEEK.finditer(text):
        month = _month_of(match.group().casefold(), today)
        if month:
            yield StatedDate(match.start(), match.end(), month, told_from_today=True)


def _month_of(words: str, today: Today | None) -> str | None:
    """The month of "this week" or "last week"; None where the week lies in two or is unknown."""
    if today is None or today.month is None:
        return str(today.year) if today else None
    if today.day is None or words.startswith("this month"):
        return None if words.startswith("last") else f"{today.year}-{today.month:02d}"
    day = datetime.date(today.year, today.month, today.day)
    monday = day - datetime.timedelta(days=day.weekday() + 7 * words.startswith("last"))
    last = min(day, monday + datetime.timedelta(days=6))
    same = (monday.year, monday.month) == (last.year, last.month)
    return f"{monday.year}-{monday.month:02d}" if same else None


def _sureness(text: str, date: StatedDate, today: Today | None) -> float:
    """How surely a report came out on a date: 0 where it did not."""
    low = max(0, date.start - 2 * REACH)
    before, after = text[low : date.start], text[date.end : date.end + REACH]
    before = re.split(r"[;.]\s", before)[-1]
    if _OTHER_PAPER.search(before[-REACH:] + " " + after):
        return 0.0
    if _AVAILABLE_FROM.search(before) or _AT_MIDNIGHT.search(before):
        return 0.9
    if _TO_COME.search(before):
        return 0.0
    if _WEEK.fullmatch(text[date.start : date.end]):
        return 0.7 if _WEEKS_REPORT.search(text[low : date.end + REACH]) else 0.0
    sure = _after_cue(before, after, date)
    if sure:
        return sure
    return _told_from_today(text, date, before, after) if _is_recent(date, today) else 0.0


def _after_cue(before: str, after: str, date: StatedDate) -> float:
    """How surely "published", "out" or "appeared" before a date is said of it."""
    cues = list(_PUBLISHED.finditer(before))
    if cues and _REPORT.search(before + after) and _leads_to(before[cues[-1].end() :], date):
        return 0.95
    hints = list(_CAME_TO_LIGHT.finditer(before))
    named = hints and len(date.value) > 4 and _PAPER.search(before[: hints[-1].end()])
    if (
        named
        and len(before) - hints[-1].end() <= 25
        and not _VISITED.search(before, hints[-1].end())
    ):
        return 0.85
    month = len(date.value) == 7 and _ITS_REPORT.match(after)
    return 0.7 if month else 0.0


def _leads_to(between: str, date: StatedDate) -> bool:
    """Whether nothing between a cue and a date gives the date another meaning."""
    longest = 2 * _LONGEST_GAP if _REPORT_ON.match(between) else _LONGEST_GAP
    if len(between) > longest or _VISITED.search(between) or re.search(r"\bsince\b", between):
        return False
    on_a_day = re.search(r"\bon\s(?:\w+day,?\s)?$|^\s*$", between)
    near = len(between) <= 50 or bool(on_a_day or _REPORT_ON.match(between))
    return near or date.told_from_today


def _with_bracket(text: str, report: re.Match[str]) -> int:
    """The end of "today's report", past the bracket that says which day today is."""
    bracket = _BRACKET.match(text, report.end())
    return bracket.end() if bracket else report.end()


def _is_recent(date: StatedDate, today: Today | None) -> bool:
    """Whether a date is told from the article's own day, or lies shortly before it."""
    if date.told_from_today:
        return True
    if today is None or today.day is None or today.month is None or len(date.value) != 10:
        return False
    stated = date_range(date.value)
    if stated is None:
        return False
    gap = (datetime.date(today.year, today.month, today.day) - stated[0]).days
    return 0 <= gap <= _RECENT_DAYS


def _told_from_today(text: str, date: StatedDate, before: str, after: str) -> float:
    """How surely a report came out on the day of the article's news."""
    if _ANNOUNCED.search(before):
        return 0.6
    if _THEN_OUT.match(after):
        return 0.8
    if _THEN_ANNOUNCED.match(after):
        return 0.7
    if _THEN_PUBLISHED.match(after):
        return 0.8
    if not date.told_from_today:
        return 0.0
    around = before + text[date.start : date.end] + after[:30]
    if re.search(rf"\b(?:discuss|debate|consider|{_DEBATED})\b", before):
        return 0.0
    if _RATED_TODAY.search(around) or _TODAY_BY.match(text[date.start :]):
        return 0.6
    reported = any(
        match.start() < date.end and date.start < _with_bracket(text, match)
        for match in _TODAYS_REPORT.finditer(text)
    )
    return 0.8 if reported else 0.0

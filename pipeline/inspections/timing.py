"""When a service was inspected, when the report came out, and when it was inspected before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inspections.dates import StatedDate, Today, find_dates
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.tense import is_about_the_past

__all__ = ["Timed", "find_inspected", "find_previous_dates", "find_published"]

_INSPECTED = re.compile(
    r"\b(?:(?:was|were|been|being|re-?)\s?(?:inspected|visited|seen|assessed)|inspected|inspection|"
    r"inspections|fieldwork|inspectors|inspection team|inspectorate|visit|visited|visits|"
    r"revisit\w*|on site|unannounced|looked at (?:by|over|in)|evidence was gathered|regulator|cqc|"
    r"ofsted|watchdog|they (?:were (?:at|in|with|on)|went to))\b",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(
    r"\b(?:took place|carried out|conducted|ran|undertaken|inspected|visit\w*|seen|came|called|"
    r"spent|arrived|descended|were (?:there|on site|in)|was in|looked at|fieldwork|went in|"
    r"assessed|inspection (?:in|of|last|between|from)|unannounced|read \d+ \w+|saw|"
    r"looked at (?:by|over|in)|evidence was gathered|re-?visited|re-?inspected|straddled|"
    r"went (?:back|to|through)|were (?:at|with)|took part|pored over|turned up|on the wings|"
    r"(?:talked|spoke) (?:to|with) (?:the )?inspectors)\b",
    re.IGNORECASE,
)
_TEAM_CAME = re.compile(
    r",?\s(?:(?:a|the|its|their)\s)?(?:[\w']+\s){0,4}?(?:inspectors|inspectorate|ofsted|watchdog)"
    r"(?:\s\w+)?\s(?:spent|visited|came|went|arrived)\b",
    re.IGNORECASE,
)
_AND_VISITED = re.compile(
    r"\sand\s(?=(?:was|were|has been|have been)\s(?:re-?)?(?:visited|inspected))"
)
_YEARS_AFTER = re.compile(r",\s(?:just\s)?(?:an?|\w+)\s(?:years?|months?)\s(?:after|before)\b")
_NOT_INSPECTED = re.compile(
    r"\b(?:publish\w*|released|report (?:of|from|in|out)|since|launched|set up|established|formed|"
    r"opened|joined|started|appointed|arrest\w*|jailed|convicted|murder\w*|died|death|next|will|"
    r"due|by$|until|before|review|plan to|expected|sentenced|beg[au]n|cases that|planned|"
    r"took (?:over|charge)|unification|unified|created|elected|released (?:on|in)|abolished|"
    r"hired|budget|recommendations)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:publish\w*|released|releases|issued|made public|unveiled|came out|comes? out|coming out|"
    r"embargo\w*|(?:for )?immediate (?:use|release)|(?:press|news|media) release|went online|"
    r"posted online|laid bare|disclosed|drawn)\b",
    re.IGNORECASE,
)
_CAME_TO_LIGHT = re.compile(
    r"\b(?:(?<!carried )(?<!inside )(?<!turned )(?<!pointed )(?<!set )(?<!found )out|"
    r"appeared|landed|arrived|dropped|emerged|revealed|announced)\b",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"\b(?:inspectors|inspectorate|watchdog|commission|cqc|ofsted|hmi\w*(?: \w+)?)\s"
    r"(?:has\s|have\s)?(?:said|announced|revealed|ruled)\s$",
    re.IGNORECASE,
)
_ON_A_DAY = r"(?:today|this morning|yesterday|on (?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_VERDICT = r"(?:rated|declared|named|graded|judged|branded|praised|criticised|condemned)"
_RATED_TODAY = re.compile(
    rf"\b(?:has|have|was|were)\s{_ON_A_DAY}\s(?:been\s)?{_VERDICT}\b"
    rf"|\b(?:been|was|were)\s{_VERDICT}\s[^.;,]{{0,50}}?\b{_ON_A_DAY}"
    rf"|\b(?:reports?|findings|verdict|results?)\s(?:[\w'-]+\s){{0,6}}?{_ON_A_DAY}"
    rf"|\b(?:inspectors|inspectorate|watchdog)\s(?:has\s|have\s)?(?:said|found|warned|rated|"
    rf"praised|criticised)\s(?:\w+\s){{0,3}}?{_ON_A_DAY}",
    re.IGNORECASE,
)
_TODAY_BY = re.compile(
    rf"{_ON_A_DAY},?\s(?:(?:the|its|a|an|hm|his|her|majesty's|probation)\s){{0,3}}(?:\w+\s)?"
    r"(?:inspectors|inspectorate|report|watchdog|findings)\b",
    re.IGNORECASE,
)
_THEN_OUT = re.compile(
    r",?\s(?:the\s|its\s|their\s)(?:\w+\s)?(?:reports?|results?|findings|verdict)\s(?:came|is|are|was|were)"
    r"\s(?:out|published|released|made public)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:reports?|inspection|inspectors|inspectorate\w*|findings|verdict|watchdog|ofsted|cqc|"
    r"hmi\w*|hmic\w*|review|document|dossier|embargo\w*|grades?|graded|rated|ratings?|results?|"
    r"judgements?|conclusions|immediate (?:use|release)|(?:press|news|media) release)\b",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:reports?|findings|verdict|review|document|dossier|grades?|results?|judgements?|volumes)\b",
    re.IGNORECASE,
)
_TO_BE_PUBLISHED = re.compile(r"\b(?:will|to be|due|expected|planned)\b.{0,40}$")
_OTHER_PAPER = re.compile(
    r"\b(?:action plan|improvement plan|strategy|statistics|response|figures were|consultation|"
    r"guidance|statement|book|accounts|budget|minutes|inquiry|inquest|licence|custody|prison in|"
    r"from (?:prison|jail|custody))\b",
    re.IGNORECASE,
)
_TODAYS_REPORT = re.compile(
    r"\b(?:today's|this morning's|yesterday's)\s(?:\w+\s){0,2}?(?:report|findings|verdict|"
    r"inspection|publication|judgement|rating)\b|\b(?:report|verdict|findings)\s(?:\w+\s){0,3}?"
    r"(?:today|this morning|yesterday)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:last (?:inspected|inspection|visit\w*|report\w*|looked|rated|time|full|judged|graded|"
    r"grade|rating|examined|assessed|put under)|"
    r"previous(?:ly)? (?:inspect\w*|visit|report|judged|rated|graded)|previous \w+ inspection|"
    r"(?:earlier|prior) (?:inspection|visit|report)|previous(?:ly)?)\b",
    re.IGNORECASE,
)
_SAME_AS = re.compile(
    r"\b(?:the same (?:\w+ ){0,3}?as|as it (?:was|did|had|stood)|unchanged (?:from|since)|where it "
    r"stood)\s(?:it\s\w+\s)?(?:in\s)?$",
    re.IGNORECASE,
)
_JUDGED_BEFORE = re.compile(
    r"\b(?:it|unit|prison|jail|service|team|force|school|home|trust|company|region|division|pdu) "
    r"(?:was|had|had been|was last|had last been) (?:\w+ )?(?:inspected|visited|examined|rated|"
    r"graded|judged|marked|managed|been|praised|criticised|found)\b",
    re.IGNORECASE,
)
_SCORED_THEN = re.compile(r"^[\s\"']*(?:Back )?In (?:\w+ )?$")
_THEN_JUDGED = re.compile(
    r",? (?:it|the \w+|[A-Z][\w ]{2,50}?) (?:had )?(?:scored|was (?:told|rated|graded|judged|"
    r"found|marked|criticised)|were|got|received|managed)\b"
)
_EARLIER_VISIT = re.compile(r"\s(?:full\s)?(?:inspection|visit|check|inspectorate report)\b")
_BEGAN = re.compile(
    r"\b(?:set up|formed|created|opened|established|launched|founded|merged|appointed)\s"
    r"(?:back\s)?(?:in\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_REPORTED_ON = re.compile(r"\b(?:was|were|had been) (?:also )?reported on in (?:\w+ )?$")
_TO = re.compile(r"\s(?:and|to|until)\s(?:the\s(?:\w+\s(?:week\s)?of\s)?)?|\s?-\s?")
_WEEK = re.compile(r"\b(?:(?:this|last) week(?:'s)?|this month's)(?!\w)", re.IGNORECASE)
_WEEKS_REPORT = re.compile(
    r"(?:\b(?:reports?|findings|verdict|results?|review|study)\b[^.;]{0,60}\b|^)"
    r"(?:this|last) week\b|"
    r"\b(?:(?:this|last) week's|this month's)\s(?:\w+\s){0,2}?(?:reports?|findings|verdict)",
    re.IGNORECASE,
)
_REACH = 90
"""Characters between a cue and its date."""


@dataclass(frozen=True)
class Timed:
    """A date with its place and how sure the reading is (0 to 1)."""

    value: str
    place: Place
    confidence: float


def find_inspected(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the inspection took place, the surest first."""
    found = []
    for number, passage in enumerate(reading.passages):
        text = passage.text
        if not _INSPECTED.search(text):
            continue
        for date in _joined(text, find_dates(text, today)):
            clause = _of_the_visit(text, date)
            if date.told_from_today or is_about_the_past(clause, today.year if today else None):
                continue
            sure = _is_inspection_date(text, date)
            date = _not_too_exact(text, date)
            if sure and not _is_to_come(date.value, today):
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    return sorted(found, key=lambda timed: (-timed.confidence, -len(timed.value)))


def _of_the_visit(text: str, date: StatedDate) -> str:
    """A date's clause from "and was visited", where one does, to the comma after the date."""
    clause = _clause(text, date.start, date.end)
    at = clause.find(text[date.start : date.end])
    starts = [match.end() for match in _AND_VISITED.finditer(clause, 0, at)]
    low = starts[-1] if starts else 0
    after = _YEARS_AFTER.search(clause, at)
    return clause[low : after.start() if after else len(clause)]


def _is_to_come(value: str, today: Today | None) -> bool:
    return today is not None and value[:4].isdigit() and int(value[:4]) > today.year


def _not_too_exact(text: str, date: StatedDate) -> StatedDate:
    """The month of a day on which a visit began, ended or went on: visits last for days."""
    before = text[max(0, date.start - 40) : date.start]
    on_a_day = re.search(r"\bon\s(?:\w+day,?\s)?$", before)
    edge = re.search(r"\b(?:beg[au]n|end(?:ed|ing)|start(?:ed|ing)|finished)\b", before)
    several = re.match(r",?\sand\s\d", text[date.end :])
    exact = len(date.value) == 10 and date.value[:4].isdigit()
    if not exact or (on_a_day and not edge and not several):
        return date
    return StatedDate(date.start, date.end, date.value[:7])


def _is_inspection_date(text: str, date: StatedDate) -> float:
    """How surely a date is that of an inspection: 0 where it is not."""
    before = text[max(0, date.start - _REACH) : date.start]
    after = text[date.end : date.end + _REACH]
    if re.match(r"'s\s(?:\w+\s)?(?:visit|inspection|fieldwork)", after):
        return 0.9
    if re.search(r"\bfrom\s$", before) and " " not in text[date.start : date.end].strip():
        return 0.0
    if len(date.value) == 7 and before.endswith(("in ", "In ")) and _TEAM_CAME.match(after):
        return 0.7
    if re.match(r"\s(?:\w+\s)?(?:visit|inspection|fieldwork)\b", after):
        return 0.9
    if re.search(
        r"\b(?:after|following)\s(?:an?\s(?:\w+\s)?(?:visit|inspection)|visiting|visits)\s"
        r"(?:there\s)?(?:in|last|on|over|during)\s(?:the\s|early\s|late\s)?$",
        before,
    ):
        return 0.9
    cues = list(_CARRIED_OUT.finditer(before))
    if not cues or not _INSPECTED.search(before):
        return 0.0
    between = before[cues[-1].start() :]
    if before[: cues[-1].start()].endswith(" first "):
        return 0.0
    if _NOT_INSPECTED.search(between) or re.search(r"[;.]\s", between):
        return 0.0
    strong = re.search(r"inspect|visit|fieldwork|took place|carried out|on site", between, re.I)
    joined = re.search(
        r"\b(?:in|on|during|between|from|last|this|of|late|early|over|to|beginning|week|weeks|and)"
        r"\s+(?:\w+\s)?$",
        before,
    )
    if not joined and not date.value[:4].isdigit():
        return 0.0
    if not (joined or strong):
        return 0.0
    return (0.95 if strong else 0.6) - 0.3 * (
        len(date.value) == 4 and " " not in text[date.start : date.end]
    )


def _joined(text: str, dates: Sequence[StatedDate]) -> list[StatedDate]:
    """The dates with "between May and July" made one, as precise as both ends share."""
    joined: list[StatedDate] = []
    for date in dates:
        if joined and _TO.fullmatch(text[joined[-1].end : date.start]):
            first = joined.pop()
            value = _shared(first.value, date.value) or _as_written(text, first, date)
            if value:
                joined.append(StatedDate(first.start, date.end, value))
            continue
        joined.append(date)
    return joined


def _as_written(text: str, first: StatedDate, last: StatedDate) -> str | None:
    """The words of a stretch whose year is open; None where only one end's is."""
    if first.value[:4].isdigit() or last.value[:4].isdigit():
        return None
    words = text[first.start : last.end].strip(" ,.")
    between = text[: first.start].endswith("between ")
    return words.replace(" and ", " to ") if between else words


def _shared(first: str, last: str) -> str | None:
    """What two dates share, from the year down; a first date of open year takes the last's."""
    if not first[:4].isdigit() and last[:4].isdigit():
        return last[:4]
    if not first[:4].isdigit() or first[:4] != last[:4]:
        return None
    return first[:7] if len(first) >= 7 and first[:7] == last[:7] else first[:4]


def find_published(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the report came out, the surest first."""
    found = []
    for number, passage in enumerate(reading.passages):
        dates = [*find_dates(passage.text, today), *_this_week(passage.text, today)]
        for date in dates:
            clause = _clause(passage.text, date.start, date.end)
            if is_about_the_past(clause, today.year if today else None):
                continue
            sure = _is_publication_date(passage.text, date)
            if sure:
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    return sorted(found, key=lambda timed: (-timed.confidence, -len(timed.value)))


def _this_week(text: str, today: Today | None) -> list[StatedDate]:
    """Weeks and months told from the article's day, as the month that they lie in."""
    found = []
    for match in _WEEK.finditer(text):
        month = _month_of(match.group().casefold(), today)
        if month:
            found.append(StatedDate(match.start(), match.end(), month, told_from_today=True))
    return found


def _month_of(words: str, today: Today | None) -> str | None:
    """The month of "this week" or "last week"; None where the week lies in two or is unknown."""
    if today is None or today.month is None:
        return None
    if today.day is None or words.startswith("this month"):
        return None if words.startswith("last") else f"{today.year}-{today.month:02d}"
    day = datetime.date(today.year, today.month, today.day)
    monday = day - datetime.timedelta(days=day.weekday() + 7 * words.startswith("last"))
    last = min(day, monday + datetime.timedelta(days=6))
    same = (monday.year, monday.month) == (last.year, last.month)
    return f"{monday.year}-{monday.month:02d}" if same else None


def _is_publication_date(text: str, date: StatedDate) -> float:
    low = max(0, date.start - _REACH)
    before, after = text[low : date.start], text[date.end : date.end + _REACH]
    nearby = before + " " + after
    if _OTHER_PAPER.search(nearby) or re.search(r"[;.]\s", before[-40:]):
        before = re.split(r"[;.]\s", before)[-1]
        if _OTHER_PAPER.search(before + after):
            return 0.0
    if _TO_BE_PUBLISHED.search(before):
        return 0.0
    cues = list(_PUBLISHED.finditer(before))
    if cues and _REPORT.search(before + after):
        between = before[cues[-1].end() :]
        if len(between) <= 50 and not _CARRIED_OUT.search(between):
            return 0.95
    hints = list(_CAME_TO_LIGHT.finditer(before))
    if hints and len(date.value) > 4 and _PAPER.search(before[: hints[-1].end()]):
        between = before[hints[-1].end() :]
        if len(between) <= 25 and not _CARRIED_OUT.search(between):
            return 0.85
    if _WEEK.fullmatch(text[date.start : date.end]):
        around = text[low : date.end + 30]
        return 0.7 if _WEEKS_REPORT.search(around) else 0.0
    return _told_from_today(text, date, before, after) if date.told_from_today else 0.0


def _told_from_today(text: str, date: StatedDate, before: str, after: str) -> float:
    """How surely a report came out on a day that is told from the article's own."""
    if _ANNOUNCED.search(before):
        return 0.6
    if _THEN_OUT.match(after):
        return 0.8
    reported = any(
        match.start() < date.end and date.start < match.end()
        for match in _TODAYS_REPORT.finditer(text)
    )
    then = re.match(r"\s?,?\s?(?:published|released|issued)\b", after)
    around = before + text[date.start : date.end] + after[:30]
    if _RATED_TODAY.search(around) or _TODAY_BY.match(text[date.start :]):
        return 0.6
    return 0.8 if reported or then else 0.0


def find_previous_dates(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the inspection before this one was, the surest first.

    Of several years told of with equal sureness the latest comes first.
    """
    found = []
    for number, passage in enumerate(reading.passages):
        text = passage.text
        for date in find_dates(text, today):
            if date.told_from_today or not date.value[:4].isdigit():
                continue
            sure = _is_previous_date(_clause(text, date.start, date.end), text, date, today)
            if sure:
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    found.sort(key=lambda timed: timed.value, reverse=True)
    return sorted(found, key=lambda timed: -timed.confidence)


def _is_previous_date(clause: str, text: str, date: StatedDate, today: Today | None) -> float:
    before = text[max(0, date.start - 60) : date.start]
    if _BEGAN.search(before):
        return 0.0
    if _BEFORE.search(clause):
        return 0.9
    if _SAME_AS.search(before):
        return 0.85
    then = today is None or int(date.value[:4]) < today.year
    if _EARLIER_VISIT.match(text, date.end) and len(date.value) == 4:
        long_ago = today is not None and int(date.value) < today.year - 1
        return 0.85 if long_ago or re.search(r"\bits\s$", before) else 0.0
    if then and _REPORTED_ON.search(before):
        return 0.85
    if then and _SCORED_THEN.search(text[: date.start]) and _THEN_JUDGED.match(text, date.end):
        return 0.6
    judged = _JUDGED_BEFORE.search(text[max(0, date.start - _REACH) : date.end + _REACH])
    return 0.6 if then and judged else 0.0


def _clause(text: str, start: int, end: int) -> str:
    low = max((text.rfind(mark, 0, start) for mark in (";", " but ", " while ")), default=-1)
    high = min(
        (at for mark in (";", " but ", " while ") if (at := text.find(mark, end)) >= 0),
        default=len(text),
    )
    return text[max(0, low + 1, start - 160) : min(high, end + 160)]

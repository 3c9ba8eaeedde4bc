"""When a service was inspected."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inspections.dates import StatedDate, Today, find_dates
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.tense import is_about_the_past
from pipeline.inspections.timed import REACH, Timed, clause_of, surest_first

__all__ = ["find_inspected"]

_INSPECTED = re.compile(
    r"\b(?:(?:was|were|been|being|re-?)\s?(?:inspected|visited|seen|assessed)|inspected|inspection|"
    r"inspections|fieldwork|inspectors|inspection team|inspectorate|visit|visited|visits|"
    r"revisit\w*|on site|unannounced|looked at (?:by|over|in)|evidence was gathered|regulator|cqc|"
    r"ofsted|watchdog|hmi\w*|they (?:were (?:at|in|with|on)|went to))\b",
    re.IGNORECASE,
)
_CARRIED_OUT = re.compile(
    r"\b(?:took place|carried out|conducted|ran|undertaken|inspected|visit\w*|seen|came|called|"
    r"spent|arrived|descended|(?<!where they )were (?:there|on site|in)|was (?:there|in)|looked at|"
    r"fieldwork|went in|(?<!be )completed|sent (?:back|in)|assessed|inspection (?:in|of|last|"
    r"between|"
    r"from)|unannounced|read \d+ \w+|saw|"
    r"looked at (?:by|over|in)|evidence was gathered|re-?visited|re-?inspected|straddled|"
    r"went (?:back|to|through)|returned|were (?:at|with)|took part|pored over|turned up|"
    r"on the wings|was held|was conducted|"
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
    r"due|likely|scheduled|set to|by$|until|before|review|plan to|expected|sentenced|beg[au]n|"
    r"cases that|planned|"
    r"took (?:over|charge)|unification|unified|created|elected|released (?:on|in)|abolished|"
    r"after|following|hired|budget|recommendations|took effect|came into force)\b",
    re.IGNORECASE,
)
_VISIT_NEXT = re.compile(r"(?:'s)?\s(?:\w+\s)?(?:visit|inspection|fieldwork)\b")
_AFTER_A_VISIT = re.compile(
    r"\b(?:(?:inspection|visit|fieldwork),\s|on their return\s)(?:which was\s)?(?:in|on|over|"
    r"during)\s$|"
    r"\b(?:after|following|follows|followed)\s(?:an?\s(?:\w+\s)?(?:visit|inspection)|visiting|"
    r"visits)\s"
    r"(?:there\s)?(?:(?:in|last|on|over|during)\s(?:the\s|early\s|late\s)?)?$"
)
_STRONG = re.compile(
    r"inspect|visit|fieldwork|took place|carried out|on site|returned|on the wings", re.IGNORECASE
)
_JOINED = re.compile(
    r"\b(?:in|on|during|between|from|last|this|of|late|early|over|to|beginning|week|weeks|and|"
    r"straddled|spanned)\s+(?:\w+\s)?$"
)
_TEAM_WORKED = re.compile(
    r"\b(?:inspectors|inspection team)\b,?(?:\s(?:who|which|from)\b)?[^,.;\"]{0,40}?\s"
    r"(?:turned|opened|pulled|read|studied|worked|went|watched|sampled|pored|examined|were|"
    r"stayed|dipped|reviewed)\b"
    r"[^,;\"]{0,60}$",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\s?,?\s(?:said|says|saw|found|finds?|concluded|heard|reported|praised|criticised|to see)\b"
)
"""What opens what the inspectors said; its tenses are not those of their visit."""
_SINCE = re.compile(
    r"\bsince\s(?:its|our|their|the)\s$|\bsince\s(?:it|they|the\s\w+)\s(?:was|were|had been)\s"
    r"(?:\w+\s){1,2}(?:in|on)\s$"
)
_I_WENT = re.compile(r"\bI\s(?:\w+\s)?(?:visited|went|called|saw|inspected)\b[^.;]*$")
"""A visit by whoever writes, who is no team of inspectors."""
_OF_OLD = re.compile(
    r"\brecommendations\s(?:that\s)?(?:\w+\s)?(?:made|from)\b[^.;]*\b(?:inspection|report|visit)\s"
    r"(?:in|of|from)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_TO_RETURN = re.compile(
    r"\bwill\s(?:\w+\s)?(?:be\s(?:re-?)?(?:inspected|visited)|return|come back|re-?inspect|visit)\b"
    r"[^.;]*$"
)
_ITS_UNITS = re.compile(
    r"\b(?:its|(?:of\s)?(?:those|these|its|the region's))\s(?:[\w-]+\s){0,3}(?:units|offices|"
    r"pdus)\s"
    r"(?:(?:were|was|had|have|been|all|each)\s)+(?:\w+\s)?(?:inspected|visited)\b",
    re.IGNORECASE,
)
"""Visits to parts of a service, which are not that to the service itself."""
_FIGURES = re.compile(r"\d")
_LONG_REACH = 170
"""Characters before a date in which a visit may be told of."""
_TO = re.compile(
    r"\s(?:and|to|until)\s(?:early\s|late\s|mid-|the\s(?:\w+\s(?:week\s)?of\s)?)?|\s?-\s?"
)


def find_inspected(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the inspection took place, the surest first."""
    found = []
    for number, passage in enumerate(reading.passages):
        text = passage.text
        if not _INSPECTED.search(text):
            continue
        for date in _joined(text, find_dates(text, today)):
            clause = _of_the_visit(text, date)
            relative = date.told_from_today or date.ago
            if relative or is_about_the_past(clause, today.year if today else None):
                continue
            sure = _is_inspection_date(text, date)
            date = _not_too_exact(text, date)
            if sure and not _is_to_come(date.value, today):
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    return surest_first(found)


def _of_the_visit(text: str, date: StatedDate) -> str:
    """A date's clause from "and was visited", where one does, to the comma after the date."""
    clause = clause_of(text, date)
    at = clause.find(text[date.start : date.end])
    starts = [match.end() for match in _AND_VISITED.finditer(clause, 0, at)]
    low = starts[-1] if starts else 0
    after = _YEARS_AFTER.search(clause, at) or _SAID.match(clause, at + date.end - date.start)
    return clause[low : after.start() if after else len(clause)]


def _is_to_come(value: str, today: Today | None) -> bool:
    return today is not None and value[:4].isdigit() and int(value[:4]) > today.year


def _not_too_exact(text: str, date: StatedDate) -> StatedDate:
    """The month of a day on which a visit began, ended or went on: visits last for days."""
    before = text[max(0, date.start - 40) : date.start]
    on_a_day = re.search(r"\bon\s(?:\w+day,?\s)?$", before)
    edge = re.search(r"\b(?:beg[au]n|end(?:ed|ing)|start(?:ed|ing)|finished|arrived)\b", before)
    several = re.match(r",?\sand\s\d", text[date.end :])
    exact = len(date.value) == 10 and date.value[:4].isdigit()
    if not exact or (on_a_day and not edge and not several):
        return date
    return StatedDate(date.start, date.end, date.value[:7])


def _is_inspection_date(text: str, date: StatedDate) -> float:
    """How surely a date is that of an inspection: 0 where it is not."""
    before = re.split(r"[;.]\s", text[max(0, date.start - _LONG_REACH) : date.start])[-1]
    after = text[date.end : date.end + REACH]
    if any(other.search(before) for other in (_SINCE, _I_WENT, _TO_RETURN, _ITS_UNITS, _OF_OLD)):
        return 0.0
    if _VISIT_NEXT.match(after):
        return 0.9
    if re.search(r"\bfrom\s$", before) and " " not in text[date.start : date.end].strip():
        return 0.0
    if len(date.value) == 7 and before.endswith(("in ", "In ")) and _TEAM_CAME.match(after):
        return 0.7
    if _AFTER_A_VISIT.search(before):
        return 0.9
    year_alone = len(date.value) == 4 and " " not in text[date.start : date.end]
    return max(0.0, _after_visit(before, date) - 0.3 * year_alone)


def _after_visit(before: str, date: StatedDate) -> float:
    """How surely the words before a date tell of a visit on it."""
    joined = _JOINED.search(before) or date.value.isalpha()
    cues = list(_CARRIED_OUT.finditer(before))
    if cues and _INSPECTED.search(before):
        between = before[cues[-1].start() :]
        if before[: cues[-1].start()].endswith(" first ") or _NOT_INSPECTED.search(between):
            return 0.0
        strong = _STRONG.search(between)
        if not joined and (not strong or not date.value[:4].isdigit()):
            return 0.0
        return 0.95 if strong else 0.6
    worked = joined and _TEAM_WORKED.search(before)
    return 0.5 if worked and not _NOT_INSPECTED.search(worked.group()) else 0.0


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
    """The words of a stretch over two years, or whose year is open; None where they tell a year."""
    told = first.value[:4].isdigit(), last.value[:4].isdigit()
    if told[0] != told[1] or (told[0] and _FIGURES.search(text[first.start : last.end])):
        return None
    words = text[first.start : last.end].strip(" ,.")
    between = text[: first.start].endswith("between ")
    words = re.sub(r" (?:this|last) year$", "", words)
    if between and not _FIGURES.search(words):
        return f"between {words}"
    return words.replace(" and ", " to ") if between else words


def _shared(first: str, last: str) -> str | None:
    """What two dates share, from the year down; a first date of open year takes the last's."""
    if not first[:4].isdigit() and last[:4].isdigit():
        return last[:4]
    if not first[:4].isdigit() or first[:4] != last[:4]:
        return None
    return first[:7] if len(first) >= 7 and first[:7] == last[:7] else first[:4]

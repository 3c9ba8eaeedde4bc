"""When a service was inspected before."""

from __future__ import annotations

import re

from pipeline.inspections.dates import StatedDate, Today, find_dates
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.timed import REACH, Timed, clause_of

__all__ = ["find_previous_dates"]

_INSPECTORS = (
    r"(?:inspectors|inspectorate|watchdog|ofsted|cqc|hmic?\w*(?:\s(?:probation|prisons))?)"
)
_JUDGED = (
    r"(?:inspected|visited|examined|rated|graded|judged|marked|praised|criticised|condemned|"
    r"assessed|told (?:that\s)?(?:to|it|they)|placed in|put in(?:to)?|found|described)"
)
_BEFORE = re.compile(
    r"\b(?:last (?:inspected|inspection|visit\w*|report\w*|looked|rated|time|full|judged|graded|"
    r"grade|rating|examined|assessed|put under)|last (?:went|came) (?:in|back|to)|"
    r"last (?:carried out|conducted|being|had an?)|"
    r"previous(?!\s(?:post-?holder|head|manager|chief|governor|director|leader|owner|provider|"
    r"contract\w*|employer|company|minister|government|conviction|offence|year|month|week)s?\b)|"
    r"(?:earlier|prior) (?:inspection|visit|report)|previously|first inspected|"
    r"last time (?:that )?(?:inspectors|they|it)|"
    r"for the first time since|not had a (?:full )?(?:\w+ )?inspection since|"
    r"first (?:\w+ )?(?:inspection|visit)(?: (?:of|at|to) [^,.;]{3,40})? since"
    r"(?=\s(?:\w+\s){0,3}(?:19|20)\d\d\b)(?!\s\w+ing\b)|"
    r"since (?:it|they) (?:was|were) (?:inspected|visited|rated|judged)|"
    r"not (?:been )?inspected since)\b",
    re.IGNORECASE,
)
_FIRST_VISIT = re.compile(rf"\b{_INSPECTORS}\sfirst\s(?:visited|inspected|called|came)\b", re.I)
_TO_COME = re.compile(
    r"\b(?:likely|will|expected|scheduled|planned|due|next)\b[^.;]*$", re.IGNORECASE
)
_SAME_AS = re.compile(
    r"\b(?:the same (?:\w+ ){0,3}?as|as (?:it|they) (?:was|were|did|had(?: been)?|stood)|"
    r"unchanged (?:from|since)|where it "
    r"stood)\s(?:it\s\w+\s)?(?:in\s)?$",
    re.IGNORECASE,
)
_JUDGED_BEFORE = re.compile(
    r"\b(?:it|units?|prison|jail|service|team|force|school|home|trust|company|region|division|pdu|"
    r"they|both)\s(?:was|were|had|had been|have been|was last|had last been)\s(?:\w+\s)?"
    rf"{_JUDGED}\b[^,.;]{{0,60}}$|\b(?:it|they)\shad\sbeen\sa\s(?:notch|grade|step|"
    rf"rung)\s[^,.;]{{0,20}}$",
    re.IGNORECASE,
)
_THEN_WAS_JUDGED = re.compile(
    r",?\s(?:[\w\s]{0,30},\s)?(?:it|they|both|the\s(?:[\w-]+\s){1,3}?)\s?(?:was|were|had been)\s"
    rf"(?:\w+\s)?{_JUDGED}\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"[\s\"']*(?:[Aa] year ago, )?(?:[Bb]ack )?[Ii]n (?:\w+ )?")
_JUDGED_THEN = re.compile(
    rf"\b(?:{_JUDGED}|improvement|(?:poor|earlier|critical|damning|bad|last|previous)\s(?:\w+\s)?"
    r"(?:rating|grade|inspection|report)(?:\sof\s[^,.;]{1,40})?)"
    r"[\"']?,?\s(?:(?:back\s)?in|from)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
"""What a bare year may follow as the time of an earlier judgement: "criticised in (2023)"."""
_THEN_INSPECTED = re.compile(
    rf"(?:,\s[^,.;]{{3,60}},)?[,:]?\s(?:when\s)?(?:the\s)?(?:regulator|{_INSPECTORS})\s(?:had\s)?(?!will\b|would\b)\w+\b",
    re.IGNORECASE,
)
_SCORED_THEN = re.compile(r"^[\s\"']*(?:Back )?In (?:\w+ )?$")
_THEN_JUDGED = re.compile(
    r",? (?:it|the \w+|[A-Z][\w ]{2,50}?) (?:had )?(?:scored|was (?:considered|told|rated|"
    r"graded|judged|"
    r"found|marked|criticised|praised|given|handed|put|placed|awarded|assessed)|were|got|"
    r"received|managed)\b"
)
_EARLIER_VISIT = re.compile(r"\s(?:full\s)?(?:inspection|visit|check|inspectorate report)\b")
_THEIR = re.compile(r"\b(?:its|our|since\s(?:the|their))\s$", re.IGNORECASE)
_AGO = re.compile(
    rf"\b(?:{_JUDGED}|inspection|inspected|visit|told)\b[^.;]{{0,50}}$",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:set up|formed|created|opened|established|launched|founded|merged|appointed)\s"
    r"(?:back\s)?(?:in\s)?(?:\w+\s)?$",
    re.IGNORECASE,
)
_CHANGE_FROM = re.compile(
    r"\b(?:up|down|change|improvement|drop|rise|fall|step) from (?:\w+ )?$", re.I
)
_THEN_NAMED = re.compile(
    r",?\swhen\s(?:it|they)\s(?:was|were)\s(?:still\s)?(?:known as|called|part of)\b"
)
"""What says that a service was another one then."""
_CHANGE_SINCE = re.compile(
    r"\b(?:deteriorated|fallen|fell|dropped|slipped|declined|improved|risen|rose|gone|went|moved|up|"
    r"down|lifted|raised)\sfrom\s[\w\s'\"]{3,40}\sin\s$",
    re.IGNORECASE,
)
"""What leads to the year of a former grade: "deteriorated from good in (2018) to poor"."""
_WHEN_JUDGED = re.compile(
    rf",\swhen\s(?:it|they|both|the\s\w+)\s(?:was|were|had been)\s(?:\w+\s)?{_JUDGED}\b",
    re.IGNORECASE,
)
_DONE_SINCE = re.compile(r"\b(?:done|made|happened|changed|achieved)\ssince\s(?:\w+\s)?$")
_MADE_THEN = re.compile(
    r"\brecommendations\b[^.;]{0,80}\b(?:inspection|report|visit)\s(?:in|of|from)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_THEN_MET = re.compile(r"\b(?:achieved|implemented|met|completed|carried out)\b", re.IGNORECASE)
"""What has become of recommendations that were made some time ago."""
_BY_ANOTHER = re.compile(
    rf"\bby\s(?:the\s)?(?!(?:{_INSPECTORS}|his majesty|her majesty|hm|estyn|care|"
    rf"education scotland|"
    r"healthcare|national\sinspectors)\b)(?-i:[A-Z])[\w ]{3,60}\s(?:back\s)?in\s$",
    re.IGNORECASE,
)
_RATED_SOME_TIME = re.compile(
    r"\b(?:was|were)\s(?:\w+\s)?(?:rated|graded|judged|inspected|"
    r"assessed)\b[^,.;]{0,70}\sin\s(?:\w+\s)?$"
)
_REPORTED_ON = re.compile(r"\b(?:was|were|had been) (?:also )?reported on in (?:\w+ )?$")
_OTHER_BODY = re.compile(r"\b(?:the|its) (?:old|former)\b|\bpredecessors?\b", re.IGNORECASE)
_ANOTHER = re.compile(
    r"\b(?:still separate|former boundaries|belonged to|(?:trust|company|council) (?:that|"
    r"which) runs|"
    r"that (?:it )?replaced)\b",
    re.IGNORECASE,
)
"""What makes a rating told of in a sentence that of another body than the unit."""
_OTHERS_WORK = re.compile(
    r"\b(?:framework|methodology|programme|scheme|act|law|review of|figures?|statistics|targets?|"
    r"convicted|jailed|sentenced|murder\w*|killed|died|arrested|unification|reunified)\b",
    re.IGNORECASE,
)
_VISIT_MONTHS = 10
"""Months between a visit and the article on its report, at most."""


def find_previous_dates(reading: Reading, today: Today | None) -> list[Timed]:
    """When the article says that the inspection before this one was, the surest first.

    Of several years told of with equal sureness the latest comes first.
    """
    found = []
    latest = _latest(reading)
    for number, passage in enumerate(reading.passages):
        text = passage.text
        for date in find_dates(text, today):
            if date.told_from_today or not date.value[:4].isdigit():
                continue
            if _TO_COME.search(text[max(0, date.start - REACH) : date.start]):
                continue
            now = today or (latest if len(date.value) > len("2024") else None)
            sure = _sureness(text, date, now)
            if sure:
                found.append(Timed(date.value, Place(number, date.start, date.end), sure))
    found.sort(key=lambda timed: timed.value, reverse=True)
    return sorted(found, key=lambda timed: -timed.confidence)


def _latest(reading: Reading) -> Today | None:
    """The latest year that an article names: as far as it is known, its own."""
    years = [
        int(date.value[:4])
        for passage in reading.passages
        for date in find_dates(passage.text, None)
        if date.value[:4].isdigit()
    ]
    return Today(max(years)) if years else None


def _sureness(text: str, date: StatedDate, today: Today | None) -> float:
    """How surely a date is that of the inspection before: 0 where it is not."""
    clause, before = clause_of(text, date), text[max(0, date.start - 60) : date.start]
    then = _is_long_ago(date.value, today)
    if _BEGAN.search(before):
        return 0.0
    if date.ago:
        return 0.6 if _AGO.search(text[max(0, date.start - REACH) : date.start]) else 0.0
    if _BEFORE.search(clause):
        return 0.9
    if _SAME_AS.search(before):
        return 0.85
    if _DONE_SINCE.search(before) and _WHEN_JUDGED.match(text, date.end):
        return 0.9
    if _MADE_THEN.search(text[: date.start]) and _THEN_MET.search(text):
        return 0.8
    if _EARLIER_VISIT.match(text, date.end) and len(date.value) == 4:
        long_ago = today is not None and int(date.value) < today.year - 1
        return 0.85 if long_ago or _THEIR.search(before) else 0.0
    return _told_of_then(text, date, before) if then else 0.0


def _is_long_ago(value: str, today: Today | None) -> bool:
    """Whether a date lies in an earlier year, and too far back for the visit now reported."""
    if today is None:
        return True
    months = 12 * (today.year - int(value[:4]))
    if len(value) >= 7 and today.month is not None:
        return months + today.month - int(value[5:7]) >= _VISIT_MONTHS
    return months > 0


def _told_of_then(text: str, date: StatedDate, before: str) -> float:
    """How surely a clause about a year before the article's tells of an inspection then."""
    if (
        _THEN_NAMED.match(text, date.end)
        or _OTHER_BODY.search(text, date.end, date.end + 60)
        or _ANOTHER.search(text)
    ):
        return 0.0
    if _BY_ANOTHER.search(before):
        return 0.0
    if _REPORTED_ON.search(before):
        return 0.85
    if _CHANGE_SINCE.search(text[: date.start]) and text[date.end :].startswith(" to "):
        return 0.8
    if _CHANGE_FROM.search(before) and text[date.end :].startswith(", when "):
        return 0.85
    if _RATED_SOME_TIME.search(text[max(0, date.start - REACH) : date.start]):
        return 0.6
    opens = _SCORED_THEN.search(text[: date.start])
    if opens and (_THEN_JUDGED.match(text, date.end) or _THEN_INSPECTED.match(text, date.end)):
        return 0.6
    around = text[max(0, date.start - REACH) : date.start]
    if _OTHERS_WORK.search(around):
        return 0.0
    if _FIRST_VISIT.search(around):
        return 0.6
    if _OPENING.fullmatch(text[: date.start]) and _THEN_WAS_JUDGED.match(text, date.end):
        return 0.6
    if _JUDGED_BEFORE.search(around) or (len(date.value) < 10 and _JUDGED_THEN.search(before)):
        return 0.6
    return 0.0

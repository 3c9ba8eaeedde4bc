"""Whether a clause tells of an earlier inspection, by its tense, its dates and what it compares."""

from __future__ import annotations

import re

from pipeline.inspections.wording import BECAME, HANDED, NOUN, RATED

__all__ = ["entry_year", "is_about_the_past", "is_past_rating", "year_of_rating"]

_PAST = re.compile(
    r"\b(?:previous(?:ly)?|last (?:inspect\w*|visit\w*|rated|report\w*|time|looked|reviewed|"
    r"full|had|"
    r"carried|conducted|"
    r"judged|graded|check\w*|called|came|grade\b|rating\b)|"
    r"(?:earlier|prior|former) (?:inspect\w*|visit|report|rating|grade)|"
    r"had (?:\w+ ){0,2}(?:been|received|got|managed|earned|held|scored|come|told|rated|judged|"
    r"graded|found|called|put|marked|dropped|edged|given|taken|stood)|formerly|"
    r"(?:years?|months) (?:ago|earlier|before|previously|after)|compared (?:with|to)|"
    r"predecessor\w*|before (?:that|then)|used to be|was once|"
    r"its first inspection(?! (?:under|since|as)\b)|"
    r"at (?:that|the|its|an?) (?:first|earlier|initial|previous) (?:inspection|visit)|"
    r"at the time(?! of (?:the|this) (?:visit|inspection|fieldwork))|"
    r"following an? inspection in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|after being (?:rated|graded|judged)|since being (?:rated|graded|judged)|having "
    r"been(?: \w+)?|after it was (?:rated|graded|judged)|after)\s(?:an?\s|the\s|its\s)?"
    rf"(?:previous\s|earlier\s|former\s|last\s|overall\s|(?:{NOUN})\sof\s)*[\"']*$",
    re.IGNORECASE,
)
_LOST = re.compile(
    r"\b(?:lost|loses|losing|stripped of|(?:lifted|climbs?|climbed|moved|come|came|brought|taken|"
    r"pulled) out of)\s(?:(?:its|their|the)\s)?(?:overall\s|coveted\s|previous\s|"
    rf"(?:{NOUN})\sof\s)*[\"']*$",
    re.IGNORECASE,
)
"""What a service no longer is ("lifted out of 'inadequate'", "lost its 'good' rating")."""
_BRACKETED = re.compile(r"\((?:\w+\s)?(?:19|20)\d\d:\s[\"']*$")
_FORMERLY = re.compile(r"\((?:\w+\s)?(?:19|20)\d\d:[^()]*\)?")
"""What dates a former rating beside the new one ("Good (2022: Inadequate)")."""
_SINCE = re.compile(r"\bsince\b.*$")
_JUST_NOW = re.compile(
    r"[\w ]+[\"']*\s(?:today|yesterday|(?:earlier )?this (?:week|month|morning)|last week|"
    r"on (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)
"""What follows a rating that is news, whatever stands before ("after being rated Good today")."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THEN = re.compile(
    r"[\s\"']*(?:Back )?[Ii]n (?:\w+ )?(?P<year>(?:19|20)\d\d),? "
    r"(?:it|they|the|its|his|her|that|[A-Z]\w+)\b[^,;]{0,60}?\b(?:was|were|got|received|came|"
    r"found)\b"
)
_OF_THE_YEAR = re.compile(
    r"(?:\bin\s(?:\w+\s)?|\()(?P<after>(?:19|20)\d\d)\b|^[\s\"']*(?:Back )?[Ii]n (?:\w+ )?"
    r"(?P<before>(?:19|20)\d\d)\b"
)
_BY_ITS_DATE = re.compile(
    r"[\"')]*(?:\s(?:overall|rating|grade|again|too|for \w+))?,?\s(?:\(|(?:back )?in\s)(?:\w+\s)?"
    r"(?P<year>(?:19|20)\d\d)\b(?!:)"
)
_ENTRY = re.compile(r"[\"' ]*(?:\d{1,2}\s)?(?:[A-Z]\w+\s)?(?P<year>(?:19|20)\d\d)(?:\s?:|\s-)\s")
_LAST_SEASON = re.compile(r"\blast (?:autumn|spring|summer|winter|year)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:same (?:as|grade as|mark as|rating as)|since|than|unlike|up from|down from|up on|from)\b"
    r"[^,;.]{0,60}"
)
_PRESENT = re.compile(
    rf"\b(?:(?:has|have)(?!\sto\b)|(?:'s|'ve)(?=\s(?:\w+\s)?been\b))\s"
    rf"(?:now\s|again\s|also\s|just\s|today\s|once\s)*(?:been\s)?(?:{RATED}|"
    rf"{HANDED}|{BECAME})\b[^,;]{{0,80}}$|\b(?:is|are|remains?|requires?|moves|rises|drops|falls|"
    r"gets|earns|receives|comes out|emerges)\b[^,;]{0,30}$|\bnow\s[\"']*$",
    re.IGNORECASE,
)
_TO_A_RATING = re.compile(r"\bto(?: be)?(?: an?)?(?: overall)?[\s\"']*$")


def is_about_the_past(clause: str, article_year: int | None) -> bool:
    """Whether a clause tells of an earlier inspection."""
    if _PAST.search(clause):
        return True
    then = _THEN.match(clause)
    if then and (article_year is None or int(then["year"]) < article_year):
        return True
    years = [int(year) for year in _YEAR.findall(_COMPARED.sub(" ", clause))]
    return bool(years and article_year and max(years) < article_year - 1)


def is_past_rating(
    text: str, low: int, start: int, clause: str, *, article_year: int | None
) -> bool:
    """Whether a rating is an earlier inspection's: its tense, its date, "up from".

    Args:
        text: the passage.
        low: where the rating's clause begins.
        start: where the rating begins.
        clause: the clause's text.
        article_year: the article's own year, where known.

    """
    before, clause = text[low:start], _FORMERLY.sub("", clause)
    near = text[max(0, start - 80) : start]
    if (
        _BRACKETED.search(near)
        or _LOST.search(near)
        or (_FROM.search(near) and not _JUST_NOW.match(text, start))
    ):
        return True
    if _PRESENT.search(before) and not re.search(r"\bprevious(?:ly)?\b", before, re.IGNORECASE):
        return False
    if _TO_A_RATING.search(text[max(0, start - 20) : start]):
        clause = clause.split(" from ")[0]
    return bool(_LAST_SEASON.search(_SINCE.sub("", clause))) or is_about_the_past(
        clause, article_year
    )


def entry_year(text: str) -> int | None:
    """The year of a chronicle's entry ("October 2022: The unit is inspected ...")."""
    entry = _ENTRY.match(text)
    return int(entry["year"]) if entry else None


def year_of_rating(text: str, low: int, start: int, end: int) -> int | None:
    """The year in which a clause in the past tense puts a rating ("It was Good in 2018")."""
    before = text[low:start]
    if _PRESENT.search(before):
        return None
    after = _BY_ITS_DATE.match(text, end)
    if after:
        return int(after["year"])
    years = list(_OF_THE_YEAR.finditer(before))
    return int(years[-1]["after"] or years[-1]["before"]) if years else None

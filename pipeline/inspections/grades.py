"""Where an article rates something, and whether a whole service is rated, now or before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pipeline.inspections.events import Event, find_events, part_words
from pipeline.inspections.orders import is_order
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.targets import is_after_aside, is_of_part, rated_things
from pipeline.inspections.tense import entry_year, is_past_rating, year_of_rating
from pipeline.inspections.units import Unit
from pipeline.inspections.wording import (
    NOUN,
    OVERALL_IS,
    RatingWords,
    is_former_state,
    rating_words,
)

__all__ = ["Grade", "Target", "find_grades"]


class Target(StrEnum):
    """What a rating is a rating of."""

    UNIT = "unit"
    ALL = "all"
    OPEN = "open"


@dataclass(frozen=True)
class Grade:
    """A rating of a whole service.

    Attributes:
        rating: the official wording.
        place: where the rating's words stand.
        target: whether a unit is named or meant, all units are, or the text leaves it open.
        unit: index of the unit named; None where a generic word or pronoun stands for it.
        past: whether it is an earlier inspection's.
        weight: how plainly it is put, from 0 to 2.
        spelt_out: whether it is put in the scale's own words, not as "the lowest grade".
        year: the year in which a verb in the past tense puts it, if one does.

    """

    rating: str
    place: Place
    target: Target
    unit: int | None
    past: bool
    weight: float
    spelt_out: bool = True
    year: int | None = None


_CLAUSE_EDGE = re.compile(
    r";|\s-\s|,?\s(?:while|whilst|whereas|although|though|but|despite|even if|as well as)\s"
    r"|,\swith\s|\.\s|:\s(?=\w+\s\w+\s)|,\s(?:and|yet)\s(?=(?:its|the|their|it|they|[A-Z])\b)"
    r"|\sand\s(?=(?:its|their|the)\s)",
)
_UNREAL = re.compile(
    r"\b(?:if|could|would|might|whether|unless|hopes?|hoping|aims?|aiming|wants? to|ambition|on "
    r"track|should be|journey to|no longer|never|neither|nor|avoid\w*|short of|missed out|bid to|"
    r"scale|can be|may be|ranging|ranges|possible ratings|ratings? (?:are|range)|expects? to|until|"
    r"regain|restore|return to|towards|target of|spared|instead of|rather than|cannot|can't|"
    r"none of|isn't|wasn't|aren't|weren't|hasn't|haven't|doesn't)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|n't|hardly|almost|nearly|narrowly)\b", re.IGNORECASE)
_RATING_OF = re.compile(
    rf"\b(?:a|the|an overall|the overall|its overall) (?:{NOUN})(?:\sof|\sis|\swas|:) ?[\"']*$",
    re.IGNORECASE,
)
_LAST_TIME = re.compile(
    r"\blast (?:inspected|reported on|visited|looked at|graded)\b[^.;]{0,40}?,? with an? "
    r"(?:overall )?[\"']*$"
    r"|\b(?:[Ii]ts|'s) (?:last|previous) (?:report|inspection|grade|rating|visit)"
    r"(?:,? (?:back )?in (?:\w+ )?(?:19|20)\d\d,?)? (?:was|had been|found it)\s[\"']*$"
)
_OTHER_BODY = re.compile(
    r"\b(?:forerunner|former boundaries|still separate|belonged to|that (?:it )?replaced|"
    r"(?:before|until) (?:it|they|the \w+) (?:were |was )?(?:merged|split))\b",
    re.IGNORECASE,
)
_REPORT = re.compile(r"\breport$", re.IGNORECASE)
_WHOLE = re.compile(r"\b(?:overall|as a whole|across the board|in all areas)\b", re.IGNORECASE)
_OVERALL_NEXT = re.compile(r"[\"']*\soverall\b", re.IGNORECASE)
_SO_HAS = re.compile(
    r"(?:^|[,;.]\s|\sand\s|\s-\s)[\"']?(?:so|as)(?:\stoo)?"
    r"(?:'s|'ve|\s(?:has|have|had|did|does|do|was|were|is|are))\s"
    r"(?:(?:its|their|the|a)\s)?(?:[\w-]+\s){0,3}?(?:[\w-]+,\s)?$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"[\"' -]*(?:(?:so|overall|the)\s?)*(?:{NOUN})?\s?(?:is|was|:|-)?[\s\"']*$", re.IGNORECASE
)
_HEADED = re.compile(rf"[\"')]*\s?[:,-]\s(?:overall\s|(?:{NOUN}):?\s)?[\"']*$", re.IGNORECASE)
_BRACKETED = re.compile(r"\w[\"']? \((?:\w+\s)?(?:19|20)\d\d:\s[\"']*$")
_FORMERLY = re.compile(r"\s\((?:\w+\s)?(?:19|20)\d\d:[^()]{1,40}\)")
_LEAD = 6
"""Passages from the start in which a rating may be the unit's without saying so."""
_LEAD_BONUS = 0.2
"""Weight that a rating gains there: news gives the outcome first."""
_WINDOW = 240
"""Characters on either side of a rating that are read with it."""

_ANOTHER = re.compile(r"\b(?:it|this|that|they) (?:too|as well)\b", re.IGNORECASE)
"""Said of a further thing beside the one that the report is about ("It too was judged good")."""


def find_grades(
    reading: Reading, profile: ReadyProfile, units: Sequence[Unit], article_year: int | None
) -> tuple[Grade, ...]:
    """The ratings of whole services in an article, in its order.

    A rating of a part (its leadership), of other services in general, of the scale itself or of
    what might have been is left out, and so is one that the text only tells its reader to give.
    """
    if not profile.ratings:
        return ()
    parts = part_words(profile)
    found: list[Grade] = []
    entries: dict[int, int | None] = {}
    for number, passage in enumerate(reading.passages):
        if is_order(passage.text):
            continue
        year = entries.setdefault(passage.paragraph, entry_year(passage.text))
        events = find_events(reading, number, units, profile, parts)
        for words in rating_words(passage.text, profile):
            graded = _grades(passage.text, number, words, events, parts, article_year)
            found += [_of_entry(grade, year, article_year) for grade in graded]
        found += _echoes(passage.text, number, events, found)
    return tuple(found)


def _of_entry(grade: Grade, year: int | None, article_year: int | None) -> Grade:
    """A rating in a chronicle's entry is of the entry's year."""
    if year is None or article_year is None:
        return grade
    return replace(grade, past=year < article_year, year=year)


def _grades(
    text: str,
    number: int,
    words: RatingWords,
    events: Sequence[Event],
    parts: re.Pattern[str],
    article_year: int | None,
) -> Iterator[Grade]:
    start, end = words.start, words.end
    low = _clause_start(text, start, events)
    clause = text[low : _clause_end(text, end)]
    elsewhere = is_of_part(text, end, parts) or _ANOTHER.search(text[low:start])
    if _is_unreal(text, low, start, end) or elsewhere:
        return
    targets = rated_things(text, low, (start, end), events)
    overall = bool(_WHOLE.search(clause[-200:]))
    of_all = overall or bool(_RATING_OF.search(text[max(0, start - 30) : start]))
    if targets and _RATING_OF.search(text[:start]) and _REPORT.search(text[: targets[-1].end]):
        targets = []
    heads = [event for event in events if event.kind == "unit" and not text[: event.start].strip()]
    if not targets and heads and _HEADED.match(text, heads[0].end, start) and _ends(text, end):
        targets = heads[:1]
    alone = _stands_alone(text, start, end) or _BRACKETED.search(text[:start])
    if not targets and (of_all or alone):
        targets = [Event(low, low, "generic")]
    if any(event.kind == "part" for event in targets) and _OVERALL_NEXT.match(text, end):
        targets = [Event(low, low, "generic")]
    if OVERALL_IS.search(text[low:start]) or OVERALL_IS.search(text, 0, start):
        targets = [Event(low, low, "generic")]
    last_time = _LAST_TIME.search(text, max(0, start - _WINDOW), start)
    if last_time:
        targets = [Event(last_time.start(), last_time.end(), "generic")]
    if any(event.kind in {"part", "others"} for event in targets):
        return
    past = (
        bool(last_time)
        or is_former_state(text, start, end)
        or is_past_rating(text, low, start, clause, article_year=article_year)
    )
    if past and _OTHER_BODY.search(text[low:start]):
        return
    grade = Grade(
        rating=words.rating,
        place=Place(number, start, end),
        target=Target.OPEN,
        unit=None,
        past=past,
        weight=words.weight * 0.5,
        spelt_out=words.spelt_out,
        year=year_of_rating(text, low, start, end),
    )
    if not targets and number < _LEAD:
        yield grade
    for event in targets:
        share = {"unit": 1.0, "all": 1.0, "generic": 0.9, "pronoun": 0.7}[event.kind]
        yield replace(
            grade,
            target=Target.ALL if event.kind == "all" else Target.UNIT,
            unit=event.unit,
            weight=words.weight * share + 0.4 * overall + _LEAD_BONUS * (number < _LEAD),
        )


def _echoes(
    text: str, number: int, events: Sequence[Event], found: Sequence[Grade]
) -> Iterator[Grade]:
    """The rating of the sentence before, given again by "So has its neighbour, Marlow"."""
    before = [g for g in found if g.place.passage >= number - 1 and g.target is not Target.OPEN]
    for event in events if before else ():
        last = before[-1]
        told = last.place.passage < number or last.place.end <= event.start
        if event.kind == "unit" and told and _SO_HAS.search(text[: event.start]):
            yield replace(last, unit=event.unit, target=Target.UNIT, weight=0.9)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the passage is nothing but the rating ("Verdict: Good")."""
    return bool(_ALONE.match(text[:start])) and _ends(text, end) and start < 40


def _ends(text: str, end: int) -> bool:
    """Whether a passage ends with its rating, or with the former one in brackets after it."""
    return len(_FORMERLY.sub("", text[end:]).strip("\"' .!")) < 3


def _clause_start(text: str, start: int, events: Sequence[Event]) -> int:
    """Where the clause of a rating starts; the "and" within a unit's name ends none."""
    low = max(0, start - _WINDOW)
    names = [event for event in events if event.kind == "unit"]
    edges = [
        match.end()
        for match in _CLAUSE_EDGE.finditer(text, low, start)
        if not any(name.start < match.end() <= name.end for name in names)
        and not _is_aside(text[match.start() : start])
    ]
    return edges[-1] if edges else low


def _is_aside(text: str) -> bool:
    """Whether an edge only opens an aside that a comma closes (", with 900 cases, has been")."""
    return bool(re.match(r",\swith\s", text)) and is_after_aside(text)


def _clause_end(text: str, end: int) -> int:
    match = _CLAUSE_EDGE.search(text, end, min(len(text), end + 120))
    return match.start() if match else min(len(text), end + 120)


def _is_unreal(text: str, low: int, start: int, end: int) -> bool:
    """Whether the rating is denied, wished for, possible, or one of alternatives."""
    before = text[low:start]
    if _UNREAL.search(before) or _NOT.search(before[-30:]):
        return True
    after = text[end : end + 25]
    return bool(re.match(r"[\"']*\sor\s", after) or re.search(r"\bor\s[\"']*$", before[-8:]))

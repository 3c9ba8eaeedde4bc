"""The rating that an inspection gave a unit, the one before, and when that was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.inspections.dates import find_dates
from pipeline.inspections.found import Found, dated
from pipeline.inspections.grades import Grade, Target
from pipeline.inspections.inspected import find_inspected
from pipeline.inspections.names import PLAIN_SERVICE
from pipeline.inspections.previous import find_previous_dates
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.repeated import find_same_as_before
from pipeline.inspections.timed import Timed
from pipeline.schema import Fact

__all__ = ["rating_facts"]

_ENOUGH = 0.5
"""Weight that a rating needs; below it the article has only hinted at one."""
_CLEARLY = 1.6
"""How many times the weight of its rivals a rating needs."""
_PLAINLY = 0.8
"""Weight from which a rating is a unit's own beyond doubt."""
_NEARBY = 90
"""Characters between a former rating and its date."""
_ELSEWHERE = re.compile(
    r"\b(?:although|though|but|whereas)\s[^.;]{0,60}\b(?:says|said|gives|states)\b", re.IGNORECASE
)
_NOW = re.compile(
    r"\b(?:has|have|is|are|been) now (?:been )?(?:rated|graded|judged)?[^.;,]{0,30}$", re.IGNORECASE
)
_WAS_GIVEN = re.compile(r"\b(?:was|were) (?:\w+ )?(?:rated|graded|judged|given)\b[^.;,]{0,30}$")
_NEVER_BEFORE = re.compile(
    r"\b(?:has|have|had) (?:not|never) (?:previously )?been (?:previously )?inspected|"
    r"\bfirst (?:ever )?(?:inspection|time)\b[^.;]{0,40}\b(?:inspected|since it was|"
    r"of (?:its|this) kind)|"
    r"\bfirst inspection of (?:the|this)\b",
    re.IGNORECASE,
)
"""What says that there was no inspection before this one."""


def rating_facts(found: Found, subject: int) -> dict[str, Fact]:
    """A subject's rating, its rating before and the date of that, as far as they are stated."""
    facts = {}
    own = _told_apart(_grades_of(found, subject), found.year)
    own = _superseded(found.reading, own)
    current = _best(_own_first([grade for grade in own if not grade.past], subject))
    if current and not _is_disputed(found.reading, own):
        facts["overall_rating"] = _graded(found.reading, current)
    past = [grade for grade in own if grade.past and grade.spelt_out]
    previous = _best([grade for grade in past if grade.target is not Target.OPEN or current])
    place = previous.place if previous else None
    if previous:
        facts["previous_rating"] = _graded(found.reading, previous)
    elif current and not past:
        same = [grade for grade in own if not grade.past and grade.rating == current.rating]
        place = find_same_as_before(found.reading, same, alone=len(found.subjects) == 1)
        if place:
            facts["previous_rating"] = found.reading.fact(current.rating, place, 0.8)
    dated = _previous_date(found, subject, place)
    if dated:
        facts["previous_date"] = dated
    return facts


def _is_disputed(reading: Reading, grades: Sequence[Grade]) -> bool:
    """Whether one sentence has a source that rates a unit otherwise ("Good, although it says")."""
    current = [grade for grade in grades if not grade.past and grade.spelt_out]
    return any(
        one.rating != other.rating
        and one.place.passage == other.place.passage
        and _ELSEWHERE.search(
            reading.passages[one.place.passage].text, one.place.end, other.place.start
        )
        for one, other in pairwise(current)
    )


def _told_apart(grades: Sequence[Grade], year: int | None) -> list[Grade]:
    """The grades, one dated to a year before the article's past where another is undated."""
    undated = any(
        not grade.past and grade.year is None and grade.target is not Target.OPEN
        for grade in grades
    )
    return [
        replace(grade, past=True)
        if undated and grade.year is not None and (year is None or grade.year <= year)
        else grade
        for grade in grades
    ]


def _superseded(reading: Reading, grades: Sequence[Grade]) -> list[Grade]:
    """The grades, those before a different one that is given "now" as past."""
    new = [grade for grade in grades if not grade.past and _is_new(reading, grade.place)]
    return [
        replace(grade, past=True)
        if any(one.rating != grade.rating and _before(grade, one) for one in new)
        and _WAS_GIVEN.search(_up_to(reading, grade.place))
        else grade
        for grade in grades
    ]


def _before(first: Grade, second: Grade) -> bool:
    one, other = first.place, second.place
    return (one.passage, one.start) < (other.passage, other.start)


def _is_new(reading: Reading, place: Place) -> bool:
    return bool(_NOW.search(_up_to(reading, place)))


def _up_to(reading: Reading, place: Place) -> str:
    """The words of a passage before a place."""
    return reading.passages[place.passage].text[: place.start]


def _own_first(grades: Sequence[Grade], subject: int) -> Sequence[Grade]:
    """A unit's grades without those of "both", where it has one by name."""
    named = [grade for grade in grades if grade.unit == subject and grade.weight >= _PLAINLY]
    return [g for g in grades if g.target is not Target.ALL] if named else grades


def _graded(reading: Reading, grade: Grade) -> Fact:
    return reading.fact(grade.rating, grade.place, max(0.3, grade.weight))


def _grades_of(found: Found, subject: int) -> list[Grade]:
    """The ratings that are this unit's: of it by name, of all, or of the unit spoken of."""
    own = []
    for grade in found.grades:
        by_name = grade.target is Target.ALL or grade.unit == subject
        loose = grade.unit is None or found.units[grade.unit].kind == PLAIN_SERVICE
        alone = len(found.subjects) == 1
        if by_name or (loose and (alone or found.nearest(grade.place) == subject)):
            own.append(grade)
    return own


def _best(grades: Sequence[Grade]) -> Grade | None:
    """The grade of the rating that the article supports most; None where it is in doubt."""
    plain = [grade for grade in grades if grade.target is not Target.OPEN]
    grades = plain or grades
    weights: dict[str, float] = {}
    for grade in grades:
        weights[grade.rating] = weights.get(grade.rating, 0.0) + grade.weight
    if not weights:
        return None
    rating = max(weights, key=lambda name: weights[name])
    rivals = [weight for name, weight in weights.items() if name != rating]
    if weights[rating] < _ENOUGH or any(weights[rating] < _CLEARLY * rival for rival in rivals):
        return None
    return max((g for g in grades if g.rating == rating), key=lambda grade: grade.weight)


def _previous_date(found: Found, subject: int, previous: Place | None) -> Fact | None:
    """The date nearest to a former rating's place, else the surest of an earlier inspection."""
    reading = found.reading
    stated = find_previous_dates(reading, found.today)
    near = _near(found, previous) if previous else None
    if near:
        return dated(reading, [near, *stated])
    if any(_NEVER_BEFORE.search(passage.text) for passage in reading.passages):
        return None
    own = [timed for timed in stated if found.is_of(subject, timed.place)]
    return dated(reading, own) if own else None


def _near(found: Found, place: Place) -> Timed | None:
    """The date of a former rating: the nearest one, but for that of the visit now reported."""
    text = found.reading.passages[place.passage].text
    visits = find_inspected(found.reading, found.today)[:1]
    near = [
        Timed(date.value, Place(place.passage, date.start, date.end), 0.8)
        for date in find_dates(text, found.today)
        if abs(date.start - place.start) <= _NEARBY
        and date.value[:4].isdigit()
        and not date.told_from_today
        and not text[: date.start].endswith("since ")
    ]
    near = [timed for timed in near if timed.place not in [visit.place for visit in visits]]
    return min(near, key=lambda timed: abs(timed.place.start - place.start), default=None)

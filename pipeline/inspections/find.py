"""The inspections whose outcome one article reports, with their facts and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.inspections.counts import Count, find_counts
from pipeline.inspections.dateline import find_dateline
from pipeline.inspections.dates import Today, find_dates, read_today
from pipeline.inspections.grades import Grade, Target, find_grades
from pipeline.inspections.names import PLAIN_SERVICE
from pipeline.inspections.outcome import reports_outcome
from pipeline.inspections.people import find_chief_inspector
from pipeline.inspections.profile import ReadyProfile, choose_profile
from pipeline.inspections.reading import Place, Reading, read
from pipeline.inspections.repeated import find_same_as_before
from pipeline.inspections.subjects import choose_subjects, nearest_subject
from pipeline.inspections.theme import find_theme, is_themed
from pipeline.inspections.timing import (
    Timed,
    find_inspected,
    find_previous_dates,
    find_published,
)
from pipeline.inspections.units import Unit, find_units
from pipeline.schema import Fact, Inspection, InspectorateProfile, TaggedArticle

__all__ = ["find_inspections"]

_ENOUGH = 0.5
"""Weight that a rating needs; below it the article has only hinted at one."""
_CLEARLY = 1.6
"""How many times the weight of its rivals a rating needs."""
_OFTEN = 4
"""Mentions from which a unit named at the start is what the article is about."""
_PLAINLY = 0.8
"""Weight from which a rating is a unit's own beyond doubt."""
_NEARBY = 90
"""Characters between a former rating and its date."""
_YEAR = re.compile(r"(?<!by )(?<!until )\b(?:19|20)\d\d\b")
_ELSEWHERE = re.compile(
    r"\b(?:although|though|but|whereas)\s[^.;]{0,60}\b(?:says|said|gives|states)\b", re.IGNORECASE
)
_NEVER_BEFORE = re.compile(
    r"\b(?:has|have|had) (?:not|never) (?:previously )?been (?:previously )?inspected|"
    r"\bfirst (?:ever )?(?:inspection|time)\b[^.;]{0,40}\b(?:inspected|since it was|"
    r"of (?:its|this) kind)|"
    r"\bfirst inspection of (?:the|this)\b",
    re.IGNORECASE,
)
"""What says that there was no inspection before this one."""
_IN_ALL = re.compile(
    r"\b(?:in total|in all|altogether|between them|a total of|combined)\b", re.IGNORECASE
)
_ALL_OF_THEM = re.compile(
    r"\b(?:both|all (?:two|three|four|five)|each of|the (?:two|three|four|five|pair|trio))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Found:
    """What the whole article says, before it is shared out among its inspections."""

    reading: Reading
    profile: ReadyProfile
    today: Today | None
    year: int | None
    units: tuple[Unit, ...]
    subjects: tuple[int, ...]
    grades: tuple[Grade, ...]
    counts: tuple[Count, ...]


def find_inspections(
    tagged: TaggedArticle, profiles: Sequence[InspectorateProfile]
) -> tuple[Inspection, ...]:
    """The inspections whose outcome this one article reports.

    Args:
        tagged: the article and its sentences; the tags are not used.
        profiles: the inspectorates known, as ``configs/inspectorates`` describes them.

    Returns:
        One inspection for each unit whose outcome is reported, in the article's order, each with
        its facts, their evidence and its sentences; none where the article reports no outcome or
        names no unit.

    """
    reading = read(tagged)
    profile = choose_profile(reading, profiles)
    if profile is None:
        return ()
    today = read_today(tagged.article.date or find_dateline(reading))
    year = today.year if today else _latest_year(reading)
    units = tuple(u for u in find_units(reading, profile) if not is_no_unit(u.name, profile))
    grades = find_grades(reading, profile, units, year)
    theme = _themes(reading, profile)
    if theme and not _has_subject(units, grades):
        units = theme
        grades = find_grades(reading, profile, units, year)
    counts = tuple(find_counts(reading, units, year))
    chief = find_chief_inspector(reading, profile) is not None
    if not reports_outcome(
        reading, profile, year, grades, names_chief=chief, counts_recommendations=bool(counts)
    ):
        return ()
    subjects = choose_subjects(reading, units, grades)
    found = _Found(reading, profile, today, year, units, subjects, grades, counts)
    shared = _shared_facts(found)
    return tuple(_inspection(found, subject, shared) for subject in subjects)


def is_no_unit(name: str, profile: ReadyProfile) -> bool:
    """Whether a name is that of a part with grades of its own ("Safety"), or of a grade."""
    grades = {rating.casefold() for scale in profile.profile.scales for rating in scale.ratings}
    return name.casefold() in grades | set(profile.ratings) or any(
        re.fullmatch(part, name, re.IGNORECASE) for part in profile.profile.parts
    )


def _themes(reading: Reading, profile: ReadyProfile) -> tuple[Unit, ...]:
    theme = find_theme(reading, profile) if is_themed(reading) else None
    return (theme,) if theme else ()


def _has_subject(units: Sequence[Unit], grades: Sequence[Grade]) -> bool:
    """Whether a unit is rated now by its name, or named first thing and again and again."""
    rated = any(grade.unit is not None and not grade.past for grade in grades)
    return rated or any(
        unit.named and unit.mentions[0].passage <= 1 and len(unit.mentions) >= _OFTEN
        for unit in units
    )


def _latest_year(reading: Reading) -> int | None:
    """The latest year that the article mentions, where it bears no date of its own."""
    years = [int(year) for p in reading.passages for year in _YEAR.findall(p.text)]
    return max(years, default=None)


def _inspection(found: _Found, subject: int, shared: dict[str, Fact]) -> Inspection:
    unit, reading = found.units[subject], found.reading
    facts = {
        "unit": reading.fact(unit.name, unit.place),
        **shared,
        **_rating_facts(found, subject),
    }
    if unit.kind:
        facts["unit_type"] = reading.fact(unit.kind, unit.place, 0.9)
    count = _count(found, subject)
    if count:
        facts["recommendations"] = reading.fact(count.value, count.place, 0.9)
    name = reading.article.name
    return Inspection(facts=facts, sentences={name: _sentences(found, subject)})


def _shared_facts(found: _Found) -> dict[str, Fact]:
    """The facts that all inspections of one article have in common."""
    reading, profile = found.reading, found.profile
    facts = {}
    formal = len(profile.profile.names)
    named = [item for item in profile.name_places(reading) if item[0] < formal]
    if named:
        place = min(named, key=lambda item: (item[0], -len(reading.text(item[1]))))[1]
        facts["inspectorate"] = reading.fact(reading.text(place), place)
    published = find_published(reading, found.today)
    places = {timed.place for timed in published}
    inspected = [t for t in find_inspected(reading, found.today) if t.place not in places]
    for field, dates in (("inspected", inspected), ("published", published)):
        if dates:
            facts[field] = _dated(reading, dates)
    chief = find_chief_inspector(reading, profile)
    if chief:
        facts["chief_inspector"] = reading.fact(*chief)
    return facts


def _dated(reading: Reading, dates: Sequence[Timed]) -> Fact:
    """The surest date, or one that says the same more precisely."""
    best = dates[0]
    for other in dates[1:]:
        if other.value.startswith(best.value) and other.confidence >= 0.6:
            best = other
    return reading.fact(best.value, best.place, best.confidence)


def _rating_facts(found: _Found, subject: int) -> dict[str, Fact]:
    facts = {}
    own = _told_apart(_grades_of(found, subject), found.year)
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
    dated = _previous_date(found, place)
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


def _own_first(grades: Sequence[Grade], subject: int) -> Sequence[Grade]:
    """A unit's grades without those of "both", where it has one by name."""
    named = [grade for grade in grades if grade.unit == subject and grade.weight >= _PLAINLY]
    return [g for g in grades if g.target is not Target.ALL] if named else grades


def _graded(reading: Reading, grade: Grade) -> Fact:
    return reading.fact(grade.rating, grade.place, max(0.3, grade.weight))


def _grades_of(found: _Found, subject: int) -> list[Grade]:
    """The ratings that are this unit's: of it by name, of all, or of the unit spoken of."""
    own = []
    for grade in found.grades:
        if grade.target is Target.ALL or grade.unit == subject:
            own.append(grade)
        elif grade.unit is None or found.units[grade.unit].kind == PLAIN_SERVICE:
            place = grade.place
            nearest = nearest_subject(place.passage, place.start, found.units, found.subjects)
            if len(found.subjects) == 1 or nearest == subject:
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


def _previous_date(found: _Found, previous: Place | None) -> Fact | None:
    """The date nearest to a former rating's place, else the surest of an earlier inspection."""
    reading = found.reading
    if previous:
        text = reading.passages[previous.passage].text
        near = [
            date
            for date in find_dates(text, found.today)
            if abs(date.start - previous.start) <= _NEARBY
            and date.value[:4].isdigit()
            and not date.told_from_today
        ]
        if near:
            date = min(near, key=lambda d: abs(d.start - previous.start))
            return reading.fact(date.value, Place(previous.passage, date.start, date.end), 0.8)
    if any(_NEVER_BEFORE.search(passage.text) for passage in reading.passages):
        return None
    dates = find_previous_dates(reading, found.today)
    return _dated(reading, dates) if dates and len(found.subjects) == 1 else None


def _count(found: _Found, subject: int) -> Count | None:
    """The number of recommendations to a unit; None where several numbers could be it."""
    own = [count for count in found.counts if count.unit == subject]
    for_anyone = [count for count in found.counts if count.unit is None]
    if len(found.subjects) > 1:
        for_anyone = [count for count in for_anyone if not _is_a_sum(found.reading, count.place)]
        for_anyone = [
            count
            for count in for_anyone
            if nearest_subject(count.place.passage, count.place.start, found.units, found.subjects)
            == subject
        ]
    for counts in (own, for_anyone):
        if len({count.value for count in counts}) == 1:
            return counts[0]
    return None


def _is_a_sum(reading: Reading, place: Place) -> bool:
    """Whether a number of recommendations is that of several units together."""
    text = reading.passages[place.passage].text
    return bool(_IN_ALL.search(text[max(0, place.start - 60) : place.end + 60]))


def _sentences(found: _Found, subject: int) -> tuple[int, ...]:
    """Sentences that speak of a unit, or of all; those that name none follow what went before."""
    passages = found.reading.passages
    if len(found.subjects) == 1:
        return tuple(passage.index for passage in passages)
    spoken_of: set[int] = set(found.subjects)
    own = []
    paragraph = -1
    for number, passage in enumerate(passages):
        named = {
            index
            for index in found.subjects
            if any(mention.passage == number for mention in found.units[index].mentions)
        }
        if _ALL_OF_THEM.search(passage.text):
            named = set(found.subjects)
        if named:
            spoken_of = named
        elif passage.paragraph != paragraph and not _continues(passage.text, found.profile):
            spoken_of = set(found.subjects)
        paragraph = passage.paragraph
        if subject in spoken_of:
            own.append(passage.index)
    return tuple(own)


def _continues(text: str, profile: ReadyProfile) -> bool:
    """Whether a new paragraph goes on about the unit of the last ("There, ...", "The unit ...")."""
    opening = text[:60]
    return bool(
        re.match(r"[\"']?(?:it|its|there|here|they|their|he|she|this)\b", opening, re.IGNORECASE)
        or profile.generic.search(opening)
    )

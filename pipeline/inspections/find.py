"""The inspections whose outcome one article reports, with their facts and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.inspections.addressed import find_addressed
from pipeline.inspections.counts import Count, find_counts
from pipeline.inspections.dateline import find_dateline
from pipeline.inspections.dates import Today, read_today
from pipeline.inspections.found import Found, dated
from pipeline.inspections.grades import Grade, find_grades
from pipeline.inspections.inspected import find_inspected
from pipeline.inspections.outcome import reports_outcome
from pipeline.inspections.partial_dates import year_after
from pipeline.inspections.people import find_chief_inspector
from pipeline.inspections.profile import ReadyProfile, choose_profile
from pipeline.inspections.published import find_published
from pipeline.inspections.reading import Place, Reading, read
from pipeline.inspections.scores import find_score
from pipeline.inspections.service import find_caseload, find_provider, find_region
from pipeline.inspections.spoken import sentences_on
from pipeline.inspections.standards import find_parts
from pipeline.inspections.subjects import choose_subjects
from pipeline.inspections.theme import find_theme, find_topic, is_themed
from pipeline.inspections.timed import Timed, surest_first
from pipeline.inspections.units import Unit, find_units
from pipeline.inspections.verdicts import rating_facts
from pipeline.schema import Fact, Inspection, InspectorateProfile, TaggedArticle

__all__ = ["find_inspections"]

_OFTEN = 4
"""Mentions from which a unit named at the start is what the article is about."""
_YEAR = re.compile(r"(?<!by )(?<!until )\b(?:19|20)\d\d\b")
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_NO_NAME = re.compile(r"(?:Partnership with|Governance\b|Fire (?:&|and) Rescue Services?$)")
_OF_REPORTS = re.compile(
    r"\b(?:reports|results|verdicts|grades)\s(?:were\s)?(?:released|published|issued|out)\b"
)
"""What makes a release that of the reports on all units."""
_IN_ALL = re.compile(
    r"\b(?:in total|in all|altogether|between them|a total of|combined)\b", re.IGNORECASE
)


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
    today = _own_date(reading)
    year = today.year if today else _latest_year(reading)
    units = tuple(u for u in find_units(reading, profile) if not is_no_unit(u.name, profile))
    grades = find_grades(reading, profile, units, year)
    theme = _themes(reading, profile, units)
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
    found = Found(reading, profile, today, year, units, subjects, grades, counts)
    shared, dates = _shared_facts(found), _dates(found)
    return tuple(_inspection(found, subject, shared, dates) for subject in subjects)


def _own_date(reading: Reading) -> Today | None:
    """The article's own date, else that of its dateline, else the day of the report's release."""
    today = read_today(reading.article.date or find_dateline(reading))
    released = find_published(reading, None) if today is None else []
    exact = [timed for timed in released if len(timed.value) == 10 and timed.value[:4].isdigit()]
    return read_today(exact[0].value) if exact else today


def is_no_unit(name: str, profile: ReadyProfile) -> bool:
    """Whether a name is that of a part with grades of its own ("Safety"), or of a grade."""
    if name in _MONTHS or _NO_NAME.match(name):
        return True
    grades = {rating.casefold() for scale in profile.profile.scales for rating in scale.ratings}
    return name.casefold() in grades | set(profile.ratings) or any(
        re.fullmatch(part, name, re.IGNORECASE) for part in profile.profile.parts
    )


def _themes(reading: Reading, profile: ReadyProfile, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """What a themed inspection looked at; its topic where the article names no services."""
    theme = find_theme(reading, profile) if is_themed(reading) else None
    theme = theme if theme or units else find_topic(reading)
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


def _inspection(
    found: Found, subject: int, shared: dict[str, Fact], dates: dict[str, list[Timed]]
) -> Inspection:
    unit, reading = found.units[subject], found.reading
    facts = {
        "unit": reading.fact(unit.name, unit.place),
        **shared,
        **_date_facts(found, subject, dates),
        **rating_facts(found, subject),
    }
    if unit.kind:
        facts["unit_type"] = reading.fact(unit.kind, unit.place, 0.9)
    count = _count(found, subject)
    if count:
        facts["recommendations"] = reading.fact(count.value, count.place, 0.9)
    details = {
        "score": find_score(found, subject),
        "region": find_region(found, subject),
        "provider": find_provider(found, subject),
        "caseload": find_caseload(found, subject),
    }
    return Inspection(
        facts=facts,
        sentences={reading.article.name: sentences_on(found, subject)},
        details={field: fact for field, fact in details.items() if fact},
        parts=find_parts(found, subject),
        addressed=find_addressed(found),
    )


def _shared_facts(found: Found) -> dict[str, Fact]:
    """The facts that all inspections of one article have in common."""
    reading, profile = found.reading, found.profile
    facts = {}
    formal = len(profile.profile.names)
    named = [item for item in profile.name_places(reading) if item[0] < formal]
    if named:
        place = min(named, key=lambda item: (item[0], -len(reading.text(item[1]))))[1]
        facts["inspectorate"] = reading.fact(reading.text(place), place)
    chief = find_chief_inspector(reading, profile)
    if chief:
        facts["chief_inspector"] = reading.fact(*chief)
    return facts


def _dates(found: Found) -> dict[str, list[Timed]]:
    """When the visit and the release were, as far as the article says, the surest first."""
    published = find_published(found.reading, found.today)
    places = {timed.place for timed in published}
    visits = find_inspected(found.reading, found.today)
    inspected = [timed for timed in visits if timed.place not in places]
    if published and inspected and found.today is None:
        published = [_in_its_year(published[0], inspected[0]), *published[1:]]
    return {"inspected": inspected, "published": published}


def _date_facts(found: Found, subject: int, dates: dict[str, list[Timed]]) -> dict[str, Fact]:
    own = {field: _own_dates(found, subject, stated) for field, stated in dates.items()}
    return {field: dated(found.reading, stated) for field, stated in own.items() if stated}


def _text_of(found: Found, timed: Timed) -> str:
    return found.reading.passages[timed.place.passage].text


def _own_dates(found: Found, subject: int, stated: list[Timed]) -> list[Timed]:
    """The dates that are told of a subject: by its name, else those told of no other."""
    if len(found.subjects) == 1:
        return stated
    named = [(timed, found.named_in(timed.place.passage)) for timed in stated]
    own = [timed for timed, names in named if names == {subject}]
    rest = [timed for timed, names in named if len(names) != 1]
    if len({timed.value for timed in rest}) > 1:
        rest = [t for t in rest if subject in found.named_in(t.place.passage)] or [
            t for t in rest if found.nearest(t.place) == subject
        ]
    together = [t for t, _ in named if _OF_REPORTS.search(_text_of(found, t))]
    shared = [t for t in rest if subject in found.named_in(t.place.passage)] if own else rest
    shared = shared or together
    return surest_first([*own, *shared])


def _in_its_year(published: Timed, inspected: Timed) -> Timed:
    """A release whose year the article leaves open, in the year that follows from the visit's."""
    value = year_after(published.value, inspected.value)
    return replace(published, value=value) if value else published


def _count(found: Found, subject: int) -> Count | None:
    """The number of recommendations to a unit; None where several numbers could be it."""
    own = [count for count in found.counts if count.unit == subject]
    for_anyone = [count for count in found.counts if count.unit is None]
    if len(found.subjects) > 1:
        for_anyone = [count for count in for_anyone if not _is_a_sum(found.reading, count.place)]
        for_anyone = [count for count in for_anyone if found.nearest(count.place) == subject]
    for counts in (own, for_anyone):
        if len({count.value for count in counts}) == 1:
            return counts[0]
    return None


def _is_a_sum(reading: Reading, place: Place) -> bool:
    """Whether a number of recommendations is that of several units together."""
    text = reading.passages[place.passage].text
    return bool(_IN_ALL.search(text[max(0, place.start - 60) : place.end + 60]))

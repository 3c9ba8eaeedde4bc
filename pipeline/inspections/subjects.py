"""Which of the services that an article names are the ones whose inspection it reports."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.inspections.grades import Grade, Target
from pipeline.inspections.names import PLAIN_SERVICE, place_words, same_kind
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.units import Unit

__all__ = ["choose_subjects", "nearest_subject"]

_CUE = re.compile(
    r"\b(?:inspect\w*|rated|graded|judged|watchdog|report|verdict|recommendations|ofsted|cqc)\b",
    re.IGNORECASE,
)
_SEVERAL = re.compile(
    r"\b(?:both|all (?:two|three|four|five)|(?:the )?(?:two|three|four|five)|the pair|the trio|"
    r"a third|another|several|neighbouring)\b",
    re.IGNORECASE,
)
_LEAD = 4
"""Passages from the start in which an article names what it is about."""
_BACK = 2
"""Sentences over which "the unit" stands for the one named before."""
_SPOKEN_OF = 5
"""Score from which a unit is more than mentioned in passing."""
_PLAIN = 0.8
"""Weight from which a current rating makes a further unit a subject."""


def choose_subjects(
    reading: Reading, units: Sequence[Unit], grades: Sequence[Grade]
) -> tuple[int, ...]:
    """Indexes of the units whose inspections the article reports, in the article's order.

    The first is the unit that the article speaks of most, where it speaks of inspecting. A
    further one needs a current rating of its own, or a share in one of "both" or "all three",
    or, where nothing is rated overall, mentions to match the first's.
    """
    if not units:
        return ()
    grades = [_with_unit_spoken_of(grade, units) for grade in grades]
    scores = [_score(reading, index, unit, grades) for index, unit in enumerate(units)]
    able = [index for index in range(len(units)) if not _is_loose_name(index, units, scores)]
    first = max(able, key=lambda index: scores[index])
    if _is_history(units[first], first, grades):
        return ()
    chosen = {first}
    for index in able:
        if index != first and _is_further(reading, index, first, units, grades):
            chosen.add(index)
    return tuple(sorted(chosen))


def _with_unit_spoken_of(grade: Grade, units: Sequence[Unit]) -> Grade:
    """A rating of "the unit" or "it" as that of the unit named last, at most two sentences back."""
    if grade.unit is not None or grade.target is not Target.UNIT:
        return grade
    most = max((len(unit.mentions) for unit in units), default=0)
    before = [
        (mention.passage, mention.start, index)
        for index, unit in enumerate(units)
        for mention in unit.mentions
        if unit.named
        and 2 * len(unit.mentions) > most
        and (grade.place.passage - _BACK <= mention.passage or grade.place.passage < _LEAD)
        and (mention.passage, mention.start) <= (grade.place.passage, grade.place.start)
    ]
    return replace(grade, unit=max(before)[2]) if before else grade


def _is_history(unit: Unit, index: int, grades: Sequence[Grade]) -> bool:
    """Whether a unit is only mentioned late, and for the rating of an earlier inspection."""
    own = [grade for grade in grades if grade.unit == index]
    late = unit.mentions[0].passage >= _LEAD and len(unit.mentions) <= 2
    return unit.named and late and bool(own) and all(grade.past for grade in grades)


def _score(reading: Reading, index: int, unit: Unit, grades: Sequence[Grade]) -> float:
    """How much an article is about a unit: its mentions, its ratings, talk of inspecting by it.

    A name that only says where something is ("in the Marlow region") weighs half.
    """
    mentions = [place for place in unit.mentions if not _says_where(reading, place)]
    passages = {mention.passage for mention in mentions}
    cues = sum(bool(_CUE.search(reading.passages[number].text)) for number in passages)
    current = any(grade.unit == index and not grade.past for grade in grades)
    past = any(grade.unit == index and grade.past for grade in grades)
    lead = bool(passages & set(range(_LEAD)))
    mentioned = min(8.0, (len(mentions) + len(unit.mentions)) / 2)
    about = mentioned + 3 * lead + min(6, 2 * cues) + 4 * current
    return about - 3 * (past and not current) - 5 * (not unit.named)


def _says_where(reading: Reading, place: Place) -> bool:
    before = reading.passages[place.passage].text[max(0, place.start - 16) : place.start]
    return bool(re.search(r"\b(?:in|across|from|throughout)\s(?:the\s)?$", before))


def _is_loose_name(index: int, units: Sequence[Unit], scores: Sequence[float]) -> bool:
    """Whether a unit is but "probation services in Marlow" where one of its kind has a name."""
    unit = units[index]
    return (
        unit.named
        and unit.kind == PLAIN_SERVICE
        and any(
            other.named
            and other.kind != PLAIN_SERVICE
            and same_kind(unit.kind, other.kind)
            and (scores[place] >= _SPOKEN_OF or place_words(unit.name) < place_words(other.name))
            for place, other in enumerate(units)
        )
    )


def _is_further(
    reading: Reading, index: int, most: int, units: Sequence[Unit], grades: Sequence[Grade]
) -> bool:
    """Whether a unit is reported on beside the one that the article speaks of most."""
    unit, first = units[index], units[most]
    passages = {mention.passage for mention in unit.mentions}
    if max(passages) == 0:
        return False
    own = [g for g in grades if g.unit == index and not g.past and g.weight >= _PLAIN]
    several = any(_SEVERAL.search(passage.text) for passage in reading.passages[: _LEAD * 3])
    if own:
        listed = {grade.place.passage for grade in grades if grade.unit == most}
        beside = any(grade.place.passage in listed for grade in own)
        alike = several and (beside or not first.named)
        return unit.named or unit.listed or len(unit.mentions) >= 3 or alike
    if unit.listed and several and len(unit.mentions) > 1:
        return same_kind(unit.kind, first.kind)
    if not same_kind(unit.kind, first.kind) or len(unit.mentions) < 2:
        return False
    shared = any(grade.target is Target.ALL and not grade.past for grade in grades)
    many = 2 * len(unit.mentions) >= len(first.mentions) and len(passages) >= 3
    unrated = not any(grade.unit is not None and not grade.past for grade in grades)
    cued = any(_CUE.search(reading.passages[number].text) for number in passages)
    in_lead = unit.named and min(passages) < _LEAD
    if several and in_lead and len(unit.mentions) >= len(first.mentions):
        return True
    return (shared and cued) or (several and many and unrated and unit.kind == first.kind)


def nearest_subject(
    passage: int, start: int, units: Sequence[Unit], subjects: Sequence[int]
) -> int | None:
    """The subject named last before a place, by passage and offset; None where none is."""
    before = [
        (mention.passage, mention.start, index)
        for index in subjects
        for mention in units[index].mentions
        if (mention.passage, mention.start) <= (passage, start)
    ]
    return max(before)[2] if before else None

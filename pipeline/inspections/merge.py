"""Inspections of several articles that are one and the same, joined."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from pipeline.inspections.names import components, same_kind, same_name
from pipeline.schema import FACT_FIELDS, Fact, Inspection

__all__ = ["merge_inspections"]

_APART_DAYS = 240
"""Days between two reports, or two visits, from which they are of different inspections."""
_NAMES = frozenset({"unit", "inspectorate", "chief_inspector", "unit_type"})
"""Fields whose values are variants of one name, never in conflict within one inspection."""
_DATES = frozenset({"previous_date", "inspected", "published"})


def merge_inspections(
    found: Sequence[Inspection], article_dates: Mapping[str, str | None] | None = None
) -> tuple[Inspection, ...]:
    """Join the inspections of several articles that are the same one.

    Args:
        found: inspections of single articles, the earliest article first.
        article_dates: for each article's name its own date, where known; used to keep a
            re-inspection apart where an article states no date of its inspection.

    Returns:
        The inspections, in the order in which ``found`` first has them. A fact on which articles
        disagree is the value that most of them give (then the earliest article's); the other
        values are in ``conflicts``.

    """
    dates = article_dates or {}
    groups: list[list[int]] = []
    order = sorted(range(len(found)), key=lambda place: (-_known(found[place], dates), place))
    for place in order:
        fitting = [
            group
            for group in groups
            if all(_may_be_one(found[place], found[member], dates) for member in group)
        ]
        if fitting:
            max(fitting, key=lambda group: _likeness(found, place, group)).append(place)
        else:
            groups.append([place])
    joined = [[found[place] for place in sorted(group)] for group in sorted(groups, key=min)]
    return tuple(_joined(group) for group in joined)


def _known(inspection: Inspection, dates: Mapping[str, str | None]) -> int:
    """How well an inspection can be told apart: dated ones, with full names, come first."""
    dated = sum(field in inspection.facts for field in ("published", "inspected"))
    own = any(dates.get(name) for name in inspection.sentences)
    return 10 * dated + 5 * own + len(components(str(inspection.value("unit"))))


def _likeness(found: Sequence[Inspection], place: int, group: Sequence[int]) -> int:
    one = found[place]
    return sum(
        one.value(field) is not None and one.value(field) == found[member].value(field)
        for member in group
        for field in FACT_FIELDS
    )


def _may_be_one(one: Inspection, other: Inspection, dates: Mapping[str, str | None]) -> bool:
    if set(one.sentences) & set(other.sentences):
        return False
    if not same_name(str(one.value("unit")), str(other.value("unit"))):
        return False
    kinds = (one.value("unit_type"), other.value("unit_type"))
    if not same_kind(*(str(kind) if kind else None for kind in kinds)):
        return False
    return not _far_apart(one, other, dates)


def _far_apart(one: Inspection, other: Inspection, dates: Mapping[str, str | None]) -> bool:
    """Whether dates rule out that two inspections are one."""
    for field in ("published", "inspected"):
        first, second = one.value(field), other.value(field)
        if first is not None and second is not None:
            gap = _days_between(str(first), str(second))
            if gap is not None:
                return gap > _APART_DAYS
    gap = _days_between(_day_of(one, dates), _day_of(other, dates))
    return gap is not None and gap > _APART_DAYS


def _day_of(inspection: Inspection, dates: Mapping[str, str | None]) -> str:
    stated = inspection.value("published") or inspection.value("inspected")
    own = (dates.get(name) for name in inspection.sentences)
    return str(stated or next((date for date in own if date), ""))


def _days_between(one: str, other: str) -> int | None:
    """The least number of days between two partial dates; None where one is no date."""
    first, second = _range(one), _range(other)
    if first is None or second is None:
        return None
    return max(0, (second[0] - first[1]).days, (first[0] - second[1]).days)


def _range(value: str) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day that a partial date may be."""
    pieces = value.split("-")
    if not all(piece.isdigit() for piece in pieces) or len(pieces[0]) != 4:
        return None
    year = int(pieces[0])
    if len(pieces) == 1:
        return datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    month = int(pieces[1])
    if len(pieces) == 3:
        day = datetime.date(year, month, int(pieces[2]))
        return day, day
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    return datetime.date(year, month, 1), following - datetime.timedelta(days=1)


def _joined(group: Sequence[Inspection]) -> Inspection:
    if len(group) == 1:
        return group[0]
    facts: dict[str, Fact] = {}
    conflicts: dict[str, tuple[Fact, ...]] = {}
    for field in FACT_FIELDS:
        stated = [inspection.facts[field] for inspection in group if field in inspection.facts]
        if not stated:
            continue
        facts[field], *others = _ranked(field, stated)
        if others:
            conflicts[field] = tuple(others)
    sentences = {name: sent for inspection in group for name, sent in inspection.sentences.items()}
    latest_first = list(reversed(group))
    details = {field: fact for one in latest_first for field, fact in one.details.items()}
    parts = {part.part.casefold(): part for one in latest_first for part in one.parts}
    addressed = {to.addressee.casefold(): to for one in latest_first for to in one.addressed}
    return Inspection(
        facts=facts,
        conflicts=conflicts,
        sentences=sentences,
        details=details,
        parts=tuple(parts.values()),
        addressed=tuple(addressed.values()),
    )


def _ranked(field: str, stated: Sequence[Fact]) -> list[Fact]:
    """One fact for each value that the articles give, the best supported first."""
    if field in _NAMES:
        return [_one_of_variants(field, stated)]
    values: list[list[Fact]] = []
    for fact in stated:
        same = [group for group in values if _agree(field, group[0].value, fact.value)]
        if same:
            same[0].append(fact)
        else:
            values.append([fact])
    values.sort(key=len, reverse=True)
    return [_pooled(group) for group in values]


def _one_of_variants(field: str, stated: Sequence[Fact]) -> Fact:
    if field == "unit_type":
        counts = [sum(other.value == fact.value for other in stated) for fact in stated]
        best = stated[counts.index(max(counts))]
    elif field == "unit":
        best = max(stated, key=lambda f: (len(components(str(f.value))), len(str(f.value))))
    else:
        best = max(stated, key=lambda fact: len(str(fact.value)))
    others = [fact for fact in stated if fact is not best]
    evidence = [*best.evidence, *(item for fact in others for item in fact.evidence)]
    return Fact(value=best.value, evidence=tuple(evidence), confidence=best.confidence)


def _agree(field: str, one: str | int, other: str | int) -> bool:
    """Whether two values say the same: equal, or one date within the other."""
    if field in _DATES:
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    return one == other


def _pooled(group: Sequence[Fact]) -> Fact:
    """Facts that agree as one: the most precise value, all evidence, the best confidence."""
    value = max(group, key=lambda fact: len(str(fact.value))).value
    evidence = tuple(item for fact in group for item in fact.evidence)
    return Fact(value=value, evidence=evidence, confidence=max(f.confidence for f in group))

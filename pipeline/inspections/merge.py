"""Inspections of several articles that are one and the same, joined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as made
from statistics import fmean

from pipeline.inspections.history import history_of
from pipeline.inspections.linking import JOINED_FROM, Comparison, Linker, block_keys
from pipeline.inspections.names import components, same_name
from pipeline.schema import (
    DETAIL_FIELDS,
    FACT_FIELDS,
    PART_FIELD,
    Fact,
    Inspection,
    InspectorateProfile,
    Link,
    PartRating,
)

__all__ = ["merge_inspections"]

_VETO = 0.3
"""An article that scores no more with one of several is of another inspection."""
_DOUBTFUL_FROM = 0.4
"""Score from which an article that was kept apart is named as a doubt."""
_MARGIN = 0.05
"""Two inspections that fit an article within this margin leave open which one it reports."""
_MOST_COMPARED = 12
"""Articles of an inspection that a further one is compared with: enough to judge it."""
_NAMES = frozenset({"unit", "inspectorate", "chief_inspector", "unit_type"})
"""Fields whose values are variants of one name, never in conflict within one inspection."""
_LOOSE_NAMES = frozenset({"region", "provider"})
_DATES = frozenset({"previous_date", "inspected", "published"})


@dataclass
class _Group:
    """Articles of one inspection, by their places in what was found."""

    places: list[int]
    links: list[Link] = made(default_factory=list)


def merge_inspections(
    found: Sequence[Inspection],
    article_dates: Mapping[str, str | None] | None = None,
    profiles: Sequence[InspectorateProfile] = (),
    copies: Mapping[str, str] | None = None,
) -> tuple[Inspection, ...]:
    """Join the inspections of several articles that are the same one.

    Args:
        found: inspections of single articles, the earliest article first.
        article_dates: for each article's name its own date, where known; used to keep a
            re-inspection apart where an article states no date of its inspection.
        profiles: the inspectorates known; they tell namesakes of two inspectorates apart.
        copies: for an article that is a near-copy of another, that other's name. Copies count
            once where articles disagree.

    Returns:
        The inspections, in the order in which ``found`` first has them. A fact on which articles
        disagree is the value that most of them give (then the earliest article's); the other
        values are in ``conflicts``. ``links`` says how sure each joint is, and which articles
        might belong but were kept apart; ``history`` holds the earlier ratings that the articles
        state.

    """
    dates = article_dates or {}
    groups = _grouped(found, dates, Linker(found, dates, profiles))
    return tuple(
        _joined([found[place] for place in sorted(group.places)], group.links, copies or {})
        for group in sorted(groups, key=lambda group: min(group.places))
    )


def _grouped(
    found: Sequence[Inspection], dates: Mapping[str, str | None], linker: Linker
) -> list[_Group]:
    """Each inspection put to the group that it fits best, the best described ones first.

    Only groups whose names share a key are looked at, so that the cost grows with the number of
    articles on like-named units, not with the square of all.
    """
    groups: list[_Group] = []
    by_key: dict[str, list[_Group]] = defaultdict(list)
    order = sorted(range(len(found)), key=lambda place: (-_known(found[place], dates), place))
    for place in order:
        keys = sorted(block_keys(str(found[place].value("unit"))))
        near = {id(group): group for key in keys for group in by_key[key]}
        group = _choose(found, place, list(near.values()), linker)
        if group is None:
            group = _Group([])
            groups.append(group)
        group.places.append(place)
        for key in keys:
            if all(group is not other for other in by_key[key]):
                by_key[key].append(group)
    return groups


def _choose(
    found: Sequence[Inspection], place: int, near: Sequence[_Group], linker: Linker
) -> _Group | None:
    """The group that an inspection belongs to; None for a new one. Notes the link, or the doubt."""
    judged = [
        (judgement, group)
        for group in near
        if (judgement := _judge(found, place, group, linker)) is not None
    ]
    judged.sort(key=lambda pair: -pair[0].score)
    if not judged or judged[0][0].score < _DOUBTFUL_FROM:
        return None
    best, group = judged[0]
    tied = len(judged) > 1 and best.score - judged[1][0].score < _MARGIN
    if best.joined and not tied:
        group.links += _links(found[place], best, joined=True)
        return group
    for judgement, other in judged[: 2 if tied else 1]:
        reason = f"{judgement.reason}; fits two inspections alike" if tied else judgement.reason
        doubt = Comparison(min(judgement.score, JOINED_FROM) if tied else judgement.score, reason)
        other.links += _links(found[place], doubt, joined=False)
    return None


def _judge(
    found: Sequence[Inspection], place: int, group: _Group, linker: Linker
) -> Comparison | None:
    """How an inspection fits a group: the mean over its articles; None where one rules it out."""
    judgements = []
    for member in group.places[:_MOST_COMPARED]:
        judgement = linker.compare(found[place], found[member])
        if judgement.score <= _VETO:
            return None
        judgements.append(judgement)
    best = max(judgements, key=lambda judgement: judgement.score)
    mean = round(fmean(judgement.score for judgement in judgements), 2)
    return Comparison(mean, best.reason)


def _links(inspection: Inspection, judgement: Comparison, *, joined: bool) -> list[Link]:
    return [
        Link(article=name, score=judgement.score, reason=judgement.reason, joined=joined)
        for name in inspection.sentences
    ]


def _known(inspection: Inspection, dates: Mapping[str, str | None]) -> int:
    """How well an inspection can be told apart: dated ones, with full names, come first."""
    dated = sum(name in inspection.facts for name in ("published", "inspected"))
    own = any(dates.get(name) for name in inspection.sentences)
    return 10 * dated + 5 * own + len(components(str(inspection.value("unit"))))


def _joined(
    group: Sequence[Inspection], links: Sequence[Link], copies: Mapping[str, str]
) -> Inspection:
    if len(group) == 1:
        (alone,) = group
        return alone.model_copy(update={"links": tuple(links), "history": history_of(alone)})
    facts, conflicts = _joined_fields([one.facts for one in group], FACT_FIELDS, copies)
    sentences = {name: sent for inspection in group for name, sent in inspection.sentences.items()}
    details, disputed = _joined_fields([one.details for one in group], DETAIL_FIELDS, copies)
    parts, disputed_parts = _joined_parts(group, copies)
    addressed = {to.addressee.casefold(): to for one in reversed(group) for to in one.addressed}
    joined = Inspection(
        facts=facts,
        conflicts={**conflicts, **disputed, **disputed_parts},
        sentences=sentences,
        details=details,
        parts=parts,
        addressed=tuple(addressed.values()),
        links=tuple(links),
    )
    return joined.model_copy(update={"history": history_of(joined)})


def _joined_fields(
    stated: Sequence[Mapping[str, Fact]], fields: Sequence[str], copies: Mapping[str, str]
) -> tuple[dict[str, Fact], dict[str, tuple[Fact, ...]]]:
    """For each field that an article states its best supported value, and the other values."""
    used: dict[str, Fact] = {}
    conflicts: dict[str, tuple[Fact, ...]] = {}
    for field in fields:
        values = [one[field] for one in stated if field in one]
        if values:
            used[field], *others = _ranked(field, values, copies)
            if others:
                conflicts[field] = tuple(others)
    return used, conflicts


def _joined_parts(
    group: Sequence[Inspection], copies: Mapping[str, str]
) -> tuple[tuple[PartRating, ...], dict[str, tuple[Fact, ...]]]:
    """Each part once, with its best supported rating, and the other ratings of parts."""
    names: dict[str, str] = {}
    for part in (part for one in group for part in one.parts):
        names.setdefault(part.part.casefold(), part.part)
    stated = [{part.part.casefold(): part.rating for part in one.parts} for one in group]
    used, others = _joined_fields(stated, list(names), copies)
    parts = tuple(PartRating(part=names[key], rating=fact) for key, fact in used.items())
    return parts, {PART_FIELD + names[key]: facts for key, facts in others.items()}


def _ranked(field: str, stated: Sequence[Fact], copies: Mapping[str, str]) -> list[Fact]:
    """One fact for each value that the articles give, the best supported first.

    Near-copies of one story are one voice.
    """
    if field in _NAMES:
        return [_one_of_variants(field, stated)]
    values: list[list[Fact]] = []
    for fact in stated:
        same = [group for group in values if _agree(field, group[0].value, fact.value)]
        if same:
            same[0].append(fact)
        else:
            values.append([fact])
    values.sort(key=lambda group: len(_voices(group, copies)), reverse=True)
    return [_pooled(group) for group in values]


def _voices(facts: Sequence[Fact], copies: Mapping[str, str]) -> set[str]:
    """The articles that state these facts, near-copies of one story as one."""
    named = {item.article for fact in facts for item in fact.evidence}
    return {copies.get(name, name) for name in named}


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
    if field == "caseload":
        return re.sub(r"\D", "", str(one)) == re.sub(r"\D", "", str(other))
    if field in _LOOSE_NAMES:
        return same_name(str(one), str(other))
    if field in _DATES:
        return str(one).startswith(str(other)) or str(other).startswith(str(one))
    return one == other


def _pooled(group: Sequence[Fact]) -> Fact:
    """Facts that agree as one: the most precise value, all evidence, the best confidence."""
    value = max(group, key=lambda fact: len(str(fact.value))).value
    evidence = tuple(item for fact in group for item in fact.evidence)
    return Fact(value=value, evidence=evidence, confidence=max(f.confidence for f in group))

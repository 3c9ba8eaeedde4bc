"""What articles report of inspections, and the inspections that come of it, in the store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from pipeline.schema import Inspection
from pipeline.storage.rows import reading, rows_in
from pipeline.storage.runs import inspection_origin, withdraw_rejection
from pipeline.storage.tables import articles, briefs, inspections, links, reports

__all__ = [
    "Report",
    "due_inspections",
    "linked_articles",
    "load_inspections",
    "load_reports",
    "mark_due",
    "mark_merged",
    "not_searched",
    "reported_units",
    "store_inspections",
    "store_reports",
    "unmerged_units",
    "withdraw_unreported",
]

_AT_ONCE = 500
_UNDATED = "9999"
"""Sorts articles without a date behind all others."""


@dataclass(frozen=True)
class Report:
    """What one article says of one inspection.

    Attributes:
        article: the article's number in the store.
        place: which of the article's inspections it is, from 0.
        date: the article's own date.
        inspection: what it says.
    """

    article: int
    place: int
    date: str | None
    inspection: Inspection


def not_searched(connection: Connection, found_with: str) -> list[int]:
    """Numbers of tagged articles whose inspections were not found with this, in order."""
    query = (
        select(articles.c.id)
        .where(articles.c.tagger_id.is_not(None))
        .where(or_(articles.c.found_with.is_(None), articles.c.found_with != found_with))
        .order_by(articles.c.id)
    )
    return list(connection.execute(query).scalars())


def store_reports(
    connection: Connection, number: int, found: Sequence[Inspection], found_with: str
) -> None:
    """Store what an article reports, in place of what it was taken to report before.

    Args:
        connection: of a writing transaction.
        number: of the article.
        found: its inspections, in order.
        found_with: what they were found with.
    """
    query = select(reports.c.content).where(reports.c.article_id == number)
    before = list(connection.execute(query.order_by(reports.c.place)).scalars())
    now = [inspection.model_dump_json() for inspection in found]
    linked = select(links.c.inspection_id).where(links.c.article_id == number)
    connection.execute(update(inspections).where(inspections.c.id.in_(linked)).values(due=1))
    connection.execute(update(reports).where(reports.c.article_id == number).values(merged=0))
    if before != now:
        fellows = select(links.c.article_id).where(links.c.inspection_id.in_(linked))
        stale = update(reports).where(reports.c.article_id.in_(fellows))
        connection.execute(stale.values(merged=0))
        connection.execute(delete(links).where(links.c.article_id == number))
        connection.execute(delete(reports).where(reports.c.article_id == number))
        rows = [
            {
                "article_id": number,
                "place": place,
                "unit": str(inspection.value("unit")),
                "content": content,
                "merged": 0,
            }
            for place, (inspection, content) in enumerate(zip(found, now, strict=True))
        ]
        if rows:
            connection.execute(insert(reports), rows)
    done = update(articles).where(articles.c.id == number)
    connection.execute(done.values(found_with=found_with))


def unmerged_units(connection: Connection) -> list[str]:
    """Units of reports that are part of no inspection yet, or whose inspection changes."""
    query = select(reports.c.unit).where(reports.c.merged == 0).distinct()
    return sorted(connection.execute(query).scalars())


def reported_units(connection: Connection) -> list[str]:
    """Every name of a unit that a report gives, in order."""
    return sorted(connection.execute(select(reports.c.unit).distinct()).scalars())


def load_reports(connection: Connection, units: Collection[str]) -> list[Report]:
    """The reports of units of these names, the earliest article first."""
    query = select(reports.c.article_id, reports.c.place, reports.c.content, articles.c.date).join(
        articles, articles.c.id == reports.c.article_id
    )
    with reading("reports"):
        rows = list(rows_in(connection, query, reports.c.unit, sorted(units)))
        rows.sort(key=lambda row: (row.date or _UNDATED, row.article_id, row.place))
        return [
            Report(
                row.article_id,
                row.place,
                row.date,
                Inspection.model_validate_json(row.content),
            )
            for row in rows
        ]


def store_inspections(
    connection: Connection,
    units: Collection[str],
    merged: Sequence[Inspection],
    numbers: Mapping[str, int],
    copies: Mapping[int, int],
) -> None:
    """Store the inspections of some units in place of those that the store has of them.

    An inspection stays itself (its number, its brief's versions) where it keeps an article. One
    that differs from before becomes due; one that no group continues is withdrawn.

    Args:
        connection: of a writing transaction.
        units: every name of the units, closed: no report of another name may be of one of them.
        merged: their inspections, from all reports of these units.
        numbers: of the articles, by name.
        copies: for an article that is a near-copy, the one that it copies.
    """
    groups = [{numbers[name] for name in inspection.sentences} for inspection in merged]
    before = _inspections_of(connection, units, set().union(*groups))
    kept = _continued(groups, before)
    next_number = 1 + int(
        connection.execute(select(func.coalesce(func.max(inspections.c.id), 0))).scalar_one()
    )
    _withdraw(connection, set(before) - set(kept.values()))
    for place, inspection in enumerate(merged):
        number = kept.get(place)
        if number is None:
            number, next_number = next_number, next_number + 1
        _store(connection, number, inspection, is_new=place not in kept)
        _link(connection, number, inspection, numbers, copies)
    mark_merged(connection, units)


def mark_merged(connection: Connection, units: Collection[str]) -> None:
    """Note that all reports of these units were looked at."""
    for start in range(0, len(units), _AT_ONCE):
        names = sorted(units)[start : start + _AT_ONCE]
        connection.execute(update(reports).where(reports.c.unit.in_(names)).values(merged=1))


def _inspections_of(
    connection: Connection, units: Collection[str], members: Collection[int]
) -> dict[int, set[int]]:
    """Inspections that share articles with the members and may be of these units, with articles.

    An inspection whose own name no report gives any more may be, too.
    """
    shared_by: dict[int, set[int]] = {}
    name_of: dict[int, str] = {}
    linked = rows_in(connection, select(links.c.inspection_id), links.c.article_id, sorted(members))
    query = select(inspections.c.id, inspections.c.unit, links.c.article_id).join(
        links, links.c.inspection_id == inspections.c.id
    )
    shared = sorted({row.inspection_id for row in linked})
    for row in rows_in(connection, query, inspections.c.id, shared):
        shared_by.setdefault(row.id, set()).add(row.article_id)
        name_of[row.id] = row.unit
    others = sorted(set(name_of.values()) - set(units))
    names = rows_in(connection, select(reports.c.unit).distinct(), reports.c.unit, others)
    given = {row.unit for row in names}
    return {number: shared_by[number] for number, unit in name_of.items() if unit not in given}


def _continued(groups: Sequence[set[int]], before: Mapping[int, set[int]]) -> dict[int, int]:
    """For the place of a group the inspection that it continues: most articles in common first."""
    pairs = sorted(
        (-len(group & members), number, place)
        for place, group in enumerate(groups)
        for number, members in before.items()
        if group & members
    )
    kept: dict[int, int] = {}
    for _, number, place in pairs:
        if place not in kept and number not in kept.values():
            kept[place] = number
    return kept


def _store(connection: Connection, number: int, inspection: Inspection, *, is_new: bool) -> None:
    content = inspection.model_dump_json()
    inspectorate = inspection.value("inspectorate")
    rating = inspection.value("overall_rating")
    values = {
        "unit": str(inspection.value("unit")),
        "inspectorate": None if inspectorate is None else str(inspectorate),
        "overall_rating": None if rating is None else str(rating),
        "content": content,
        "due": 1,
        "withdrawn": 0,
    }
    if is_new:
        connection.execute(insert(inspections).values(id=number, **values))
        return
    same = and_(inspections.c.id == number, inspections.c.content != content)
    connection.execute(update(inspections).where(same).values(**values))


def _link(
    connection: Connection,
    number: int,
    inspection: Inspection,
    numbers: Mapping[str, int],
    copies: Mapping[int, int],
) -> None:
    connection.execute(delete(links).where(links.c.inspection_id == number))
    rows = [
        {
            "inspection_id": number,
            "article_id": numbers[name],
            "sentences": json.dumps(list(places)),
            "copy_of": copies.get(numbers[name]),
        }
        for name, places in inspection.sentences.items()
    ]
    connection.execute(insert(links), rows)


def withdraw_unreported(connection: Connection) -> int:
    """Withdraw the inspections that no article reports any more; how many there were."""
    linked = exists().where(links.c.inspection_id == inspections.c.id)
    query = select(inspections.c.id).where(inspections.c.withdrawn == 0, ~linked)
    found = list(connection.execute(query).scalars())
    _withdraw(connection, found)
    return len(found)


def _withdraw(connection: Connection, numbers: Iterable[int]) -> None:
    for number in numbers:
        connection.execute(delete(links).where(links.c.inspection_id == number))
        gone = update(inspections).where(inspections.c.id == number)
        connection.execute(gone.values(withdrawn=1, due=0))
        withdraw_rejection(connection, inspection_origin(number))


def due_inspections(connection: Connection, made_with: str) -> list[int]:
    """Numbers of the inspections whose brief is missing, lags behind or was made otherwise."""
    newest = (
        select(briefs.c.inspection_id, func.max(briefs.c.version).label("version"))
        .group_by(briefs.c.inspection_id)
        .subquery()
    )
    current = (
        select(briefs.c.inspection_id, briefs.c.made_with)
        .join(
            newest,
            and_(
                newest.c.inspection_id == briefs.c.inspection_id,
                newest.c.version == briefs.c.version,
            ),
        )
        .subquery()
    )
    query = (
        select(inspections.c.id)
        .outerjoin(current, current.c.inspection_id == inspections.c.id)
        .where(inspections.c.withdrawn == 0)
        .where(
            or_(
                inspections.c.due == 1,
                current.c.made_with.is_(None),
                current.c.made_with != made_with,
            )
        )
        .order_by(inspections.c.id)
    )
    return list(connection.execute(query).scalars())


def mark_due(connection: Connection, numbers: Iterable[int], *, due: bool = True) -> None:
    """Have the briefs of these inspections made again, or no longer."""
    for number in numbers:
        same = update(inspections).where(inspections.c.id == number)
        connection.execute(same.values(due=int(due)))


def load_inspections(connection: Connection, numbers: Sequence[int]) -> dict[int, Inspection]:
    """Inspections by number, in the order of ``numbers``."""
    query = select(inspections.c.id, inspections.c.content)
    with reading("inspections"):
        rows = rows_in(connection, query, inspections.c.id, numbers)
        found = {row.id: row.content for row in rows}
        return {number: Inspection.model_validate_json(found[number]) for number in numbers}


def linked_articles(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """Numbers of the articles that report any of these inspections, in order."""
    rows = rows_in(connection, select(links.c.article_id), links.c.inspection_id, numbers)
    return sorted({row.article_id for row in rows})

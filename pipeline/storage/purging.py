"""Removing what is older than a day: articles with all that came of them, versions, runs.

What draws on a removed article and on newer ones stays, and is marked to be made again. Where an
article was met stays too, with the hash of its content, so that the next run does not read it
again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from pipeline.storage.briefs import Output, outputs_of
from pipeline.storage.inspections import mark_due
from pipeline.storage.runs import inspection_origin, withdraw_rejection
from pipeline.storage.tables import (
    articles,
    briefs,
    documents,
    inspections,
    links,
    quotations,
    rejections,
    reports,
    runs,
    sentences,
    tags,
    written,
)

__all__ = ["Purge", "plan_purge", "purge"]

_AT_ONCE = 500


@dataclass(frozen=True)
class Purge:
    """What a purge removes.

    Attributes:
        before: the day, ISO 8601; what is older goes.
        counts: rows that go, by name, for reading; nothing goes where all are 0.
        undated: how many articles have no date, and stay.
        gone: numbers of the inspections that no newer article reports.
        lagging: numbers of those that draw on a removed article and keep a newer one.
        versions: number and version of the briefs that a newer one has replaced.
        outputs: what lies in output folders of the inspections that go, by folder.
    """

    before: str
    counts: dict[str, int]
    undated: int
    gone: tuple[int, ...]
    lagging: tuple[int, ...]
    versions: tuple[tuple[int, int], ...]
    outputs: tuple[tuple[str, Output], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is old enough."""
        return not any(self.counts.values())


def plan_purge(connection: Connection, before: str) -> Purge:
    """What is older than a day; nothing is changed.

    An article is older where its own date says so for certain: of one dated ``2024`` that is so
    from the first day of 2025. An article without a date is not.

    Args:
        connection: of a transaction.
        before: the day, ISO 8601.
    """
    old = _is_old(before)
    removed = select(articles.c.id).where(old)
    kept_names = set(connection.execute(select(articles.c.name).where(_is_not(old))).scalars())
    gone = _gone(connection, before, removed)
    versions = _old_versions(connection, before, kept_names, gone)
    written_of = connection.execute(select(briefs.c.inspection_id)).scalars()
    of_gone = [number for number in written_of if number in gone]
    briefs_gone = set(of_gone)
    counts = {
        "articles": _count(connection, articles, old),
        "sentences": _count(connection, sentences, sentences.c.article_id.in_(removed)),
        "tags": _count(connection, tags, tags.c.article_id.in_(removed) & (tags.c.chosen == 1)),
        "quotations": _count(connection, quotations, quotations.c.article_id.in_(removed)),
        "inspections": len(gone),
        "briefs": len(briefs_gone),
        "earlier versions of briefs": len(of_gone) - len(briefs_gone) + len(versions),
        "rejections": _count(connection, rejections, _rejected(removed)),
        "runs": _count(connection, runs, runs.c.started_at < before),
    }
    return Purge(
        before=before,
        counts=counts,
        undated=_count(connection, articles, articles.c.date.is_(None)),
        gone=tuple(sorted(gone)),
        lagging=tuple(_lagging(connection, kept_names, gone)),
        versions=tuple(versions),
        outputs=tuple(outputs_of(connection, gone)),
    )


def purge(connection: Connection, plan: Purge) -> None:
    """Remove what was planned, and mark what lags behind to be joined and written again.

    Args:
        connection: of a writing transaction; nothing has changed since the plan was made.
        plan: from :func:`plan_purge`.
    """
    old = _is_old(plan.before)
    removed = select(articles.c.id).where(old)
    for numbers in _portions(plan.lagging):
        fellows = select(links.c.article_id).where(links.c.inspection_id.in_(numbers))
        stale = update(reports).where(reports.c.article_id.in_(fellows))
        connection.execute(stale.values(merged=0))
    mark_due(connection, plan.lagging)
    connection.execute(delete(rejections).where(_rejected(removed)))
    for numbers in _portions(plan.gone):
        connection.execute(delete(inspections).where(inspections.c.id.in_(numbers)))
        for number in numbers:
            withdraw_rejection(connection, inspection_origin(number))
    for number, version in plan.versions:
        same = (briefs.c.inspection_id == number) & (briefs.c.version == version)
        connection.execute(delete(briefs).where(same))
    if plan.counts["articles"]:
        # What the writer wrote names no article: none of it can be told to be newer.
        connection.execute(delete(written))
    connection.execute(delete(articles).where(old))
    connection.execute(delete(runs).where(runs.c.started_at < plan.before))


def _is_old(before: str) -> ColumnElement[bool]:
    """Whether an article is older for certain: its last possible day lies before the day."""
    date = articles.c.date
    return date < func.substr(before, 1, func.length(date))


def _is_not(old: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(articles.c.date.is_(None), ~old)


def _rejected(removed: Select[tuple[int]]) -> ColumnElement[bool]:
    met = select(documents.c.origin).where(documents.c.article_id.in_(removed))
    return rejections.c.origin.in_(met)


def _gone(connection: Connection, before: str, removed: Select[tuple[int]]) -> set[int]:
    """Inspections that only removed articles report, and withdrawn ones of that time."""
    of = links.c.inspection_id == inspections.c.id
    newer = exists().where(of, links.c.article_id.not_in(removed))
    older = exists().where(of, links.c.article_id.in_(removed))
    lately = exists().where(briefs.c.inspection_id == inspections.c.id, briefs.c.made_at >= before)
    query = select(inspections.c.id).where(~newer, or_(older, ~lately))
    return set(connection.execute(query).scalars())


def _lagging(connection: Connection, kept: set[str], gone: Collection[int]) -> list[int]:
    """Inspections that stay and draw on an article that does not, a unit's history included."""
    query = select(inspections.c.id, inspections.c.content).where(inspections.c.withdrawn == 0)
    return [
        row.id
        for row in connection.execute(query.order_by(inspections.c.id))
        if row.id not in gone and not _articles_in(row.content) <= kept
    ]


def _old_versions(
    connection: Connection, before: str, kept: set[str], gone: Collection[int]
) -> list[tuple[int, int]]:
    """Versions that a newer one replaced, made before the day or of an article that is gone."""
    newest = (
        select(briefs.c.inspection_id, func.max(briefs.c.version).label("version"))
        .group_by(briefs.c.inspection_id)
        .subquery()
    )
    query = (
        select(briefs.c.inspection_id, briefs.c.version, briefs.c.content, briefs.c.made_at)
        .join(newest, newest.c.inspection_id == briefs.c.inspection_id)
        .where(briefs.c.version < newest.c.version)
        .order_by(briefs.c.inspection_id, briefs.c.version)
    )
    return [
        (row.inspection_id, row.version)
        for row in connection.execute(query)
        if row.inspection_id not in gone
        and (row.made_at < before or not _articles_in(row.content) <= kept)
    ]


def _articles_in(content: str) -> set[str]:
    """Names of all articles that an inspection or a brief, as JSON, draws on."""
    return set(_names(json.loads(content)))


def _names(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(name := value.get("article"), str):
            yield name
        if isinstance(by_article := value.get("sentences"), dict):
            yield from by_article
        for inner in value.values():
            yield from _names(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names(inner)


def _count(connection: Connection, table: Table, condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(condition)
    return int(connection.execute(query).scalar_one())


def _portions(numbers: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(numbers), _AT_ONCE):
        yield numbers[start : start + _AT_ONCE]

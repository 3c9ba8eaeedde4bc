"""What the store holds, what is left to do, and how the last runs went."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Select, func, select

from pipeline.storage import tables
from pipeline.storage.runs import RunRow, latest_runs

__all__ = ["StoreStatus", "read_status"]

_RUNS = 5


@dataclass(frozen=True)
class StoreStatus:
    """What the store holds.

    Attributes:
        holds: articles, inspections and briefs (their valid versions).
        backlog: articles not tagged, articles not searched for inspections, briefs due.
        rejected: inputs by reason, the commonest first.
        models: revisions that made what is there, by role.
        runs: the latest, the newest first.
    """

    holds: dict[str, int]
    backlog: dict[str, int]
    rejected: dict[str, int]
    models: dict[str, list[str]]
    runs: list[RunRow]


def read_status(connection: Connection) -> StoreStatus:
    """Read the status of a store; nothing is changed."""
    articles, inspections = tables.articles.c, tables.inspections.c
    briefs = select(func.count(tables.briefs.c.inspection_id.distinct()))
    valid = select(func.count(inspections.id)).where(inspections.withdrawn == 0)
    every = select(func.count(articles.id))
    tagged = articles.tagger_id.is_not(None)
    return StoreStatus(
        holds={
            "articles": _count(connection, every),
            "inspections": _count(connection, valid),
            "briefs": _count(connection, briefs),
        },
        backlog={
            "articles to tag": _count(connection, every.where(~tagged)),
            "articles to search for inspections": _count(
                connection, every.where(tagged, articles.found_with.is_(None))
            ),
            "briefs to write": _count(connection, valid.where(inspections.due == 1)),
        },
        rejected=_rejected(connection),
        models=_models(connection),
        runs=latest_runs(connection, _RUNS),
    )


def _count(connection: Connection, query: Select[int]) -> int:
    return int(connection.execute(query).scalar_one())


def _rejected(connection: Connection) -> dict[str, int]:
    reason, number = tables.rejections.c.reason, func.count()
    query = select(reason, number).group_by(reason).order_by(number.desc(), reason)
    return {str(name): int(count) for name, count in connection.execute(query)}


def _models(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    models = tables.models.c
    for role, revision in connection.execute(
        select(models.role, models.revision).order_by(models.role, models.id)
    ):
        found.setdefault(str(role), []).append(str(revision))
    return found

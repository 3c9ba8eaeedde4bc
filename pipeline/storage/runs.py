"""Runs and rejections in the store."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from pipeline.schema import Rejection, RejectionReason
from pipeline.storage.tables import documents, rejections, runs

__all__ = [
    "RunRow",
    "all_rejections",
    "finish_run",
    "latest_runs",
    "origin_of",
    "rejected_contents",
    "start_run",
    "store_rejection",
    "withdraw_rejection",
]


@dataclass(frozen=True)
class RunRow:
    """A run: when it was, and how much it did; ``finished_at`` is None where it was cut off."""

    number: int
    started_at: str
    finished_at: str | None
    version: str
    counts: dict[str, int]


def start_run(connection: Connection, started_at: str, version: str) -> int:
    """Note that a run begins; its number."""
    number = 1 + int(connection.execute(select(func.coalesce(func.max(runs.c.id), 0))).scalar_one())
    connection.execute(
        insert(runs).values(id=number, started_at=started_at, version=version, counts="{}")
    )
    return number


def finish_run(
    connection: Connection, number: int, finished_at: str, counts: Mapping[str, int]
) -> None:
    """Note that a run has ended, and what it did."""
    ended = update(runs).where(runs.c.id == number)
    connection.execute(ended.values(finished_at=finished_at, counts=json.dumps(dict(counts))))


def latest_runs(connection: Connection, count: int) -> list[RunRow]:
    """The latest runs, the newest first."""
    query = select(runs).order_by(runs.c.id.desc()).limit(count)
    return [
        RunRow(row.id, row.started_at, row.finished_at, row.version, json.loads(row.counts))
        for row in connection.execute(query)
    ]


def store_rejection(
    connection: Connection,
    origin: str,
    stage: str,
    rejection: Rejection,
    content_hash: str | None = None,
) -> None:
    """Store why an input got no brief, in place of an earlier reason of the same stage.

    Args:
        connection: of a writing transaction.
        origin: where the document was met.
        stage: reading, tagging, inspections or briefs.
        rejection: name, reason and message.
        content_hash: of the document; None where it could not be read.
    """
    withdraw_rejection(connection, origin, stage)
    connection.execute(
        insert(rejections).values(
            origin=origin,
            stage=stage,
            name=rejection.article,
            content_hash=content_hash,
            reason=str(rejection.reason),
            message=rejection.message,
        )
    )


def withdraw_rejection(connection: Connection, origin: str, stage: str | None = None) -> None:
    """Remove what was rejected of a document: at one stage, or at all."""
    found = delete(rejections).where(rejections.c.origin == origin)
    connection.execute(found if stage is None else found.where(rejections.c.stage == stage))


def rejected_contents(connection: Connection) -> dict[str, str]:
    """For each origin whose content could not be used, that content's hash."""
    query = select(rejections.c.origin, rejections.c.content_hash).where(
        rejections.c.stage == "reading", rejections.c.content_hash.is_not(None)
    )
    return {row.origin: row.content_hash for row in connection.execute(query)}


def all_rejections(connection: Connection) -> list[Rejection]:
    """Every rejection, by name."""
    query = select(rejections).order_by(rejections.c.name, rejections.c.origin, rejections.c.stage)
    return [
        Rejection(article=row.name, reason=RejectionReason(row.reason), message=row.message)
        for row in connection.execute(query)
    ]


def origin_of(connection: Connection, article: int) -> str:
    """The first place, in the order of their names, where an article was met."""
    query = select(func.min(documents.c.origin)).where(documents.c.article_id == article)
    return str(connection.execute(query).scalar_one())

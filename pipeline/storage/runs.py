"""Runs and rejections in the store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from pipeline.schema import Rejection, RejectionReason
from pipeline.storage.rows import reading
from pipeline.storage.tables import documents, rejections, runs

__all__ = [
    "RunRow",
    "all_rejections",
    "finish_run",
    "inspection_origin",
    "latest_runs",
    "mark_told",
    "reject_article",
    "rejected_contents",
    "start_run",
    "store_rejection",
    "untold_rejections",
    "withdraw_rejection",
    "withdraw_web_rejections",
]

_OF_THE_WEB = ("address", "feed", "fetch-failed", "robots")
"""Reasons for which an address was not had; it is asked again in every run."""


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
    with reading("runs"):
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
        origin: where the document was met, or :func:`inspection_origin`.
        stage: reading, tagging, inspections, joining, briefs or saving.
        rejection: name, reason and message.
        content_hash: of all that it depends on, so that it is not tried again as long as that
            stays; None where it is.
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
            told=0,
        )
    )


def reject_article(
    connection: Connection, number: int, stage: str, rejection: Rejection | None
) -> None:
    """Store why nothing was made of an article, in place of an earlier reason of the same stage.

    It stands under the first place, in the order of their names, where the article was met.

    Args:
        connection: of a writing transaction.
        number: of the article.
        stage: see :func:`store_rejection`.
        rejection: the reason; None where there is none any more.
    """
    met = select(documents.c.origin).where(documents.c.article_id == number)
    origins = sorted(connection.execute(met).scalars())
    for origin in origins:
        withdraw_rejection(connection, origin, stage)
    if rejection is not None:
        store_rejection(connection, origins[0], stage, rejection)


def inspection_origin(number: int) -> str:
    """What stands for the place of a rejection that is an inspection's, not a document's."""
    return f"inspection:{number}"


def withdraw_rejection(connection: Connection, origin: str, stage: str | None = None) -> None:
    """Remove what was rejected of a document: at one stage, or at all."""
    found = delete(rejections).where(rejections.c.origin == origin)
    connection.execute(found if stage is None else found.where(rejections.c.stage == stage))


def withdraw_web_rejections(connection: Connection, delivered: Collection[str]) -> None:
    """Remove the rejections of addresses that were not had, and that no source names any more.

    Args:
        connection: of a writing transaction.
        delivered: the origins of all documents of a run.
    """
    query = select(rejections.c.origin).where(
        rejections.c.stage == "reading", rejections.c.reason.in_(_OF_THE_WEB)
    )
    for origin in set(connection.execute(query).scalars()) - set(delivered):
        withdraw_rejection(connection, origin, "reading")


def rejected_contents(connection: Connection, stage: str) -> dict[str, str]:
    """For each origin that was rejected at a stage, the hash of what that depends on."""
    query = select(rejections.c.origin, rejections.c.content_hash).where(
        rejections.c.stage == stage, rejections.c.content_hash.is_not(None)
    )
    return {row.origin: row.content_hash for row in connection.execute(query)}


def all_rejections(connection: Connection) -> list[Rejection]:
    """Every rejection, by name."""
    return _in_order(connection.execute(select(rejections)))


def untold_rejections(connection: Connection) -> list[Rejection]:
    """The rejections that :func:`mark_told` was not called after yet, by name."""
    return _in_order(connection.execute(select(rejections).where(rejections.c.told == 0)))


def mark_told(connection: Connection) -> None:
    """Note that all rejections were told to people."""
    connection.execute(update(rejections).where(rejections.c.told == 0).values(told=1))


def _in_order(rows: Iterable[Row[Any]]) -> list[Rejection]:
    with reading("rejections"):
        return [
            Rejection(article=row.name, reason=RejectionReason(row.reason), message=row.message)
            for row in sorted(rows, key=lambda row: (row.name, row.origin, row.stage))
        ]

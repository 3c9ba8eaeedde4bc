"""Briefs with their versions, the writer's sentences, and what lies in the output folders."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, and_, delete, func, insert, select, update

from pipeline.schema import Brief
from pipeline.storage.rows import reading, rows_in
from pipeline.storage.tables import briefs, inspections, outputs, written

__all__ = [
    "BriefRow",
    "Output",
    "StoredBrief",
    "brief_rows",
    "candidates",
    "latest_briefs",
    "outputs_in",
    "outputs_of",
    "remove_output",
    "store_brief",
    "store_candidates",
    "store_output",
    "versions_of",
    "written_otherwise",
]


@dataclass(frozen=True)
class StoredBrief:
    """A version of the brief of an inspection.

    Attributes:
        inspection: the inspection's number in the store.
        version: from 1.
        brief: the brief.
        difference: from the version before, for reading; empty for the first.
    """

    inspection: int
    version: int
    brief: Brief
    difference: str


@dataclass(frozen=True)
class BriefRow:
    """What lists of briefs show: the valid version of an inspection's brief."""

    inspection: int
    version: int
    unit: str
    overall_rating: str | None
    findings: int
    strengths: int
    recommendations: int
    quotes: int


@dataclass(frozen=True)
class Output:
    """A version of a brief in an output folder, its files named within the folder."""

    inspection: int
    version: int
    slug: str
    files: tuple[str, ...]


def store_brief(
    connection: Connection,
    number: int,
    brief: Brief,
    made_with: str,
    difference: str | None,
    written_by: str | None = None,
) -> int:
    """Store the brief of an inspection, which is then no longer due.

    Args:
        connection: of a writing transaction.
        number: of the inspection.
        brief: the brief.
        made_with: software and settings.
        difference: from the valid version; None where there is no difference, and the valid
            version stays; empty for the first version.
        written_by: the writer's revision.

    Returns:
        The valid version.
    """
    newest = select(func.coalesce(func.max(briefs.c.version), 0))
    version = int(connection.execute(newest.where(briefs.c.inspection_id == number)).scalar_one())
    if difference is None:
        same = and_(briefs.c.inspection_id == number, briefs.c.version == version)
        confirmed = {"made_with": made_with, "written_by": written_by}
        connection.execute(update(briefs).where(same).values(**confirmed))
    else:
        version += 1
        connection.execute(
            insert(briefs).values(
                inspection_id=number,
                version=version,
                content=brief.model_dump_json(exclude={"made_at"}),
                difference=difference,
                made_with=made_with,
                findings=len(brief.findings),
                strengths=len(brief.strengths),
                recommendations=len(brief.recommendations),
                quotes=len(brief.quotes),
                made_at=brief.made_at,
                written_by=written_by,
            )
        )
    connection.execute(update(inspections).where(inspections.c.id == number).values(due=0))
    return version


def latest_briefs(
    connection: Connection, numbers: Sequence[int] | None = None
) -> Iterator[StoredBrief]:
    """The valid version of each brief, of some inspections or of all, in their order."""
    if numbers is None:
        yield from _load(connection.execute(_latest()))
    else:
        yield from _load(rows_in(connection, _latest(), briefs.c.inspection_id, numbers))


def written_otherwise(connection: Connection, written_by: str) -> list[int]:
    """Numbers of the inspections whose valid brief another writer wrote, in order."""
    rows = connection.execute(_latest())
    return [row.inspection_id for row in rows if row.written_by != written_by]


def versions_of(connection: Connection, number: int) -> list[StoredBrief]:
    """All versions of an inspection's brief, the first one first."""
    query = select(briefs).where(briefs.c.inspection_id == number).order_by(briefs.c.version)
    return list(_load(connection.execute(query)))


_LISTED = tuple(
    briefs.c[name]
    for name in "inspection_id version findings strengths recommendations quotes".split()
)


def _latest(*columns: Column[Any]) -> Select[Any]:
    """The valid versions: these columns of them, or all."""
    newest = (
        select(briefs.c.inspection_id, func.max(briefs.c.version).label("version"))
        .group_by(briefs.c.inspection_id)
        .subquery()
    )
    return (
        select(*(columns or briefs.c), inspections.c.unit, inspections.c.overall_rating)
        .join(
            newest,
            and_(
                newest.c.inspection_id == briefs.c.inspection_id,
                newest.c.version == briefs.c.version,
            ),
        )
        .join(inspections, inspections.c.id == briefs.c.inspection_id)
        .where(inspections.c.withdrawn == 0)
        .order_by(briefs.c.inspection_id)
    )


def _load(rows: Iterable[Row[Any]]) -> Iterator[StoredBrief]:
    for row in rows:
        with reading("briefs"):
            content = json.loads(row.content) | {"made_at": row.made_at}
            stored = StoredBrief(
                row.inspection_id, row.version, Brief.model_validate(content), row.difference
            )
        yield stored


def brief_rows(connection: Connection) -> list[BriefRow]:
    """What lists show of every brief, in the order of the inspections; contents are not read."""
    return [
        BriefRow(
            inspection=row.inspection_id,
            version=row.version,
            unit=row.unit,
            overall_rating=row.overall_rating,
            findings=row.findings,
            strengths=row.strengths,
            recommendations=row.recommendations,
            quotes=row.quotes,
        )
        for row in connection.execute(_latest(*_LISTED))
    ]


def candidates(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The writer's candidates for those keys that the store has."""
    with reading("written sentences"):
        rows = rows_in(connection, select(written), written.c.key, keys)
        return {row.key: tuple(json.loads(row.candidates)) for row in rows}


def store_candidates(connection: Connection, found: Mapping[str, Sequence[str]]) -> None:
    """Keep what the writer wrote, by key."""
    known = candidates(connection, list(found))
    rows = [
        {"key": key, "candidates": json.dumps(list(texts), ensure_ascii=False)}
        for key, texts in found.items()
        if key not in known
    ]
    if rows:
        connection.execute(insert(written), rows)


def outputs_in(connection: Connection, folder: str) -> dict[int, Output]:
    """What lies in an output folder, by inspection."""
    query = select(outputs).where(outputs.c.folder == folder).order_by(outputs.c.inspection_id)
    with reading("outputs"):
        return {
            row.inspection_id: Output(
                row.inspection_id, row.version, row.slug, tuple(json.loads(row.files))
            )
            for row in connection.execute(query)
        }


def outputs_of(connection: Connection, numbers: Collection[int]) -> list[tuple[str, Output]]:
    """What lies in any output folder of these inspections, each with its folder."""
    folders = connection.execute(select(outputs.c.folder).distinct().order_by(outputs.c.folder))
    return [
        (folder, output)
        for folder in folders.scalars().all()
        for number, output in outputs_in(connection, folder).items()
        if number in numbers
    ]


def store_output(connection: Connection, folder: str, output: Output) -> None:
    """Note what was written to an output folder, in place of an earlier version."""
    remove_output(connection, folder, [output.inspection])
    connection.execute(
        insert(outputs).values(
            folder=folder,
            inspection_id=output.inspection,
            version=output.version,
            slug=output.slug,
            files=json.dumps(list(output.files)),
        )
    )


def remove_output(connection: Connection, folder: str, numbers: Collection[int]) -> None:
    """Forget what lay in an output folder of these inspections."""
    connection.execute(
        delete(outputs).where(outputs.c.folder == folder, outputs.c.inspection_id.in_(numbers))
    )

"""Inspections of the store whose brief lags behind → new versions of their briefs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline.batch.helpers import brief_portions, digest, made_at
from pipeline.batch.rejecting import isolated
from pipeline.batch.work import Work
from pipeline.schema import Brief, Rejection
from pipeline.storage import articles, briefs, inspections, runs

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["write_all"]


def write_all(work: Work) -> None:
    """Write the briefs that are missing, lag behind or were made otherwise.

    With ``retag`` also those that an older writer wrote or an older support model judged. One that
    failed is tried again when its articles, a model or the software changed.
    """
    models = work.models
    with work.store.write() as connection:
        if work.retag:
            older = briefs.written_otherwise(connection, models.written_by)
            inspections.mark_due(connection, older)
        due = inspections.due_inspections(connection, models.made_with)
        failed = runs.rejected_contents(connection, "briefs")
        origins = {number: runs.inspection_origin(number) for number in due}
        numbers = [
            number
            for number, origin in origins.items()
            if origin not in failed or failed[origin] != _made_of(work, connection, number)
        ]
    if numbers:
        work.progress.stage("writing briefs", len(numbers))
    for portion in brief_portions(numbers):
        if _write(work, portion, work.progress.advance):
            for number in portion:
                for rejection in _write(work, [number]):
                    _keep_failure(work, number, rejection)


def _write(
    work: Work,
    numbers: Sequence[int],
    on_briefs: Callable[[int], None] = lambda count: None,
) -> list[Rejection]:
    """Make and keep the briefs of some inspections; where that fails, why."""
    with work.store.read() as connection:
        waiting = inspections.load_inspections(connection, numbers)
        linked = inspections.linked_articles(connection, numbers)
        tagged = articles.load_tagged(connection, linked)
        taggers = articles.taggers_of(connection, linked)
    by_name = {one.article.name: one for one in tagged.values()}
    made: list[Brief] = []
    failed: list[Rejection] = []
    with isolated(", ".join(str(one.value("unit")) for one in waiting.values()), failed):
        maker = work.models.maker(", ".join(taggers))
        made += maker.make([*waiting.values()], by_name, made_at(), on_briefs)
    if failed:
        return failed
    with work.store.write() as connection:
        latest = {one.inspection: one for one in briefs.latest_briefs(connection, numbers)}
        for number, brief in zip(numbers, made, strict=True):
            _keep(work, connection, number, latest.get(number), brief)
    return []


def _keep(
    work: Work,
    connection: Connection,
    number: int,
    before: briefs.StoredBrief | None,
    brief: Brief,
) -> None:
    difference = _difference(before.brief, brief) if before else ""
    models = work.models
    briefs.store_brief(connection, number, brief, models.made_with, difference, models.written_by)
    runs.withdraw_rejection(connection, runs.inspection_origin(number), "briefs")
    if difference is not None:
        work.done.count("changed briefs" if before else "new briefs", 1)


def _keep_failure(work: Work, number: int, rejection: Rejection) -> None:
    with work.store.write() as connection:
        made_of = _made_of(work, connection, number)
        origin = runs.inspection_origin(number)
        runs.store_rejection(connection, origin, "briefs", rejection, made_of)
        inspections.mark_due(connection, [number], due=False)


def _made_of(work: Work, connection: Connection, number: int) -> str:
    """What the brief of an inspection depends on."""
    (inspection,) = inspections.load_inspections(connection, [number]).values()
    linked = inspections.linked_articles(connection, [number])
    models = work.models
    return digest(
        models.made_with,
        models.written_by,
        inspection.model_dump_json(),
        *articles.taggers_of(connection, linked),
        *articles.keys_of(connection, linked),
    )


def _difference(before: Brief, after: Brief) -> str | None:
    """What changed between two versions, a line each; None where they say and cite the same."""
    from pipeline.briefs.changes import changes_between

    aside = {"version", "models", "made_at"}
    if before.model_dump(exclude=aside) == after.model_dump(exclude=aside):
        return None
    return "\n".join(changes_between(before, after)) or "Sources, order or evidence alone"

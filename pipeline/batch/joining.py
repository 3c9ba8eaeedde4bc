"""What articles report → inspections: those that a new report may change are joined again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.batch.rejecting import isolated
from pipeline.batch.work import Work
from pipeline.schema import Inspection, InspectorateProfile, Rejection
from pipeline.storage import articles, inspections, runs
from pipeline.storage.inspections import Report

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["join_all"]


@dataclass(frozen=True)
class _Joined:
    """Inspections of some units, and for a near-copy of an article the one that it copies."""

    inspections: tuple[Inspection, ...]
    copies: dict[str, str]


def join_all(work: Work) -> None:
    """Join the inspections of all units that a new or changed report may be of."""
    with work.store.write() as connection:
        wanted = inspections.unmerged_units(connection)
        if wanted:
            from pipeline.inspections.blocks import related_names

            known = inspections.reported_units(connection)
            work.progress.stage("joining inspections", 0)
            for units in related_names(wanted, known):
                _join_units(work, connection, units)
        withdrawn = inspections.withdraw_unreported(connection)
    work.done.count("withdrawn inspections", withdrawn)


def _join_units(work: Work, connection: Connection, units: frozenset[str]) -> None:
    """Join the inspections of units of these names anew; one article's failure is its own."""
    reports = inspections.load_reports(connection, units)
    numbers = {name: report.article for report in reports for name in report.inspection.sentences}
    texts: dict[str, str] = {}
    if len(numbers) > 1:
        loaded = articles.load_articles(connection, [*numbers.values()])
        texts = {name: loaded[number].text for name, number in numbers.items()}
    joined, failed = _join_sound(reports, texts, work.models.profiles)
    rejected = {rejection.article: rejection for rejection in failed}
    for name, number in numbers.items():
        runs.reject_article(connection, number, "joining", rejected.get(name))
    if joined is None:
        inspections.mark_merged(connection, units)
        return
    copies = {numbers[copy]: numbers[original] for copy, original in joined.copies.items()}
    inspections.store_inspections(connection, units, joined.inspections, numbers, copies)
    work.progress.advance(len(joined.inspections))


def _join_sound(
    reports: Sequence[Report], texts: dict[str, str], profiles: Sequence[InspectorateProfile]
) -> tuple[_Joined | None, list[Rejection]]:
    """Join reports, without the articles that cannot even be joined with nothing else.

    Returns:
        What was joined, None where nothing could be; and a rejection for each article left out.
    """
    failed: list[Rejection] = []
    with isolated("", failed):
        return _join(reports, texts, profiles), []
    sound: list[Report] = []
    alone: list[Rejection] = []
    for article in dict.fromkeys(report.article for report in reports):
        own = [report for report in reports if report.article == article]
        before = len(alone)
        with isolated(_name(own[0]), alone):
            _join(own, {}, profiles)
        if len(alone) == before:
            sound += own
    with isolated("", failed):
        return _join(sound, texts, profiles), alone
    names = dict.fromkeys(_name(report) for report in reports)
    return None, [failed[-1].model_copy(update={"article": name}) for name in names]


def _name(report: Report) -> str:
    return next(iter(report.inspection.sentences))


def _join(
    reports: Sequence[Report], texts: dict[str, str], profiles: Sequence[InspectorateProfile]
) -> _Joined:
    """Join reports; each inspection then knows the earlier ones of its unit."""
    from pipeline.ingestion import copies_among
    from pipeline.inspections import history_of, merge_inspections

    dates = {name: report.date for report in reports for name in report.inspection.sentences}
    copies = copies_among({name: text for name, text in texts.items() if name in dates})
    found = [report.inspection for report in reports]
    merged = merge_inspections(found, dates, profiles, copies)
    told = tuple(
        one.model_copy(update={"history": history_of(one, [o for o in merged if o is not one])})
        for one in merged
    )
    return _Joined(told, copies)

"""The briefs of the store → files of an output folder; only what differs is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.rejecting import isolated
from pipeline.errors import writing_to
from pipeline.schema import Rejection
from pipeline.storage import Store, articles, briefs, runs
from pipeline.storage.briefs import BriefRow, Output

if TYPE_CHECKING:
    from pipeline.runner import Progress

__all__ = ["INDEX_DUE", "SavedBrief", "save_briefs"]

INDEX_DUE = ".index-due"
"""Lies in the output folder while its index lags behind the briefs."""


@dataclass(frozen=True)
class SavedBrief:
    """A brief and its JSON file; ``is_new`` where this run wrote it."""

    row: BriefRow
    file: Path
    is_new: bool


def save_briefs(store: Store, output: Path, progress: Progress) -> list[SavedBrief]:
    """Write every brief that the folder lacks or has in another version, and the index.

    A file is replaced in one step, and noted in the store when all files of its brief are there;
    what a killed run left unnoted is written again. A version that cannot be shown is rejected,
    and not tried again by the same software; an older one's files stay.

    Args:
        store: with the briefs.
        output: the folder; made if it is missing.
        progress: is told how many briefs were written.

    Raises:
        OutputError: the folder cannot be written.
    """
    with writing_to(output):
        return _bring_up_to_date(store, output, progress)


def _bring_up_to_date(store: Store, output: Path, progress: Progress) -> list[SavedBrief]:
    folder = str(output.resolve())
    with store.read() as connection:
        rows = {row.inspection: row for row in briefs.brief_rows(connection)}
        there = briefs.outputs_in(connection, folder)
        failed = runs.rejected_contents(connection, "saving")
    lacking = [
        number
        for number, row in rows.items()
        if _is_lacking(output, row, there)
        and failed.get(runs.inspection_origin(number)) != _tried(row.version)
    ]
    gone = [number for number in there if number not in rows]
    if lacking or gone:
        output.mkdir(parents=True, exist_ok=True)
        (output / INDEX_DUE).touch()
        _remove_leftovers(output)
        _remove(store, output, folder, [there[number] for number in gone])
        progress.stage("saving", len(lacking))
        taken = {one.slug for number, one in there.items() if number in rows}
        for number in lacking:
            if one := _save_alone(store, output, rows[number], taken, there.get(number)):
                there[number] = one
            progress.advance()
    if rows and ((output / INDEX_DUE).exists() or not (output / "index.html").exists()):
        _write_index(store, output, [there[number] for number in sorted(there) if number in rows])
    elif not rows:
        (output / "index.html").unlink(missing_ok=True)
    (output / INDEX_DUE).unlink(missing_ok=True)
    new = set(lacking)
    return [
        SavedBrief(row, output / f"{there[number].slug}.json", number in new)
        for number, row in rows.items()
        if number in there and there[number].version == row.version
    ]


def _tried(version: int) -> str:
    return f"version {version} by {metadata.version('inspection-briefs')}"


def _save_alone(
    store: Store, output: Path, row: BriefRow, taken: set[str], before: Output | None
) -> Output | None:
    """Write a brief and note it; None where that failed, which is a rejection then."""
    folder = str(output.resolve())
    origin = runs.inspection_origin(row.inspection)
    failed: list[Rejection] = []
    saved: list[Output] = []
    with isolated(row.unit, failed):
        saved.append(_save(store, output, row.inspection, taken, before))
    with store.write() as connection:
        runs.withdraw_rejection(connection, origin, "saving")
        for rejection in failed:
            runs.store_rejection(connection, origin, "saving", rejection, _tried(row.version))
        for one in saved:
            briefs.store_output(connection, folder, one)
    if before is not None and not saved:
        taken.add(before.slug)
    return saved[0] if saved else None


def _is_lacking(output: Path, row: BriefRow, there: Mapping[int, Output]) -> bool:
    known = there.get(row.inspection)
    return (
        known is None
        or known.version != row.version
        or not (output / f"{known.slug}.json").exists()
    )


def _remove_leftovers(output: Path) -> None:
    """Remove halves of files that a killed run left."""
    for path in (*output.glob("*.part"), *output.glob("articles/*.part")):
        path.unlink()


def _remove(store: Store, output: Path, folder: str, gone: list[Output]) -> None:
    for one in gone:
        for file in one.files:
            (output / file).unlink(missing_ok=True)
    with store.write() as connection:
        briefs.remove_output(connection, folder, [one.inspection for one in gone])


def _save(
    store: Store,
    output: Path,
    number: int,
    taken: set[str],
    before: Output | None,
) -> Output:
    from pipeline.briefs.page import Changes
    from pipeline.briefs.rendering import write_brief

    with store.read() as connection:
        (stored,) = briefs.latest_briefs(connection, [number])
        earlier = briefs.versions_of(connection, number)[:-1] if stored.version > 1 else []
        names = [reference.article for reference in stored.brief.articles]
        tagged = articles.load_tagged(connection, articles.numbers_of(connection, names))
    if before is not None:
        taken.discard(before.slug)
    lines = tuple(stored.difference.split("\n"))
    paths = write_brief(
        stored.brief,
        {one.article.name: one for one in tagged.values()},
        output,
        taken,
        Changes(earlier[-1].brief.made_at, lines) if earlier else None,
    )
    files = tuple(path.relative_to(output).as_posix() for path in paths)
    new = Output(number, stored.version, paths[0].stem, files)
    if before is not None:
        for file in set(before.files) - set(files):
            (output / file).unlink(missing_ok=True)
    return new


def _write_index(store: Store, output: Path, shown: Sequence[Output]) -> None:
    from pipeline.briefs.rendering import write_index

    files = (tuple(output / file for file in one.files) for one in shown)
    numbers = {one.inspection for one in shown}
    with store.read() as connection:
        # One at a time in memory; both are in the order of the inspections.
        latest = briefs.latest_briefs(connection)
        write_index((one.brief for one in latest if one.inspection in numbers), files, output)

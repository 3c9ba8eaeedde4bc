"""Checks of the store: what it is, whether it is whole, and whether a run can write to it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.errors import InspectionBriefsError
from pipeline.operations.checks import Check, Problem, check
from pipeline.operations.folders import check_file, check_room, check_writable
from pipeline.storage.examining import Condition, examine_store
from pipeline.storage.opening import sqlite_file

__all__ = ["check_store"]


def check_store(url: str, folder: Path, *, waits: bool) -> Iterator[Check]:
    """Check the store; nothing of it is made or changed.

    Args:
        url: of the database.
        folder: where a relative path starts from.
        waits: whether a run waits for another one.
    """
    try:
        file = sqlite_file(url, folder)
        if file is not None:
            yield check("store: folder", partial(check_writable, file.parent, "storage.url"))
            yield check("store: file", partial(check_file, file, "storage.url"))
            yield check("store: disk space", partial(check_room, file.parent))
        found = examine_store(url, folder)
    except (InspectionBriefsError, OSError) as error:
        yield Check("store", False, str(error))
        return
    yield check("store", partial(_version, found))
    if not found.exists:
        return
    if found.journal is not None:
        yield check("store: integrity", partial(_integrity, found))
        yield check("store: journal", partial(_journal, found))
    yield Check("store: lock", True, _lock(found, waits=waits))


def _version(found: Condition) -> str:
    if not found.exists:
        return f"{found.name} (will be made)"
    if found.version < found.expected:
        return (
            f"{found.name}, version {found.version} of {found.expected}; the next run brings it "
            "up to date"
        )
    return f"{found.name}, version {found.version}"


def _integrity(found: Condition) -> str:
    if found.faults:
        raise Problem(
            f"{found.name} is damaged: {'; '.join(found.faults)}; expected no fault. Restore a "
            "copy, or move the file away and run again."
        )
    return "every page and every reference is whole"


def _journal(found: Condition) -> str:
    if found.journal != "wal":
        raise Problem(
            f"{found.name} is written in mode {found.journal}, expected wal, which its file "
            "system does not take. Put the store on a local disk with storage.url."
        )
    return "wal"


def _lock(found: Condition, *, waits: bool) -> str:
    if not found.is_locked:
        return "free"
    return f"held by a run at work; another one {'waits for it' if waits else 'leaves'}"

"""The condition of a store, with nothing made, migrated or repaired."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from pipeline.storage.migrations import MIGRATIONS, missing_migrations
from pipeline.storage.opening import connect, sqlite_file

__all__ = ["Condition", "examine_store"]

_FOUND_AT_MOST = 3
"""Faults that are named; a damaged file may have thousands."""


@dataclass(frozen=True)
class Condition:
    """What was found at a store's address.

    Attributes:
        name: its path or address, without a password.
        exists: whether there is a store.
        version: how many of the known migrations it has; expected: how many there are.
        journal: SQLite's way of writing (``wal`` where all is well); None in PostgreSQL.
        faults: the first of what SQLite's check of every page and reference finds.
        is_locked: whether a run is at work.
    """

    name: str
    exists: bool
    version: int = 0
    expected: int = len(MIGRATIONS)
    journal: str | None = None
    faults: tuple[str, ...] = ()
    is_locked: bool = False


def examine_store(url: str, folder: Path) -> Condition:
    """Look at a store.

    Args:
        url: of the database.
        folder: where a relative path starts from.

    Raises:
        ConfigurationError: the URL is none, or its driver is not installed.
        StorageError: it cannot be opened or read, or is of a newer version.
    """
    file = sqlite_file(url, folder)
    if file is not None and not file.exists():
        return Condition(name=str(file), exists=False)
    store = connect(url, folder)
    try:
        with store.read() as connection:
            lacking = missing_migrations(connection)
            return Condition(
                name=store.name,
                exists=lacking < len(MIGRATIONS),
                version=len(MIGRATIONS) - lacking,
                journal=_journal(connection) if file else None,
                faults=_faults(connection) if file else (),
                is_locked=store.is_locked(),
            )
    finally:
        store.close()


def _journal(connection: Connection) -> str:
    return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def _faults(connection: Connection) -> tuple[str, ...]:
    pages = connection.exec_driver_sql(f"PRAGMA integrity_check({_FOUND_AT_MOST})").scalars()
    found = [text for text in pages if text != "ok"]
    references = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_FOUND_AT_MOST)
    found += [f"row {row[1]} of {row[0]} refers to no row of {row[2]}" for row in references]
    return tuple(found[:_FOUND_AT_MOST])

"""Opening a store: its engine, its lock, and its failures as messages."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError

from pipeline.errors import ConfigurationError, StorageError, UsageError
from pipeline.storage.migrations import MIGRATIONS, migrate, missing_migrations
from pipeline.storage.rows import DamagedRows
from pipeline.storage.tables import metadata

__all__ = ["Store", "connect", "open_store", "sqlite_file"]

_BUSY_SECONDS = 30
"""How long a statement waits for another writer; transactions are short."""
_POLL_SECONDS = 0.2
_LOCK_NUMBER = 4_127_705_001
"""Names the lock of a run among PostgreSQL's advisory locks."""


class Store:
    """An open store. All reading and writing happens in :meth:`read` and :meth:`write`.

    Args:
        engine: connected to a migrated store.
        url: where the store is.
    """

    def __init__(self, engine: Engine, url: URL) -> None:
        self._engine = engine
        self._url = url

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection whose reads all see one state of the store."""
        with _explained(self._url), self._engine.connect() as connection:
            if not self._is_sqlite:
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it is kept, or nothing."""
        with _explained(self._url), self._engine.connect() as connection:
            writing = connection.execution_options(is_writing=True)
            with writing.begin():
                yield writing

    @contextmanager
    def lock(self, on_wait: Callable[[], None], *, wait: bool) -> Iterator[None]:
        """Keep other runs out; the operating system frees the lock of a killed process.

        Args:
            on_wait: called once where another run holds the lock.
            wait: whether to wait for it to end.

        Raises:
            StorageError: another run holds the lock, and ``wait`` is false.
        """
        with self._holder() as try_to_hold:
            told = False
            while not try_to_hold():
                if not wait:
                    raise StorageError(
                        f"Another run uses the store {_shown(self._url)}; expected none. Start "
                        "again when it has ended, or set storage.when_busy to wait."
                    )
                if not told:
                    on_wait()
                    told = True
                time.sleep(_POLL_SECONDS)
            yield

    @contextmanager
    def _holder(self) -> Iterator[Callable[[], bool]]:
        if not self._is_sqlite:
            with self._advisory_lock() as try_to_hold:
                yield try_to_hold
            return
        path = f"{self._url.database}.lock"
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise _cannot_write(Path(path), error) from error
        try:
            yield lambda: _try_file_lock(descriptor)
        finally:
            os.close(descriptor)

    @contextmanager
    def _advisory_lock(self) -> Iterator[Callable[[], bool]]:
        number = {"number": _LOCK_NUMBER}
        with _explained(self._url), self._engine.connect() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            query = text("SELECT pg_try_advisory_lock(:number)")
            yield lambda: bool(connection.execute(query, number).scalar())
            connection.execute(text("SELECT pg_advisory_unlock_all()"))

    def is_locked(self) -> bool:
        """Whether a run is at work. Nothing is changed."""
        if self._is_sqlite and not Path(f"{self._url.database}.lock").exists():
            return False
        with self._holder() as try_to_hold:
            return not try_to_hold()

    def size(self) -> int:
        """Bytes that the store takes up, what is not yet merged into its file included."""
        if self._is_sqlite:
            files = (Path(f"{self._url.database}{ending}") for ending in ("", "-wal"))
            return sum(file.stat().st_size for file in files if file.exists())
        with self.read() as connection:
            query = text("SELECT pg_database_size(current_database())")
            return int(connection.execute(query).scalar_one())

    def shrink(self) -> None:
        """Give the room of what was removed back, and overwrite it."""
        with _explained(self._url), self._engine.connect() as connection:
            if self._is_sqlite:
                # Beside SQLAlchemy, which would begin a transaction; neither runs in one.
                raw: Any = connection.connection.dbapi_connection
                raw.execute("VACUUM")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            else:
                names = ", ".join(table.name for table in metadata.sorted_tables)
                outside = connection.execution_options(isolation_level="AUTOCOMMIT")
                outside.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {names}")

    @property
    def name(self) -> str:
        """Its path or address, without a password."""
        return _shown(self._url)

    @property
    def _is_sqlite(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _try_file_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def open_store(url: str, folder: Path, *, must_exist: bool = False) -> Store:
    """Open a store, made or migrated if need be.

    Args:
        url: of the database: ``sqlite:///path`` or ``postgresql://user@host/name``.
        folder: where a relative path starts from.
        must_exist: whether none is made where there is none.

    Raises:
        ConfigurationError: the URL is none, or its driver is not installed.
        StorageError: the store cannot be opened, is damaged, or is of a newer version.
        UsageError: there is none, and it must exist.
    """
    file = sqlite_file(url, folder)
    if file is not None:
        if must_exist and not file.is_file():
            raise _missing(str(file))
        _make_folder(file)
    store = connect(url, folder)
    try:
        with store.read() as connection:
            lacking = missing_migrations(connection)
        if must_exist and lacking == len(MIGRATIONS):
            raise _missing(store.name)
        while lacking:
            with store.write() as connection:
                lacking = migrate(connection)
    except BaseException:
        store.close()
        raise
    return store


def connect(url: str, folder: Path) -> Store:
    """A store as it is, neither made nor migrated, for those who only look at it.

    Args:
        url: of a database that is there.
        folder: where a relative path starts from.

    Raises:
        ConfigurationError: the URL is none, or its driver is not installed.
    """
    parsed = _parse(url, folder)
    try:
        engine = create_engine(parsed, **_options(parsed))
    except (ImportError, NoSuchModuleError) as error:
        raise ConfigurationError(
            f"storage.url names {parsed.drivername}, for which no driver is installed ({error}). "
            "Install it (for PostgreSQL: pip install 'inspection-briefs[postgres]'), or use "
            "sqlite:///PATH."
        ) from error
    if parsed.get_backend_name() == "sqlite":
        _prepare_sqlite(engine)
    return Store(engine, parsed)


def sqlite_file(url: str, folder: Path) -> Path | None:
    """The file of a store in SQLite, there or not; None of one in PostgreSQL.

    Args:
        url: of the database.
        folder: where a relative path starts from.

    Raises:
        ConfigurationError: the URL is none.
    """
    parsed = _parse(url, folder)
    return Path(str(parsed.database)) if parsed.get_backend_name() == "sqlite" else None


def _missing(name: str) -> UsageError:
    return UsageError(
        f"Found no store at {name}, expected one. Run the batch first, or name another one "
        "with --store or storage.url."
    )


def _parse(url: str, folder: Path) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ConfigurationError(
            f"storage.url is {url!r}, expected sqlite:///PATH or postgresql://USER@HOST/NAME. "
            "Correct it in the configuration."
        ) from error
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql") or not parsed.database:
        raise ConfigurationError(
            f"storage.url is {_shown(parsed)!r}, expected sqlite:///PATH or "
            "postgresql://USER@HOST/NAME. Correct it in the configuration."
        )
    if parsed.get_backend_name() == "sqlite":
        parsed = parsed.set(database=str(folder / parsed.database))
    return parsed


def _options(url: URL) -> dict[str, Any]:
    if url.get_backend_name() == "sqlite":
        return {"connect_args": {"timeout": _BUSY_SECONDS}}
    return {"pool_pre_ping": True}


def _make_folder(database: Path) -> None:
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(database, error) from error


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and transactions that hold for definitions too."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("is_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


_SPACE = "Free some space and start again: nothing that was done is lost."
_WRITABLE = "Make the file and its folder writable, or give another storage.url."
_RESTORE = "Restore a copy, or move the file away and run again: a new one is made."
_SERVER = "Check that the server runs, and the address, user and password."
_REMEDIES = {
    "disk is full": ("room to write", _SPACE),
    "disk i/o error": ("a disk with room that can be read and written", _SPACE),
    "no space left": ("room to write", _SPACE),
    "readonly": ("a database that can be written", _WRITABLE),
    "unable to open": ("a folder that can be written", _WRITABLE),
    "locked": (
        "one that is free",
        "Another program holds it; end that one and start again.",
    ),
    "not a database": ("a store", _RESTORE),
    "malformed": ("a store that is whole", _RESTORE),
    "connection": ("a server that answers", _SERVER),
}
"""For words of a database's own message what was expected, and what to do."""


@contextmanager
def _explained(url: URL) -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        raise StorageError(_explanation(str(error.orig), url)) from error
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise StorageError(_explanation(str(error), url)) from error
    except DamagedRows as error:
        raise StorageError(
            f"The store {_shown(url)} holds {error}, expected what this software writes. It is "
            "damaged: restore a copy, or move it away and run again."
        ) from error


def _explanation(problem: str, url: URL) -> str:
    store, known = _shown(url), problem.casefold()
    expected, remedy = next(
        (told for words, told in _REMEDIES.items() if words in known),
        ("a database that works", "Restore a copy of the store, or report the problem."),
    )
    problem = " ".join(problem.split())
    return f"The store {store} cannot be used: {problem}; expected {expected}. {remedy}"


def _cannot_write(path: Path, error: OSError) -> StorageError:
    return StorageError(
        f"Cannot write {path}: {error.strerror}. Make its folder writable, or give another "
        "storage.url."
    )


def _shown(url: URL) -> str:
    """A store's address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    plain = url.set(drivername=url.get_backend_name())
    return plain.render_as_string(hide_password=True)

"""A PostgreSQL server that the tests start for themselves, and end."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

_USER = "briefs"
_UNPRIVILEGED = ("postgres", "nobody")
"""Accounts for the server where the tests run as root, as which it refuses to run."""


@dataclass(frozen=True)
class Server:
    """A running server, reached by a socket in a folder of its own."""

    folder: Path
    numbers: count[int]

    def new_database(self, name: str | None = None) -> str:
        """The URL of a new, empty database of this name, or of one that no other has."""
        import psycopg

        name = name or f"briefs_{next(self.numbers)}"
        with psycopg.connect(
            host=str(self.folder), user=_USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://{_USER}@/{name}?host={self.folder}"


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server, or skip the test with the reason why there is none."""
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'psycopg[binary]'")
    programs = _programs()
    account = _account()
    with tempfile.TemporaryDirectory(prefix="briefs-postgres-") as scratch:
        folder = Path(scratch)
        if account:
            shutil.chown(folder, account)

        def call(program: str, *arguments: str) -> None:
            with (folder / "log").open("a") as log:
                done = subprocess.run(
                    [str(programs / program), "-D", str(folder / "data"), *arguments],
                    user=account,
                    cwd=folder,
                    env={**os.environ, "LC_ALL": "C.UTF-8"},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    check=False,
                )
            assert done.returncode == 0, (folder / "log").read_text()

        call("initdb", "--username", _USER, "--auth", "trust", "--no-sync")
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        call("pg_ctl", "start", "--wait", "-o", options)
        try:
            yield Server(folder, count(1))
        finally:
            call("pg_ctl", "stop", "--mode", "immediate")


def _programs() -> Path:
    """The folder of the server's programs: those on the path, else the newest of Debian's."""
    found = shutil.which("pg_ctl")
    if found and (Path(found).resolve().parent / "initdb").exists():
        return Path(found).resolve().parent
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parents[1].name),
    )
    if not installed:
        pytest.skip("needs PostgreSQL's programs (initdb, pg_ctl): apt-get install postgresql")
    return installed[-1].parent


def _account() -> str | None:
    """The account that the server runs as; None for that of the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in _UNPRIVILEGED:
        if name in known:
            return name
    pytest.skip(f"PostgreSQL does not run as root; needs an account {' or '.join(_UNPRIVILEGED)}")

"""What fails around a run: a message, the right status, nothing half-written, a later run mends it.

Each failure is a real one: of the file system, of the database, of the network.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import re
import resource
import socket
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from pipeline import cli
from pipeline.storage import open_store, opening
from tests.batch.conftest import Batch, Site

MakeBatch = Callable[..., Batch]
_OVERRIDE = 0b110
"""The capabilities CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root passes permissions."""


def check_whole(output: Path) -> None:
    """No file of the output folder is half-written."""
    for path in output.rglob("*"):
        if path.suffix == ".json":
            json.loads(path.read_text())
        elif path.suffix == ".docx":
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
        elif path.suffix == ".html":
            assert path.read_text().rstrip().endswith("</html>")


def check_mended(batch: Batch, undisturbed: dict[str, Any]) -> None:
    """A later run completes what the failed one left."""
    check_whole(batch.output)
    done = batch.run()
    assert done.exit_code in (0, 1), done.stderr
    found = batch.content()
    for part in undisturbed.keys() | found.keys():
        assert found.get(part) == undisturbed.get(part), part


@contextmanager
def at_most(pages: int) -> Iterator[None]:
    """No database grows beyond so many pages: SQLite itself finds its disk full."""

    def limit(connection: Any, record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def bound_by_permissions() -> Iterator[None]:
    """Permissions bind this thread, also where it is root's."""
    library = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    given = (ctypes.c_uint32 * 6)()
    assert library.capget(header, given) == 0
    bound = (ctypes.c_uint32 * 6)(*given)
    bound[0] &= ~_OVERRIDE
    assert library.capset(header, bound) == 0
    try:
        yield
    finally:
        assert library.capset(header, given) == 0


@pytest.mark.parametrize("pages", [4, 20, 30, 40])
def test_a_full_disk_under_the_store(batch: Batch, undisturbed: dict[str, Any], pages: int) -> None:
    with at_most(pages):
        done = batch.run()
    assert done.exit_code == 3
    told = batch.told(done)
    assert f"{batch.store} cannot be used: database or disk is full" in told
    assert "Free some space and start again" in told
    check_mended(batch, undisturbed)


@pytest.mark.parametrize("size", [0, 10_000, 30_000])
def test_a_full_disk_under_the_briefs(batch: Batch, undisturbed: dict[str, Any], size: int) -> None:
    assert batch.run("--output", str(batch.folder / "elsewhere")).exit_code == 1
    with largest_file(size):
        done = batch.run()
    assert done.exit_code == 3
    told = batch.told(done)
    assert str(batch.folder) in told
    assert "space" in told
    with closing(sqlite3.connect(batch.store)) as store, store:
        store.execute("DELETE FROM outputs WHERE folder LIKE '%elsewhere'")
    check_mended(batch, undisturbed)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 300 kB, mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"needs the right to mount a small disk: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_that_is_one(
    batch: Batch, small_disk: Path, undisturbed: dict[str, Any]
) -> None:
    batch.set(batch={"output": str(small_disk / "out")})
    done = batch.run()
    assert done.exit_code == 3
    told = batch.told(done)
    assert str(small_disk) in told
    assert "space" in told
    check_whole(small_disk)
    with closing(sqlite3.connect(batch.store)) as store, store:
        store.execute("DELETE FROM outputs")
    batch.set(batch={"output": str(batch.output)})
    check_mended(batch, undisturbed)


@pytest.mark.parametrize("made", [True, False], ids=["folder", "folder above"])
def test_an_output_folder_that_is_read_only(
    batch: Batch, undisturbed: dict[str, Any], made: bool
) -> None:
    above = batch.folder / "shared"
    output = above / "out"
    closed = output if made else above
    closed.mkdir(parents=True)
    batch.set(batch={"output": str(output)})
    closed.chmod(0o555)
    with bound_by_permissions():
        done = batch.run()
    closed.chmod(0o755)
    assert done.exit_code == 3
    told = batch.told(done)
    assert f"Cannot write {output}: Permission denied" in told
    assert "--output" in told
    assert not output.exists() or not list(output.iterdir())
    batch.set(batch={"output": str(batch.output)})
    check_mended(batch, undisturbed)


def test_a_store_that_is_read_only(batch: Batch, undisturbed: dict[str, Any]) -> None:
    assert batch.run().exit_code == 1
    (batch.folder / "in" / "more.txt").write_text("Nothing about any inspection. " * 9)
    batch.store.chmod(0o444)
    with bound_by_permissions():
        done = batch.run()
    batch.store.chmod(0o644)
    assert done.exit_code == 3
    told = batch.told(done)
    assert str(batch.store) in told
    assert "writable" in told
    (batch.folder / "in" / "more.txt").unlink()
    check_mended(batch, undisturbed)


def test_a_locked_database(
    batch: Batch, undisturbed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert batch.run().exit_code == 1
    monkeypatch.setattr(opening, "_BUSY_SECONDS", 0)
    with closing(sqlite3.connect(batch.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = batch.run()
        other.execute("ROLLBACK")
    assert done.exit_code == 3
    told = batch.told(done)
    assert f"{batch.store} cannot be used: database is locked" in told
    assert "Another program holds it; end that one and start again" in told
    check_mended(batch, undisturbed)


def damage(path: Path, start: int, length: int, chance: random.Random) -> None:
    with path.open("r+b") as stream:
        stream.seek(start)
        stream.write(chance.randbytes(length))


def start_afresh(batch: Batch) -> None:
    """What the message tells people to do."""
    for path in batch.folder.glob("store.sqlite*"):
        path.unlink()


def test_a_database_with_a_damaged_header(batch: Batch, undisturbed: dict[str, Any]) -> None:
    assert batch.run().exit_code == 1
    damage(batch.store, 0, 100, random.Random(1))
    done = batch.run()
    assert done.exit_code == 3
    told = batch.told(done)
    assert f"{batch.store} cannot be used: file is not a database" in told
    assert "Restore a copy, or move the file away" in told
    start_afresh(batch)
    check_mended(batch, undisturbed)


@pytest.mark.parametrize("seed", range(8))
def test_a_database_with_a_damaged_middle(
    batch: Batch, undisturbed: dict[str, Any], seed: int
) -> None:
    assert batch.run().exit_code == 1
    chance = random.Random(seed)
    size = batch.store.stat().st_size
    for _ in range(4):
        damage(batch.store, chance.randrange(4096, size - 3000), 3000, chance)
    for path in batch.output.glob("*.json"):
        path.unlink()
    done = batch.run("--retag")
    assert done.exit_code in (0, 3)
    if done.exit_code == 3:
        told = batch.told(done)
        assert str(batch.store) in told
        assert "estore a copy" in told
    start_afresh(batch)
    check_mended(batch, undisturbed)


@pytest.mark.parametrize(
    ("damaged", "named"),
    [
        ("UPDATE articles SET furniture = 'x'", "articles"),
        ("UPDATE sentences SET end_char = 0", "tagged articles"),
        ("UPDATE inspections SET content = '{', due = 1", "inspections"),
        ("UPDATE briefs SET content = '[]'", "briefs"),
        ("UPDATE outputs SET files = '3'", "outputs"),
    ],
)
def test_rows_that_no_version_wrote(batch: Batch, damaged: str, named: str) -> None:
    assert batch.run().exit_code == 1
    with closing(sqlite3.connect(batch.store)) as store, store:
        store.execute(damaged)
    for path in batch.output.glob("*.json"):
        path.unlink()
    done = batch.run()
    assert done.exit_code == 3
    assert f"holds {named} that cannot be read" in batch.told(done)
    assert "estore a copy" in batch.told(done)


LOCAL = {"allow_private_addresses": True, "delay_seconds": 0}


def unused_address() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/feed"


def test_a_lost_network(make_batch: MakeBatch) -> None:
    address = unused_address()
    feed = {"kind": "feed", "url": address}
    batch = make_batch(sources=[feed])
    batch.set(fetch=LOCAL)
    for _ in range(2):  # as long as it is lost, every run says so
        done = batch.run()
        assert done.exit_code == 3
        assert f"{address}: fetch-failed:" in batch.told(done)
        assert "Nothing could be done." in batch.told(done)
    batch.set(batch={"sources": [feed, str(batch.folder / "in")]})
    assert batch.run().exit_code == 1
    again = batch.run()
    assert again.exit_code == 1
    assert "empty.txt" not in batch.told(again)


def feed_of(*links: str) -> str:
    items = "".join(f"<item><title>x</title><link>{link}</link></item>" for link in links)
    return f'<rss version="2.0"><channel><title>x</title>{items}</channel></rss>'


@pytest.mark.parametrize(
    "garbage", [random.Random(5).randbytes(3000), b"<rss><channel><item>", b"", b"[1, 2]"]
)
def test_a_feed_of_garbage(make_batch: MakeBatch, site: Site, garbage: bytes) -> None:
    batch = make_batch(sources=[{"kind": "feed", "url": f"{site.url}/feed"}])
    batch.set(fetch=LOCAL)
    site.page("/feed", garbage)
    done = batch.run()
    assert done.exit_code == 3
    assert re.search(rf"{site.url}/feed(#1)?: feed:", batch.told(done))
    article = (batch.folder / "in" / "0-0.txt").read_text()
    site.page("/a", article, Content_Type="text/plain")
    site.page("/feed", feed_of(f"{site.url}/a"))
    done = batch.run()
    assert done.exit_code == 0, done.stderr
    assert batch.content()["rejections"] == []
    assert len(batch.content()["briefs"]) == 1


def test_a_second_run_leaves(batch: Batch, undisturbed: dict[str, Any]) -> None:
    assert batch.run().exit_code == 1
    batch.set(storage={"when_busy": "leave"})
    first = open_store(f"sqlite:///{batch.store}", batch.folder)
    with closing(first), first.lock(lambda: None, wait=False):
        done = batch.run()
    assert done.exit_code == 3
    told = batch.told(done)
    assert f"Another run uses the store {batch.store}; expected none." in told
    assert "set storage.when_busy to wait" in told
    check_mended(batch, undisturbed)


def test_a_second_run_waits(batch: Batch, undisturbed: dict[str, Any]) -> None:
    batch.set(storage={"when_busy": "wait"})
    reading, writing = os.pipe()
    locked, lock = os.pipe()
    second = os.fork()
    if not second:
        os.read(locked, 1)
        run_aside(batch, writing)
    os.close(writing)
    first = open_store(f"sqlite:///{batch.store}", batch.folder)
    with closing(first), os.fdopen(reading) as told:
        with first.lock(lambda: None, wait=False):
            os.write(lock, b"!")
            assert "waiting for it to end" in next(line for line in told if "Another run" in line)
            assert not batch.output.exists()
        told.read()
    assert os.waitstatus_to_exitcode(os.waitpid(second, 0)[1]) == 1
    check_mended(batch, undisturbed)


def run_aside(batch: Batch, writing: int) -> None:
    """Run the command in this process, which ends with its status; what it says goes to a pipe."""
    status = 70
    try:
        sys.stderr = os.fdopen(writing, "w", buffering=1)
        cli.app(["run", "--config", str(batch.settings)])
    except SystemExit as ended:
        status = int(str(ended.code))
    finally:
        os._exit(status)

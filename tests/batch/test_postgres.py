"""The whole command over PostgreSQL ends with the same rows and files as over SQLite."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.storage import open_store
from tests.batch.conftest import Batch
from tests.postgres import Server


@pytest.fixture
def over_postgres(batch: Batch, postgres_server: Server) -> Batch:
    batch.set(storage={"url": postgres_server.new_database()})
    return batch


def test_a_run_ends_as_over_sqlite(over_postgres: Batch, undisturbed: dict[str, Any]) -> None:
    batch = over_postgres
    done = batch.run()
    assert done.exit_code == 1, done.stderr
    found = batch.content()
    for part in undisturbed.keys() | found.keys():
        assert found.get(part) == undisturbed.get(part), part
    again = batch.run()
    assert again.exit_code == 0
    assert "Nothing new came in." in again.stderr


def test_a_second_run_leaves(over_postgres: Batch) -> None:
    batch = over_postgres
    first = open_store(batch.url, batch.folder)
    with first.lock(lambda: None, wait=False):
        done = batch.run()
    first.close()
    assert done.exit_code == 3
    assert "Another run uses the store postgresql://" in batch.told(done)


def test_a_text_that_the_database_cannot_hold_is_a_rejection(over_postgres: Batch) -> None:
    batch = over_postgres
    lines = [
        r'{"text": "Staff at the unit were late, \u0000 inspectors found. They were late again."}',
        r'{"text": "Staff at the unit were late, \ud800 inspectors found. They were late again."}',
    ]
    export = batch.folder / "export.jsonl"
    export.write_text("\n".join(lines))
    batch.set(batch={"sources": [{"kind": "json-lines", "path": str(export)}]})
    done = batch.run()
    assert done.exit_code in (1, 3), done.stderr
    assert "export.jsonl" in batch.told(done)
    assert "cannot be used" not in batch.told(done)

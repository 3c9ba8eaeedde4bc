from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select

from pipeline.errors import ConfigurationError, StorageError
from pipeline.schema import (
    Article,
    Inspection,
    Rejection,
    RejectionReason,
    Span,
    Tag,
    TaggedArticle,
)
from pipeline.storage import Store, open_store, runs, tables
from pipeline.storage import articles as article_store
from pipeline.storage import briefs as brief_store
from pipeline.storage import inspections as inspection_store
from pipeline.storage import migrations as migration_list
from pipeline.storage.migrations import MIGRATIONS
from tests.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store, in each of the databases."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 's.sqlite'}"
    server: Server = request.getfixturevalue("postgres_server")
    return server.new_database()


@pytest.fixture
def store(url: str, tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(url, tmp_path)) as opened:
        yield opened


def article(name: str, text: str, **fields: object) -> Article:
    return Article(name=name, text=text, **fields)


def names(store: Store) -> list[str]:
    with store.read() as connection:
        return list(connection.execute(select(tables.articles.c.name).order_by("id")).scalars())


def test_the_migrated_tables_are_those_that_queries_see(store: Store) -> None:
    with store.read() as connection:
        found = inspect(connection)
        for table in tables.metadata.sorted_tables:
            columns = {column["name"]: column for column in found.get_columns(table.name)}
            assert set(columns) == set(table.columns.keys()), table.name
            key = found.get_pk_constraint(table.name)["constrained_columns"]
            assert set(key) == {column.name for column in table.primary_key}, table.name
        assert set(found.get_table_names()) == set(tables.metadata.tables)


def test_a_store_in_sqlite_lets_others_read_while_it_is_written(tmp_path: Path) -> None:
    with closing(open_store("sqlite:///s.sqlite", tmp_path)) as opened, opened.read() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_migration_that_fails_leaves_no_trace(
    store: Store, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = ("broken", "CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER)")
    monkeypatch.setattr(migration_list, "MIGRATIONS", (*MIGRATIONS, broken))
    with pytest.raises(StorageError, match="already exists"):
        open_store(url, tmp_path)
    with store.read() as connection:
        assert not inspect(connection).has_table("half")
        done = connection.execute(select(tables.migrations.c.version)).scalars()
        assert sorted(done) == list(range(1, len(MIGRATIONS) + 1))


def test_a_record_of_migrations_with_a_gap_is_damage(
    store: Store, url: str, tmp_path: Path
) -> None:
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE migrations SET version = 56 WHERE version = 1")
    with pytest.raises(StorageError, match=r"holds a record of its migrations that cannot"):
        open_store(url, tmp_path)


def test_a_store_of_a_newer_version_is_refused(store: Store, url: str, tmp_path: Path) -> None:
    later = [{"version": n, "name": "from tomorrow"} for n in range(len(MIGRATIONS) + 1, 100)]
    with store.write() as connection:
        connection.execute(insert(tables.migrations), later)
    expected = rf"version 99, expected at most {len(MIGRATIONS)}.*Update this"
    with pytest.raises(StorageError, match=expected):
        open_store(url, tmp_path)


@pytest.mark.parametrize("wrong", ["nonsense", "sqlite://", "mysql://localhost/a"])
def test_a_url_of_no_store_is_a_wrong_configuration(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=r"storage\.url"):
        open_store(wrong, tmp_path)


def test_a_damaged_store_is_told_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "s.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(StorageError, match=r"not a database.*move the file away"):
        open_store("sqlite:///s.sqlite", tmp_path)


def test_a_store_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Cannot write"):
        open_store("sqlite:///file/s.sqlite", tmp_path)


def test_a_transaction_that_fails_keeps_nothing(store: Store) -> None:
    def fail() -> None:
        with store.write() as connection:
            article_store.store_document(connection, "a", "1", article("a.txt", "Text."))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(store) == []


def test_the_same_article_under_two_names_is_one(store: Store) -> None:
    with store.write() as connection:
        add = article_store.store_document
        assert add(connection, "one/a.txt", "1", article("a.txt", "Staff were late."))
        assert not add(connection, "two/b.txt", "2", article("b.txt", "Staff  were\nlate."))
        assert add(connection, "two/a.txt", "3", article("a.txt", "Another text."))
    assert names(store) == ["a.txt", "a.txt (2)"]


def test_a_changed_article_takes_the_place_of_what_it_was(store: Store) -> None:
    add = article_store.store_document
    with store.write() as connection:
        add(connection, "a.txt", "1", article("a.txt", "Staff were late."))
        add(connection, "copy.txt", "1", article("copy.txt", "Staff were late."))
        add(connection, "b.txt", "2", article("b.txt", "Records were missing."))
    with store.write() as connection:
        add(connection, "a.txt", "3", article("a.txt", "Staff were early."))
        add(connection, "b.txt", "4", article("b.txt", "Records were found."))
    assert names(store) == ["a.txt", "a.txt (2)", "b.txt"]


def test_tagged_articles_come_back_as_they_were(
    store: Store, tag_by_hand: Callable[..., TaggedArticle]
) -> None:
    text = "Advert\n\n“Staff were\nlate again,” she said. Records were missing."
    tagged = tag_by_hand(
        text,
        {"late": [Tag.FINDING, Tag.QUOTE]},
        {"Staff were\nlate again,": "Ann Vale"},
        title="Late",
        outlet="The Post",
        date="2024-07",
        furniture=(Span(start_char=0, end_char=6, text="Advert"),),
    )
    unsure = tagged.tags[1].model_copy(update={"uncertain": True})
    tagged = tagged.model_copy(update={"tags": (tagged.tags[0], unsure, *tagged.tags[2:])})
    with store.write() as connection:
        article_store.store_document(connection, "a.txt", "1", tagged.article)
        assert article_store.untagged(connection) == [1]
        tagger = article_store.model_id(connection, "tagger", "abc")
        article_store.store_tags(connection, 1, tagged, tagger)
    with store.read() as connection:
        assert article_store.load_tagged(connection, [1]) == {1: tagged}
        assert article_store.untagged(connection) == []
        assert article_store.untagged(connection, other_than="abc") == []
        assert article_store.untagged(connection, other_than="def") == [1]


def inspection(name: str, unit: str, rating: str) -> Inspection:
    text = f"{unit} {rating}"
    place = {"article": name, "start_char": 0, "end_char": len(text), "text": text}
    facts = {"unit": unit, "overall_rating": rating}
    return Inspection(
        facts={field: {"value": value, "evidence": [place]} for field, value in facts.items()},
        sentences={name: (0,)},
    )


def joined(*parts: Inspection) -> Inspection:
    sentences = {name: places for part in parts for name, places in part.sentences.items()}
    return Inspection(facts=parts[0].facts, sentences=sentences)


def test_an_inspection_stays_itself_while_it_keeps_an_article(store: Store) -> None:
    numbers = {"a.txt": 1, "b.txt": 2}
    one, two = (inspection(name, "Marlow PDU", "Good") for name in numbers)
    with store.write() as connection:
        for name in numbers:
            article_store.store_document(connection, name, name, article(name, f"Text of {name}."))
        inspection_store.store_reports(connection, 1, [one], "profiles")
        assert inspection_store.unmerged_units(connection) == ["Marlow PDU"]
        inspection_store.store_inspections(connection, {"Marlow PDU"}, [one], numbers, {})
        assert inspection_store.unmerged_units(connection) == []
        inspection_store.store_reports(connection, 2, [two], "profiles")
        both = joined(one, two)
        inspection_store.store_inspections(connection, {"Marlow PDU"}, [both], numbers, {2: 1})
    with store.read() as connection:
        assert inspection_store.due_inspections(connection, "x") == [1]
        assert inspection_store.load_inspections(connection, [1]) == {1: both}
        assert inspection_store.linked_articles(connection, [1]) == [1, 2]


def test_an_inspection_that_no_article_reports_is_withdrawn(store: Store) -> None:
    one = inspection("a.txt", "Marlow PDU", "Good")
    with store.write() as connection:
        article_store.store_document(connection, "a.txt", "1", article("a.txt", "Text."))
        inspection_store.store_reports(connection, 1, [one], "p")
        inspection_store.store_inspections(connection, {"Marlow PDU"}, [one], {"a.txt": 1}, {})
        inspection_store.store_reports(connection, 1, [], "p")
        assert inspection_store.withdraw_unreported(connection) == 1
        assert inspection_store.due_inspections(connection, "x") == []


def test_rejections_and_runs_are_rows(store: Store) -> None:
    rejection = Rejection(article="a.txt", reason=RejectionReason.EMPTY, message="a.txt: empty")
    with store.write() as connection:
        runs.store_rejection(connection, "in/a.txt", "reading", rejection, "hash")
        number = runs.start_run(connection, "2026-01-01T00:00:00+00:00", "0.1.0")
        runs.finish_run(connection, number, "2026-01-01T00:01:00+00:00", {"articles": 3})
        runs.start_run(connection, "2026-01-02T00:00:00+00:00", "0.1.0")
    with store.read() as connection:
        assert runs.all_rejections(connection) == [rejection]
        assert runs.rejected_contents(connection, "reading") == {"in/a.txt": "hash"}
        latest, first = runs.latest_runs(connection, 5)
    assert (latest.number, latest.finished_at) == (2, None)
    assert json.dumps(first.counts) == '{"articles": 3}'


def test_a_second_run_leaves_or_waits(url: str, tmp_path: Path) -> None:
    first, second = (open_store(url, tmp_path) for _ in range(2))
    told: list[str] = []
    busy = pytest.raises(StorageError, match=r"Another run uses the store .*when_busy")
    with first.lock(lambda: told.append("first"), wait=False), busy:
        second.lock(lambda: told.append("second"), wait=False).__enter__()
    with second.lock(lambda: told.append("second"), wait=True):
        assert told == []
    first.close()
    second.close()


def test_all_reads_of_a_transaction_see_one_state(store: Store) -> None:
    add = article_store.store_document
    with store.write() as connection:
        add(connection, "a.txt", "1", article("a.txt", "One."))
    with store.read() as reading:
        seen = article_store.known_contents(reading)
        with store.write() as connection:
            add(connection, "b.txt", "2", article("b.txt", "Two."))
        assert article_store.known_contents(reading) == seen == {"a.txt": "1"}
    with store.read() as reading:
        assert article_store.known_contents(reading) == {"a.txt": "1", "b.txt": "2"}


def test_units_are_in_the_same_order_in_every_database(store: Store) -> None:
    units = ["Vale PDU", "vale PDU", "Ärmel PDU", "Zed PDU"]
    with store.write() as connection:
        article_store.store_document(connection, "a.txt", "1", article("a.txt", "Text."))
        found = [inspection("a.txt", unit, "Good") for unit in units]
        inspection_store.store_reports(connection, 1, found, "p")
        assert inspection_store.unmerged_units(connection) == sorted(units)
        assert inspection_store.reported_units(connection) == sorted(units)


def test_a_server_that_does_not_answer_is_told(tmp_path: Path) -> None:
    pytest.importorskip("psycopg", reason="needs psycopg: pip install 'psycopg[binary]'")
    with pytest.raises(StorageError, match=r"postgresql://me:\*\*\*@.*Check that the server runs"):
        open_store(f"postgresql://me:secret@/none?host={tmp_path}", tmp_path)


def test_more_values_than_a_query_takes_are_asked_in_portions(store: Store) -> None:
    keys = [f"key {number}" for number in range(70_000)]
    with store.write() as connection:
        brief_store.store_candidates(connection, {keys[0]: ["a"], keys[-1]: ["b"]})
        found = brief_store.candidates(connection, keys)
    assert found == {keys[0]: ("a",), keys[-1]: ("b",)}


@pytest.mark.parametrize(
    ("damaged", "named"),
    [
        ("UPDATE articles SET furniture = 'x'", "articles"),
        ("DELETE FROM sentences", "tagged articles"),
    ],
)
def test_rows_that_nobody_wrote_are_damage(
    store: Store, tag_by_hand: Callable[..., TaggedArticle], damaged: str, named: str
) -> None:
    tagged = tag_by_hand("“Staff were late,” she said.", {"late": [Tag.FINDING]})
    with store.write() as connection:
        article_store.store_document(connection, "a.txt", "1", tagged.article)
        tagger = article_store.model_id(connection, "tagger", "abc")
        article_store.store_tags(connection, 1, tagged, tagger)
        connection.exec_driver_sql(damaged)
    expected = rf"store .* holds {named} that cannot be read.*restore a copy"
    with pytest.raises(StorageError, match=expected), store.read() as connection:
        article_store.load_tagged(connection, [1])

"""``purge``: what is older than a day goes, what draws on newer articles stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli
from pipeline.batch.saving import save_briefs
from pipeline.commands.purge import day_of_the_past
from pipeline.errors import UsageError
from pipeline.schema import (
    ArticleReference,
    Brief,
    Inspection,
    Rejection,
    RejectionReason,
    Tag,
    TaggedArticle,
)
from pipeline.storage import Store, articles, briefs, inspections, open_store, runs
from pipeline.storage.purging import plan_purge, purge

DAY = "2024-07-01"
MADE_AT = "2024-08-01T06:30:00+00:00"


class Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, count: int = 1) -> None:
        pass


class Filled:
    """A store of articles and the inspections that they report, with briefs and files."""

    def __init__(self, folder: Path, tag: Callable[..., TaggedArticle]) -> None:
        self.path = folder / "s.sqlite"
        self.output = folder / "out"
        self.store: Store = open_store(f"sqlite:///{self.path}", folder)
        self._tag = tag
        self._numbers: dict[str, int] = {}
        with self.store.write() as connection:
            for day in ("2024-06-30", DAY):
                runs.start_run(connection, f"{day}T06:30:00+00:00", "1")

    def add(self, name: str, day: str | None, unit: str) -> TaggedArticle:
        text = f"{unit} was rated Good. Staff of {name} were late."
        tagged = self._tag(text, {"late": [Tag.FINDING]}, name=name, date=day)
        rejection = Rejection(article=name, reason=RejectionReason.FAILED, message="once")
        with self.store.write() as connection:
            articles.store_document(connection, f"in/{name}", name, tagged.article)
            (number,) = articles.untagged(connection)
            model = articles.model_id(connection, "tagger", "rev1")
            articles.store_tags(connection, number, tagged, model)
            runs.store_rejection(connection, f"in/{name}", "briefs", rejection)
        self._numbers[name] = number
        return tagged

    def report(self, unit: str, inspection: Inspection, made_at: str = MADE_AT) -> None:
        """Store what all its articles report, and a brief of it."""
        brief = Brief(
            inspection=inspection,
            articles=tuple(ArticleReference(article=name) for name in inspection.sentences),
            version="1",
            made_at=made_at,
        )
        with self.store.write() as connection:
            for name, places in inspection.sentences.items():
                alone = inspection.model_copy(update={"sentences": {name: places}})
                inspections.store_reports(connection, self._numbers[name], [alone], "p")
            inspections.store_inspections(connection, {unit}, [inspection], self._numbers, {})
            (number,) = inspections.due_inspections(connection, "m")
            briefs.store_brief(connection, number, brief, "m", "")
            briefs.store_candidates(connection, {unit: [f"{unit} was rated Good."]})

    def count(self, table: str) -> int:
        with sqlite3.connect(self.path) as raw:
            (number,) = raw.execute(f"SELECT COUNT(*) FROM {table}").fetchone()
        return int(number)


@pytest.fixture
def filled(
    tmp_path: Path,
    tag_by_hand: Callable[..., TaggedArticle],
    inspection_of: Callable[..., Inspection],
) -> Filled:
    """Old PDU in an old article; New PDU in an old and a new one; Vale PDU in an undated one."""
    made = Filled(tmp_path, tag_by_hand)
    old = made.add("old.txt", "2024-06", "Old PDU")
    made.report("Old PDU", inspection_of(old, {"unit": "Old PDU"}))
    first = made.add("first.txt", "2024-06-30", "New PDU")
    second = made.add("second.txt", DAY, "New PDU")
    both = inspection_of(second, {"unit": "New PDU"}).model_copy(
        update={"sentences": {"first.txt": (0, 1), "second.txt": (0, 1)}}
    )
    assert len(first.sentences) == 2
    made.report("New PDU", both, "2024-06-30T06:30:00+00:00")
    with made.store.write() as connection:
        inspections.mark_due(connection, [2])
    made.report("New PDU", both)
    undated = made.add("undated.txt", None, "Vale PDU")
    made.report("Vale PDU", inspection_of(undated, {"unit": "Vale PDU"}))
    save_briefs(made.store, made.output, Silent())
    return made


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def test_what_is_older_goes_and_the_rest_stays(filled: Filled) -> None:
    done = call("purge", "--before", DAY, "--store", filled.path)
    assert done.exit_code == 0, done.stderr
    shown = " ".join(done.stderr.split())
    assert (
        f"Removing what is older than {DAY}: 2 articles, 4 sentences, 2 tags, 1 inspection, "
        "1 brief, 1 earlier version of briefs, 2 rejections, 1 run." in shown
    )
    assert "1 brief of newer articles too: kept, to be made again" in shown
    assert "1 article without a date: kept" in shown
    tables = ("articles", "sentences", "tags", "inspections", "briefs", "rejections", "runs")
    assert {table: filled.count(table) for table in tables} == {
        "articles": 2,
        "sentences": 4,
        "tags": 16,
        "inspections": 2,
        "briefs": 2,
        "rejections": 2,
        "runs": 1,
    }
    assert filled.count("written") == 0


def test_a_brief_that_keeps_an_article_is_due(filled: Filled) -> None:
    assert call("purge", "--before", DAY, "--store", filled.path).exit_code == 0
    with filled.store.read() as connection:
        assert inspections.due_inspections(connection, "m") == [2]
        assert inspections.unmerged_units(connection) == ["New PDU"]
        assert inspections.linked_articles(connection, [2]) == [3]


def test_files_and_index_of_what_is_gone_go(filled: Filled) -> None:
    assert (filled.output / "old-pdu.json").is_file()
    assert call("purge", "--before", DAY, "--store", filled.path).exit_code == 0
    left = sorted(path.stem for path in filled.output.glob("*.json"))
    assert left == ["new-pdu", "vale-pdu"]
    assert not list(filled.output.glob("**/old-pdu*"))
    index = (filled.output / "index.html").read_text(encoding="utf-8")
    assert "Old PDU" not in index
    assert "New PDU" in index


def test_no_index_is_left_of_no_brief(filled: Filled) -> None:
    with filled.store.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET date = '2024'")
    assert call("purge", "--before", "2025-01-01", "--store", filled.path).exit_code == 0
    assert [path for path in filled.output.rglob("*") if path.is_file()] == []
    assert filled.count("inspections") == filled.count("briefs") == 0


def test_nothing_of_the_removed_text_is_left_in_the_file(filled: Filled) -> None:
    assert b"Staff of old.txt" in filled.path.read_bytes() + wal(filled)
    assert call("purge", "--before", DAY, "--store", filled.path).exit_code == 0
    assert b"Staff of old.txt" not in filled.path.read_bytes() + wal(filled)


def wal(filled: Filled) -> bytes:
    file = filled.path.with_name(f"{filled.path.name}-wal")
    return file.read_bytes() if file.exists() else b""


def test_a_purged_article_is_not_read_again(filled: Filled) -> None:
    assert call("purge", "--before", DAY, "--store", filled.path).exit_code == 0
    with filled.store.read() as connection:
        assert articles.known_contents(connection)["in/old.txt"] == "old.txt"


def test_a_dry_run_changes_nothing(filled: Filled) -> None:
    before = filled.path.read_bytes() + wal(filled)
    done = call("purge", "--before", DAY, "--dry-run", "--store", filled.path)
    assert done.exit_code == 0
    assert "Would remove what is older than 2024-07-01: 2 articles" in done.stderr
    assert filled.path.read_bytes() + wal(filled) == before
    assert (filled.output / "old-pdu.json").is_file()


def test_an_earlier_rating_from_a_removed_article_has_its_brief_made_again(
    filled: Filled,
) -> None:
    with filled.store.write() as connection:
        (vale,) = inspections.load_inspections(connection, [3]).values()
        evidence = json.loads(vale.facts["unit"].evidence[0].model_dump_json())
        past = {"rating": "Good", "evidence": [evidence | {"article": "old.txt"}]}
        told = Inspection.model_validate({**vale.model_dump(), "history": [past]})
        connection.exec_driver_sql(
            "UPDATE inspections SET content = ? WHERE id = 3", (told.model_dump_json(),)
        )
        plan = plan_purge(connection, DAY)
        purge(connection, plan)
        assert plan.lagging == (2, 3)
        assert inspections.unmerged_units(connection) == ["New PDU", "Vale PDU"]


def test_a_year_is_older_only_when_it_is_over(filled: Filled) -> None:
    with filled.store.write() as connection:
        connection.exec_driver_sql("UPDATE articles SET date = '2024'")
        assert plan_purge(connection, "2024-12-31").counts["articles"] == 0
        assert plan_purge(connection, "2025-01-01").counts["articles"] == 4


def test_nothing_to_remove_is_said(filled: Filled) -> None:
    done = call("purge", "--before", "2020-01-01", "--store", filled.path)
    assert done.exit_code == 0
    assert "Nothing is older than 2020-01-01." in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-7-1", "expected a day such as 2024-01-31"),
        ("20240701", "expected a day such as 2024-01-31"),
        ("2024-02-30", "expected a day such as 2024-01-31"),
        ("last year", "expected a day such as 2024-01-31"),
        ("2024-07-02", "lies in the future.*expected a day up to 2024-07-01"),
    ],
)
def test_no_day_of_the_past_is_wrong_usage(text: str, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        day_of_the_past(text, date(2024, 7, 1))
    assert day_of_the_past("2024-07-01", date(2024, 7, 1)) == date(2024, 7, 1)


def test_there_must_be_a_store(tmp_path: Path) -> None:
    done = call("purge", "--before", DAY, "--store", tmp_path / "none.sqlite")
    assert done.exit_code == 2
    assert "Found no store at" in done.stderr
    assert not (tmp_path / "none.sqlite").exists()

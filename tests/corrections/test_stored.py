"""Sentences of the store to a person and back, through the command line."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli
from pipeline.schema import Tag, TaggedArticle
from pipeline.storage import articles, open_store

TEXTS = {
    "old.txt": ("2024-05", "Staff of Vale were late. Managers of Vale were praised."),
    "new.txt": ("2024-07-02", "Staff of Marlow were late. Managers of Marlow were praised."),
    "undated.txt": (None, "Staff of Thame were late."),
}


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def store(tmp_path: Path, tag_by_hand: Callable[..., TaggedArticle]) -> Path:
    """Tagged articles, the first sentence of each uncertain, and one that is not tagged."""
    path = tmp_path / "s.sqlite"
    opened = open_store(f"sqlite:///{path}", tmp_path)
    with opened.write() as connection:
        tagger = articles.model_id(connection, "tagger", "rev1")
        for number, (name, (date, text)) in enumerate(TEXTS.items(), start=1):
            tagged = tag_by_hand(text, {"late": [Tag.FINDING]}, name=name, date=date)
            unsure = tagged.tags[0].model_copy(update={"uncertain": True})
            tagged = tagged.model_copy(update={"tags": (unsure, *tagged.tags[1:])})
            place = f"https://example.org/{name}"
            articles.store_document(connection, place, name, tagged.article)
            articles.store_tags(connection, number, tagged, tagger)
        waiting = tag_by_hand("Something else.", name="waiting.txt").article
        articles.store_document(connection, "waiting.txt", "w", waiting)
    opened.close()
    return path


def rows_of(store: Path, *options: str) -> list[dict[str, str]]:
    sheet = store.with_name("check.csv")
    done = call("labels", "export", "--from-store", "--store", store, "--output", sheet, *options)
    assert done.exit_code == 0, done.stderr
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_sentences_of_the_store_go_out_with_model_and_origin(store: Path) -> None:
    rows = rows_of(store)
    assert [(row["article"], row["index"]) for row in rows] == [
        ("old.txt", "0"),
        ("old.txt", "1"),
        ("new.txt", "0"),
        ("new.txt", "1"),
        ("undated.txt", "0"),
    ]
    assert {row["model"] for row in rows} == {"rev1"}
    assert rows[2]["origin"] == "https://example.org/new.txt"
    assert (rows[2]["finding"], rows[3]["finding"]) == ("x", "")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--uncertain"], ["old.txt", "new.txt", "undated.txt"]),
        (["--since", "2024-07-02", "--uncertain"], ["new.txt"]),
        (["--since", "2024-05-20", "--uncertain"], ["old.txt", "new.txt"]),
        (["--since", "2024-07-03"], []),
        (["--since", "2024-06-01", "--most-unsure", "1"], ["new.txt"]),
    ],
)
def test_the_sentences_are_chosen(store: Path, options: list[str], expected: list[str]) -> None:
    sheet = store.with_name("check.csv")
    call("labels", "export", "--from-store", "--store", store, "--output", sheet, *options)
    with sheet.open(encoding="utf-8-sig", newline="") as stream:
        assert [row["article"] for row in csv.DictReader(stream)] == expected


def test_corrections_of_the_store_come_back_with_their_origin(store: Path) -> None:
    rows = rows_of(store, "--since", "2024-07-01", "--uncertain")
    rows[0] |= {"finding": "", "recommendation": "x", "checked_by": "ann"}
    sheet, taken = store.with_name("back.csv"), store.with_name("corrections.jsonl")
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = call("labels", "import", sheet, "--from-store", "--store", store, "--output", taken)
    assert done.exit_code == 0, done.stderr
    assert "1 sentence taken" in done.stderr
    (article,) = map(json.loads, taken.read_text(encoding="utf-8").splitlines())
    assert (article["article"], article["text"]) == ("new.txt", TEXTS["new.txt"][1])
    (correction,) = article["corrections"]
    assert correction["origin"] == "https://example.org/new.txt"
    assert (correction["model"], correction["was"]) == ("rev1", ["finding"])


def test_a_sheet_without_the_column_of_the_origin_is_read(store: Path) -> None:
    rows = rows_of(store)
    for row in rows:
        del row["origin"]
    rows[0]["checked_by"] = "ann"
    sheet, taken = store.with_name("back.csv"), store.with_name("corrections.jsonl")
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    done = call("labels", "import", sheet, "--from-store", "--store", store, "--output", taken)
    assert done.exit_code == 0, done.stderr
    (article,) = map(json.loads, taken.read_text(encoding="utf-8").splitlines())
    assert article["corrections"][0]["origin"] is None


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--output", "x.csv"], "Found neither articles nor --from-store"),
        (["a.txt", "--from-store", "--output", "x.csv"], "Found articles and --from-store"),
        (["a.txt"], "Found no --output"),
        (["a.txt", "--since", "2024-01-01", "--output", "x.csv"], "Found no a.txt"),
        (["--from-store", "--since", "May", "--output", "x.csv"], "--since is 'May', expected a"),
    ],
)
def test_wrong_usage_is_told(store: Path, arguments: list[str], expected: str) -> None:
    done = call("labels", "export", "--store", store, *arguments)
    assert done.exit_code == 2
    assert expected in " ".join(done.stderr.split())

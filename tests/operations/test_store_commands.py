from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli
from pipeline.schema import (
    ArticleReference,
    Brief,
    BriefStatement,
    Inspection,
    Rejection,
    RejectionReason,
    SentenceReference,
    Tag,
    TaggedArticle,
)
from pipeline.storage import articles, briefs, inspections, open_store, runs

TEXT = "=Vale PDU was rated Inadequate. Staff were late."


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def store(
    tmp_path: Path,
    tag_by_hand: Callable[..., TaggedArticle],
    inspection_of: Callable[..., Inspection],
) -> Path:
    """A store of one tagged article with its brief, one untagged article and two rejections."""
    path = tmp_path / "s.sqlite"
    tagged = tag_by_hand(TEXT, {"late": [Tag.FINDING]}, outlet="Gazette")
    other = tag_by_hand("Something else.", name="b.txt").article
    inspection = inspection_of(tagged, {"unit": "Vale PDU", "overall_rating": "Inadequate"})
    brief = Brief(
        inspection=inspection,
        findings=(
            BriefStatement(
                text="Staff were late.", sources=(SentenceReference(article="a.txt", index=1),)
            ),
        ),
        articles=(ArticleReference(article="a.txt"),),
        version="1",
        made_at="2026-11-25T06:30:00+00:00",
    )
    opened = open_store(f"sqlite:///{path}", tmp_path)
    with opened.write() as connection:
        run = runs.start_run(connection, "2026-11-25T06:30:00+00:00", "1")
        articles.store_document(connection, "in/a.txt", "h1", tagged.article)
        articles.store_document(connection, "in/b.txt", "h2", other)
        model = articles.model_id(connection, "tagger", "rev1")
        articles.store_tags(connection, 1, tagged, model)
        inspections.store_inspections(connection, ["Vale PDU"], [inspection], {"a.txt": 1}, {})
        briefs.store_brief(connection, 1, brief, "1", "")
        for name in ("c.txt", "d.txt"):
            rejection = Rejection(article=name, reason=RejectionReason.EMPTY, message="nothing")
            runs.store_rejection(connection, name, "reading", rejection)
        runs.finish_run(connection, run, "2026-11-25T06:31:00+00:00", {"briefs": 1})
        runs.start_run(connection, "2026-11-25T07:30:00+00:00", "1")
    opened.close()
    return path


def test_the_status_counts_what_is_there_and_what_is_left(store: Path) -> None:
    done = call("status", "--json", "--store", store)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["holds"] == {"articles": 2, "inspections": 1, "briefs": 1}
    assert found["backlog"] == {
        "articles to tag": 1,
        "articles to search for inspections": 1,
        "briefs to write": 0,
    }
    assert found["rejected"] == {"empty": 2}
    assert found["models"] == {"tagger": ["rev1"]}
    assert [run["finished_at"] for run in found["runs"]] == [None, "2026-11-25T06:31:00+00:00"]
    assert found["bytes"] == store.stat().st_size


def test_the_status_is_shown_to_people(store: Path) -> None:
    shown = call("status", "--store", store).stdout
    for text in ("articles to tag", "empty", "rev1", "1 brief", "cut off, or still running"):
        assert text in shown


def exported(store: Path, table: str, suffix: str) -> list[dict[str, Any]]:
    from datasets import load_dataset

    path = store.with_name(f"{table}{suffix}")
    done = call("export", table, "--output", path, "--store", store)
    assert done.exit_code == 0, done.stderr
    kind = {".jsonl": "json", ".csv": "csv", ".parquet": "parquet"}[suffix]
    cache = str(store.parent / "cache")
    rows = load_dataset(kind, data_files=str(path), split="train", cache_dir=cache)
    return [dict(row) for row in rows]


@pytest.mark.parametrize("suffix", [".jsonl", ".parquet"])
def test_datasets_reads_the_sentences(store: Path, suffix: str) -> None:
    first, second = exported(store, "sentences", suffix)
    assert TEXT[second["start_char"] : second["end_char"]] == second["text"] == "Staff were late."
    assert (first["tags"], second["tags"]) == ([], ["finding"])
    assert (second["article"], second["outlet"], second["index"]) == ("a.txt", "Gazette", 1)
    assert second["score_finding"] == pytest.approx(0.9)


def test_datasets_reads_inspections_and_briefs(store: Path) -> None:
    (inspection,) = exported(store, "inspections", ".parquet")
    assert (inspection["unit"], inspection["overall_rating"]) == ("Vale PDU", "Inadequate")
    assert inspection["previous_rating"] is None
    assert inspection["articles"] == ["a.txt"]
    (statement,) = exported(store, "briefs", ".jsonl")
    assert (statement["section"], statement["text"]) == ("findings", "Staff were late.")
    assert (statement["sources"], statement["origin"]) == (["a.txt:1"], "copied")


def test_no_cell_of_a_csv_is_a_formula(store: Path) -> None:
    path = store.with_name("s.csv")
    assert call("export", "sentences", "--output", path, "--store", store).exit_code == 0
    with path.open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[0]["text"] == "'=Vale PDU was rated Inadequate."
    assert json.loads(rows[1]["tags"]) == ["finding"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["export", "people", "--output", "x.csv"], "expected sentences, inspections, briefs"),
        (["export", "briefs", "--output", "x.xls"], "ends in '.xls', expected .jsonl"),
        (["status", "--store", "none.sqlite"], "Found no store at"),
    ],
)
def test_wrong_usage_of_the_store_ends_with_2(
    store: Path, arguments: list[str], expected: str
) -> None:
    given = arguments if "--store" in arguments else [*arguments, "--store", str(store)]
    done = call(*given)
    assert done.exit_code == 2
    assert expected in " ".join(done.stderr.split())

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.batch.saving import save_briefs
from pipeline.schema import (
    ArticleReference,
    Brief,
    BriefStatement,
    Inspection,
    SentenceReference,
    TaggedArticle,
)
from pipeline.storage import articles, briefs, inspections, open_store


class Quiet:
    def stage(self, name: str, total: int) -> None:
        assert name == "saving"

    def advance(self, count: int = 1) -> None:
        assert count == 1


@pytest.fixture
def article(tag_by_hand: Callable[..., TaggedArticle]) -> TaggedArticle:
    return tag_by_hand("Marlow PDU was rated Good. Records were missing.")


def made(article: TaggedArticle, made_at: str, findings: int) -> Brief:
    text = article.sentences[0].text
    place = {"article": "a.txt", "start_char": 0, "end_char": len(text), "text": text}
    facts = {"unit": "Marlow PDU", "overall_rating": "Good"}
    finding = BriefStatement(
        text="Records were missing.", sources=(SentenceReference(article="a.txt", index=1),)
    )
    return Brief(
        inspection=Inspection(
            facts={name: {"value": value, "evidence": [place]} for name, value in facts.items()},
            sentences={"a.txt": (0, 1)},
        ),
        findings=(finding,) * findings,
        articles=(ArticleReference(article="a.txt"),),
        version="0.1.0",
        made_at=made_at,
    )


def test_a_new_version_says_in_its_files_what_changed_since_the_one_before(
    tmp_path: Path, article: TaggedArticle
) -> None:
    old = made(article, "2026-01-02T03:04:00+00:00", 0)
    new = made(article, "2026-02-03T04:05:00+00:00", 1)
    store = open_store("sqlite:///store.sqlite", tmp_path)
    with store.write() as connection:
        articles.store_document(connection, "a.txt", "1", article.article)
        tagger = articles.model_id(connection, "tagger", "abc")
        articles.store_tags(connection, 1, article, tagger)
        inspections.store_reports(connection, 1, [old.inspection], "profiles")
        inspections.store_inspections(
            connection, {"Marlow PDU"}, [old.inspection], {"a.txt": 1}, {}
        )
        briefs.store_brief(connection, 1, old, "x", "")
    (first,) = save_briefs(store, tmp_path / "out", Quiet())
    assert json.loads(first.file.read_text(encoding="utf-8"))["changes"] is None
    with store.write() as connection:
        briefs.store_brief(connection, 1, new, "x", "1 finding added\nScore: 1 → 2")
    (second,) = save_briefs(store, tmp_path / "out", Quiet())
    store.close()
    assert second.is_new
    assert json.loads(second.file.read_text(encoding="utf-8"))["changes"] == {
        "since": "2026-01-02T03:04:00+00:00",
        "lines": ["1 finding added", "Score: 1 → 2"],
    }
    page = second.file.with_suffix(".html").read_text(encoding="utf-8")
    assert "Changed since the version of 2 January 2026 at 03:04 UTC" in page

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import LabelError
from pipeline.labels import (
    read_briefs,
    read_details,
    read_inspections,
    read_sentences,
    read_splits,
)
from pipeline.schema import Tag, check_span

TEXT = "“Staff\u2028were late,” Mr Tarrant said. It was Oswin Tarrant's first report."
SENTENCE = {
    "start_char": 0,
    "end_char": 36,
    "text": TEXT[:36],
    "index": 0,
    "tags": ["finding", "quote"],
    "speaker": "Oswin Tarrant",
    "inspections": ["i1"],
}
ARTICLE = {"article": "a.txt", "text": TEXT, "inspections": ["i1"], "sentences": [SENTENCE]}
EVIDENCE = {"article": "a.txt", "start_char": 1, "end_char": 6, "text": "Staff"}
UNIT = {"field": "unit", "value": "Staff", "evidence": [EVIDENCE]}
INSPECTION = {"article": "a.txt", "inspection": "i1", "facts": [UNIT]}
SOURCES = [{"article": "a.txt", "index": 0}]


def write(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "labels.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    path.write_text("\n".join(lines) + "\n\n", encoding="utf-8")
    return path


def test_articles_are_read_line_by_line_whatever_their_text_holds(tmp_path: Path) -> None:
    articles = read_sentences(write(tmp_path, ARTICLE, {**ARTICLE, "article": "b.txt"}))
    assert [article.article for article in articles] == ["a.txt", "b.txt"]
    sentence = articles[0].sentences[0]
    assert sentence.tags == (Tag.FINDING, Tag.QUOTE)
    assert sentence.speaker == "Oswin Tarrant"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"tags": ["quote", "finding"]}, "tags repeat or are out of order"),
        ({"tags": ["quote", "quote"]}, "tags repeat or are out of order"),
        ({"tags": ["finding"]}, "has a speaker but is no quote"),
        ({"tags": ["praise"]}, "labels.jsonl, line 1, sentences.0.tags.0"),
        ({"index": 1}, "sentence 0 says that its index is 1"),
        ({"text": "S" * 36}, "but the span says"),
        ({"inspections": ["i9"]}, r"names inspections \['i9'\]: not listed"),
        ({"speaker": "Ann Vale"}, "speaker 'Ann Vale' is not in the article"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_sentence_is_refused(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    wrong = {**ARTICLE, "sentences": [{**SENTENCE, **change}]}
    with pytest.raises(LabelError, match=message):
        read_sentences(write(tmp_path, wrong))


def test_the_report_is_always_there_to_be_credited(tmp_path: Path) -> None:
    article = {**ARTICLE, "sentences": [{**SENTENCE, "speaker": "the report"}]}
    assert read_sentences(write(tmp_path, article))[0].sentences[0].speaker == "the report"


def test_an_error_names_file_line_field_and_remedy(tmp_path: Path) -> None:
    path = write(tmp_path, ARTICLE, {**ARTICLE, "text": 3})
    with pytest.raises(LabelError, match=r"labels\.jsonl, line 2, text: .*`make check-data`"):
        read_sentences(path)


def test_facts_are_read_by_field(tmp_path: Path) -> None:
    (inspection,) = read_inspections(write(tmp_path, INSPECTION))
    assert inspection.value("unit") == "Staff"
    assert inspection.value("overall_rating") is None


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ([], "needs the unit"),
        ([UNIT, UNIT], "each at most once"),
        ([UNIT, {**UNIT, "field": "colour"}], "each at most once"),
        ([{**UNIT, "evidence": []}], "facts.0.evidence"),
    ],
)
def test_wrong_facts_are_refused(tmp_path: Path, facts: list[Any], message: str) -> None:
    with pytest.raises(LabelError, match=message):
        read_inspections(write(tmp_path, {**INSPECTION, "facts": facts}))


def test_details_are_of_known_fields(tmp_path: Path) -> None:
    part = {"part": "leadership", "rating": "Good", "evidence": [EVIDENCE]}
    score = {"field": "score", "value": "2/21", "evidence": [EVIDENCE]}
    record = {"article": "a.txt", "inspection": "i1", "facts": [score], "parts": [part]}
    (one,) = read_details(write(tmp_path, record))
    assert (one.facts[0].value, one.parts[0].rating) == ("2/21", "Good")
    with pytest.raises(LabelError, match=r"'unit'\] are none of"):
        read_details(write(tmp_path, {**record, "facts": [UNIT]}))


def test_details_of_the_corpus_stand_in_their_articles() -> None:
    labels = Path(__file__).parents[1] / "data" / "labels"
    articles = {one.article: one for one in read_sentences(labels / "sentences.jsonl")}
    for details in read_details(labels / "details.jsonl"):
        article = articles[details.article]
        assert details.inspection in article.inspections
        for stated in (*details.facts, *details.parts):
            for evidence in stated.evidence:
                assert evidence.article == details.article
                check_span(article.text, evidence)


def test_briefs_have_a_summary(tmp_path: Path) -> None:
    brief = {"inspection": "i1", "summary": [{"sources": SOURCES, "text": "Staff were late."}]}
    assert read_briefs(write(tmp_path, brief))[0].summary[0].text == "Staff were late."
    with pytest.raises(LabelError, match="summary"):
        read_briefs(write(tmp_path, {**brief, "summary": []}))


def test_splits_are_read_by_name(tmp_path: Path) -> None:
    path = tmp_path / "splits.json"
    path.write_text('{"train": ["a.txt", "b.txt"], "test": ["c.txt"]}')
    assert read_splits(path) == {"train": ("a.txt", "b.txt"), "development": (), "test": ("c.txt",)}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('{"train": ["a.txt"], "test": ["a.txt"]}', r"a\.txt stand in two splits"),
        ('{"train": ["a.txt"], "dev": ["b.txt"]}', r"found \['dev', 'train'\], expected"),
        ('["a.txt"]', "expected the splits"),
        ("{", "is not valid JSON"),
    ],
)
def test_wrong_splits_are_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "splits.json"
    path.write_text(content)
    with pytest.raises(LabelError, match=message):
        read_splits(path)


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "none.jsonl"
    if content:
        path.write_bytes(content)
    with pytest.raises(LabelError, match=r"Cannot read the labels .*none\.jsonl"):
        read_sentences(path)

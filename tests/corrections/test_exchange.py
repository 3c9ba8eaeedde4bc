from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.corrections.label_studio import (
    labelling_config,
    read_label_studio,
    write_label_studio,
)
from pipeline.corrections.records import Asked, Question, questions_of
from pipeline.corrections.sheets import SUFFIXES, _arm, _disarm, read_sheet, write_sheet
from pipeline.errors import LabelError
from pipeline.schema import TAGS, SentenceTags, Tag, TaggedArticle

SHEETS = pytest.mark.parametrize("sheet", SUFFIXES, indirect=True)


def test_questions_hold_the_sentence_its_neighbours_and_what_the_model_said(
    questions: list[Question], tagged: TaggedArticle
) -> None:
    assert [question.index for question in questions] == [0, 1, 2, 3]
    third = questions[2]
    assert tagged.article.text[third.start_char : third.end_char] == third.text
    assert third.before == "Managers were praised."
    assert third.after == "Leaders should recruit more officers."
    assert (third.tags, third.speaker) == ((Tag.FINDING, Tag.QUOTE), "Ann Vale")
    assert (questions[0].before, questions[3].after) == ("", "")


def test_the_least_sure_sentences_come_in_the_articles_order(tagged: TaggedArticle) -> None:
    scores = [0.9, 0.45, 0.01, 0.7]
    given = tuple(
        SentenceTags(scores={tag: score if tag is Tag.FINDING else 0.02 for tag in TAGS})
        for score in scores
    )
    unsure = tagged.model_copy(update={"tags": given})
    assert [q.index for q in questions_of([Asked(unsure, "rev1")], most_unsure=2)] == [1, 3]
    assert len(questions_of([Asked(unsure, "rev1")], most_unsure=99)) == 4


def test_only_uncertain_sentences_are_asked_about(tagged: TaggedArticle) -> None:
    given = tuple(
        tags.model_copy(update={"uncertain": place in (0, 2)})
        for place, tags in enumerate(tagged.tags)
    )
    asked = [Asked(tagged.model_copy(update={"tags": given}), "rev1")]
    assert [q.index for q in questions_of(asked, only_uncertain=True)] == [0, 2]
    assert [q.index for q in questions_of(asked, 1, only_uncertain=True)] == [0]


def test_furniture_is_not_asked_about(tagged: TaggedArticle) -> None:
    first = tagged.sentences[0].model_copy(update={"furniture": True})
    changed = tagged.model_copy(update={"sentences": (first, *tagged.sentences[1:])})
    assert [question.index for question in questions_of([Asked(changed, "rev1")])] == [1, 2, 3]


def test_the_labelling_config_offers_every_tag_of_the_tasks(
    questions: list[Question], tmp_path: Path
) -> None:
    view = ElementTree.fromstring(labelling_config())
    assert [choice.get("value") for choice in view.iter("Choice")] == list(TAGS)
    path = tmp_path / "tasks.json"
    write_label_studio(questions, path)
    task = json.loads(path.read_text())[0]
    shown = [str(part.get("value"))[1:] for part in view if str(part.get("value"))[:1] == "$"]
    assert set(shown) <= set(task["data"])
    controls = {part.get("name"): part.get("toName") for part in view if part.get("toName")}
    for region in task["predictions"][0]["result"]:
        assert controls[region["from_name"]] == region["to_name"]


def answered(path: Path, *annotations: dict[str, Any]) -> None:
    """Answer the third exported task, as Label Studio exports it."""
    tasks = json.loads(path.read_text())
    for number, task in enumerate(tasks, start=1):
        task |= {"id": number, "annotations": []}
    tasks[2]["annotations"] = list(annotations)
    path.write_text(json.dumps(tasks))


def annotation(*tags: str, **changes: object) -> dict[str, Any]:
    region = {"from_name": "tags", "to_name": "text", "type": "choices"}
    return {
        "completed_by": {"id": 7, "email": "ann@example.org"},
        "was_cancelled": False,
        "updated_at": "2026-11-25T10:00:00Z",
        "result": [{**region, "value": {"choices": list(tags)}}] if tags else [],
        **changes,
    }


@pytest.fixture
def tasks(questions: list[Question], tmp_path: Path) -> Path:
    path = tmp_path / "tasks.json"
    write_label_studio(questions, path)
    return path


def test_what_label_studio_gives_back_is_read(tasks: Path, questions: list[Question]) -> None:
    speaker = {"from_name": "speaker", "type": "textarea", "value": {"text": ["Ann Vale"]}}
    first = annotation("quote", "finding")
    first["result"].append(speaker)
    answered(tasks, first, annotation(completed_by=8), annotation(was_cancelled=True))
    one, two = read_label_studio(tasks)
    assert one.question == questions[2]
    assert (one.tags, one.speaker) == (("quote", "finding"), "Ann Vale")
    assert (one.by, one.at) == ("ann@example.org", "2026-11-25T10:00:00Z")
    assert one.where == "tasks.json, task 3"
    assert (two.tags, two.speaker, two.by) == ((), None, "8")


@pytest.mark.parametrize(
    "content",
    ["{", "{}", '[{"text": "x", "tags": "finding"}]', '[{"data": {}, "annotations": [{}]}]'],
)
def test_other_files_are_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    path = tmp_path / "tasks.json"
    path.write_text(content)
    with pytest.raises(LabelError, match=r"xport"):
        read_label_studio(path)


def change(path: Path, row: int, cells: Mapping[str, str]) -> None:
    """Fill in cells as a person would, in a spreadsheet program."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream))
        for name, value in cells.items():
            rows[row][rows[0].index(name)] = value
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = [cell.value for cell in sheet[1]]
    for name, value in cells.items():
        sheet.cell(row=row + 1, column=header.index(name) + 1, value=value)
    book.save(path)


@SHEETS
def test_signed_rows_come_back_as_they_went_out(sheet: Path, questions: list[Question]) -> None:
    write_sheet(questions, sheet)
    assert read_sheet(sheet) == ([], [])
    change(sheet, 1, {"finding": "", "strength": "X", "checked_by": "ann"})
    change(sheet, 3, {"checked_by": "ben"})
    (first, third), unsigned = read_sheet(sheet)
    assert unsigned == []
    assert first.question.text == "=Staff were late."
    assert first.question.model_copy(update={"before": "", "after": ""}) == questions[0].model_copy(
        update={"before": "", "after": ""}
    )
    assert (first.tags, first.by) == (("strength",), "ann")
    assert first.where == f"{sheet.name}, row 2"
    assert (third.tags, third.speaker, third.by) == (("finding", "quote"), "Ann Vale", "ben")


@SHEETS
def test_a_row_that_was_changed_but_not_signed_is_reported(
    sheet: Path, questions: list[Question]
) -> None:
    write_sheet(questions, sheet)
    change(sheet, 2, {"strength": ""})
    answers, unsigned = read_sheet(sheet)
    assert answers == []
    assert unsigned == [f"{sheet.name}, row 3: changed, but checked_by is empty. Sign the row."]


@SHEETS
def test_no_cell_is_a_formula(sheet: Path, questions: list[Question]) -> None:
    write_sheet(questions, sheet)
    if sheet.suffix == ".csv":
        with sheet.open(encoding="utf-8-sig", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
        assert "'=Staff were late." in cells
    else:
        cells = [cell for row in load_workbook(sheet).worksheets[0] for cell in row]
        assert not [cell for cell in cells if cell.data_type == "f"]
        assert "=Staff were late." in [cell.value for cell in cells]


@given(st.text(alphabet="'=+-@\t\rab ", max_size=6))
def test_disarming_can_be_undone(cell: str) -> None:
    assert _arm(_disarm(cell)) == cell
    assert not _disarm(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


@SHEETS
@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"finding": "maybe"}, "finding is 'maybe', expected x or nothing"),
        ({"index": "three"}, "not the row of an exported sentence"),
    ],
)
def test_a_cell_that_makes_no_sense_is_named(
    sheet: Path, questions: list[Question], cells: dict[str, str], expected: str
) -> None:
    write_sheet(questions, sheet)
    change(sheet, 1, cells | {"checked_by": "ann"})
    with pytest.raises(LabelError, match=expected) as caught:
        read_sheet(sheet)
    assert f"{sheet.name}, row 2" in str(caught.value)


@SHEETS
def test_a_lost_column_or_another_file_is_refused(sheet: Path, questions: list[Question]) -> None:
    write_sheet(questions, sheet)
    change(sheet, 0, {"article_sha256": "hash"})
    with pytest.raises(LabelError, match=r"lacks the columns article_sha256"):
        read_sheet(sheet)
    sheet.write_bytes(b"\xff\xfe\x00nothing of the kind")
    with pytest.raises(LabelError, match=r"as a spreadsheet"):
        read_sheet(sheet)


def test_control_characters_do_not_stop_a_workbook(
    tmp_path: Path, tag_by_hand: Callable[..., TaggedArticle]
) -> None:
    article = tag_by_hand("Staff were\x01 late and tired.")
    path = tmp_path / "s.xlsx"
    write_sheet(questions_of([Asked(article, "rev1")]), path)
    change(path, 1, {"checked_by": "ann"})
    (answer,), _ = read_sheet(path)
    assert answer.question.text.split() == ["Staff", "were", "late", "and", "tired."]

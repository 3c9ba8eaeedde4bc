from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import LabelError
from pipeline.tagging.documents import Document, LabelSet, read_documents

LABELS = LabelSet(names=("finding", "strength"))
KINDS = LabelSet(names=("aim", "method"), exclusive=True)


def write(folder: Path, *records: Any) -> Path:
    path = folder / "set.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records), "utf-8")
    return path


def test_documents_are_read_line_by_line_whatever_their_text_holds(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {"id": 7, "sentences": ["Late\u2028staff.", "Why?"], "labels": [["finding"], []]},
        {"sentences": ["Good."], "labels": ["strength"], "unknown": 1},
    )
    first, second = read_documents(path, LABELS)
    assert (first.name, first.sentences, first.labels) == (
        "7",
        ("Late\u2028staff.", "Why?"),
        ((0,), ()),
    )
    assert (second.name, second.labels, second.weights) == ("set-2", ((1,),), None)
    assert first.group != second.group


def test_weights_are_read_under_their_key(tmp_path: Path) -> None:
    path = write(tmp_path, {"sentences": ["a", "b"], "labels": [[], []], "confs": [0.5, 1]})
    assert read_documents(path, LABELS, weights_key="confs")[0].weights == (0.5, 1.0)
    assert read_documents(path, LABELS)[0].weights is None


@pytest.mark.parametrize("confs", [None, [1.0], [1.0, -1.0], ["a", "b"], 3])
def test_wrong_weights_are_refused(tmp_path: Path, confs: object) -> None:
    path = write(tmp_path, {"sentences": ["a", "b"], "labels": [[], []], "confs": confs})
    with pytest.raises(LabelError, match=r"line 1: confs holds .*expected 2 weights"):
        read_documents(path, LABELS, weights_key="confs")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"sentences": ["a"], "labels": []}, "1 sentences, but labels for 0"),
        ({"sentences": ["a"], "labels": [["praise"]]}, r"labels \['praise'\] are not in the label"),
        ({"sentences": "a", "labels": []}, "sentences"),
        ([1], "line 1"),
    ],
)
def test_a_wrong_line_is_refused(tmp_path: Path, record: object, message: str) -> None:
    with pytest.raises(LabelError, match=message):
        read_documents(write(tmp_path, record), LABELS)


def test_an_exclusive_set_gives_one_label_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path, {"sentences": ["a"], "labels": [["aim", "method"]]})
    with pytest.raises(LabelError, match="exactly one label"):
        read_documents(path, KINDS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"Cannot read the documents .*none\.jsonl"):
        read_documents(tmp_path / "none.jsonl", LABELS)


@pytest.mark.parametrize("part", ["features", "labels", "weights"])
def test_parts_fit_the_sentences(part: str) -> None:
    with pytest.raises(ValueError, match=f"d: 2 sentences, but {part} for 1"):
        Document(name="d", sentences=("a", "b"), **{part: ((),)})  # type: ignore[arg-type]

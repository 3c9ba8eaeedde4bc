"""Sentences to and from Label Studio: one task a sentence, with the model's tags filled in."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from pydantic import ValidationError

from pipeline.corrections.records import Answer, Question
from pipeline.errors import LabelError
from pipeline.schema import TAGS

__all__ = ["labelling_config", "read_label_studio", "write_label_studio"]

_HELP = {
    "finding": "the inspectorate's criticism, or evidence for it",
    "strength": "the inspectorate's praise",
    "recommendation": "what the inspectorate says ought to be done",
    "quote": "verbatim words of a clause or eight words",
}


def labelling_config() -> str:
    """The labelling interface, to paste into the project's settings in Label Studio."""
    choices = "\n".join(
        f"    <Choice value={quoteattr(tag)} hint={quoteattr(_HELP[tag])}/>" for tag in TAGS
    )
    return f"""<View>
  <Header value="$article"/>
  <Text name="before" value="$before"/>
  <Text name="text" value="$text" highlightColor="#fff1d0"/>
  <Text name="after" value="$after"/>
  <Choices name="tags" toName="text" choice="multiple" showInline="true">
{choices}
  </Choices>
  <TextArea name="speaker" toName="text" maxSubmissions="1" editable="true"
            placeholder="Who speaks, as the article names them (quotes only)"/>
</View>
"""


def write_label_studio(questions: Iterable[Question], path: Path) -> None:
    """Write the tasks of questions, to import into a Label Studio project."""
    tasks = [_task(question) for question in questions]
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_label_studio(path: Path) -> list[Answer]:
    """Read an export of the format *JSON*; tasks that nobody answered are passed over.

    Raises:
        LabelError: the file is something else, or a task lacks what was exported.
    """
    try:
        tasks = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LabelError(f"Cannot read {path} as JSON: {error}. Export it again.") from error
    if not isinstance(tasks, list) or not all(_is_task(task) for task in tasks):
        raise LabelError(
            f"{path} holds no list of tasks with `data` and `annotations`; expected Label "
            "Studio's export format JSON (not JSON-MIN, CSV or others). Export it again."
        )
    return [answer for number, task in enumerate(tasks) for answer in _answers(task, path, number)]


def _task(question: Question) -> dict[str, Any]:
    data = question.model_dump(mode="json")
    tags: list[str] = data.pop("tags")
    speaker = data.pop("speaker")
    result = [_region("tags", "choices", {"choices": tags})] if tags else []
    if speaker:
        result.append(_region("speaker", "textarea", {"text": [speaker]}))
    data |= {"model_tags": tags, "model_speaker": speaker}
    return {"data": data, "predictions": [{"model_version": question.model, "result": result}]}


def _region(name: str, kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": kind, "value": value}


def _is_task(task: object) -> bool:
    return (
        isinstance(task, dict)
        and isinstance(task.get("data"), dict)
        and isinstance(task.get("annotations"), list)
    )


def _answers(task: dict[str, Any], path: Path, number: int) -> Iterator[Answer]:
    where = f"{path.name}, task {task.get('id', number + 1)}"
    data = dict(task["data"])
    try:
        tags, speaker = data.pop("model_tags"), data.pop("model_speaker")
        question = Question(**data, tags=tags, speaker=speaker)
    except (KeyError, ValidationError) as error:
        raise LabelError(
            f"{where}: its data are not those of an exported sentence ({error}). Export the "
            "sentences again with `labels export`, and leave their data unaltered."
        ) from error
    for annotation in task["annotations"]:
        if annotation.get("was_cancelled"):
            continue
        result = annotation.get("result", [])
        yield Answer(
            question=question,
            tags=tuple(_values(result, "tags", "choices")),
            speaker=next(iter(_values(result, "speaker", "text")), None),
            by=_person(annotation.get("completed_by")),
            at=str(annotation.get("updated_at") or annotation.get("created_at") or "unknown"),
            where=where,
        )


def _values(result: Sequence[dict[str, Any]], name: str, kind: str) -> Iterator[str]:
    for region in result:
        if region.get("from_name") == name:
            found = region.get("value", {}).get(kind, [])
            yield from [found] if isinstance(found, str) else map(str, found)


def _person(completed_by: object) -> str:
    """Label Studio gives a number, or a record with the address."""
    if isinstance(completed_by, dict):
        completed_by = completed_by.get("email") or completed_by.get("id")
    return "unknown" if completed_by is None else str(completed_by)

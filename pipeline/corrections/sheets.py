"""Sentences to and from a spreadsheet (.xlsx or .csv): a row a sentence, a column a tag.

A person marks the tags with an x, and signs each row that was looked at in ``checked_by``. Rows
that nobody signed are passed over, so that a model's tag is never taken for a person's.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from pydantic import ValidationError

from pipeline.corrections.records import Answer, Question
from pipeline.errors import LabelError
from pipeline.schema import TAGS

__all__ = ["SUFFIXES", "read_sheet", "write_sheet"]

SUFFIXES = (".xlsx", ".csv")
_SHOWN = ("article", "before", "text", "after", *TAGS, "speaker", "checked_by")
_KEPT = (
    "index",
    "start_char",
    "end_char",
    "article_sha256",
    "model",
    "model_tags",
    "model_speaker",
    "origin",
)
_LATELY_ADDED = frozenset({"origin"})
"""Columns that sheets of earlier versions lack."""
_COLUMNS = (*_SHOWN, *_KEPT)
_WIDTHS = {"before": 40, "text": 70, "after": 40, "article": 24, "speaker": 22, "checked_by": 14}
_YES, _NO = frozenset({"x", "1", "true", "yes", "y"}), frozenset({"", "0", "false", "no", "n", "-"})
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_CELL = 5_000_000
"""Characters of a cell: a whole article may be one sentence."""
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML, and so a workbook, cannot hold."""


def write_sheet(questions: Iterable[Question], path: Path) -> None:
    """Write questions as a spreadsheet; no cell is taken for a formula.

    Args:
        questions: the sentences.
        path: where to; its ending says which kind.
    """
    rows = [_row(question) for question in questions]
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(_COLUMNS)
            writer.writerows([_disarm(cell) for cell in row] for row in rows)
    else:
        _write_workbook(rows, path)


def read_sheet(path: Path) -> tuple[list[Answer], list[str]]:
    """Read the rows that somebody signed.

    Returns:
        The answers, and a message for each row that was changed but not signed.

    Raises:
        LabelError: the file cannot be read, lacks a column, or a cell holds something else.
    """
    at = datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
    answers, unsigned = [], []
    for number, row in enumerate(_read_rows(path), start=2):
        where = f"{path.name}, row {number}"
        answer = _answer(row, at, where)
        if row["checked_by"]:
            answers.append(answer)
        elif (set(answer.tags), answer.speaker) != (
            set(answer.question.tags),
            answer.question.speaker,
        ):
            unsigned.append(f"{where}: changed, but checked_by is empty. Sign the row.")
    return answers, unsigned


def _row(question: Question) -> list[str]:
    cells = {name: str(value) for name, value in question.model_dump(mode="json").items()}
    cells |= {tag: "x" if tag in question.tags else "" for tag in TAGS}
    cells |= {"speaker": question.speaker or "", "model_speaker": question.speaker or ""}
    cells |= {"origin": question.origin or ""}
    cells |= {"model_tags": " ".join(question.tags), "checked_by": ""}
    return [cells[name] for name in _COLUMNS]


def _answer(row: Mapping[str, str], at: str, where: str) -> Answer:
    try:
        question = Question(
            article=row["article"],
            article_sha256=row["article_sha256"],
            index=int(row["index"]),
            start_char=int(row["start_char"]),
            end_char=int(row["end_char"]),
            text=row["text"],
            tags=tuple(tag for tag in TAGS if tag in row["model_tags"].split()),
            speaker=row["model_speaker"] or None,
            model=row["model"],
            origin=row["origin"] or None,
        )
    except (ValueError, ValidationError) as error:
        raise LabelError(
            f"{where}: not the row of an exported sentence ({error}). Take the columns after "
            "checked_by from the exported file, unaltered."
        ) from error
    return Answer(
        question=question,
        tags=tuple(tag for tag in TAGS if _marked(row[tag], tag, where)),
        speaker=row["speaker"].strip() or None,
        by=row["checked_by"].strip() or "nobody",
        at=at,
        where=where,
    )


def _marked(cell: str, tag: str, where: str) -> bool:
    value = cell.strip().casefold()
    if value not in _YES | _NO:
        raise LabelError(f"{where}: {tag} is {cell!r}, expected x or nothing. Correct the cell.")
    return value in _YES


def _read_rows(path: Path) -> Iterator[dict[str, str]]:
    try:
        header, *rows = _csv_rows(path) if path.suffix == ".csv" else _workbook_rows(path)
    except (OSError, ValueError, KeyError, csv.Error, BadZipFile) as error:
        raise LabelError(
            f"Cannot read {path} as a spreadsheet: {error}. Save it as .xlsx, or as .csv in UTF-8."
        ) from error
    missing = set(_COLUMNS) - set(header) - _LATELY_ADDED
    if missing:
        raise LabelError(
            f"{path} lacks the columns {', '.join(sorted(missing))}; expected those of `labels "
            "export`. Take the exported file, and leave its first row unaltered."
        )
    for cells in rows:
        row = dict(zip(header, cells, strict=False))
        if any(row.values()):
            yield {name: row.get(name) or "" for name in _COLUMNS}


def _csv_rows(path: Path) -> list[list[str]]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [[_arm(cell) for cell in row] for row in csv.reader(stream)]


def _workbook_rows(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    try:
        return [[_cell_text(cell) for cell in row] for row in book.worksheets[0].values]
    finally:
        book.close()


def _cell_text(cell: object) -> str:
    """A cell as text; a spreadsheet program may have made a number of it."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _write_workbook(rows: Sequence[Sequence[str]], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet: Any = book.active
    sheet.title = "sentences"
    for number, row in enumerate([_COLUMNS, *rows], start=1):
        for column, value in enumerate(row, start=1):
            cell = sheet.cell(row=number, column=column)
            if value:
                cell.value = _ILLEGAL.sub(" ", value)
                cell.data_type = "s"  # never a formula
            cell.alignment = Alignment(wrap_text=_COLUMNS[column - 1] in _WIDTHS, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, name in enumerate(_COLUMNS, start=1):
        dimension = sheet.column_dimensions[get_column_letter(column)]
        dimension.width = _WIDTHS.get(name, 16)
        dimension.hidden = name in _KEPT
    sheet.freeze_panes = "A2"
    book.save(path)


def _disarm(cell: str) -> str:
    """A cell that no spreadsheet program takes for a formula; :func:`_arm` undoes it."""
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) else cell


def _arm(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(_FORMULA) else cell

"""Exports with one JSON object a line → documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pipeline.errors import InputRejected
from pipeline.ingestion.dates import date_of_timestamp
from pipeline.ingestion.documents import DocumentKind, Hints, RawDocument, clean_hint
from pipeline.schema import Rejection, RejectionReason
from pipeline.sources import ReadLimits

__all__ = ["json_lines_documents"]

_LONGEST_NAME = 500


def json_lines_documents(path: Path, limits: ReadLimits) -> Iterator[RawDocument | Rejection]:
    """The articles of an export, a line each; a bad line is a rejection of its own.

    Each line holds ``text`` or ``html`` and may hold ``title``, ``outlet``, ``date`` and
    ``url``; whatever else it holds is left alone. An article is called by its ``url``, else by
    the file and the line's number.
    """
    try:
        if not path.is_file():
            raise OSError(0, "not a regular file")
        with path.open("rb") as file:
            yield from _documents(file, path, limits)
    except OSError as error:
        yield Rejection(
            article=path.name,
            reason=RejectionReason.UNREADABLE,
            message=f"{path.name}: cannot be read ({error.strerror or error}); expected a file "
            "with one JSON object a line: check its path and permissions",
        )


def _documents(file: BinaryIO, path: Path, limits: ReadLimits) -> Iterator[RawDocument | Rejection]:
    for number, line in enumerate(_lines(file, limits.max_bytes), start=1):
        if line is not None and not line.strip():
            continue
        name = f"{path.name}:{number}"
        try:
            yield _document(line, name, f"{path}:{number}", limits)
        except InputRejected as error:
            yield Rejection(article=name, reason=RejectionReason(error.reason), message=str(error))


def _lines(file: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """Lines without their end; None for one that is too long, of which no more is kept."""
    while line := file.readline(max_bytes + 1):
        if len(line) <= max_bytes:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(max_bytes)
        yield None


def _document(line: bytes | None, name: str, origin: str, limits: ReadLimits) -> RawDocument:
    if line is None:
        raise InputRejected(
            RejectionReason.TOO_LARGE,
            f"{name}: a line of more than {limits.max_bytes} bytes; expected an article of at most "
            "so many: split it, or raise the limit",
        )
    record = _record(line, name)
    kind = DocumentKind.TEXT if _given(record, "text") else DocumentKind.PAGE
    body = _given(record, "text") or _given(record, "html")
    if body is None:
        raise _bad(name, "neither `text` nor `html`")
    try:
        content = body.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _bad(name, "half of a character pair in its text") from error
    date = record.get("date")
    hints = Hints(
        title=clean_hint(record.get("title")),
        outlet=clean_hint(record.get("outlet")),
        date=date_of_timestamp(date) if isinstance(date, str) else None,
    )
    url = clean_hint(record.get("url"))
    called = url if url and len(url) <= _LONGEST_NAME else name
    return RawDocument.of(called, url or origin, content, kind=kind, hints=hints)


def _record(line: bytes, name: str) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _bad(name, f"no JSON ({type(error).__name__})") from error
    if not isinstance(record, dict):
        raise _bad(name, f"a JSON {type(record).__name__}")
    return record


def _given(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _bad(name: str, found: str) -> InputRejected:
    return InputRejected(
        RejectionReason.RECORD,
        f"{name}: {found}; expected a JSON object with `text` or `html`, and perhaps `title`, "
        "`outlet`, `date` and `url`: correct the line",
    )

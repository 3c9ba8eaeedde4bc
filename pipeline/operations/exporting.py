"""The store as tables for other programs: sentences, inspections, statements of briefs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Select, select

from pipeline.errors import UsageError
from pipeline.schema import FACT_FIELDS, TAGS, Brief, SentenceReference, TaggedArticle
from pipeline.storage import tables
from pipeline.storage.articles import load_tagged
from pipeline.storage.briefs import latest_briefs
from pipeline.storage.inspections import load_inspections

__all__ = ["FORMATS", "TABLES", "Table", "write_table"]

Row = dict[str, Any]
Kind = Literal["text", "number", "score", "flag", "texts"]
FORMATS = (".jsonl", ".csv", ".parquet")
_AT_ONCE = 200
_ROWS_AT_ONCE = 5_000
"""Rows of a portion of a Parquet file: some megabytes of text."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Table:
    """A table that can be exported.

    Attributes:
        columns: their names in order, each with what it holds; all but lists may be null.
        rows: reads them from a store.
    """

    columns: dict[str, Kind]
    rows: Callable[[Connection], Iterator[Row]]


def write_table(table: Table, connection: Connection, path: Path) -> int:
    """Write a table of the store to a file, a portion at a time; the file's ending says how.

    CSV holds no formula (``'`` stands before one), and lists as JSON.

    Args:
        table: one of ``TABLES``.
        connection: of a reading transaction.
        path: ends in one of ``FORMATS``.

    Returns:
        How many rows.

    Raises:
        UsageError: another ending, or Parquet without the package that writes it.
    """
    writers = {".jsonl": _write_json_lines, ".csv": _write_csv, ".parquet": _write_parquet}
    if path.suffix not in writers:
        raise UsageError(
            f"{path} ends in {path.suffix!r}, expected {', '.join(FORMATS)}. Give another file."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.part")
    try:
        count = writers[path.suffix](table, table.rows(connection), scratch)
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    return count


def _sentences(connection: Connection) -> Iterator[Row]:
    articles = tables.articles.c
    tagged = select(articles.id).where(articles.tagger_id.is_not(None)).order_by(articles.id)
    for portion in _portions(connection, tagged):
        for article in load_tagged(connection, portion).values():
            yield from _sentence_rows(article)


def _sentence_rows(article: TaggedArticle) -> Iterator[Row]:
    source = article.article
    for sentence, given in zip(article.sentences, article.tags, strict=True):
        yield {
            "article": source.name,
            "title": source.title,
            "outlet": source.outlet,
            "date": source.date,
            "index": sentence.index,
            "start_char": sentence.start_char,
            "end_char": sentence.end_char,
            "text": sentence.text,
            "furniture": sentence.furniture,
            "tags": [str(tag) for tag in given.tags],
            **{f"score_{tag}": given.scores[tag] for tag in TAGS},
            "uncertain": given.uncertain,
            "speaker": article.speaker_of(sentence.index),
        }


def _inspections(connection: Connection) -> Iterator[Row]:
    columns = tables.inspections.c
    valid = select(columns.id).where(columns.withdrawn == 0).order_by(columns.id)
    for portion in _portions(connection, valid):
        yield from _inspection_rows(connection, portion)


def _inspection_rows(connection: Connection, numbers: list[int]) -> Iterator[Row]:
    for number, inspection in load_inspections(connection, numbers).items():
        facts = {field: inspection.value(field) for field in FACT_FIELDS}
        yield {
            "inspection": number,
            **{field: None if value is None else str(value) for field, value in facts.items()},
            "conflicts": sorted(inspection.conflicts),
            "articles": sorted(inspection.sentences),
        }


def _statements(connection: Connection) -> Iterator[Row]:
    columns = tables.inspections.c
    valid = select(columns.id).where(columns.withdrawn == 0).order_by(columns.id)
    for portion in _portions(connection, valid):
        for stored in latest_briefs(connection, portion):
            for point in _points(stored.brief):
                yield {
                    "inspection": stored.inspection,
                    "version": stored.version,
                    "unit": str(stored.brief.inspection.value("unit")),
                    **point,
                    "made_at": stored.brief.made_at,
                }


def _portions(connection: Connection, query: Select[int]) -> Iterator[list[int]]:
    found = [int(number) for number in connection.execute(query).scalars()]
    for start in range(0, len(found), _AT_ONCE):
        yield found[start : start + _AT_ONCE]


def _points(brief: Brief) -> Iterator[Row]:
    for section in ("summary", "findings", "strengths", "recommendations"):
        for place, point in enumerate(getattr(brief, section)):
            yield _point(section, place, point.text, str(point.origin), None, point.sources)
    for place, quote in enumerate(brief.quotes):
        yield _point("quotes", place, quote.text, "copied", quote.speaker, quote.sources)


def _point(
    section: str,
    place: int,
    text: str,
    origin: str,
    speaker: str | None,
    sources: Sequence[SentenceReference],
) -> Row:
    return {
        "section": section,
        "place": place,
        "text": text,
        "origin": origin,
        "speaker": speaker,
        "sources": [f"{source.article}:{source.index}" for source in sources],
    }


TABLES: dict[str, Table] = {
    "sentences": Table(
        columns={
            **dict.fromkeys(("article", "title", "outlet", "date"), "text"),
            **dict.fromkeys(("index", "start_char", "end_char"), "number"),
            "text": "text",
            "furniture": "flag",
            "tags": "texts",
            **{f"score_{tag}": "score" for tag in TAGS},
            "uncertain": "flag",
            "speaker": "text",
        },
        rows=_sentences,
    ),
    "inspections": Table(
        columns={
            "inspection": "number",
            **dict.fromkeys(FACT_FIELDS, "text"),
            **dict.fromkeys(("conflicts", "articles"), "texts"),
        },
        rows=_inspections,
    ),
    "briefs": Table(
        columns={
            **dict.fromkeys(("inspection", "version"), "number"),
            **dict.fromkeys(("unit", "section"), "text"),
            "place": "number",
            **dict.fromkeys(("text", "origin", "speaker"), "text"),
            "sources": "texts",
            "made_at": "text",
        },
        rows=_statements,
    ),
}
"""What can be exported."""


def _write_json_lines(table: Table, rows: Iterable[Row], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")
            count += 1
    return count


def _write_csv(table: Table, rows: Iterable[Row], path: Path) -> int:
    count = 0
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(table.columns)
        for row in rows:
            writer.writerow([_cell(row[name]) for name in table.columns])
            count += 1
    return count


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_parquet(table: Table, rows: Iterable[Row], path: Path) -> int:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed. Install "
            "'inspection-briefs[train]', or export .jsonl or .csv."
        ) from error
    types = {
        "text": pyarrow.string(),
        "number": pyarrow.int64(),
        "score": pyarrow.float64(),
        "flag": pyarrow.bool_(),
        "texts": pyarrow.list_(pyarrow.string()),
    }
    schema = pyarrow.schema([(name, types[kind]) for name, kind in table.columns.items()])
    count, remaining = 0, iter(rows)
    with parquet.ParquetWriter(path, schema) as writer:
        while portion := list(islice(remaining, _ROWS_AT_ONCE)):
            writer.write_table(pyarrow.Table.from_pylist(portion, schema=schema))
            count += len(portion)
    return count

"""The store as tables for other programs: sentences, inspections, statements of briefs."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from pipeline.errors import UsageError
from pipeline.schema import FACT_FIELDS, TAGS, Brief
from pipeline.storage import tables
from pipeline.storage.articles import load_tagged
from pipeline.storage.briefs import latest_briefs
from pipeline.storage.inspections import load_inspections

__all__ = ["FORMATS", "TABLES", "write_table"]

Row = dict[str, Any]
FORMATS = (".jsonl", ".csv", ".parquet")
_AT_ONCE = 200
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(rows: Iterable[Row], path: Path) -> int:
    """Write rows to a file; its ending says how. CSV holds no formula: ``'`` stands before one.

    Args:
        rows: of one table; lists become JSON in CSV.
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
    listed = list(rows)
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.part")
    writers[path.suffix](listed, scratch)
    scratch.replace(path)
    return len(listed)


def _sentences(connection: Connection) -> Iterator[Row]:
    articles = tables.articles.c
    tagged = select(articles.id).where(articles.tagger_id.is_not(None)).order_by(articles.id)
    numbers = list(connection.execute(tagged).scalars())
    for start in range(0, len(numbers), _AT_ONCE):
        for article in load_tagged(connection, numbers[start : start + _AT_ONCE]).values():
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
                    "speaker": article.speaker_of(sentence.index),
                }


def _inspections(connection: Connection) -> Iterator[Row]:
    columns = tables.inspections.c
    valid = select(columns.id).where(columns.withdrawn == 0).order_by(columns.id)
    numbers = list(connection.execute(valid).scalars())
    for number, inspection in load_inspections(connection, numbers).items():
        facts = {field: inspection.value(field) for field in FACT_FIELDS}
        yield {
            "inspection": number,
            **{field: None if value is None else str(value) for field, value in facts.items()},
            "conflicts": sorted(inspection.conflicts),
            "articles": sorted(inspection.sentences),
        }


def _statements(connection: Connection) -> Iterator[Row]:
    for stored in latest_briefs(connection):
        for section, place, text, origin, speaker, sources in _points(stored.brief):
            yield {
                "inspection": stored.inspection,
                "version": stored.version,
                "unit": str(stored.brief.inspection.value("unit")),
                "section": section,
                "place": place,
                "text": text,
                "origin": origin,
                "speaker": speaker,
                "sources": sources,
                "made_at": stored.brief.made_at,
            }


TABLES: dict[str, Callable[[Connection], Iterator[Row]]] = {
    "sentences": _sentences,
    "inspections": _inspections,
    "briefs": _statements,
}
"""What can be exported, and what reads its rows from a store."""


def _points(brief: Brief) -> Iterator[tuple[str, int, str, str, str | None, list[str]]]:
    for section in ("summary", "findings", "strengths", "recommendations"):
        for place, point in enumerate(getattr(brief, section)):
            sources = [f"{source.article}:{source.index}" for source in point.sources]
            yield section, place, point.text, str(point.origin), None, sources
    for place, quote in enumerate(brief.quotes):
        sources = [f"{source.article}:{source.index}" for source in quote.sources]
        yield "quotes", place, quote.text, "copied", quote.speaker, sources


def _write_json_lines(rows: list[Row], path: Path) -> None:
    lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    path.write_text("".join(lines), encoding="utf-8")


def _write_csv(rows: list[Row], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(rows[0] if rows else ())
        writer.writerows([_cell(value) for value in row.values()] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, list):
        value = json.dumps(value, ensure_ascii=False)
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_parquet(rows: list[Row], path: Path) -> None:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed. Install "
            "'inspection-briefs[train]', or export .jsonl or .csv."
        ) from error
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)

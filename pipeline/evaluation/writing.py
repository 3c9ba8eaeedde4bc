"""Reports as files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.evaluation.tables import Figures, markdown_table

__all__ = ["write_report"]


def write_report(
    folder: Path,
    *,
    title: str,
    tables: Sequence[Figures],
    content: Mapping[str, Any],
    appendix: str = "",
) -> None:
    """Write ``report.md`` for people and ``report.json`` for programs.

    Args:
        folder: where to; made if need be.
        title: the report's heading.
        tables: for ``report.md``.
        content: for ``report.json``; dataclasses in it become objects.
        appendix: Markdown after the tables.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [f"# {title}\n", *map(markdown_table, tables), appendix]
    text = "\n".join(part for part in parts if part)
    (folder / "report.md").write_text(text, encoding="utf-8")
    made = json.dumps(content, default=_plain, indent=2, ensure_ascii=False)
    (folder / "report.json").write_text(made + "\n", encoding="utf-8")


def _plain(value: object) -> Any:  # noqa: ANN401
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    raise TypeError(f"found {type(value).__name__} in a report, expected plain values")

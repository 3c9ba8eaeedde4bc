"""Tables that go to the terminal, to Markdown and to plots alike."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.console import Console
from rich.markup import escape
from rich.table import Table

__all__ = ["Figures", "markdown_table", "percent", "print_tables", "rich_table", "two_places"]


_FILE_WIDTH = 120


@dataclass(frozen=True)
class Figures:
    """A table of a report.

    Attributes:
        title: its heading.
        columns: the columns' headings.
        rows: the cells, as text.
        note: what a reader needs to know to read it.
        words: how many columns, from the left, hold words; the others are set flush right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    words: int = 1


def rich_table(figures: Figures) -> Table:
    """The table for a terminal."""
    table = Table(
        title=escape(figures.title),
        title_justify="left",
        title_style="bold",
        caption=escape(figures.note) or None,
        caption_justify="left",
    )
    for place, column in enumerate(figures.columns):
        side: Literal["left", "right"] = "left" if place < figures.words else "right"
        table.add_column(escape(column), justify=side, overflow="fold")
    for row in figures.rows:
        table.add_row(*map(escape, row))
    return table


def print_tables(tables: Iterable[Figures]) -> None:
    """Print tables on standard output, as wide as the terminal, or as they need in a file."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=_FILE_WIDTH)
    for table in tables:
        console.print(rich_table(table))


def markdown_table(figures: Figures) -> str:
    """The table for a Markdown file, under a heading."""
    numbers = len(figures.columns) - figures.words
    rule = ["---"] * figures.words + ["---:"] * numbers
    lines = [_line(figures.columns), _line(rule), *map(_line, figures.rows)]
    parts = [f"## {figures.title}", "\n".join(lines), figures.note]
    return "\n\n".join(part for part in parts if part) + "\n"


def _line(cells: Sequence[str]) -> str:
    kept = (cell.replace("|", r"\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(kept)} |"


def percent(share: float) -> str:
    """A share as a percentage with one decimal."""
    return f"{100 * share:.1f} %"


def two_places(value: float) -> str:
    """A figure with two decimals, as F1 is usually given (0.87)."""
    return f"{value:.2f}"

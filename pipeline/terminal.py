"""What a person sees: progress and messages on standard error, results on standard output."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from time import monotonic
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.markup import escape, render
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.progress import Progress as Bars
from rich.table import Table

from pipeline.schema import Brief
from pipeline.words import counted

if TYPE_CHECKING:
    from pipeline.batch.saving import SavedBrief
    from pipeline.runner import BriefRun

__all__ = [
    "Milestones",
    "TerminalProgress",
    "briefs_table",
    "print_check",
    "print_counts",
    "print_message",
    "print_messages_as_log",
    "print_output",
    "quiet_libraries",
    "saved_table",
    "show_progress",
    "working",
]

_log = logging.getLogger(__name__)
_logged = False

_MOST_ROWS = 500
"""The longest table that is printed; the index page lists all briefs."""
_errors = Console(stderr=True, highlight=False)
_output = Console(highlight=False)


def print_messages_as_log() -> None:
    """From now on log what would be printed on standard error; for runs that nobody watches."""
    global _logged
    _logged = True


def print_message(message: str) -> None:
    """Print a message, with markup, on standard error."""
    if _logged:
        level = logging.ERROR if message.startswith("[bold red]") else logging.INFO
        level = logging.WARNING if message.startswith("[yellow]") else level
        _log.log(level, render(message).plain)
    else:
        _errors.print(message, soft_wrap=True)


def print_counts(title: str, counts: Mapping[str, object]) -> None:
    """Print names and numbers under a title, on standard output; nothing where there are none."""
    if counts:
        table = Table(title=title, show_header=False, box=None, title_justify="left")
        for name, count in counts.items():
            table.add_row(escape(name), escape(str(count)))
        _output.print(table)


def print_check(name: str, passed: bool, message: str) -> None:
    """Print the outcome of a check on standard output."""
    mark = "[green]ok     [/]" if passed else "[bold red]problem[/]"
    _output.print(f"{mark} [bold]{escape(name)}[/]: {escape(message)}", soft_wrap=True)


def print_output(table: Table) -> None:
    """Print a result on standard output."""
    _output.print(table)


def working(message: str) -> AbstractContextManager[object]:
    """Show, on a terminal, that something goes on; elsewhere nothing."""
    return _errors.status(message) if _errors.is_terminal else nullcontext()


def quiet_libraries() -> None:
    """Keep libraries' own progress bars and notes out of the terminal, and their telemetry off.

    To be called before transformers is imported: its progress bars read the environment once.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("TQDM_DISABLE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from transformers.utils import logging as transformers_logging

    transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    warnings.filterwarnings("ignore", category=UserWarning)
    warnings.filterwarnings("ignore", category=FutureWarning, module="transformers")


def show_progress() -> TerminalProgress | LoggedProgress:
    """The progress of a run as bars, or in the log where messages go there."""
    return LoggedProgress() if _logged else TerminalProgress()


_SECONDS_BETWEEN, _LONGEST_SILENCE = 5.0, 60.0


class Milestones:
    """Says when a stage that no bar shows has come far enough to be told of.

    That is after each tenth, though not sooner than five seconds after the last time, and after
    each minute.

    Args:
        clock: seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self.begin("", 0)

    def begin(self, name: str, total: int) -> None:
        """A stage begins; ``total`` is 0 where nobody knows how much there is to do."""
        self._name, self._total = name, total
        self._done = self._told = 0
        self._since = self._clock()

    def advance(self, count: int) -> str | None:
        """So much more is done: what is to be told now, if anything."""
        self._done += count
        waited = self._clock() - self._since
        tenth = 0 < self._total <= 10 * (self._done - self._told)
        if self._done in {self._told, self._total}:
            return None
        if waited < (_SECONDS_BETWEEN if tenth else _LONGEST_SILENCE):
            return None
        self._told, self._since = self._done, self._clock()
        if not self._total:
            return f"{self._name}: {self._done}"
        share = 100 * self._done // self._total
        return f"{self._name}: {self._done} of {self._total} ({share} %)"


class LoggedProgress:
    """Logs each stage of a run as it begins, and how far a long one has come."""

    def __init__(self) -> None:
        self._milestones = Milestones()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        """Nothing is open."""

    def stage(self, name: str, total: int) -> None:
        """Log that a stage begins."""
        _log.info(name, extra={"stage": name, "total": total})
        self._milestones.begin(name, total)

    def advance(self, count: int = 1) -> None:
        """Log how far the stage has come, now and then."""
        if told := self._milestones.advance(count):
            _log.info(told)


class TerminalProgress:
    """Shows the stages of a run as bars, on a terminal; elsewhere in lines."""

    def __init__(self) -> None:
        self._milestones = Milestones()
        self._bars = Bars(
            TextColumn("{task.description:>20}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=_errors,
            disable=not _errors.is_terminal,
        )
        self._current: TaskID | None = None

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._bars.stop()

    def stage(self, name: str, total: int) -> None:
        """Begin a stage's bar."""
        if not _errors.is_terminal:
            _errors.print(f"{name}{f': {total}' if total else ''}")
            self._milestones.begin(name, total)
        self._current = self._bars.add_task(name, total=total or None)

    def advance(self, count: int = 1) -> None:
        """Move the bar of the current stage; where there is none, tell of it now and then."""
        told = None if _errors.is_terminal else self._milestones.advance(count)
        if told:
            _errors.print(told, soft_wrap=True)
        if self._current is not None:
            self._bars.advance(self._current, count)


def briefs_table(run: BriefRun) -> Table:
    """The briefs of a run: unit, rating, how much each holds, and its file."""
    table = _empty_table(counted(len(run.briefs), "briefs"))
    for brief, files in zip(run.briefs, run.files, strict=True):
        table.add_row(*_row(brief), escape(files[0].with_suffix("").name))
    return table


def saved_table(saved: Sequence[SavedBrief]) -> Table:
    """The briefs of the store, likewise; of very many those that are new, then the latest."""
    shown = sorted(saved, key=lambda one: (not one.is_new, -one.row.inspection))[:_MOST_ROWS]
    shown.sort(key=lambda one: one.row.inspection)
    more = f" ({len(shown)} of them shown)" if len(shown) < len(saved) else ""
    table = _empty_table(f"{counted(len(saved), 'briefs')}{more}")
    for one in shown:
        row = one.row
        counts = (row.findings, row.strengths, row.recommendations, row.quotes)
        table.add_row(
            escape(row.unit),
            escape(row.overall_rating or "not stated"),
            *map(str, counts),
            escape(one.file.stem),
        )
    return table


def _empty_table(title: str) -> Table:
    table = Table(
        title=title,
        caption="Findings, strengths, recommendations and quotations of each",
        title_justify="left",
        caption_justify="left",
        expand=True,
    )
    table.add_column("Unit", overflow="fold", ratio=3)
    table.add_column("Rating", ratio=1, min_width=12)
    for name in ("Find.", "Str.", "Rec.", "Quo."):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("File", overflow="ellipsis", no_wrap=True, ratio=2)
    return table


def _row(brief: Brief) -> tuple[str, ...]:
    return (
        escape(str(brief.inspection.value("unit"))),
        escape(str(brief.inspection.value("overall_rating") or "not stated")),
        str(len(brief.findings)),
        str(len(brief.strengths)),
        str(len(brief.recommendations)),
        str(len(brief.quotes)),
    )

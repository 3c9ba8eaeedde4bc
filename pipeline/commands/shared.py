"""What all commands share: options, messages, exit statuses, the pipeline with its progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import ExitStatus, InspectionBriefsError, UsageError

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.operations.stage_times import StageClock
    from pipeline.runner import BriefRun, Pipeline
    from pipeline.schema import Rejection
    from pipeline.storage import Store

__all__ = [
    "ConfigFile",
    "Paths",
    "StoreAddress",
    "Traceback",
    "check_output",
    "check_paths",
    "escape",
    "guarded",
    "name_rejected",
    "open_existing_store",
    "open_pipeline",
    "parse_day",
    "print_briefs",
    "printable",
    "read_settings",
    "report",
    "say",
]

Paths = Annotated[
    list[Path],
    typer.Argument(
        help="Articles (.txt, .html, .pdf, .docx), or folders of them.", show_default=False
    ),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings that override configs/default.yaml.")
]
StoreAddress = Annotated[
    str | None,
    typer.Option("--store", help="Another store than the configured one: a URL or a SQLite file."),
]
Traceback = Annotated[bool, typer.Option("--traceback", help="Show where an error came from.")]


def guarded(command: Callable[..., ExitStatus]) -> Callable[..., None]:
    """End a command with its exit status, and an expected error with a message alone."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401
        try:
            status = command(*args, **options)
        except InspectionBriefsError as error:
            if options.get("traceback"):
                raise
            say(f"[bold red]Error:[/] {escape(str(error))}")
            status = error.exit_status
        except OSError as error:
            if options.get("traceback"):
                raise
            say(f"[bold red]Error:[/] {escape(str(error))}")
            status = ExitStatus.NOTHING_DONE
        except KeyboardInterrupt:
            say("[yellow]Stopped.[/]")
            status = ExitStatus.NOTHING_DONE
        raise typer.Exit(int(status))

    return run


def read_settings(config: Path | None) -> Settings:
    """The settings, with those of a file over the defaults."""
    from pipeline.config import load_settings

    return load_settings(config)


def parse_day(text: str, option: str) -> date:
    """A day, ISO 8601; ``option`` names where it was given.

    Raises:
        UsageError: it is written otherwise, or is no day.
    """
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise UsageError(f"{option} is {text!r}, expected a day such as 2024-01-31. Correct it.")
    return day


def open_existing_store(settings: Settings, address: str | None) -> Store:
    """The configured store, or another one; none is made.

    Args:
        settings: name the store that is opened unless another is.
        address: a URL, or the path of a SQLite file.

    Raises:
        UsageError: there is none.
    """
    from pipeline.config import project_folder
    from pipeline.storage import open_store

    if address is None:
        return open_store(settings.storage.url, project_folder(), must_exist=True)
    url = address if "://" in address else f"sqlite:///{Path(address).resolve()}"
    return open_store(url, Path.cwd(), must_exist=True)


@contextmanager
def open_pipeline(settings: Settings) -> Iterator[tuple[Pipeline, StageClock]]:
    """The pipeline, its progress shown on standard error, and the clock of its stages."""
    from pipeline.operations.stage_times import StageClock
    from pipeline.runner import Pipeline
    from pipeline.terminal import quiet_libraries, show_progress

    quiet_libraries()
    with show_progress() as progress:
        clock = StageClock(progress)
        yield Pipeline(settings, clock), clock


def check_paths(paths: Sequence[Path]) -> None:
    """Raise ``UsageError`` where one of the inputs is missing."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise UsageError(
            f"Found no {', '.join(missing)}; expected files or folders. Check the paths."
        )


def check_output(folder: Path) -> None:
    """Raise ``UsageError`` where the output folder is a file."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            f"{folder} is a file; expected a folder for the briefs. Give another --output."
        )


def print_briefs(run: BriefRun) -> None:
    """The table of briefs on standard output, and where to find them all."""
    from pipeline.terminal import briefs_table, print_output

    if run.briefs:
        print_output(briefs_table(run))
        say(f"All briefs: {escape(str(run.index))}")


def report(rejections: Sequence[Rejection], done: int) -> ExitStatus:
    """Name every rejected input with its reason, and choose the exit status."""
    name_rejected(rejections, nothing_done=not done)
    if not done:
        return ExitStatus.NOTHING_DONE
    return ExitStatus.SOME_REJECTED if rejections else ExitStatus.DONE


def name_rejected(rejections: Sequence[Rejection], *, nothing_done: bool) -> None:
    """Name every rejected input with its reason, and say so where nothing else was done."""
    for rejection in rejections:
        say(
            f"[yellow]{escape(rejection.article)}[/]: {rejection.reason}: "
            f"{escape(rejection.message)}"
        )
    if nothing_done:
        say("[bold red]Nothing could be done.[/]")


def escape(text: str) -> str:
    """Text in which nothing is taken for terminal markup, or for a terminal's control code."""
    from rich.markup import escape as escape_markup

    return escape_markup(printable(text))


def printable(text: str) -> str:
    """Text without control characters and marks that turn its direction; line feeds stay."""
    return "".join(c if c.isprintable() or c == "\n" else "\ufffd" for c in text)


def say(message: str) -> None:
    """A message, with markup, on standard error."""
    from pipeline.terminal import print_message

    print_message(message)

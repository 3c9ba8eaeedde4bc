"""``run``: the batch over all configured sources, once or again and again."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Traceback,
    check_output,
    check_paths,
    escape,
    guarded,
    name_rejected,
    read_settings,
    say,
)
from pipeline.errors import ExitStatus, UsageError, writing_to
from pipeline.operations.logs import LogFormat, configure_logging

if TYPE_CHECKING:
    from datetime import timedelta

    from pipeline.batch.saving import SavedBrief
    from pipeline.batch.work import Done
    from pipeline.config import Settings
    from pipeline.operations.run_report import RunReport
    from pipeline.operations.stage_times import StageClock
    from pipeline.runner import Pipeline, Progress
    from pipeline.storage import Store

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: inspection-briefs run --config configs/default.yaml · "
        "inspection-briefs run --watch --every 1h --log-format json"
    )(run)


@guarded
def run(
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Folder for the briefs, instead of the configured one."),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help="Stay, and run again after every interval.")
    ] = False,
    every: Annotated[
        str | None, typer.Option(help="The interval of --watch: 15m, 1h, 1d.  [default: 1h]")
    ] = None,
    log_format: Annotated[
        LogFormat | None,
        typer.Option(help="Log lines on standard error instead of bars: text or json."),
    ] = None,
    retag: Annotated[
        bool, typer.Option("--retag", help="Compute again what an older model made.")
    ] = False,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Bring the briefs of all configured sources up to date, and report on the run."""
    from pipeline.config import project_folder
    from pipeline.sources import FolderSource, JsonLinesSource

    interval = _interval(watch, every)
    _start_logging(log_format or ("text" if watch else None))
    settings = read_settings(config)
    output = output or project_folder() / settings.batch.output
    on_disk = (FolderSource, JsonLinesSource)
    found = [source for source in settings.batch.sources if isinstance(source, on_disk)]
    check_paths([project_folder() / source.path for source in found])
    check_output(output)
    if interval is None:
        return _run_once(settings, output, retag=retag)
    return _watch(partial(_run_once, settings, output), interval)


def _interval(watch: bool, every: str | None) -> timedelta | None:
    from pipeline.operations.intervals import parse_interval

    if every and not watch:
        raise UsageError(
            "Found --every without --watch; expected both or neither. Add --watch, or use "
            "`inspection-briefs schedule`."
        )
    return parse_interval(every or "1h") if watch else None


def _start_logging(format: LogFormat | None) -> None:
    from pipeline.terminal import print_messages_as_log

    if format is not None:
        configure_logging(format)
        print_messages_as_log()


def _watch(once: partial[ExitStatus], interval: timedelta) -> ExitStatus:
    from threading import Event

    from pipeline.operations.watching import stopped_by_signals, watch

    stop = Event()
    with stopped_by_signals(stop):
        watch(once, interval, stop)
    return ExitStatus.DONE


def _run_once(settings: Settings, output: Path, *, retag: bool = False) -> ExitStatus:
    """One batch: bring store and briefs up to date, tell who is to be told, write the report."""
    from pipeline.batch.stages import Batch
    from pipeline.config import project_folder
    from pipeline.operations.stage_times import StageClock
    from pipeline.storage import open_store
    from pipeline.terminal import show_progress

    started = datetime.now(UTC)
    store = open_store(settings.storage.url, project_folder())
    wait = settings.storage.when_busy == "wait"
    with show_progress() as progress, closing(store), store.lock(_tell_of_wait, wait=wait):
        clock = StageClock(progress)
        batch = Batch(settings, store, partial(_pipeline, settings, clock), clock, retag=retag)
        done, saved = batch.run(output)
        summed = _sum_up(settings, store, output, started, clock, done, saved)
        page = _tell(summed, settings, output)
        batch.told()
    _print_saved(saved, output)
    if done.is_empty:
        say("Nothing new came in.")
    name_rejected(done.rejections, nothing_done=summed.exit_status is ExitStatus.NOTHING_DONE)
    say(f"Report: {escape(str(page))}")
    return summed.exit_status


def _sum_up(
    settings: Settings,
    store: Store,
    output: Path,
    started: datetime,
    clock: StageClock,
    done: Done,
    saved: Sequence[SavedBrief],
) -> RunReport:
    from pipeline.operations.run_report import make_run_report
    from pipeline.schema import Tag
    from pipeline.storage.briefs import latest_briefs

    new = [one for one in saved if one.is_new]
    with store.read() as connection:
        # One at a time in memory; both are in the order of the inspections.
        briefs = latest_briefs(connection, [one.row.inspection for one in new])
        summed = make_run_report(
            version=metadata.version("inspection-briefs"),
            started=started,
            finished=datetime.now(UTC),
            sources=[source.label for source in settings.batch.sources],
            tagged=(),
            briefs=(one.brief for one in briefs),
            files=((one.file.with_suffix(".html"),) for one in new),
            output=output,
            rejections=done.rejections,
            stages=clock.finish(),
        )
    counted = {
        "read": done.counts.get("tagged articles", 0),
        "unchanged": done.unchanged,
        "sentences": done.counts.get("tagged sentences", 0),
        "tags": {tag: done.tags[tag] for tag in Tag},
    }
    return summed.model_copy(update=counted)


def _pipeline(settings: Settings, progress: Progress) -> Pipeline:
    from pipeline.terminal import quiet_libraries

    quiet_libraries()
    from pipeline.runner import Pipeline

    return Pipeline(settings, progress)


def _tell_of_wait() -> None:
    say("Another run is at work; waiting for it to end.")


def _print_saved(saved: Sequence[SavedBrief], output: Path) -> None:
    from pipeline.terminal import print_output, saved_table

    if saved:
        print_output(saved_table(saved))
        say(f"All briefs: {escape(str(output / 'index.html'))}")


def _tell(summed: RunReport, settings: Settings, output: Path) -> Path:
    """Notify, then write the report, which names what went wrong with that; its page."""
    from pipeline.operations.report_page import write_report

    problems = _notify(summed, settings)
    with writing_to(output):
        page, *_ = write_report(summed.model_copy(update={"problems": problems}), output)
    return page


def _notify(summed: RunReport, settings: Settings) -> tuple[str, ...]:
    """Tell of a run; what went wrong with that is returned and never stops the batch."""
    from pipeline.operations.mail import send_digest
    from pipeline.operations.webhook import post_report

    told = settings.notifications
    found = (
        post_report(summed, told.webhook, os.environ),
        send_digest(summed, told.mail, os.environ) if told.mail.to else None,
    )
    problems = tuple(problem for problem in found if problem)
    for problem in problems:
        say(f"[yellow]{escape(problem)}[/]")
    return problems

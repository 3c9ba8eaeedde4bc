"""``run``: the batch over all configured sources, once or again and again."""

from __future__ import annotations

import os
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
    open_pipeline,
    print_briefs,
    read_settings,
    report,
    say,
)
from pipeline.errors import ExitStatus, UsageError
from pipeline.operations.logs import LogFormat, configure_logging

if TYPE_CHECKING:
    from datetime import timedelta

    from pipeline.config import Settings
    from pipeline.operations.run_report import RunReport

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
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write the briefs of all configured sources, and a report of the run."""
    from pipeline.config import project_folder

    interval = _interval(watch, every)
    _start_logging(log_format or ("text" if watch else None))
    settings = read_settings(config)
    output = output or project_folder() / settings.batch.output
    check_paths([project_folder() / source for source in settings.batch.sources])
    check_output(output)
    if interval is None:
        return _run_once(settings, output)
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


def _run_once(settings: Settings, output: Path) -> ExitStatus:
    """One batch: make and save the briefs, tell whoever is to be told, write the report."""
    from pipeline.config import project_folder
    from pipeline.operations.report_page import write_report
    from pipeline.operations.run_report import make_run_report

    started = datetime.now(UTC)
    with open_pipeline(settings) as (pipeline, clock):
        done = pipeline.make_briefs(project_folder() / s for s in settings.batch.sources)
        pipeline.save_briefs(done, output)
    summed = make_run_report(
        version=metadata.version("inspection-briefs"),
        started=started,
        finished=datetime.now(UTC),
        sources=[str(source) for source in settings.batch.sources],
        tagged=done.tagged,
        briefs=done.briefs,
        files=done.files,
        output=output,
        rejections=done.rejections,
        stages=clock.finish(),
    )
    problems = _notify(summed, settings)
    page, *_ = write_report(summed.model_copy(update={"problems": problems}), output)
    print_briefs(done)
    if summed.nothing_new:
        say("Nothing new came in.")
    else:
        report(done.rejections, done=len(done.briefs))
    say(f"Report: {escape(str(page))}")
    return summed.exit_status


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

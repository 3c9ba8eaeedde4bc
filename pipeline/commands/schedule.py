"""``schedule``: the batch as a systemd timer or a crontab's line."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Traceback,
    escape,
    guarded,
    read_settings,
    say,
)
from pipeline.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from datetime import timedelta

    from pipeline.operations.schedule import Job

__all__ = ["add_to"]

_UNITS = "/etc/systemd/system"


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: inspection-briefs schedule --every 1h · "
        "inspection-briefs schedule --at 06:30 --config my.yaml --output units"
    )(schedule)


@guarded
def schedule(
    every: Annotated[
        str | None, typer.Option(help="Time between runs: 15m, 1h, 1d. [default: 1h]")
    ] = None,
    at: Annotated[str | None, typer.Option(help="A daily run at this time: 06:30.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", help="Write the two systemd units to this folder.")
    ] = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Print a systemd service with its timer, and a crontab's line, for this configuration."""
    from pipeline.operations.intervals import parse_interval, parse_time_of_day

    interval = parse_interval(every or "1h") if every or not at else None
    job = _job(config, interval, parse_time_of_day(at) if at else None)
    if output is not None:
        _write_units(job, output)
    else:
        sys.stdout.write(_shown(job))
    return ExitStatus.DONE


def _job(config: Path | None, every: timedelta | None, at: tuple[int, int] | None) -> Job:
    from pipeline.config import project_folder
    from pipeline.operations.schedule import LOG, Job
    from pipeline.storage.opening import sqlite_file

    settings = read_settings(config)
    program = Path(sys.executable).with_name("inspection-briefs")
    if not program.is_file():
        raise UsageError(
            f"Found no {program}; expected the command beside Python. Run `make setup`, or "
            "install the package."
        )
    folder = project_folder()
    log = folder / LOG
    store = sqlite_file(settings.storage.url, folder)
    options = ("--config", str(config.resolve())) if config else ()
    return Job(
        command=(str(program), "run", "--log-format", "json", *options),
        folder=folder,
        writes=(folder / settings.batch.output, *([store.parent] if store else []), log),
        user=getpass.getuser(),
        log=log,
        every=every,
        at=at,
    )


def _shown(job: Job) -> str:
    from pipeline.operations.schedule import SERVICE, TIMER, cron_line, service_unit, timer_unit

    try:
        cron = cron_line(job)
    except UsageError as error:
        cron = f"# {error}"
    return f"""# {_UNITS}/{SERVICE}
{service_unit(job)}
# {_UNITS}/{TIMER}
{timer_unit(job)}
# Save both (`--output` writes them), then:
#   systemctl daemon-reload && systemctl enable --now {TIMER}
#
# Or, without systemd, as a line of a crontab (`crontab -e`):
{cron}
"""


def _write_units(job: Job, folder: Path) -> None:
    from pipeline.operations.schedule import SERVICE, TIMER, service_unit, timer_unit

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ((SERVICE, service_unit(job)), (TIMER, timer_unit(job))):
        (folder / name).write_text(content, encoding="utf-8")
        say(f"Wrote {escape(str(folder / name))}")

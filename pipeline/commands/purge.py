"""``purge``: what is older than a day, removed from the store."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    StoreAddress,
    Traceback,
    escape,
    guarded,
    open_existing_store,
    parse_day,
    read_settings,
    say,
)
from pipeline.errors import ExitStatus, UsageError
from pipeline.words import counted

if TYPE_CHECKING:
    from pipeline.storage.purging import Purge

__all__ = ["add_to", "day_of_the_past"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: inspection-briefs purge --before 2024-01-01 --dry-run · "
        "inspection-briefs purge --before 2024-01-01"
    )(purge)


@guarded
def purge(
    before: Annotated[str, typer.Option(help="The day: articles dated before it go (YYYY-MM-DD).")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be removed, and remove nothing.")
    ] = False,
    store: StoreAddress = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Remove articles dated before a day, with all that came of them alone, and runs before it.

    Briefs that draw on newer articles too stay; the next run writes them again. Articles without
    a date stay.
    """
    day = day_of_the_past(before, datetime.now(UTC).date())
    from pipeline.batch.purging import carry_out
    from pipeline.storage.purging import plan_purge
    from pipeline.terminal import show_progress

    settings = read_settings(config)
    wait = settings.storage.when_busy == "wait"
    with closing(open_existing_store(settings, store)) as opened, opened.lock(_wait, wait=wait):
        with opened.read() as connection:
            plan = plan_purge(connection, day.isoformat())
        _show(plan, dry_run=dry_run)
        if dry_run or plan.is_empty:
            return ExitStatus.DONE
        with show_progress() as progress:
            carry_out(opened, plan, progress)
        say(f"[green]Removed[/]; {escape(opened.name)} takes up {opened.size() / 1e6:.1f} MB now.")
    if plan.lagging:
        say("Start `inspection-briefs run` to write the briefs again that draw on what is gone.")
    return ExitStatus.DONE


def day_of_the_past(text: str, today: date) -> date:
    """A day up to today.

    Raises:
        UsageError: it is written otherwise, or lies in the future.
    """
    day = parse_day(text, "--before")
    if day > today:
        raise UsageError(
            f"--before is {text}, which lies in the future and would remove everything; expected "
            f"a day up to {today.isoformat()}. Correct it."
        )
    return day


def _wait() -> None:
    say("A run is at work; waiting for it to end.")


def _show(plan: Purge, *, dry_run: bool) -> None:
    what = [counted(number, name) for name, number in plan.counts.items() if number]
    verb = "Would remove" if dry_run else "Removing"
    if what:
        say(f"{verb} what is older than {plan.before}: {', '.join(what)}.")
    else:
        say(f"Nothing is older than {plan.before}.")
    if plan.lagging:
        say(f"{counted(len(plan.lagging), 'briefs')} of newer articles too: kept, to be made again")
    if plan.undated:
        say(f"{counted(plan.undated, 'articles')} without a date: kept")

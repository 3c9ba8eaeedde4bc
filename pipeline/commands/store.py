"""``status`` and ``export``: what the store holds, for people and for other programs."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.commands.shared import (
    ConfigFile,
    StoreAddress,
    Traceback,
    escape,
    guarded,
    open_existing_store,
    read_settings,
    say,
)
from pipeline.errors import ExitStatus, UsageError
from pipeline.words import counted

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Examples: inspection-briefs status · inspection-briefs status --json")(
        status
    )
    app.command(
        epilog="Examples: inspection-briefs export sentences --output sentences.parquet · "
        "inspection-briefs export briefs --output briefs.csv"
    )(export)


@guarded
def status(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    store: StoreAddress = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Show what the store holds, what is left to do, and how the last runs went."""
    from pipeline.operations.status import read_status

    with closing(open_existing_store(read_settings(config), store)) as opened:
        with opened.read() as connection:
            found = asdict(read_status(connection))
        name = opened.name
        found |= {"store": name, "bytes": opened.size()}
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return ExitStatus.DONE
    from pipeline.terminal import print_counts

    size = {f"{name} (MB)": round(found["bytes"] / 1e6, 1)}
    for title in ("holds", "backlog", "rejected"):
        print_counts(title.capitalize(), found[title])
    models = {role: ", ".join(revisions) for role, revisions in found["models"].items()}
    print_counts("Models", models)
    runs = {f"{r['number']}: {r['started_at']}": _shown_run(r) for r in found["runs"]}
    print_counts("Last runs", runs)
    print_counts("Size", size)
    return ExitStatus.DONE


@guarded
def export(
    table: Annotated[str, typer.Argument(help="sentences, inspections or briefs.")],
    output: Annotated[Path, typer.Option("--output", help="A .jsonl, .csv or .parquet file.")],
    store: StoreAddress = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write a table of the store to a file that other programs read."""
    from pipeline.operations.exporting import TABLES, write_table

    if table not in TABLES:
        raise UsageError(f"The table is {table!r}, expected {', '.join(TABLES)}. Give one.")
    with (
        closing(open_existing_store(read_settings(config), store)) as opened,
        opened.read() as connection,
    ):
        count = write_table(TABLES[table], connection, output)
    rows = "statements of briefs" if table == "briefs" else table
    say(f"{counted(count, rows)}: {escape(str(output))}")
    return ExitStatus.DONE


def _shown_run(run: dict[str, Any]) -> str:
    counts: dict[str, int] = run["counts"]
    did = ", ".join(counted(n, name) for name, n in counts.items())
    return did or ("did nothing" if run["finished_at"] else "cut off, or still running")

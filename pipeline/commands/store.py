"""``status`` and ``export``: what the store holds, for people and for other programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import Traceback, escape, guarded, say
from pipeline.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["add_to"]

Database = Annotated[Path, typer.Option("--store", help="The SQLite file of the store.")]
_DEFAULT = Path("out/inspection-briefs.sqlite")


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
    store: Database = _DEFAULT,
    traceback: Traceback = False,
) -> ExitStatus:
    """Show what the store holds, what is left to do, and how the last runs went."""
    from pipeline.operations.status import read_status

    with _reading(store) as connection:
        found = asdict(read_status(connection)) | {"bytes": store.stat().st_size}
    if as_json:
        sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
        return ExitStatus.DONE
    from pipeline.terminal import print_counts

    size = {f"{store} (MB)": round(found["bytes"] / 1e6, 1)}
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
    store: Database = _DEFAULT,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write a table of the store to a file that other programs read."""
    from pipeline.operations.exporting import TABLES, write_table

    if table not in TABLES:
        raise UsageError(f"The table is {table!r}, expected {', '.join(TABLES)}. Give one.")
    with _reading(store) as connection:
        count = write_table(TABLES[table](connection), output)
    say(f"{count} {table if table != 'briefs' else 'statements of briefs'}: {escape(str(output))}")
    return ExitStatus.DONE


@contextmanager
def _reading(file: Path) -> Iterator[Connection]:
    from pipeline.storage import open_store

    if not file.is_file():
        raise UsageError(
            f"Found no {file}, expected a store. Run the batch first, or give --store."
        )
    store = open_store(f"sqlite:///{file.resolve()}", Path.cwd())
    try:
        with store.read() as connection:
            yield connection
    finally:
        store.close()


def _shown_run(run: dict[str, object]) -> str:
    counts = run["counts"]
    did = ", ".join(f"{n} {name}" for name, n in counts.items()) if isinstance(counts, dict) else ""
    return did or ("did nothing" if run["finished_at"] else "cut off, or still running")

"""The command ``inspection-briefs``.

Each family of commands is a module of ``pipeline/commands`` that adds itself. Heavy modules are
imported where they are needed, so that ``--help`` answers at once.
"""

from __future__ import annotations

import typer

from pipeline.commands import (
    brief,
    doctor,
    inspectorates,
    labels,
    purge,
    run,
    schedule,
    store,
    tag,
)

__all__ = ["app", "main"]

app = typer.Typer(
    name="inspection-briefs",
    help="Standard briefs of public-service inspections, from the news about them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for family in (tag, brief, run, schedule, doctor, store, purge, labels, inspectorates):
    family.add_to(app)


def main() -> None:
    """Run the command."""
    app()


if __name__ == "__main__":
    main()

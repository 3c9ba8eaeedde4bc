"""``brief``: the briefs of some articles, with nothing stored."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Paths,
    Traceback,
    check_output,
    check_paths,
    guarded,
    open_pipeline,
    print_briefs,
    read_settings,
    report,
)
from pipeline.errors import ExitStatus, writing_to

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: inspection-briefs brief articles/*.txt --output out/briefs")(brief)


@guarded
def brief(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", help="Folder for the briefs.")],
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write one brief for each inspection that these articles report; store nothing."""
    check_paths(paths)
    check_output(output)
    with open_pipeline(read_settings(config)) as (pipeline, _):
        run = pipeline.make_briefs(paths)
        with writing_to(output):
            pipeline.save_briefs(run, output)
    print_briefs(run)
    return report(run.rejections, done=len(run.briefs))

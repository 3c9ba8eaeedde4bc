"""``run``: the batch over all configured sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Traceback,
    check_output,
    check_paths,
    guarded,
    open_pipeline,
    print_briefs,
    read_settings,
    report,
)
from pipeline.errors import ExitStatus

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: inspection-briefs run --config configs/default.yaml")(run)


@guarded
def run(
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Folder for the briefs, instead of the configured one."),
    ] = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write the briefs of all configured sources."""
    from pipeline.config import project_folder

    settings = read_settings(config)
    sources = [project_folder() / source for source in settings.batch.sources]
    output = output or project_folder() / settings.batch.output
    check_paths(sources)
    check_output(output)
    with open_pipeline(settings) as pipeline:
        done = pipeline.make_briefs(sources)
        pipeline.save_briefs(done, output)
    print_briefs(done)
    return report(done.rejections, done=len(done.briefs))

"""``doctor``: whether everything is there that a run needs."""

from __future__ import annotations

import json
import os
import sys
from itertools import chain
from typing import Annotated

import typer

from pipeline.commands.shared import ConfigFile, Traceback, guarded, read_settings
from pipeline.errors import ConfigurationError, ExitStatus

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: inspection-briefs doctor · inspection-briefs doctor --json")(
        doctor
    )


@guarded
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Check settings, models, store and folders; say what to do about each problem.

    Exit status 0: all is well; 1: there is a problem.
    """
    from pipeline.config import project_folder
    from pipeline.operations.checks import Check
    from pipeline.operations.health import check_health
    from pipeline.terminal import print_check

    checks: list[Check] = []
    try:
        settings = read_settings(config)
    except ConfigurationError as error:
        found = chain([Check("configuration", False, str(error))])
    else:
        where = f"{config} over the defaults" if config else "the defaults"
        found = chain(
            [Check("configuration", True, where)],
            check_health(settings, project_folder(), os.environ),
        )
    for check in found:
        checks.append(check)
        if not as_json:
            print_check(check.name, check.passed, check.message)
    if as_json:
        rows = [{"check": c.name, "ok": c.passed, "message": c.message} for c in checks]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    return ExitStatus.DONE if all(c.passed for c in checks) else ExitStatus.SOME_REJECTED

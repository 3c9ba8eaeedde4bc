"""``inspectorates``: check and list the descriptions of inspectorates."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.commands.shared import ConfigFile, Traceback, escape, guarded, read_settings, say
from pipeline.errors import ConfigurationError, ExitStatus, UsageError
from pipeline.words import counted

if TYPE_CHECKING:
    from pipeline.schema import InspectorateProfile, RatingScale

__all__ = ["add_to"]

Folder = Annotated[
    Path | None,
    typer.Argument(help="Folder of descriptions, instead of the configured one."),
]


def add_to(app: typer.Typer) -> None:
    """Add the family of commands."""
    family = typer.Typer(
        name="inspectorates",
        help="Check and list the inspectorates that articles are read for.",
        no_args_is_help=True,
    )
    family.command(epilog="Example: inspection-briefs inspectorates check configs/inspectorates")(
        check
    )
    family.command("list", epilog="Example: inspection-briefs inspectorates list")(list_all)
    app.add_typer(family)


@guarded
def check(
    folder: Folder = None, config: ConfigFile = None, traceback: Traceback = False
) -> ExitStatus:
    """Check descriptions of inspectorates; name everything that is wrong in them."""
    from pipeline.inspections.profile_checks import check_profiles

    folder = _folder(folder, config)
    contents: dict[str, dict[str, Any]] = {}
    broken: list[str] = []
    for path in _files(folder):
        try:
            contents[path.name] = _read(path)
        except ConfigurationError as error:
            broken.append(str(error))
    problems = [*broken, *map(str, check_profiles(contents))]
    for problem in problems:
        say(f"[bold red]✗[/] {escape(problem)}")
    if problems:
        say(f"{counted(len(problems), 'problems')} in {escape(str(folder))}.")
        return ExitStatus.WRONG_USAGE
    say(f"[green]✓[/] {len(contents)} inspectorates in {escape(str(folder))}, nothing wrong.")
    return ExitStatus.DONE


@guarded
def list_all(
    folder: Folder = None, config: ConfigFile = None, traceback: Traceback = False
) -> ExitStatus:
    """Show the inspectorates with their rating scales, kinds of unit and chief's titles."""
    from rich.table import Table

    from pipeline.config import load_profiles
    from pipeline.terminal import print_output

    table = Table(title="Inspectorates", show_lines=True)
    for column in ("Inspectorate", "Ratings, best first (| ends the praise)", "Units", "Chief"):
        table.add_column(column)
    for profile in load_profiles(_folder(folder, config)):
        table.add_row(*map(escape, _row(profile)))
    print_output(table)
    return ExitStatus.DONE


def _row(profile: InspectorateProfile) -> tuple[str, str, str, str]:
    return (
        profile.name,
        "\n".join(map(_scale, profile.scales)),
        ", ".join(kind.name for kind in profile.unit_kinds),
        profile.chief_titles[0] if profile.chief_titles else "",
    )


def _scale(scale: RatingScale) -> str:
    praise, rest = scale.ratings[: scale.positive], scale.ratings[scale.positive :]
    of_parts = "" if scale.overall else " (of parts)"
    return f"{scale.name}{of_parts}: {', '.join(praise)} | {', '.join(rest)}"


def _folder(folder: Path | None, config: Path | None) -> Path:
    from pipeline.config import project_folder

    return folder or project_folder() / read_settings(config).inspectorates.folder


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.glob("*.yaml"))
    if not paths:
        raise UsageError(
            f"Found no inspectorate in {folder}, expected at least one *.yaml file. Check the path."
        )
    return paths


def _read(path: Path) -> dict[str, Any]:
    """What a file holds; a key that stands twice in it is an error too."""
    from pipeline.config import read_yaml, repeated_keys

    content = read_yaml(path)
    repeated = repeated_keys(path)
    if repeated:
        raise ConfigurationError(
            f"{path.name}: {', '.join(map(repr, repeated))} stands twice in one section; expected "
            "each key once, as the last would win unseen. Remove the repetition."
        )
    return content

"""Figures that a model may not fall below, pinned with a hash of the data they were measured on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import UsageError

__all__ = ["Floors", "raised", "read_floors", "shortfalls", "write_floors"]

_SLACK = 0.005
"""How far below its floor a figure may come out: other hardware rounds differently."""


class Floors(BaseModel):
    """The contents of ``data/floors.json``.

    Attributes:
        data: SHA-256 of each file of the data, by name.
        model: revision of the model that was measured, for people who wonder.
        figures: the least value of each figure, by name ("finding", "macro_f1").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    data: dict[str, str]
    model: str
    figures: dict[str, float] = Field(min_length=1)


def read_floors(path: Path) -> Floors:
    """Read the floors.

    Raises:
        UsageError: the file is missing or is no file of floors.
    """
    try:
        return Floors.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise UsageError(
            f"Found no floors in {path}: {error}. Make them with check_floors.py --update."
        ) from error


def write_floors(path: Path, floors: Floors) -> None:
    """Write the floors, one figure a line."""
    text = json.dumps(floors.model_dump(), indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def shortfalls(*, floors: Floors, found: Floors) -> list[str]:
    """What is wrong with the figures found, a message each; nothing where all is well."""
    changed = sorted(
        name
        for name in floors.data.keys() | found.data.keys()
        if floors.data.get(name) != found.data.get(name)
    )
    if changed:
        return [
            f"The data changed since the floors were measured: {', '.join(changed)}. Measure "
            "them again with check_floors.py --update."
        ]
    return [
        f"{name} is {found.figures.get(name, 0.0):.4f}, expected at least {least:.4f}. Find out "
        "what made it worse, or lower the floor with check_floors.py --update --allow-lower."
        for name, least in floors.figures.items()
        if found.figures.get(name, 0.0) < least - _SLACK
    ]


def raised(*, floors: Floors | None, found: Floors, allow_lower: bool) -> Floors:
    """The floors to write: what was found.

    Args:
        floors: those so far, if there are any.
        found: what was measured now.
        allow_lower: whether a floor may fall.

    Raises:
        UsageError: a floor would fall, and none may.
    """
    before: Mapping[str, float] = floors.figures if floors else {}
    lower = [
        f"{name} {least:.4f} → {found.figures.get(name, 0.0):.4f}"
        for name, least in before.items()
        if found.figures.get(name, 0.0) < least
    ]
    if lower and not allow_lower:
        raise UsageError(
            f"Found lower figures than the floors: {'; '.join(lower)}. Expected none to fall; "
            "give --allow-lower if that is what you want."
        )
    return found

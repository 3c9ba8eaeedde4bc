"""Checks of folders and files that a run writes to."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from pipeline.operations.checks import Problem

__all__ = ["LEAST_FREE_BYTES", "check_file", "check_room", "check_writable"]

LEAST_FREE_BYTES = 1_000_000_000
"""Room for the converted weights of the writer, and for thousands of briefs."""


def check_writable(folder: Path, setting: str) -> str:
    """A folder, or the nearest one above it, can be written; ``setting`` names it."""
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file, expected a folder. Correct {setting}.")
    existing = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise Problem(
            f"{existing} cannot be written: {error.strerror}. Change its permissions, or give "
            f"another folder in {setting}."
        ) from error
    return f"{folder}{'' if folder.exists() else ' (will be made)'}"


def check_file(file: Path, setting: str) -> str:
    """A file can be written, or made where it is missing; ``setting`` names it."""
    if not file.exists():
        check_writable(file.parent, setting)
        return f"{file} (will be made)"
    if not file.is_file() or not os.access(file, os.W_OK):
        raise Problem(
            f"{file} cannot be written; expected a file that this account may write. Change its "
            f"permissions, or give another one in {setting}."
        )
    return str(file)


def check_room(folder: Path) -> str:
    """There is room at a folder, or where it will be made."""
    free = shutil.disk_usage(_nearest(folder)).free
    found = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LEAST_FREE_BYTES:
        raise Problem(f"{found}, expected at least {LEAST_FREE_BYTES / 1e9:.0f} GB. Make room.")
    return found


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())

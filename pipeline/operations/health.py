"""Checks of everything that a run needs, each with what to do where it fails."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pipeline.artifacts import check_artifact
from pipeline.base_weights import verify_base_weights
from pipeline.config import Settings, load_base_weights, load_profiles
from pipeline.errors import InspectionBriefsError
from pipeline.operations.mail import PASSWORD_VARIABLE, USER_VARIABLE
from pipeline.sources import FolderSource, JsonLinesSource

__all__ = ["LEAST_FREE_BYTES", "Check", "check_health"]

LEAST_FREE_BYTES = 1_000_000_000
"""Room for the converted weights of the writer, and for thousands of briefs."""


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes:
        name: what was checked.
        passed: whether it is as it should be.
        message: what was found; for a problem also what was expected and what to do.
    """

    name: str
    passed: bool
    message: str


class _Problem(Exception):
    """A check that failed, in words."""


def check_health(
    settings: Settings, folder: Path, environment: Mapping[str, str]
) -> Iterator[Check]:
    """Check one thing after the other; none stops the rest.

    Args:
        settings: as a run would use them.
        folder: the project's folder, which relative paths start from.
        environment: variables of the process.
    """
    models = settings.models
    base = folder / models.base
    yield _check("inspectorates", partial(_profiles, folder / settings.inspectorates.folder))
    for role in ("encoder", "writer"):
        look = partial(_base, folder / models.base_weights, role, base)
        yield _check(f"base weights: {role}", look)
    for kind, place in (("tagger", models.tagger), ("writer", models.writer)):
        yield _check(f"trained model: {kind}", partial(_revision, folder / place, kind))
    for source in settings.batch.sources:
        if isinstance(source, FolderSource | JsonLinesSource):
            yield _check(f"source: {source.label}", partial(_readable, folder / source.path))
    output = folder / settings.batch.output
    yield _check("output folder", partial(_writable, output))
    yield _check("disk space", partial(_space, output))
    yield _check("mail", partial(_mail, settings, environment))


def _check(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except (_Problem, InspectionBriefsError, OSError) as error:
        return Check(name, False, str(error))


def _profiles(folder: Path) -> str:
    return ", ".join(profile.name for profile in load_profiles(folder))


def _base(sources: Path, role: str, base: Path) -> str:
    specs = load_base_weights(sources)
    if role not in specs:
        raise _Problem(f"{sources} names no {role}, expected one. Restore the file.")
    return f"{verify_base_weights(specs[role], base)}, as pinned"


def _revision(folder: Path, kind: str) -> str:
    return f"revision {check_artifact(folder, kind).revision}, every file as its manifest says"


def _readable(path: Path) -> str:
    if not path.exists():
        raise _Problem(f"Found no {path}, expected a file or folder. Correct batch.sources.")
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise _Problem(f"{path} cannot be read by this account. Change its permissions.")
    return str(path)


def _writable(folder: Path) -> str:
    if folder.exists() and not folder.is_dir():
        raise _Problem(f"{folder} is a file, expected a folder. Correct batch.output.")
    existing = _nearest(folder)
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        raise _Problem(
            f"{existing} cannot be written: {error.strerror}. Change its permissions, or give "
            "another folder in the configuration."
        ) from error
    return f"{folder}{'' if folder.exists() else ' (will be made)'}"


def _space(folder: Path) -> str:
    free = shutil.disk_usage(_nearest(folder)).free
    found = f"{free / 1e9:.1f} GB free at {folder}"
    if free < LEAST_FREE_BYTES:
        raise _Problem(f"{found}, expected at least {LEAST_FREE_BYTES / 1e9:.0f} GB. Make room.")
    return found


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _mail(settings: Settings, environment: Mapping[str, str]) -> str:
    mail = settings.notifications.mail
    if not mail.to:
        return "off"
    user, password = (environment.get(name) for name in (USER_VARIABLE, PASSWORD_VARIABLE))
    if bool(user) != bool(password):
        raise _Problem(
            f"Only one of {USER_VARIABLE} and {PASSWORD_VARIABLE} is set, expected both or "
            "neither. Set the other one, or unset this one."
        )
    if user and mail.security == "none":
        raise _Problem(
            f"{USER_VARIABLE} is set, but the connection is not encrypted, so that the password "
            "would be refused. Set notifications.mail.security to starttls or tls."
        )
    return f"to {', '.join(mail.to)} over {mail.host}:{mail.port} ({mail.security})"

"""Checks of everything that a run needs, each with what to do where it fails."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from pipeline.artifacts import check_artifact
from pipeline.base_weights import verify_base_weights
from pipeline.config import Settings, load_base_weights, load_profiles
from pipeline.operations.checks import Check, Problem, check
from pipeline.operations.folders import check_file, check_room, check_writable
from pipeline.operations.mail import PASSWORD_VARIABLE, USER_VARIABLE
from pipeline.operations.schedule import LOG
from pipeline.operations.store_health import check_store
from pipeline.sources import FolderSource, JsonLinesSource

__all__ = ["check_health"]


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
    yield check("inspectorates", partial(_profiles, folder / settings.inspectorates.folder))
    for role in ("encoder", "writer"):
        look = partial(_base, folder / models.base_weights, role, base)
        yield check(f"base weights: {role}", look)
    for kind in ("tagger", "writer", "support"):
        place = getattr(models, kind)
        yield check(f"trained model: {kind}", partial(_revision, folder / place, kind))
    for source in settings.batch.sources:
        if isinstance(source, FolderSource | JsonLinesSource):
            yield check(f"source: {source.label}", partial(_readable, folder / source.path))
    output = folder / settings.batch.output
    yield check("output folder", partial(check_writable, output, "batch.output"))
    yield check("disk space", partial(check_room, output))
    yield check("log", partial(check_file, folder / LOG, "the crontab"))
    waits = settings.storage.when_busy == "wait"
    yield from check_store(settings.storage.url, folder, waits=waits)
    yield check("mail", partial(_mail, settings, environment))


def _profiles(folder: Path) -> str:
    return ", ".join(profile.name for profile in load_profiles(folder))


def _base(sources: Path, role: str, base: Path) -> str:
    specs = load_base_weights(sources)
    if role not in specs:
        raise Problem(f"{sources} names no {role}, expected one. Restore the file.")
    return f"{verify_base_weights(specs[role], base)}, as pinned"


def _revision(folder: Path, kind: str) -> str:
    return f"revision {check_artifact(folder, kind).revision}, every file as its manifest says"


def _readable(path: Path) -> str:
    if not path.exists():
        raise Problem(f"Found no {path}, expected a file or folder. Correct batch.sources.")
    if not os.access(path, os.R_OK | (os.X_OK if path.is_dir() else 0)):
        raise Problem(f"{path} cannot be read by this account. Change its permissions.")
    return str(path)


def _mail(settings: Settings, environment: Mapping[str, str]) -> str:
    mail = settings.notifications.mail
    if not mail.to:
        return "off"
    user, password = (environment.get(name) for name in (USER_VARIABLE, PASSWORD_VARIABLE))
    if bool(user) != bool(password):
        raise Problem(
            f"Only one of {USER_VARIABLE} and {PASSWORD_VARIABLE} is set, expected both or "
            "neither. Set the other one, or unset this one."
        )
    if user and mail.security == "none":
        raise Problem(
            f"{USER_VARIABLE} is set, but the connection is not encrypted, so that the password "
            "would be refused. Set notifications.mail.security to starttls or tls."
        )
    return f"to {', '.join(mail.to)} over {mail.host}:{mail.port} ({mail.security})"

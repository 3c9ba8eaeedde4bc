"""A trained model is a folder whose manifest vouches for every file.

models/tagger/
    manifest.json       kind, base model, settings, data hash, versions, metrics, SHA-256 of
                        every other file
    *.safetensors       tensors
    README.md           the card
"""

from __future__ import annotations

import hashlib
import json
import platform
import tempfile
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.errors import ArtifactError

__all__ = [
    "Manifest",
    "check_artifact",
    "dependency_versions",
    "hash_files",
    "save_artifact",
    "sha256_of",
]

_MANIFEST = "manifest.json"


class Manifest(BaseModel):
    """What a model folder says of itself.

    Attributes:
        kind: what the model does ("tagger", "writer").
        base: the base model's folder name.
        settings: everything needed to build the model again before loading its tensors.
        data: SHA-256 of the training data, by file.
        versions: of Python and the libraries that trained it.
        metrics: measured by the training run, each named for its data.
        files: SHA-256 of every other file of the folder.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: str
    base: str
    settings: dict[str, Any]
    data: dict[str, str]
    versions: dict[str, str]
    metrics: dict[str, Any]
    files: dict[str, str]

    @property
    def revision(self) -> str:
        """A short name of exactly these files: the first 12 digits of their joint SHA-256."""
        joined = "".join(f"{name}:{digest};" for name, digest in sorted(self.files.items()))
        return hashlib.sha256(joined.encode()).hexdigest()[:12]


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def hash_files(paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file, by file name."""
    return {path.name: sha256_of(path) for path in sorted(paths)}


def dependency_versions(*packages: str) -> dict[str, str]:
    """Versions of Python and the named packages."""
    return {
        "python": platform.python_version(),
        **{name: metadata.version(name) for name in packages},
    }


def save_artifact(
    folder: Path,
    *,
    kind: str,
    base: str,
    settings: dict[str, Any],
    data: dict[str, str],
    versions: dict[str, str],
    metrics: dict[str, Any],
    write_files: Callable[[Path], object],
    card: str,
) -> Manifest:
    """Write a model folder as a whole, or not at all.

    Args:
        folder: where to; an older artefact there is replaced.
        write_files: a function that is given an empty folder and writes the model's files there.
        card: the model card, Markdown.
        kind, base, settings, data, versions, metrics: see :class:`Manifest`.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        write_files(made)
        (made / "README.md").write_text(card, encoding="utf-8")
        manifest = Manifest(
            kind=kind,
            base=base,
            settings=settings,
            data=data,
            versions=versions,
            metrics=metrics,
            files=hash_files(path for path in made.iterdir() if path.is_file()),
        )
        (made / _MANIFEST).write_text(
            json.dumps(manifest.model_dump(), indent=2, sort_keys=True) + "\n", encoding="utf-8"
        )
        if folder.exists():
            folder.rename(Path(scratch) / "replaced")
        made.rename(folder)
    return manifest


def check_artifact(folder: Path, kind: str) -> Manifest:
    """Read a model folder's manifest and verify every file against it.

    Raises:
        ArtifactError: the folder or its manifest is missing or unreadable, it holds another kind
            of model, or a file is missing, altered or not listed.
    """
    path = folder / _MANIFEST
    if not path.is_file():
        raise ArtifactError(
            f"No model in {folder}: found no {_MANIFEST}. Train one (`make train`), or point the "
            "configuration at the folder of a trained one."
        )
    try:
        manifest = Manifest.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError) as error:
        raise ArtifactError(
            f"The manifest {path} cannot be read: {error}. Restore the folder from version "
            "control, or train again."
        ) from error
    if manifest.kind != kind:
        raise ArtifactError(
            f"{folder} holds a {manifest.kind}, expected a {kind}. Correct the model's path in "
            "the configuration."
        )
    _compare(folder, manifest.files)
    return manifest


def _compare(folder: Path, expected: dict[str, str]) -> None:
    found = hash_files(p for p in folder.iterdir() if p.is_file() and p.name != _MANIFEST)
    wrong = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if wrong:
        raise ArtifactError(
            f"{folder} was altered: {', '.join(wrong)} differ from the manifest (missing, changed "
            "or not listed). Restore the folder from version control, or train again."
        )

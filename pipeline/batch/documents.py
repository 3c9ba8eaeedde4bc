"""The files of the configured folders, as the batch takes them in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol

from pipeline.schema import Article

__all__ = ["Document", "FileDocument", "find_files", "folder_documents"]


class Document(Protocol):
    """What a source delivers: where it was met, what it holds, and how it is read."""

    @property
    def name(self) -> str:
        """What its article is called."""

    @property
    def origin(self) -> str:
        """A path or an address, the same in every run."""

    @property
    def content_hash(self) -> str:
        """SHA-256 of its content, in hexadecimal."""

    def read(self) -> Article:
        """Its article.

        Raises:
            InputRejected: it holds none.
        """


@dataclass(frozen=True)
class FileDocument:
    """A file; ``max_bytes`` is the largest size that is read."""

    name: str
    origin: str
    path: Path
    content_hash: str
    max_bytes: int

    def read(self) -> Article:
        """Its article; see :func:`pipeline.ingestion.read_article`."""
        from pipeline.ingestion import read_article

        return read_article(self.path, name=self.name, max_bytes=self.max_bytes)


def find_files(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Files to read, each with a name that is unique among them.

    Args:
        paths: files, taken as they are, and folders, searched for articles.
    """
    from pipeline.ingestion import is_supported

    found: dict[Path, Path] = {}
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and is_supported(inner):
                    found.setdefault(inner.resolve(), inner)
        else:
            found.setdefault(path.resolve(), path)
    taken: set[str] = set()
    for path in found.values():
        name = path.name if path.name not in taken else path.as_posix()
        if name in taken:
            name = next(new for n in count(2) if (new := f"{name} ({n})") not in taken)
        taken.add(name)
        yield path, name


def folder_documents(
    files: Iterable[tuple[Path, str]], base: Path, max_bytes: int
) -> Iterator[FileDocument]:
    """Documents of files, in order.

    Args:
        files: each with the name of its article.
        base: paths within it are told from there.
        max_bytes: of larger files only the size counts.
    """
    for path, name in files:
        origin = path.relative_to(base) if path.is_relative_to(base) else path
        yield FileDocument(name, origin.as_posix(), path, _hash(path, max_bytes), max_bytes)


def _hash(path: Path, max_bytes: int) -> str:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= max_bytes else f"{size} bytes".encode()
    except OSError as error:  # told with its reason when it is read
        content = str(error).encode()
    return hashlib.sha256(content).hexdigest()

"""Folders and files of a disk → documents. No link leads out of a folder, no pipe is read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import translate
from functools import lru_cache
from itertools import count
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.ingestion.decoding import read_bytes
from pipeline.ingestion.documents import RawDocument
from pipeline.ingestion.reading import byte_limit, document_kind, is_supported
from pipeline.schema import Rejection, RejectionReason
from pipeline.sources import FolderSource, ReadLimits

__all__ = ["FoundFile", "file_document", "find_files", "folder_documents"]


@dataclass(frozen=True)
class FoundFile:
    """A file that is to be read.

    Attributes:
        path: where it lies.
        name: what its article is called.
        root: the folder that it was found in, out of which no link may lead; None for a file
            that was named itself.
    """

    path: Path
    name: str
    root: Path | None


def folder_documents(
    source: FolderSource, root: Path, limits: ReadLimits
) -> Iterator[RawDocument | Rejection]:
    """The files of a folder in the order of their paths, each named by its path within it.

    Args:
        source: which files.
        root: the folder or file itself, as an absolute path.
        limits: larger files are rejected.
    """
    if root.is_dir():
        for path, name in _files(root, source):
            yield file_document(FoundFile(path, name, root), limits)
    else:
        yield file_document(FoundFile(root, root.name, None), limits)


def find_files(paths: Iterable[Path]) -> list[FoundFile]:
    """Files to read, each once, and each with a name that is unique among them.

    Args:
        paths: files, taken as they are, and folders, searched for articles.
    """
    found: dict[str, tuple[Path, Path | None]] = {}
    for path in paths:
        inner = _files(path, FolderSource(path=path)) if path.is_dir() else [(path, "")]
        for file, _ in inner:
            found.setdefault(os.path.realpath(file), (file, path if path != file else None))
    taken: set[str] = set()
    files = []
    for path, root in found.values():
        name = _shown(path.name if _shown(path.name) not in taken else path.as_posix())
        if name in taken:
            name = next(new for n in count(2) if (new := f"{name} ({n})") not in taken)
        taken.add(name)
        files.append(FoundFile(path, name, root))
    return files


def file_document(file: FoundFile, limits: ReadLimits) -> RawDocument | Rejection:
    """Read a file, or say why it cannot be read."""
    path, name = file.path, file.name
    try:
        if file.root is not None:
            _refuse_way_out(path, name, file.root)
        content = read_bytes(path, name, byte_limit(path, limits))
    except InputRejected as error:
        return Rejection(article=name, reason=RejectionReason(error.reason), message=str(error))
    return RawDocument.of(name, _shown(str(path)), content, kind=document_kind(path))


def _files(root: Path, source: FolderSource) -> Iterator[tuple[Path, str]]:
    """Articles below ``root`` that the source's patterns choose; folders are entered in order."""
    for folder, inner, files in os.walk(root, followlinks=False):
        inner[:] = sorted(inner) if source.recursive else []
        for file in sorted(files):
            path = Path(folder, file)
            name = _shown(path.relative_to(root).as_posix())
            if is_supported(path) and _is_chosen(name, source):
                yield path, name


def _shown(name: str) -> str:
    """A path whose bytes are no text, as text."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _is_chosen(name: str, source: FolderSource) -> bool:
    included = not source.include or any(_matches(name, one) for one in source.include)
    return included and not any(_matches(name, one) for one in source.exclude)


def _matches(name: str, pattern: str) -> bool:
    shown = name if "/" in pattern else name.rpartition("/")[2]
    return _compiled(pattern).fullmatch(shown) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    """``*`` and ``?`` stay within a folder; ``**/`` stands for any folders, or none."""
    pieces = []
    for position, piece in enumerate(pattern.split("**/")):
        body = translate(piece).removeprefix("(?s:").removesuffix(r")\Z")
        pieces.append(("(?:.*/)?" if position else "") + body.replace(".*", "[^/]*"))
    return re.compile("".join(pieces), re.DOTALL)


def _refuse_way_out(path: Path, name: str, root: Path) -> None:
    if not path.is_symlink():
        return
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise InputRejected(
            RejectionReason.UNREADABLE,
            f"{name}: a link that leads nowhere; expected a file: remove the link",
        ) from error
    if not target.is_relative_to(root.resolve()):
        raise InputRejected(
            RejectionReason.OUTSIDE,
            f"{name}: a link that leads out of the folder; expected files within it: name the "
            "other folder as a source of its own",
        )

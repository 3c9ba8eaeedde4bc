"""One tree of exceptions, and the exit statuses of the command.

    InspectionBriefsError
    ├── UsageError            the caller asked for something that makes no sense   (exit 2)
    │   └── ConfigurationError    a setting is unknown, missing or of the wrong kind
    ├── InputRejected         one input cannot be used; the batch goes on          (exit 1)
    ├── ArtifactError         a model folder is missing, incomplete or altered     (exit 3)
    │   └── WeightsError          base weights could not be fetched or verified
    ├── StorageError          the store cannot be opened, read or written          (exit 3)
    ├── OutputError           the output folder cannot be written                  (exit 3)
    └── LabelError            a labels file breaks its schema                      (exit 3)

Messages have three parts: what was found, what was expected, what to do.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path

__all__ = [
    "ArtifactError",
    "ConfigurationError",
    "ExitStatus",
    "InputRejected",
    "InspectionBriefsError",
    "LabelError",
    "OutputError",
    "StorageError",
    "UsageError",
    "WeightsError",
    "writing_to",
]


class ExitStatus(IntEnum):
    """Exit statuses of every command."""

    DONE = 0
    SOME_REJECTED = 1
    WRONG_USAGE = 2
    NOTHING_DONE = 3


class InspectionBriefsError(Exception):
    """Base of all errors that this package raises on purpose."""

    exit_status = ExitStatus.NOTHING_DONE


class UsageError(InspectionBriefsError):
    """The call itself is wrong: an argument, a path, a combination of options."""

    exit_status = ExitStatus.WRONG_USAGE


class ConfigurationError(UsageError):
    """A configuration file is unreadable, or a setting is unknown or of the wrong kind."""


class InputRejected(InspectionBriefsError):
    """One input cannot be used.

    Attributes:
        reason: a code of ``schema.RejectionReason``.
    """

    exit_status = ExitStatus.SOME_REJECTED

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class ArtifactError(InspectionBriefsError):
    """A model folder is missing, incomplete, altered or of another version."""


class WeightsError(ArtifactError):
    """Base weights could not be fetched, or are not the pinned ones."""


class StorageError(InspectionBriefsError):
    """The store cannot be opened, read or written."""


class LabelError(InspectionBriefsError):
    """A labels file breaks the schema of ``data/labels``."""


class OutputError(InspectionBriefsError):
    """The output folder cannot be written."""


_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Turn failures of the file system into a message that names the output folder.

    Raises:
        OutputError: something within could not be written.
    """
    try:
        yield
    except OSError as error:
        room = error.errno in _NO_ROOM
        raise OutputError(
            f"Cannot write {folder}: {error.strerror or error}; expected "
            + ("room for files of any size. " if room else "a folder that takes files. ")
            + (
                "Free some space and start again: nothing that was done is lost."
                if room
                else "Make it writable, or give another --output."
            )
        ) from error

"""One tree of exceptions, and the exit statuses of the command.

    InspectionBriefsError
    ├── UsageError            the caller asked for something that makes no sense   (exit 2)
    │   └── ConfigurationError    a setting is unknown, missing or of the wrong kind
    ├── InputRejected         one input cannot be used; the batch goes on          (exit 1)
    ├── ArtifactError         a model folder is missing, incomplete or altered     (exit 3)
    │   └── WeightsError          base weights could not be fetched or verified
    ├── StorageError          the store cannot be opened, read or written          (exit 3)
    └── LabelError            a labels file breaks its schema                      (exit 3)

Messages have three parts: what was found, what was expected, what to do.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = [
    "ArtifactError",
    "ConfigurationError",
    "ExitStatus",
    "InputRejected",
    "InspectionBriefsError",
    "LabelError",
    "StorageError",
    "UsageError",
    "WeightsError",
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

"""What the stages of the batch share: portions, digests, and failures as rows."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

__all__ = ["digest", "made_at", "portions", "unforeseen"]

_T = TypeVar("_T")


def made_at() -> str:
    """The time to put on briefs: now, or SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return moment.isoformat(timespec="seconds")


def portions(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The items in lists of ``size``, the last one perhaps shorter."""
    iterator = iter(items)
    while portion := list(islice(iterator, size)):
        yield portion


def digest(*parts: str) -> str:
    """SHA-256 over the parts and where each ends, in hexadecimal."""
    joined = hashlib.sha256()
    for part in parts:
        joined.update(f"{len(part)}:{part}".encode())
    return joined.hexdigest()


def unforeseen(error: Exception) -> str:
    """The message of a rejection for an error that nobody foresaw."""
    return f"{type(error).__name__}: {error}. Nothing was made of it; report the article."

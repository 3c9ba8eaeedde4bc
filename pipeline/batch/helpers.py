"""What the stages of the batch share: portions, digests, and the time."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

__all__ = ["article_portions", "brief_portions", "digest", "made_at"]

_T = TypeVar("_T")

ARTICLES_A_PORTION = 64
"""Enough to fill batches of like length, little memory."""
BRIEFS_A_PORTION = 48
"""Each has four sentences or so: enough to keep the writer's rows busy, and half a minute's work
that a cut-off run loses at most."""


def made_at() -> str:
    """The time to put on briefs: now, or SOURCE_DATE_EPOCH (reproducible-builds.org)."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed.isdigit() else datetime.now(UTC)
    return moment.isoformat(timespec="seconds")


def article_portions(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Articles, or documents, that are worked on together and kept in one transaction."""
    return _portions(items, ARTICLES_A_PORTION)


def brief_portions(items: Iterable[_T]) -> Iterator[list[_T]]:
    """Inspections whose briefs are written together and kept in one transaction."""
    return _portions(items, BRIEFS_A_PORTION)


def _portions(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while portion := list(islice(iterator, size)):
        yield portion


def digest(*parts: str) -> str:
    """SHA-256 over the parts and where each ends, in hexadecimal."""
    joined = hashlib.sha256()
    for part in parts:
        joined.update(f"{len(part)}:{part}".encode())
    return joined.hexdigest()

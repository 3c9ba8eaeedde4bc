"""The documents of the configured sources, as the batch takes them in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.errors import InputRejected
from pipeline.schema import Article, Rejection, RejectionReason

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.ingestion import RawDocument
    from pipeline.sources import ReadLimits

__all__ = ["Document", "SourceDocuments"]

_StoredValidators = tuple[str | None, str | None]


class Document(Protocol):
    """What a source delivers: where it was met, what it holds, and how it is read."""

    @property
    def name(self) -> str:
        """What its article is called."""

    @property
    def origin(self) -> str:
        """A path or an address, the same in every run."""

    @property
    def content_hash(self) -> str | None:
        """SHA-256 of its content, in hexadecimal; None where it is to be tried in every run."""

    def read(self) -> Article:
        """Its article.

        Raises:
            InputRejected: it holds none.
        """


@dataclass(frozen=True)
class _Delivered:
    """A document with its content."""

    raw: RawDocument
    name: str
    origin: str
    content_hash: str
    limits: ReadLimits

    def read(self) -> Article:
        from pipeline.ingestion import read_document

        return read_document(self.raw, self.limits)


@dataclass(frozen=True)
class _Refused:
    """What could not be had."""

    rejection: Rejection
    name: str
    origin: str
    content_hash: str | None

    def read(self) -> Article:
        raise InputRejected(self.rejection.reason, self.rejection.message)


class SourceDocuments:
    """All documents of the configured sources, delivered once.

    Args:
        settings: of the run.
        base: the folder that relative paths start from.
        validators: of earlier answers, by address: entity tag and date of the last change.
    """

    def __init__(
        self, settings: Settings, base: Path, validators: Mapping[str, _StoredValidators]
    ) -> None:
        self._settings = settings
        self._base = base
        self._before = dict(validators)
        self._now: dict[str, _StoredValidators] = {}

    def __iter__(self) -> Iterator[Document]:
        from pipeline.ingestion import Validators, collect_documents

        settings = self._settings
        known = {
            address: Validators(etag=etag, last_modified=changed)
            for address, (etag, changed) in self._before.items()
        }
        before = dict(known)
        for one in collect_documents(
            settings.batch.sources, self._base, settings.ingestion, settings.fetch, known
        ):
            if isinstance(one, Rejection):
                told = f"{one.reason} {one.message}".encode("utf-8", "replace")
                passing = one.reason is RejectionReason.FETCH_FAILED
                digest = None if passing else hashlib.sha256(told).hexdigest()
                yield _Refused(one, one.article, self._told(one.article), digest)
                continue
            if one.validators is not None:
                self._now[one.origin] = (one.validators.etag, one.validators.last_modified)
            origin = self._told(one.origin)
            yield _Delivered(one, one.name, origin, one.content_hash, settings.ingestion)
        for address, found in known.items():
            if before.get(address) != found:
                self._now[address] = (found.etag, found.last_modified)

    @property
    def new_validators(self) -> dict[str, _StoredValidators]:
        """What to keep once everything that was delivered is stored."""
        return dict(self._now)

    def _told(self, origin: str) -> str:
        """Paths within the base folder are told from there."""
        path = Path(origin)
        if path.is_absolute() and path.is_relative_to(self._base):
            return path.relative_to(self._base).as_posix()
        return origin

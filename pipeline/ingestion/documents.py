"""A document as a source delivers it: bytes, a stable name, and what is known beside its text."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from pipeline.schema import PartialDate

__all__ = ["DocumentKind", "Hints", "RawDocument", "Validators", "clean_hint"]

_LONGEST_HINT = 300
_SPACE = re.compile(r"\s+")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DocumentKind(StrEnum):
    """What a document's bytes hold; ``any`` where the bytes themselves must tell."""

    TEXT = "text"
    PAGE = "page"
    PDF = "pdf"
    WORD = "word"
    ANY = "any"


class Hints(_Frozen):
    """What a source states of an article beside its text; it goes before what the text says."""

    title: str | None = None
    outlet: str | None = None
    date: PartialDate | None = None


class Validators(_Frozen):
    """What a server wants to be shown to answer "not modified" (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class RawDocument(_Frozen):
    """A document that has been fetched, but not read.

    Attributes:
        name: what the article is called in outputs; the same in every run.
        origin: where it came from: a path or a web address.
        content: its bytes.
        content_hash: SHA-256 of ``content`` and ``hints``, in hexadecimal: the same as long as
            the same article would be read from it.
        kind: what the bytes hold.
        hints: what the source states of it.
        validators: for the next request, where the web was asked.
    """

    name: str = Field(min_length=1)
    origin: str = Field(min_length=1)
    content: bytes
    content_hash: str = Field(pattern=r"^[0-9a-f]{64}$")
    kind: DocumentKind = DocumentKind.ANY
    hints: Hints = Hints()
    validators: Validators | None = None

    @classmethod
    def of(
        cls,
        name: str,
        origin: str,
        content: bytes,
        *,
        kind: DocumentKind = DocumentKind.ANY,
        hints: Hints | None = None,
        validators: Validators | None = None,
    ) -> Self:
        """A document with its hash."""
        hints = hints or Hints()
        digest = hashlib.sha256(content)
        digest.update(b"\x00" + hints.model_dump_json().encode())
        return cls(
            name=name,
            origin=origin,
            content=content,
            content_hash=digest.hexdigest(),
            kind=kind,
            hints=hints,
            validators=validators,
        )


def clean_hint(value: object) -> str | None:
    """A stated title or outlet on one line, without control characters; None where empty."""
    if not isinstance(value, str):
        return None
    shown = "".join(c for c in value[: 4 * _LONGEST_HINT] if _is_shown(c))
    return _SPACE.sub(" ", shown).strip()[:_LONGEST_HINT].strip() or None


def _is_shown(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs")

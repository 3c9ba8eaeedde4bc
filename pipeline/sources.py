"""What ``run`` reads, and the limits of reading: the types that settings and ingestion share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "FeedSource",
    "FetchLimits",
    "FolderSource",
    "JsonLinesSource",
    "PagesSource",
    "ReadLimits",
    "Source",
]

WebAddress = Annotated[str, Field(pattern=r"^https?://[^\s/]+\S*$", max_length=2000)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FolderSource(_Frozen):
    """A folder of articles, or one file.

    Attributes:
        path: relative paths start from the project's folder.
        include: patterns of which a file's path within the folder must match one ("*.txt",
            "2024/**/*.html"); a pattern without a slash is matched with the file's name alone.
        exclude: patterns of which it must match none.
        recursive: whether folders below are searched too.
    """

    kind: Literal["folder"] = "folder"
    path: Path
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    recursive: bool = True

    @property
    def label(self) -> str:
        """What a report calls it."""
        return str(self.path)


class FeedSource(_Frozen):
    """An RSS or Atom feed.

    Attributes:
        url: of the feed.
        outlet: who publishes it; what its pages say of themselves unless given.
        pages: whether the page that an entry links to is read, rather than the entry's own text.
    """

    kind: Literal["feed"]
    url: WebAddress
    outlet: str | None = None
    pages: bool = True

    @property
    def label(self) -> str:
        """What a report calls it."""
        return self.url


class PagesSource(_Frozen):
    """Web pages, an article each."""

    kind: Literal["pages"]
    urls: tuple[WebAddress, ...] = Field(min_length=1)
    outlet: str | None = None

    @property
    def label(self) -> str:
        """What a report calls it."""
        return ", ".join(self.urls)


class JsonLinesSource(_Frozen):
    """An export: a file with one JSON object a line, an article each."""

    kind: Literal["json-lines"]
    path: Path

    @property
    def label(self) -> str:
        """What a report calls it."""
        return str(self.path)


def _as_mapping(value: object) -> object:
    """A bare path names a folder or a file."""
    return {"kind": "folder", "path": value} if isinstance(value, str | Path) else value


Source = Annotated[
    FolderSource | FeedSource | PagesSource | JsonLinesSource,
    Field(discriminator="kind"),
    BeforeValidator(_as_mapping),
]


class ReadLimits(_Frozen):
    """What is read at most. Every setting is explained in ``configs/default.yaml``."""

    max_bytes: int = Field(default=5_000_000, gt=0)
    max_pdf_bytes: int = Field(default=20_000_000, gt=0)
    max_pdf_pages: int = Field(default=100, gt=0)
    pdf_seconds: int = Field(default=30, gt=0)
    pdf_memory: int = Field(default=1_000_000_000, gt=0)
    max_unpacked_bytes: int = Field(default=50_000_000, gt=0)


class FetchLimits(_Frozen):
    """How the web is read. Every setting is explained in ``configs/default.yaml``."""

    user_agent: str = Field(default="inspection-briefs", pattern=r"^[\x20-\x7e]{3,200}$")
    timeout_seconds: float = Field(default=20.0, gt=0)
    total_seconds: float = Field(default=60.0, gt=0)
    delay_seconds: float = Field(default=1.0, ge=0)
    max_redirects: int = Field(default=5, ge=0)
    max_entries: int = Field(default=200, gt=0)
    allow_private_addresses: bool = False

"""RSS and Atom feeds → the entries that they list."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urljoin

from pipeline.errors import InputRejected
from pipeline.ingestion.dates import date_of_timestamp
from pipeline.ingestion.documents import Hints, clean_hint
from pipeline.schema import RejectionReason

__all__ = ["Entry", "read_feed"]

_ENTITY = re.compile("|".join(
    re.escape("<!ENTITY".encode(encoding).decode("latin-1"))
    for encoding in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
).encode("latin-1"), re.IGNORECASE)  # fmt: skip
_NESTS_TOO_DEEPLY = 200
"""Open tags in a row, without a closing one, that no feed has."""
_DEEP = re.compile(rb"(?:<[A-Za-z][^<>/]{0,500}>\s*){%d}" % _NESTS_TOO_DEEPLY)


@dataclass(frozen=True)
class Entry:
    """One entry of a feed.

    Attributes:
        link: the address of its page, absolute; None where it has none.
        page: its own text as a page; empty where it has none.
        hints: its title and date.
    """

    link: str | None
    page: bytes
    hints: Hints


def read_feed(content: bytes, url: str, max_entries: int) -> Iterator[Entry]:
    """The first ``max_entries`` entries of a feed.

    Raises:
        InputRejected: ``feed`` where it is no feed, declares entities, or nests too deeply.
    """
    if _ENTITY.search(content):
        raise _refusal(url, "a feed that declares entities of its own")
    if _DEEP.search(content):
        raise _refusal(url, f"elements that nest {_NESTS_TOO_DEEPLY} deep")
    import feedparser  # slow to import, and of no use to runs without a feed

    try:
        found = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # feedparser lets errors of every kind of its parsers through.
        raise _refusal(url, f"a feed that cannot be read ({type(error).__name__})") from error
    if not found.get("version"):
        raise _refusal(url, "neither RSS nor Atom")
    for entry in found.entries[:max_entries]:
        yield _entry(entry, url)


def _refusal(url: str, found: str) -> InputRejected:
    return InputRejected(
        RejectionReason.FEED,
        f"{url}: {found}; expected an RSS or Atom feed: check its address in a feed reader",
    )


def _entry(entry: Any, url: str) -> Entry:  # noqa: ANN401
    title = clean_hint(entry.get("title"))
    link = entry.get("link")
    return Entry(
        link=_joined(url, link.strip()) if isinstance(link, str) and link.strip() else None,
        page=_page(entry, title),
        hints=Hints(title=title, date=_date(entry)),
    )


def _joined(url: str, link: str) -> str | None:
    try:
        return urljoin(url, link)
    except ValueError:
        return None


def _page(entry: Any, title: str | None) -> bytes:  # noqa: ANN401
    bodies = [part.get("value") or "" for part in entry.get("content") or []]
    body = max([*bodies, entry.get("summary") or ""], key=len)
    if not body.strip():
        return b""
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{heading}{body}</body>'
    return page.encode("utf-8", "replace")


def _date(entry: Any) -> str | None:  # noqa: ANN401
    parsed = entry.get("published_parsed")
    if not parsed:
        return None
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    except (ValueError, OverflowError, OSError, TypeError):
        return None
    return date_of_timestamp(moment.isoformat())

"""All sources of a run → documents, one after another, and what could not be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, MutableMapping
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.ingestion.documents import DocumentKind, Hints, RawDocument, Validators
from pipeline.ingestion.feeds import Entry, read_feed
from pipeline.ingestion.fetching import Fetched, Fetcher
from pipeline.ingestion.folders import folder_documents
from pipeline.ingestion.json_lines import json_lines_documents
from pipeline.schema import Rejection, RejectionReason
from pipeline.sources import (
    FeedSource,
    FetchLimits,
    FolderSource,
    JsonLinesSource,
    PagesSource,
    ReadLimits,
    Source,
)

__all__ = ["collect_documents"]

_PDF_TYPES = frozenset({"application/pdf", "application/x-pdf"})
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})


def collect_documents(
    sources: Iterable[Source],
    base: Path,
    reading: ReadLimits,
    fetching: FetchLimits,
    validators: MutableMapping[str, Validators] | None = None,
) -> Iterator[RawDocument | Rejection]:
    """Fetch the documents of all sources, in order, each under a name of its own.

    What a server says has not changed since the last run is not delivered again. The validators
    of pages come with their documents, and are the caller's to keep once a document is stored;
    those of a feed are put into ``validators`` here, once all its entries have been delivered.

    Args:
        sources: what to read.
        base: the folder that relative paths start from.
        reading: limits on documents.
        fetching: limits on requests.
        validators: of earlier runs, by address.
    """
    known = {} if validators is None else validators
    taken: dict[str, str] = {}
    with ExitStack() as stack:
        web: _Web | None = None
        for source in sources:
            if isinstance(source, FolderSource):
                found = folder_documents(source, base / source.path, reading)
            elif isinstance(source, JsonLinesSource):
                found = json_lines_documents(base / source.path, reading)
            else:
                if web is None:
                    largest = max(reading.max_bytes, reading.max_pdf_bytes)
                    fetcher = stack.enter_context(Fetcher(fetching, largest))
                    web = _Web(fetcher, fetching, known)
                found = web.documents(source)
            for one in found:
                if named := _under_own_name(one, taken):
                    yield named


def _under_own_name(
    one: RawDocument | Rejection, taken: dict[str, str]
) -> RawDocument | Rejection | None:
    """None where the very same document came before, under another source."""
    if isinstance(one, Rejection):
        return one
    if taken.get(one.name) == one.origin:
        return None
    name = one.name
    if name in taken:
        name = next(new for n in count(2) if (new := f"{one.name} ({n})") not in taken)
    taken[name] = one.origin
    return one if name == one.name else one.model_copy(update={"name": name})


class _Web:
    """Feeds and pages, by one fetcher; no address is asked twice in a run."""

    def __init__(
        self, fetcher: Fetcher, limits: FetchLimits, validators: MutableMapping[str, Validators]
    ) -> None:
        self._fetcher = fetcher
        self._limits = limits
        self._validators = validators
        self._asked: set[str] = set()

    def documents(self, source: FeedSource | PagesSource) -> Iterator[RawDocument | Rejection]:
        if isinstance(source, FeedSource):
            yield from self._feed(source)
            return
        for url in source.urls:
            yield from self._page(url, Hints(outlet=source.outlet))

    def _feed(self, source: FeedSource) -> Iterator[RawDocument | Rejection]:
        try:
            answer = self._fetch(source.url)
            if answer is None:
                return
            entries = list(read_feed(answer.content, answer.url, self._limits.max_entries))
        except InputRejected as error:
            yield _rejection(source.url, error)
            return
        failed = False
        for place, entry in enumerate(entries):
            for one in self._entry(source, entry, f"{source.url}#{place + 1}"):
                failed |= isinstance(one, Rejection) and one.reason is RejectionReason.FETCH_FAILED
                yield one
        if not failed:
            self._validators[source.url] = answer.validators

    def _entry(
        self, source: FeedSource, entry: Entry, name: str
    ) -> Iterator[RawDocument | Rejection]:
        hints = entry.hints.model_copy(update={"outlet": source.outlet})
        if source.pages and entry.link:
            yield from self._page(entry.link, hints)
        elif entry.page:
            called = entry.link or name
            yield RawDocument.of(called, called, entry.page, kind=DocumentKind.PAGE, hints=hints)
        else:
            yield Rejection(
                article=name,
                reason=RejectionReason.FEED,
                message=f"{name}: an entry without link and text; expected one or the other: ask "
                "the publisher, or leave it",
            )

    def _page(self, url: str, hints: Hints) -> Iterator[RawDocument | Rejection]:
        if url in self._asked:
            return
        self._asked.add(url)
        try:
            answer = self._fetch(url)
        except InputRejected as error:
            yield _rejection(url, error)
            return
        if answer is not None:
            yield RawDocument.of(
                url,
                url,
                answer.content,
                kind=_kind(answer.content_type),
                hints=hints,
                validators=answer.validators,
            )

    def _fetch(self, url: str) -> Fetched | None:
        return self._fetcher.fetch(url, self._validators.get(url))


def _kind(content_type: str) -> DocumentKind:
    if content_type in _PDF_TYPES:
        return DocumentKind.PDF
    if content_type in _PAGE_TYPES:
        return DocumentKind.PAGE
    return DocumentKind.TEXT if content_type == "text/plain" else DocumentKind.ANY


def _rejection(name: str, error: InputRejected) -> Rejection:
    return Rejection(article=name, reason=RejectionReason(error.reason), message=str(error))

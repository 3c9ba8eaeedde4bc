"""Polite and guarded requests: one at a time, pauses between, robots.txt, limits on everything."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urljoin

import httpx2
from protego import Protego

from pipeline.errors import InputRejected
from pipeline.ingestion.addresses import GuardedTransport, check_url
from pipeline.ingestion.documents import Validators
from pipeline.schema import RejectionReason
from pipeline.sources import FetchLimits

__all__ = ["Fetched", "Fetcher"]

_LONGEST_PAUSE = 30.0
"""Seconds: a site that asks for longer pauses between requests gets these."""
_LONGEST_ROBOTS = 500_000
"""Bytes of robots.txt that are read (RFC 9309, section 2.5, demands no more)."""
_CHUNK = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEMPORARY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Fetched:
    """An answer.

    Attributes:
        url: where it was found, after redirects.
        content: its body, unpacked.
        content_type: as the server gives it, in small letters, without parameters.
        validators: for the next request.
    """

    url: str
    content: bytes
    content_type: str
    validators: Validators


class Fetcher:
    """Fetches addresses, one after another.

    Args:
        limits: on time, redirects and hosts.
        max_bytes: of a body.
        clock: seconds that only ever grow.
        sleep: waits for so many seconds.
    """

    def __init__(
        self,
        limits: FetchLimits,
        max_bytes: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._limits = limits
        self._max_bytes = max_bytes
        self._clock = clock
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._robots: dict[str, Protego | None] = {}
        self._client = httpx2.Client(
            transport=GuardedTransport(allow_private=limits.allow_private_addresses),
            timeout=limits.timeout_seconds,
            follow_redirects=False,
            trust_env=False,
            headers={
                "User-Agent": limits.user_agent,
                "Accept-Encoding": "identity",
                "Accept": "text/html, application/xhtml+xml, application/rss+xml, "
                "application/atom+xml, application/pdf;q=0.9, */*;q=0.5",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self._client.close()

    def fetch(self, url: str, validators: Validators | None = None) -> Fetched | None:
        """Fetch a document; None where it has not changed.

        Args:
            url: its address.
            validators: from the last answer.

        Raises:
            InputRejected: ``address``, ``robots``, ``too-large`` or ``fetch-failed``.
        """
        headers = _conditions(validators)
        here = url
        for _ in range(self._limits.max_redirects + 1):
            target = check_url(here, url)
            self._demand_robots(target, url)
            answer = self._ask(target, url, headers, self._max_bytes)
            if isinstance(answer, Fetched):
                return answer
            if answer is None:
                return None
            here = _joined(here, answer, url)
        raise _failure(url, f"more than {self._limits.max_redirects} redirects", "one page")

    def _ask(
        self, target: httpx2.URL, url: str, headers: Mapping[str, str], max_bytes: int
    ) -> Fetched | str | None:
        """One request: the answer, the address that it redirects to, or None if unchanged."""
        self._wait_for(target)
        deadline = self._clock() + self._limits.total_seconds
        try:
            with self._client.stream("GET", target, headers=dict(headers)) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return response.headers["location"]
                if response.status_code == 304 and headers:
                    return None
                if response.status_code != 200:
                    raise _status_failure(url, response.status_code)
                content = self._body(response, url, deadline, max_bytes)
                return Fetched(
                    url=str(target),
                    content=content,
                    content_type=response.headers.get("content-type", "").partition(";")[0].lower(),
                    validators=Validators(
                        etag=response.headers.get("etag"),
                        last_modified=response.headers.get("last-modified"),
                    ),
                )
        except httpx2.TimeoutException as error:
            found = f"no answer within {self._limits.timeout_seconds:g} seconds"
            raise _failure(url, found, "a server that answers in time") from error
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            found = f"{type(error).__name__}: {error}"[:200]
            raise _failure(url, found, "a whole answer") from error
        finally:
            self._free_at[target.host] = self._clock() + self._pause(target)

    def _body(self, response: httpx2.Response, url: str, deadline: float, max_bytes: int) -> bytes:
        body = bytearray()
        for piece in _unpacked(response, url):
            body += piece
            if len(body) > max_bytes:
                raise InputRejected(
                    RejectionReason.TOO_LARGE,
                    f"{url}: more than {max_bytes} bytes; expected an article of at most so many: "
                    "give the article's own page, or raise the limit",
                )
            if self._clock() > deadline:
                found = f"no end after {self._limits.total_seconds:g} seconds"
                raise _failure(url, found, "a server that sends a page in time")
        return bytes(body)

    def _wait_for(self, target: httpx2.URL) -> None:
        wait = self._free_at.get(target.host, 0.0) - self._clock()
        if wait > 0:
            self._sleep(wait)

    def _pause(self, target: httpx2.URL) -> float:
        robots = self._robots.get(_origin(target))
        asked = robots.crawl_delay(self._limits.user_agent) if robots is not None else None
        return min(max(self._limits.delay_seconds, float(asked or 0)), _LONGEST_PAUSE)

    def _demand_robots(self, target: httpx2.URL, url: str) -> None:
        origin = _origin(target)
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin, url)
        robots = self._robots[origin]
        if robots is not None and not robots.can_fetch(str(target), self._limits.user_agent):
            raise InputRejected(
                RejectionReason.ROBOTS,
                f"{url}: {origin}/robots.txt does not allow it; expected a page that programs may "
                "read: ask the publisher, or save the page by hand",
            )

    def _read_robots(self, origin: str, url: str) -> Protego | None:
        """The rules of a site; None where it has none.

        A site that says that it has no such file (4xx) allows everything; of one that cannot be
        asked, nothing is taken (RFC 9309, section 2.3.1).
        """
        here = f"{origin}/robots.txt"
        for _ in range(self._limits.max_redirects + 1):
            target = check_url(here, url)
            try:
                answer = self._ask(target, here, {}, _LONGEST_ROBOTS)
            except _StatusError as error:
                if 400 <= error.status < 500 and error.status not in _TEMPORARY:
                    return None
                raise
            if isinstance(answer, Fetched):
                return Protego.parse(answer.content.decode("utf-8", "replace"))
            here = _joined(here, answer or "", url)
        raise _failure(url, "robots.txt redirects without end", "one file")


class _StatusError(InputRejected):
    """A server answered, but not with the document."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(RejectionReason.FETCH_FAILED, message)
        self.status = status


def _status_failure(url: str, status: int) -> _StatusError:
    remedy = "try again later" if status in _TEMPORARY else "check the address"
    return _StatusError(f"{url}: the server answers {status}; expected 200: {remedy}", status)


def _failure(url: str, found: str, expected: str) -> InputRejected:
    return InputRejected(
        RejectionReason.FETCH_FAILED, f"{url}: {found}; expected {expected}: try again later"
    )


def _joined(here: str, location: str, url: str) -> str:
    try:
        return urljoin(here, location)
    except ValueError as error:
        raise _failure(url, f"a redirect to {location[:100]!r}", "a web address") from error


def _origin(url: httpx2.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    named = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in named.items() if value}


def _unpacked(response: httpx2.Response, url: str) -> Iterator[bytes]:
    """The body in pieces of at most ``_CHUNK`` bytes, so that no bomb unpacks in one go."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in ("", "identity"):
        yield from response.iter_raw()
        return
    if coding not in ("gzip", "x-gzip"):
        raise _failure(url, f"the server packs its answer ({coding[:40]}), unasked", "none or gzip")
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        for packed in response.iter_raw():
            waiting = packed
            while waiting and not unpacker.eof:
                yield unpacker.decompress(waiting, _CHUNK)
                waiting = unpacker.unconsumed_tail
    except zlib.error as error:
        raise _failure(url, "a packed answer that cannot be unpacked", "none or gzip") from error
    if not unpacker.eof:
        raise _failure(url, "a packed answer that breaks off", "a whole answer")

"""Requests to a real server: politeness, limits, and addresses that are never asked."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from pipeline.errors import InputRejected
from pipeline.ingestion.addresses import check_url
from pipeline.ingestion.documents import Validators
from pipeline.ingestion.fetching import Fetcher
from pipeline.sources import FetchLimits
from tests.ingestion.conftest import Site

LOCAL = FetchLimits(
    allow_private_addresses=True, delay_seconds=0, timeout_seconds=5, total_seconds=20
)


def fetcher(limits: FetchLimits = LOCAL, max_bytes: int = 10_000) -> Fetcher:
    return Fetcher(limits, max_bytes)


def reason(url: str, limits: FetchLimits = LOCAL, max_bytes: int = 10_000) -> tuple[str, str]:
    with fetcher(limits, max_bytes) as web, pytest.raises(InputRejected) as caught:
        web.fetch(url)
    return str(caught.value.reason), str(caught.value)


def test_a_page_comes_with_its_validators(site: Site) -> None:
    url = site.page(
        "/a", "story", ETag='"7"', Last_Modified="Tue, 04 Jun 2024 07:00:00 GMT",
        Content_Type="Text/HTML; charset=utf-8",
    )  # fmt: skip
    with fetcher() as web:
        found = web.fetch(url)
    assert found is not None
    assert (found.content, found.content_type, found.url) == (b"story", "text/html", url)
    assert found.validators == Validators(etag='"7"', last_modified="Tue, 04 Jun 2024 07:00:00 GMT")


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        same = request.headers["If-None-Match"] == '"7"'
        request.send_response(304 if same else 200)
        request.send_header("Content-Length", "0")
        request.end_headers()

    url = site.script("/a", answer)
    with fetcher() as web:
        assert web.fetch(url, Validators(etag='"7"')) is None
        assert web.fetch(url, Validators(etag='"6"')) is not None


def test_redirects_are_followed_and_counted(site: Site) -> None:
    site.page("/a", "", 302, Location="/b")
    site.page("/b", "", 301, Location=site.url + "/c")
    site.page("/c", "story")
    with fetcher() as web:
        found = web.fetch(site.url + "/a")
    assert found is not None
    assert (found.content, found.url) == (b"story", site.url + "/c")
    site.page("/loop", "", 302, Location="/loop")
    code, message = reason(site.url + "/loop")
    assert code == "fetch-failed"
    assert "more than 5 redirects" in message


@pytest.mark.parametrize(
    "target",
    ["file:///etc/hostname", "ftp://example.org/a", "http://a:b@example.org/", "http://[/"],
)
def test_a_redirect_is_checked_like_any_address(site: Site, target: str) -> None:
    url = site.page("/a", "", 302, Location=target)
    assert reason(url)[0] in ("address", "fetch-failed")


def test_addresses_of_this_machine_are_not_asked_unless_allowed(site: Site) -> None:
    url = site.page("/a", "secret")
    code, message = reason(url, FetchLimits(delay_seconds=0))
    assert code == "address"
    assert "127.0.0.1, which is not on the public internet" in message
    assert "fetch.allow_private_addresses" in message
    assert site.asked == []


@pytest.mark.parametrize(
    "host",
    [
        "localhost", "127.1", "2130706433", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1",
        "192.168.1.1", "172.16.0.1", "169.254.169.254", "[fe80::1]", "[fd00::1]", "224.0.0.1",
        "100.64.0.1", "[2002:7f00:1::]", "255.255.255.255",
    ],
)  # fmt: skip
def test_private_addresses_in_every_spelling(host: str) -> None:
    assert reason(f"http://{host}/", FetchLimits(delay_seconds=0))[0] == "address"


def test_the_address_that_was_checked_is_the_one_that_is_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that answers with a public address first and a private one later gains nothing."""
    answers = iter(["93.184.216.34"])

    def resolve(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        address = next(answers, "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    asked: list[str] = []

    def connect(address: tuple[str, int], *_: object, **__: object) -> socket.socket:
        asked.append(address[0])
        raise OSError("no network here")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert reason("http://changing.example/", FetchLimits(delay_seconds=0))[0] == "fetch-failed"
    assert asked == ["93.184.216.34"]


@pytest.mark.parametrize("url", ["", "nowhere", "file:///a", "http://", "x" * 3000])
def test_what_is_no_web_address(url: str) -> None:
    with pytest.raises(InputRejected) as caught:
        check_url(url, "a source")
    assert caught.value.reason == "address"


def test_robots_txt_is_obeyed(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\n")
    url, other = site.page("/private/a", "no"), site.page("/public/a", "yes")
    code, message = reason(url)
    assert code == "robots"
    assert f"{site.url}/robots.txt does not allow it" in message
    assert site.asked == ["/robots.txt"]
    with fetcher() as web:
        assert web.fetch(other) is not None
        assert web.fetch(other) is not None
    assert site.asked[1:] == ["/robots.txt", "/public/a", "/public/a"]


def test_a_site_whose_robots_txt_fails_is_left_alone(site: Site) -> None:
    site.page("/robots.txt", "", 503)
    code, message = reason(site.page("/a", "story"))
    assert code == "fetch-failed"
    assert "robots.txt: the server answers 503" in message


def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /b\n")
    site.page("/b", "no")
    assert reason(site.page("/a", "", 302, Location="/b"))[0] == "robots"


def test_pauses_between_requests_to_one_host(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 7\n")
    url = site.page("/a", "story")
    now, waited = [100.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    limits = LOCAL.model_copy(update={"delay_seconds": 2.0})
    with Fetcher(limits, 1000, clock=lambda: now[0], sleep=sleep) as web:
        web.fetch(url)
        web.fetch(url)
    assert waited == [2.0, 7.0]  # after robots.txt, whose wish was not known before; after the page


@pytest.mark.parametrize("status", [401, 403, 404, 410, 429, 500, 503])
def test_other_answers_are_failures(site: Site, status: int) -> None:
    code, message = reason(site.page("/a", "sorry", status))
    assert code == "fetch-failed"
    assert f"the server answers {status}; expected 200" in message


def test_too_large_a_page_is_not_read_to_its_end(site: Site) -> None:
    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            while not site.stopping.is_set():
                request.wfile.write(b"x" * 65_536)

    code, message = reason(site.script("/a", endless))
    assert code == "too-large"
    assert "more than 10000 bytes" in message


def test_a_packed_bomb_is_not_unpacked(site: Site) -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert reason(site.page("/a", bomb, Content_Encoding="gzip"))[0] == "too-large"


def test_packed_answers(site: Site) -> None:
    packed = gzip.compress(b"story")
    with fetcher() as web:
        found = web.fetch(site.page("/a", packed, Content_Encoding="gzip"))
        assert found is not None
        assert found.content == b"story"
    for body, coding in [(packed[:-9], "gzip"), (b"story", "gzip"), (b"story", "zstd")]:
        assert reason(site.page("/b", body, Content_Encoding=coding))[0] == "fetch-failed"


def _broken(body: bytes, length: int) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(length))
        request.end_headers()
        request.wfile.write(body)

    return answer


def test_a_body_that_breaks_off_is_no_article(site: Site) -> None:
    code, message = reason(site.script("/a", _broken(b"half a st", 5000)))
    assert code == "fetch-failed"
    assert "expected a whole answer" in message


def test_a_silent_server_is_left(site: Site) -> None:
    def silent(request: BaseHTTPRequestHandler) -> None:
        site.stopping.wait()

    limits = LOCAL.model_copy(update={"timeout_seconds": 0.2})
    site.page("/robots.txt", "")
    code, message = reason(site.script("/a", silent), limits)
    assert code == "fetch-failed"
    assert "no answer within 0.2 seconds" in message


def test_a_server_that_dribbles_is_left(site: Site) -> None:
    now = [0.0]

    def dribble(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        with suppress(OSError):
            while not site.stopping.is_set():
                now[0] += 5.0
                request.wfile.write(b"x")
                site.stopping.wait(0.01)

    url = site.script("/a", dribble)
    with (
        Fetcher(LOCAL, 10_000_000, clock=lambda: now[0]) as web,
        pytest.raises(InputRejected, match="no end after 20 seconds"),
    ):
        web.fetch(url)


def test_a_host_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    code, message = reason("http://nowhere.example/a")
    assert code == "fetch-failed"
    assert "nowhere.example cannot be resolved" in message

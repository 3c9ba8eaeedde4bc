from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pipeline.config import WebhookSettings
from pipeline.operations.run_report import RunReport
from pipeline.operations.webhook import TOKEN_VARIABLE, URL_VARIABLE, post_report

SETTINGS = WebhookSettings(timeout_seconds=20)


class Receiver(ThreadingHTTPServer):
    """Notes what is posted, and answers with the status that the path names."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, dict[str, str], bytes]] = []
        self.silence = threading.Event()

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}/{path}"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        self.server.seen.append((self.path, dict(self.headers), self.rfile.read(length)))
        if self.path == "/silent":
            self.server.silence.wait(60)
            return
        self.send_response(int(self.path.rpartition("/")[2]))
        self.send_header("Location", self.server.address("200"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.silence.set()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_report_is_posted_as_json(receiver: Receiver, report: RunReport) -> None:
    environment = {URL_VARIABLE: receiver.address("200"), TOKEN_VARIABLE: "t0ken"}
    assert post_report(report, SETTINGS, environment) is None
    ((_, headers, body),) = receiver.seen
    assert headers["Content-Type"] == "application/json"
    assert headers["Authorization"] == "Bearer t0ken"
    content = json.loads(body)
    assert content["text"] == "1 new brief, 1 for a person to look at; 1 input rejected."
    assert content["briefs"][0]["unit"] == "Vale <b>& Ashby</b> PDU"
    assert content["rejected_by_reason"] == {"empty": 1}


def test_without_a_token_none_is_sent(receiver: Receiver, report: RunReport) -> None:
    assert post_report(report, SETTINGS, {URL_VARIABLE: receiver.address("204")}) is None
    assert "Authorization" not in receiver.seen[0][1]


def test_without_an_address_or_news_nothing_is_posted(
    receiver: Receiver, report: RunReport
) -> None:
    assert post_report(report, SETTINGS, {}) is None
    nothing = report.model_copy(update={"read": 0, "rejections": (), "briefs": ()})
    assert post_report(nothing, SETTINGS, {URL_VARIABLE: receiver.address("200")}) is None
    assert receiver.seen == []


@pytest.mark.parametrize("status", [302, 403, 500])
def test_a_refusal_is_a_problem_and_a_redirection_is_not_followed(
    receiver: Receiver, report: RunReport, status: int
) -> None:
    environment = {URL_VARIABLE: receiver.address(f"s3cret/{status}"), TOKEN_VARIABLE: "t0ken"}
    problem = post_report(report, SETTINGS, environment)
    assert problem is not None
    assert f"the server answered {status}, expected 200 to 299" in problem
    assert [path for path, _, _ in receiver.seen] == [f"/s3cret/{status}"]
    assert "s3cret" not in problem
    assert "t0ken" not in problem


def test_a_server_that_keeps_silent_is_left(receiver: Receiver, report: RunReport) -> None:
    hasty = WebhookSettings(timeout_seconds=0.2)
    problem = post_report(report, hasty, {URL_VARIABLE: receiver.address("silent")})
    assert problem is not None
    assert "ReadTimeout" in problem


@pytest.mark.parametrize(
    "address", ["s3cret", "ftp://h/s3cret", "http://[s3cret", "http://127.0.0.1:{port}/s3cret"]
)
def test_an_address_that_leads_nowhere_is_a_problem_that_keeps_the_secret(
    report: RunReport, address: str
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    problem = post_report(report, SETTINGS, {URL_VARIABLE: address.replace("{port}", str(port))})
    assert problem is not None
    assert problem.endswith(f"Check {URL_VARIABLE} and {TOKEN_VARIABLE}.")
    assert "s3cret" not in problem


def test_a_token_with_a_line_break_is_a_problem(receiver: Receiver, report: RunReport) -> None:
    environment = {URL_VARIABLE: receiver.address("200"), TOKEN_VARIABLE: "s3cret\r\nX: y"}
    problem = post_report(report, SETTINGS, environment)
    assert problem is not None
    assert "s3cret" not in problem
    assert receiver.seen == []

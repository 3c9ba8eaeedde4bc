from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword
from lxml import html
from pydantic import ValidationError

from pipeline.config import MailSettings, load_settings
from pipeline.operations.mail import PASSWORD_VARIABLE, USER_VARIABLE, make_digest, send_digest
from pipeline.operations.run_report import ReportedBrief, RunReport

LOGIN = {USER_VARIABLE: "press", PASSWORD_VARIABLE: "s3cret"}


class Mailbox:
    """What a server took; it refuses one address."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_RCPT(
        self, server: object, session: object, envelope: Envelope, address: str, options: object
    ) -> str:
        if address == "gone@example.org":
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: object, session: object, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return "250 taken"

    def message(self) -> EmailMessage:
        (envelope,) = self.envelopes
        parsed = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


@dataclass
class Server:
    mailbox: Mailbox
    port: int


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    running: list[Controller] = []

    def start(**options: object) -> Server:
        mailbox = Mailbox()
        controller = Controller(mailbox, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return Server(mailbox, controller.port)

    yield start
    for controller in running:
        controller.stop()


def settings(port: int, **changes: object) -> MailSettings:
    given: dict[str, object] = {
        "to": ("desk@example.org",),
        "sender": "briefs@example.org",
        "host": "localhost",
        "port": port,
        "security": "none",
        "timeout_seconds": 20,
        "briefs_url": None,
        **changes,
    }
    return MailSettings.model_validate(given)


def test_a_server_takes_the_digest(serve: Callable[..., Server], report: RunReport) -> None:
    server = serve()
    chosen = settings(server.port, to=("desk@example.org", "two@example.org"))
    assert send_digest(report, chosen, {}) is None
    (envelope,) = server.mailbox.envelopes
    assert envelope.rcpt_tos == ["desk@example.org", "two@example.org"]
    message = server.mailbox.message()
    assert message["Subject"] == "1 new brief: Vale <b>& Ashby</b> PDU (Inadequate)"
    assert message["From"] == "briefs@example.org"
    assert message["Date"] == "Wed, 25 Nov 2026 06:33:05 +0000"
    text, page = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert "Staff were late — “again”." in text.get_content()
    assert "For a person to look at: Articles disagree: Published" in text.get_content()
    assert "vale & ashby.html" in text.get_content()
    assert "1 input rejected: 1 empty." in text.get_content()
    shown = html.fromstring(page.get_content())
    assert shown.xpath("//h2/text()") == ["Vale <b>& Ashby</b> PDU"]
    assert shown.xpath("//b | //script | //a") == []


def test_links_lead_to_where_the_briefs_are_read(report: RunReport) -> None:
    chosen = settings(25, briefs_url="https://briefs.example.org/out/")
    text, page = make_digest(report, chosen).iter_parts()
    link = "https://briefs.example.org/out/vale%20%26%20ashby.html"
    assert link in text.get_content()
    assert html.fromstring(page.get_content()).xpath("//h2/a/@href") == [link]


def test_the_subject_names_two_and_counts_the_rest(report: RunReport) -> None:
    briefs = tuple(
        ReportedBrief(unit=f"Unit\r\nBcc: {n}@example.org", rating=None, file="x.html")
        for n in range(5)
    )
    message = make_digest(report.model_copy(update={"briefs": briefs}), settings(25))
    assert message["Subject"] == (
        "5 new briefs: Unit Bcc: 0@example.org (rating not stated), "
        "Unit Bcc: 1@example.org (rating not stated) and 3 more"
    )
    assert message["Bcc"] is None


def test_nothing_is_sent_of_a_run_without_briefs(report: RunReport) -> None:
    nobody_listens = settings(free_port())
    assert send_digest(report.model_copy(update={"briefs": ()}), nobody_listens, {}) is None


def test_a_server_that_is_not_there_is_a_problem_in_words(report: RunReport) -> None:
    port = free_port()
    problem = send_digest(report, settings(port), LOGIN | {USER_VARIABLE: ""})
    assert problem is not None
    assert problem.startswith(f"mail: localhost:{port} did not take the digest: ")
    assert "Check notifications.mail" in problem


def test_refused_recipients_are_named(serve: Callable[..., Server], report: RunReport) -> None:
    server = serve()
    both = settings(server.port, to=("gone@example.org", "desk@example.org"))
    assert send_digest(report, both, {}) == (
        f"mail: localhost:{server.port} refused gone@example.org. Correct the recipients."
    )
    assert server.mailbox.envelopes[0].rcpt_tos == ["desk@example.org"]
    problem = send_digest(report, settings(server.port, to=("gone@example.org",)), {})
    assert "every recipient was refused (gone@example.org)" in str(problem)


def test_no_password_goes_over_an_open_connection(
    serve: Callable[..., Server], report: RunReport
) -> None:
    server = serve()
    problem = send_digest(report, settings(server.port), LOGIN)
    assert "never sent over a connection that is not encrypted" in str(problem)
    assert server.mailbox.envelopes == []


def test_a_server_without_encryption_gets_nothing_where_it_is_asked_for(
    serve: Callable[..., Server], report: RunReport
) -> None:
    server = serve()
    problem = send_digest(report, settings(server.port, security="starttls"), LOGIN)
    assert "SMTPNotSupportedError" in str(problem)
    assert server.mailbox.envelopes == []


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A certificate for localhost that this process trusts."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed; it makes the test server's certificate")
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command, "-keyout", key, "-out", made], check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made, key)
    return context


def login_of(server: object, session: object, envelope: object, kind: str, data: object) -> object:
    known = LoginPassword(login=b"press", password=b"s3cret")
    return AuthResult(success=data == known, handled=False)


def test_a_password_goes_over_an_encrypted_connection(
    serve: Callable[..., Server], report: RunReport, certificate: ssl.SSLContext
) -> None:
    server = serve(
        tls_context=certificate,
        require_starttls=True,
        authenticator=login_of,
        auth_required=True,
    )
    chosen = settings(server.port, security="starttls")
    assert send_digest(report, chosen, LOGIN) is None
    assert server.mailbox.message()["To"] == "desk@example.org"
    problem = str(send_digest(report, chosen, LOGIN | {PASSWORD_VARIABLE: "wr0ng"}))
    assert "SMTPAuthenticationError 535" in problem
    assert "wr0ng" not in problem
    assert "press" not in problem


def test_the_settings_refuse_what_is_no_address() -> None:
    for wrong in ("desk", "a@b, c@d", "Desk <a@b>", "a@b\nBcc: c@d"):
        with pytest.raises(ValidationError):
            settings(25, to=(wrong,))


def test_no_mail_is_configured_by_default() -> None:
    assert load_settings().notifications.mail.to == ()

"""A digest of a run's new briefs by e-mail, as text and as HTML."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid

from pipeline.briefs.plain_text import one_line
from pipeline.config import MailSettings
from pipeline.operations.report_page import render_digest
from pipeline.operations.run_report import RunReport
from pipeline.words import counted

__all__ = ["PASSWORD_VARIABLE", "USER_VARIABLE", "make_digest", "send_digest"]

USER_VARIABLE = "INSPECTION_BRIEFS_MAIL_USER"
PASSWORD_VARIABLE = "INSPECTION_BRIEFS_MAIL_PASSWORD"
_NAMED_IN_SUBJECT = 2


def make_digest(report: RunReport, settings: MailSettings) -> EmailMessage:
    """The mail that tells of a run's briefs.

    Args:
        report: of a run that wrote at least one brief.
        settings: sender, recipients, and the address under which the briefs are read.
    """
    message = EmailMessage()
    message["Subject"] = _subject(report)
    message["From"] = settings.sender
    message["To"] = ", ".join(settings.to)
    message["Date"] = format_datetime(datetime.fromisoformat(report.finished))
    message["Message-ID"] = make_msgid(domain=settings.sender.rpartition("@")[2])
    # Answers of absent people do no good to a machine.
    message["Auto-Submitted"] = "auto-generated"
    text, page = render_digest(report, settings.briefs_url)
    message.set_content(text)
    message.add_alternative(page, subtype="html")
    return message


def send_digest(
    report: RunReport, settings: MailSettings, environment: Mapping[str, str]
) -> str | None:
    """Send the digest of a run, unless it wrote no brief.

    Args:
        report: of the run.
        settings: where to, and over which server.
        environment: holds the user's name and password, where the server wants them.

    Returns:
        What went wrong, in words that hold no secret; None where all went well.
    """
    if not report.briefs:
        return None
    server = f"{settings.host}:{settings.port}"
    try:
        refused = _deliver(make_digest(report, settings), settings, environment)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return (
            f"mail: {server} did not take the digest: {_reason(error)}. Check notifications.mail "
            f"in the configuration, and {USER_VARIABLE} and {PASSWORD_VARIABLE}."
        )
    if refused:
        return f"mail: {server} refused {', '.join(sorted(refused))}. Correct the recipients."
    return None


def _subject(report: RunReport) -> str:
    count = len(report.briefs)
    named = [
        f"{one_line(brief.unit)} ({brief.rating or 'rating not stated'})"
        for brief in report.briefs[:_NAMED_IN_SUBJECT]
    ]
    more = f" and {count - len(named)} more" if count > len(named) else ""
    return f"{counted(count, 'new briefs')}: {', '.join(named)}{more}"


def _deliver(
    message: EmailMessage, settings: MailSettings, environment: Mapping[str, str]
) -> dict[str, tuple[int, bytes]]:
    user, password = environment.get(USER_VARIABLE), environment.get(PASSWORD_VARIABLE)
    if user and password and settings.security == "none":
        raise ValueError("a password is never sent over a connection that is not encrypted")
    with _connect(settings) as server:
        if settings.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if user and password:
            server.login(user, password)
        return server.send_message(message)


def _connect(settings: MailSettings) -> smtplib.SMTP:
    if settings.security == "tls":
        return smtplib.SMTP_SSL(
            settings.host,
            settings.port,
            timeout=settings.timeout_seconds,
            context=ssl.create_default_context(),
        )
    return smtplib.SMTP(settings.host, settings.port, timeout=settings.timeout_seconds)


def _reason(error: Exception) -> str:
    """The kind of failure and the server's code; its words may repeat what it was sent."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{type(error).__name__} {error.smtp_code}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return f"every recipient was refused ({', '.join(sorted(error.recipients))})"
    return one_line(f"{type(error).__name__}: {error}")

"""A run's report, posted as JSON to an address of the user's choice."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipeline.config import WebhookSettings
from pipeline.operations.run_report import RunReport, report_as_json
from pipeline.words import counted

__all__ = ["TOKEN_VARIABLE", "URL_VARIABLE", "post_report"]

URL_VARIABLE = "INSPECTION_BRIEFS_WEBHOOK_URL"
TOKEN_VARIABLE = "INSPECTION_BRIEFS_WEBHOOK_TOKEN"
_REMEDY = f"Check {URL_VARIABLE} and {TOKEN_VARIABLE}."


def post_report(
    report: RunReport, settings: WebhookSettings, environment: Mapping[str, str]
) -> str | None:
    """Post the report of a run in which something came in, where an address is set.

    The JSON is the report's, with ``text``, one line for a chat room. Redirections are not
    followed: a token is for the address that was set, and for no other.

    Args:
        report: of the run.
        settings: how long to wait.
        environment: holds the address, and the token if there is one; both are secrets.

    Returns:
        What went wrong, in words that hold neither address nor token; None where all went well.
    """
    address = environment.get(URL_VARIABLE)
    if not address or report.nothing_new:
        return None
    import httpx2

    token = environment.get(TOKEN_VARIABLE)
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    body = json.dumps({"text": _line(report), **json.loads(report_as_json(report))})
    try:
        with httpx2.Client(timeout=settings.timeout_seconds, follow_redirects=False) as client:
            answer = client.post(address, content=body.encode(), headers=headers)
    except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
        # The words of these errors may repeat the address, and an address may be a secret.
        return f"webhook: the report was not delivered: {type(error).__name__}. {_REMEDY}"
    if answer.is_success:
        return None
    return (
        f"webhook: the report was not delivered: the server answered {answer.status_code}, "
        f"expected 200 to 299. {_REMEDY}"
    )


def _line(report: RunReport) -> str:
    return (
        f"{counted(len(report.briefs), 'new briefs')}, "
        f"{len(report.flagged)} for a person to look at; "
        f"{counted(len(report.rejections), 'inputs')} rejected."
    )

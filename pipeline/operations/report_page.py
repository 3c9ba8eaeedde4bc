"""A run's report as page and text, and its digest for a mail."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.briefs.plain_text import shown_moment
from pipeline.operations.run_report import RunReport, report_as_json
from pipeline.words import counted

__all__ = ["render_digest", "render_report", "report_as_text", "shown_seconds", "write_report"]

_NAME = "run-report"


def render_report(report: RunReport) -> str:
    """The report as one HTML page without scripts; all text escaped."""
    return _environment().get_template("run_report.html").render(report=report)


def report_as_text(report: RunReport) -> str:
    """The report as plain text, for a mail or a log."""
    return _environment().get_template("run_report.txt").render(report=report)


def render_digest(report: RunReport, briefs_url: str | None) -> tuple[str, str]:
    """The digest of a run's briefs as plain text and as HTML.

    Args:
        report: of the run.
        briefs_url: the address of the output folder; where it is None, files are only named.
    """

    def address(file: str) -> str:
        return f"{briefs_url.rstrip('/')}/{quote(file)}" if briefs_url else file

    values = {"report": report, "address": address, "linked": briefs_url is not None}
    text, page = (
        _environment().get_template(name).render(**values) for name in ("digest.txt", "digest.html")
    )
    return text, page


def write_report(report: RunReport, output: Path) -> tuple[Path, ...]:
    """Write ``run-report.html``, ``.txt`` and ``.json`` to the output folder, replacing older ones.

    Args:
        report: the report.
        output: the folder of the briefs; made if it is missing.

    Raises:
        OSError: the folder cannot be written.
    """
    output.mkdir(parents=True, exist_ok=True)
    contents = {
        ".html": render_report(report),
        ".txt": report_as_text(report),
        ".json": report_as_json(report),
    }
    paths = []
    for suffix, content in contents.items():
        path = output / f"{_NAME}{suffix}"
        scratch = path.with_name(f"{path.name}.part")
        scratch.write_text(content, encoding="utf-8")
        paths.append(scratch.replace(path))
    return tuple(paths)


def shown_seconds(seconds: float) -> str:
    """A duration as a person reads it: ``0.4 s``, ``12 s``, ``3 min 05 s``, ``1 h 02 min``."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader(
            [
                PackageLoader("pipeline.operations", "templates"),
                PackageLoader("pipeline.briefs", "templates"),
            ]
        ),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        moment=shown_moment, duration=shown_seconds, link=quote, counted=counted
    )
    return environment

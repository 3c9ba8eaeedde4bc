"""What one run of the batch did: what came in, what came out, what a person should look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipeline.briefs.index_page import looks_of
from pipeline.briefs.plain_text import one_line
from pipeline.errors import ExitStatus
from pipeline.schema import TAGS, Brief, Rejection, Tag, TaggedArticle

__all__ = ["ReportedBrief", "RunReport", "StageTime", "make_run_report", "report_as_json"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StageTime(_Frozen):
    """A stage, how much it did, and for how many seconds."""

    name: str
    items: int = Field(ge=0)
    seconds: float = Field(ge=0)


class ReportedBrief(_Frozen):
    """A brief that the run wrote.

    Attributes:
        unit, rating: of the inspection; the rating is None where it is not stated.
        inspectorate: its name, where an article gives it.
        summary: the sentences of the brief's summary.
        file: its page, relative to the output folder, with forward slashes.
        flags: what in it a person should look at.
        articles: names of the articles that it draws on.
    """

    unit: str
    rating: str | None
    inspectorate: str | None = None
    summary: tuple[str, ...] = ()
    file: str
    flags: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


class RunReport(_Frozen):
    """What one run did.

    Attributes:
        version: of this software.
        started, finished: ISO 8601, in UTC.
        sources: what it read, as configured.
        read: how many inputs came in that could be read.
        unchanged: how many others came in that an earlier run had read, just as they are.
        sentences: how many sentences were tagged; tags: how many carry each tag.
        briefs: what it wrote.
        rejections: every input that got no brief, with the reason.
        stages: how long each stage took, in their order.
        problems: what went wrong beside the articles (a notification that was not delivered).
    """

    version: str
    started: str
    finished: str
    sources: tuple[str, ...]
    read: int = Field(ge=0)
    unchanged: int = Field(default=0, ge=0)
    sentences: int = Field(ge=0)
    tags: dict[Tag, int]
    briefs: tuple[ReportedBrief, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    stages: tuple[StageTime, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def seconds(self) -> float:
        """How long the run took."""
        begun, ended = map(datetime.fromisoformat, (self.started, self.finished))
        return (ended - begun).total_seconds()

    @property
    def flagged(self) -> tuple[ReportedBrief, ...]:
        """Briefs that a person should look at."""
        return tuple(brief for brief in self.briefs if brief.flags)

    @property
    def rejected_by_reason(self) -> dict[str, int]:
        """How many inputs were rejected for each reason, the commonest first."""
        counts = Counter(str(rejection.reason) for rejection in self.rejections)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    @property
    def nothing_new(self) -> bool:
        """Whether nothing came in at all: no input was read, and none rejected."""
        return not self.read and not self.rejections

    @property
    def exit_status(self) -> ExitStatus:
        """The status that the command ends with: fit for an alert from 2 up."""
        if not self.rejections:
            return ExitStatus.DONE
        if self.briefs or self.read or self.unchanged:
            return ExitStatus.SOME_REJECTED
        return ExitStatus.NOTHING_DONE


def make_run_report(
    *,
    version: str,
    started: datetime,
    finished: datetime,
    sources: Sequence[str],
    tagged: Sequence[TaggedArticle],
    briefs: Iterable[Brief],
    files: Iterable[tuple[Path, ...]],
    output: Path,
    rejections: Sequence[Rejection],
    stages: Sequence[StageTime] = (),
    problems: Sequence[str] = (),
) -> RunReport:
    """Sum up a run.

    Args:
        started, finished: moments with their time zone.
        tagged: the articles that were tagged.
        briefs: what was written; files: for each brief its paths, the HTML page among them.
        output: the folder of the briefs.
        version, sources, rejections, stages, problems: see :class:`RunReport`.
    """
    carried = Counter(tag for article in tagged for given in article.tags for tag in given.tags)
    return RunReport(
        version=version,
        started=started.isoformat(timespec="milliseconds"),
        finished=finished.isoformat(timespec="milliseconds"),
        sources=tuple(sources),
        read=len(tagged),
        sentences=sum(len(article.sentences) for article in tagged),
        tags={tag: carried[tag] for tag in TAGS},
        briefs=tuple(
            _reported(brief, paths, output) for brief, paths in zip(briefs, files, strict=True)
        ),
        rejections=tuple(rejections),
        stages=tuple(stages),
        problems=tuple(problems),
    )


def report_as_json(report: RunReport) -> str:
    """The report as indented JSON, with its sums."""
    content = {
        **report.model_dump(mode="json"),
        "seconds": report.seconds,
        "rejected_by_reason": report.rejected_by_reason,
        "flagged": len(report.flagged),
        "exit_status": int(report.exit_status),
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _reported(brief: Brief, paths: tuple[Path, ...], output: Path) -> ReportedBrief:
    page = next(path for path in paths if path.suffix == ".html")
    inspection = brief.inspection
    return ReportedBrief(
        unit=one_line(str(inspection.value("unit"))),
        rating=_text(inspection.value("overall_rating")),
        inspectorate=_text(inspection.value("inspectorate")),
        summary=tuple(one_line(statement.text) for statement in brief.summary),
        file=page.relative_to(output).as_posix(),
        flags=tuple(f"{look.name}: {look.text}" for look in looks_of(brief)),
        articles=tuple(reference.article for reference in brief.articles),
    )


def _text(value: str | int | None) -> str | None:
    return None if value is None else one_line(str(value))

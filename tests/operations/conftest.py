"""A run's report of one invented brief, for whatever tells of it."""

from __future__ import annotations

import pytest

from pipeline.operations.run_report import ReportedBrief, RunReport
from pipeline.schema import TAGS, Rejection, RejectionReason


@pytest.fixture
def report() -> RunReport:
    return RunReport(
        version="1.2",
        started="2026-11-25T06:30:00.000+00:00",
        finished="2026-11-25T06:33:05.000+00:00",
        sources=("data/raw",),
        read=2,
        sentences=30,
        tags={tag: place for place, tag in enumerate(TAGS)},
        briefs=(
            ReportedBrief(
                unit="Vale <b>& Ashby</b> PDU",
                rating="Inadequate",
                inspectorate="HM Inspectorate of Probation",
                summary=("Staff were late — “again”.",),
                file="vale & ashby.html",
                flags=("Articles disagree: Published",),
                articles=("a.txt",),
            ),
        ),
        rejections=(
            Rejection(article="b.txt", reason=RejectionReason.EMPTY, message="nothing in it"),
        ),
    )

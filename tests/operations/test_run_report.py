from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

from pipeline.operations.report_page import (
    render_report,
    report_as_text,
    shown_seconds,
    write_report,
)
from pipeline.operations.run_report import RunReport, StageTime, make_run_report
from pipeline.operations.stage_times import StageClock
from pipeline.schema import (
    ArticleReference,
    Brief,
    BriefQuote,
    Inspection,
    Rejection,
    RejectionReason,
    SentenceReference,
    Tag,
    TaggedArticle,
)

START = datetime(2026, 11, 25, 6, 30, tzinfo=UTC)
Maker = Callable[..., RunReport]


@pytest.fixture
def tagged(tag_by_hand: Callable[..., TaggedArticle]) -> TaggedArticle:
    return tag_by_hand(
        "Vale <b>& Ashby</b> PDU was rated Inadequate. Staff were late. Managers were praised.",
        {
            "rated": [Tag.FINDING],
            "late": [Tag.FINDING, Tag.QUOTE],
            "praised": [Tag.STRENGTH],
        },
    )


@pytest.fixture
def brief(tagged: TaggedArticle, inspection_of: Callable[..., Inspection]) -> Brief:
    facts = {"unit": "Vale <b>& Ashby</b> PDU", "overall_rating": "Inadequate"}
    source = SentenceReference(article="a.txt", index=1)
    return Brief(
        inspection=inspection_of(tagged, facts),
        quotes=(BriefQuote(text="Staff were late.", speaker=None, sources=(source,)),),
        articles=(ArticleReference(article="a.txt"),),
        version="1",
        made_at="2026-11-25T06:30:00+00:00",
    )


@pytest.fixture
def report_of(tagged: TaggedArticle, brief: Brief, tmp_path: Path) -> Maker:
    def make(**changes: object) -> RunReport:
        given: dict[str, object] = {
            "version": "1.2",
            "started": START,
            "finished": START + timedelta(seconds=185),
            "sources": ["data/raw"],
            "tagged": [tagged],
            "briefs": [brief],
            "files": [(tmp_path / "vale x.json", tmp_path / "vale x.html")],
            "output": tmp_path,
            "rejections": [],
            **changes,
        }
        return make_run_report(**given)  # type: ignore[arg-type]

    return make


def rejected(*reasons: RejectionReason) -> list[Rejection]:
    return [
        Rejection(article=f"{n}<i>.txt", reason=reason, message="found <script>, expected text")
        for n, reason in enumerate(reasons)
    ]


NOTHING_MADE: dict[str, object] = {"briefs": [], "files": []}


def test_a_report_counts_what_came_in_and_out(report_of: Maker) -> None:
    report = report_of()
    assert (report.read, report.sentences) == (1, 3)
    assert report.tags == {"finding": 2, "strength": 1, "recommendation": 0, "quote": 1}
    (brief,) = report.briefs
    assert (brief.unit, brief.rating) == ("Vale <b>& Ashby</b> PDU", "Inadequate")
    assert (brief.file, brief.articles) == ("vale x.html", ("a.txt",))
    assert "Quotations without speaker: 1" in brief.flags
    assert report.flagged == (brief,)
    assert report.seconds == 185


def test_reasons_are_counted_the_commonest_first(report_of: Maker) -> None:
    reasons = [RejectionReason.EMPTY, RejectionReason.NO_INSPECTION, RejectionReason.NO_INSPECTION]
    report = report_of(rejections=rejected(*reasons))
    assert list(report.rejected_by_reason.items()) == [("no-inspection", 2), ("empty", 1)]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 0),
        ({"rejections": rejected(RejectionReason.EMPTY)}, 1),
        ({**NOTHING_MADE, "rejections": rejected(RejectionReason.NO_INSPECTION)}, 1),
        ({**NOTHING_MADE, "tagged": [], "rejections": rejected(RejectionReason.EMPTY)}, 3),
        ({**NOTHING_MADE, "tagged": []}, 0),
    ],
    ids=["done", "some rejected", "no inspection", "nothing read", "nothing new"],
)
def test_the_status_is_fit_for_an_alert(
    report_of: Maker, changes: dict[str, object], status: int
) -> None:
    report = report_of(**changes)
    assert report.exit_status == status


def test_the_page_escapes_what_articles_say_and_links_the_briefs(report_of: Maker) -> None:
    report = report_of(
        rejections=rejected(RejectionReason.EMPTY), problems=["webhook: <b>time-out</b>"]
    )
    source = render_report(report)
    page = html.fromstring(source)
    assert page.xpath("//script | //main//b | //i") == []
    assert page.xpath("//th/a[@href='vale%20x.html']/text()") == ["Vale <b>& Ashby</b> PDU"]
    assert "webhook: <b>time-out</b>" in page.text_content()
    assert "found <script>, expected text" in page.text_content()
    assert "25 November 2026 at 06:30 UTC, 3 min 05 s." in " ".join(page.text_content().split())
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//@aria-labelledby")) <= set(ids)
    assert page.xpath("//table[not(caption)] | //th[not(@scope)]") == []


def test_a_report_of_nothing_says_so(report_of: Maker) -> None:
    report = report_of(**NOTHING_MADE, tagged=[])
    assert "Nothing new came in." in html.fromstring(render_report(report)).text_content()
    assert "Nothing new came in." in report_as_text(report)


def test_the_text_names_briefs_flags_and_rejections(report_of: Maker) -> None:
    report = report_of(
        rejections=rejected(RejectionReason.EMPTY),
        stages=[StageTime(name="reading", items=2, seconds=0.25)],
    )
    lines = report_as_text(report).splitlines()
    assert lines[0] == "Run of 25 November 2026 at 06:30 UTC, 3 min 05 s"
    assert "1 article read" in lines
    assert "  Vale <b>& Ashby</b> PDU: Inadequate (vale x.html)" in lines
    assert "      look at Quotations without speaker: 1" in lines
    assert "  0<i>.txt: empty: found <script>, expected text" in lines
    assert "  reading: 0.2 s" in lines


def test_the_files_are_replaced_in_one_step(report_of: Maker, tmp_path: Path) -> None:
    output = tmp_path / "out" / "briefs"
    write_report(report_of(), output)
    paths = write_report(report_of(rejections=rejected(RejectionReason.EMPTY)), output)
    assert sorted(path.name for path in output.iterdir()) == sorted(path.name for path in paths)
    content = json.loads((output / "run-report.json").read_text())
    assert content["rejected_by_reason"] == {"empty": 1}
    assert (content["exit_status"], content["flagged"], content["seconds"]) == (1, 1, 185)
    assert content["rejections"][0]["article"] == "0<i>.txt"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0.0 s"),
        (9.94, "9.9 s"),
        (9.96, "10 s"),
        (59.6, "1 min 00 s"),
        (185, "3 min 05 s"),
        (3599.7, "1 h 00 min"),
        (3725, "1 h 02 min"),
    ],
)
def test_durations_are_read_by_people(seconds: float, shown: str) -> None:
    assert shown_seconds(seconds) == shown


class Heard:
    def __init__(self) -> None:
        self.calls: list[tuple[str, int]] = []

    def stage(self, name: str, total: int) -> None:
        self.calls.append((name, total))

    def advance(self, count: int = 1) -> None:
        self.calls.append(("advance", count))


def test_the_clock_measures_stages_and_passes_progress_on() -> None:
    heard, times = Heard(), iter([10.0, 12.5, 12.5, 13.0, 20.0, 24.0])
    clock = StageClock(heard, lambda: next(times))
    clock.stage("reading", 2)
    clock.advance()
    clock.advance(2)
    clock.stage("tagging", 7)
    clock.stage("reading", 1)
    clock.advance()
    assert clock.finish() == (
        StageTime(name="reading", items=4, seconds=6.5),
        StageTime(name="tagging", items=0, seconds=0.5),
    )
    assert heard.calls == [
        ("reading", 2),
        ("advance", 1),
        ("advance", 2),
        ("tagging", 7),
        ("reading", 1),
        ("advance", 1),
    ]


def test_a_clock_that_never_ran_has_no_stages() -> None:
    assert StageClock(Heard()).finish() == ()

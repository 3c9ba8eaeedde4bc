"""When a report came out, in the words of papers, broadcasters and press offices."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

RATED = (
    "Harbridge PDU has been rated ‘Good’ by HM Inspectorate of Probation, inspectors found.\n\n{}"
)
THURSDAY = "2024-11-14"


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("The report was published today.", "2024-11-14"),
        ("The report, released on Tuesday, praises its staff.", "2024-11-12"),
        ("Inspectors said on Wednesday that staff were skilled.", "2024-11-13"),
        ("On Tuesday the inspectorate published its verdict on the unit.", "2024-11-12"),
        ("On Monday HMI Probation announced the outcome.", "2024-11-11"),
        ("The unit was on Tuesday given the second-highest grade.", "2024-11-12"),
        ("The inspectorate announced on Friday (8 November) that staff were skilled.", "2024-11-08"),
        ("The findings came out today (Thursday 14 November).", "2024-11-14"),
        ("The report came out on the 6th.", "2024-11-06"),
        ("The report was dated Thursday 7 November 2024.", "2024-11-07"),
        ("It was among those covered by October's reports from the inspectorate.", "2024-10"),
        ("It is in one of a batch of reports on five units out today.", "2024-11-14"),
        ("The unit was this week awarded its grade in a report.", "2024-11"),
        ("The report will be available on our website from 00.01 on 7 November 2024.", "2024-11-07"),
        ("Embargoed until 00:01 on 7 November 2024.", "2024-11-07"),
        ("In a report out on 3 October, inspectors praised its staff.", "2024-10-03"),
        ("The next report will be published on 3 December.", None),
        ("The service's action plan was published on Tuesday.", None),
        ("The report was discussed by councillors on Tuesday.", None),
        ("The report went before the scrutiny panel on Tuesday.", None),
        ("A man was jailed on Tuesday after a report from the police.", None),
    ],
)  # fmt: skip
def test_when_the_report_came_out(find: Find, sentence: str, published: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), THURSDAY)
    assert inspection.value("published") == published


@pytest.mark.parametrize(
    ("date", "published"),
    [("2024-11", "2024-11"), ("2024", "2024"), (None, None)],
)
def test_a_weekday_is_no_more_precise_than_the_article(
    find: Find, date: str | None, published: str | None
) -> None:
    (inspection,) = find(RATED.format("The report came out on Wednesday."), date)
    assert inspection.value("published") == published


def test_last_thursday_may_lie_in_another_month(find: Find) -> None:
    (inspection,) = find(RATED.format("The report was published last Thursday."), "2024-11")
    assert inspection.value("published") is None


def test_the_day_of_release_dates_an_article_that_bears_no_date(find: Find) -> None:
    text = RATED.format(
        "Inspectors visited in March.\n\nThe report can be read on our website from 00.01 on 12 June 2025."
    )
    (inspection,) = find(text)
    assert inspection.value("published") == "2025-06-12"
    assert inspection.value("inspected") == "2025-03"


@pytest.mark.parametrize(
    "dateline", ["thursday november 14 2024 page 7", "posted 14.11.24 by newsdesk", "14/11/2024"]
)
def test_datelines_of_papers_and_sites(find: Find, dateline: str) -> None:
    (inspection,) = find(dateline + "\n\n" + RATED.format("The report was published today."))
    assert inspection.value("published") == "2024-11-14"

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
        ("HMI Probation has today (Thursday 14 November 2024) published its report.", "2024-11-14"),
        ("Today's report (Thursday 14 November) follows a visit in May.", "2024-11-14"),
        ("In a report dated 7 November 2024, inspectors praise its staff.", "2024-11-07"),
        ("It was given its grade by HM Inspectorate of Probation last Thursday, 7 November 2024.", "2024-11-07"),
        ("The inspectorate published its report on Harbridge Probation Delivery Unit in October.", "2024-10"),
        ("Asked for a response to the report published on 6 November, she declined.", None),
        ("In response to the inspection report published on 6 November, she wept.", "2024-11-06"),
        ("The region's report follows individual ones on the units, which came out in the autumn.", None),
        ("Its head accepted the findings and said it would move out of its office from 1 November.", None),
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


@pytest.mark.parametrize(
    ("visit", "release", "published"),
    [
        ("in August 2024", "on 21 November", "2024-11-21"),
        ("in October 2023", "on 13 February", "2024-02-13"),
        ("in August 2024", "in November", "2024-11"),
        ("in 2024", "on 21 November", "21 November"),
        ("in August", "on 21 November", "21 November"),
    ],
)
def test_the_year_of_a_release_follows_from_the_visits(
    find: Find, visit: str, release: str, published: str
) -> None:
    told = f"The inspection took place {visit}. The report was published {release}."
    (inspection,) = find(RATED.format(told))
    assert inspection.value("published") == published


def test_dates_of_units_are_told_apart(find: Find) -> None:
    text = (
        "Two units have been rated by HM Inspectorate of Probation. Harbridge PDU was rated "
        "'Inadequate' and Stoke PDU was rated 'Good'.\n\n"
        "The report on Harbridge PDU was published on Tuesday. Stoke PDU was inspected in May."
    )
    harbridge, stoke = find(text, THURSDAY)
    assert (harbridge.value("published"), stoke.value("published")) == ("2024-11-12", None)
    assert (harbridge.value("inspected"), stoke.value("inspected")) == (None, "2024-05")


def test_reports_released_together_are_of_all_units(find: Find) -> None:
    text = (
        "Two units have been rated by HM Inspectorate of Probation. Harbridge PDU was rated "
        "'Inadequate' and Stoke PDU was rated 'Good'.\n\n"
        "Harbridge PDU scored two points in results released on Tuesday."
    )
    assert [one.value("published") for one in find(text, THURSDAY)] == ["2024-11-12"] * 2

"""Wordings of everyday news on inspections: units, dates, numbers."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

RATED = "HM Inspectorate of Probation has published a report on Harbridge PDU. The unit is rated ‘Good’, inspectors said.\n\n{}"
DATE = "2024-11-14"


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The report makes nine recommendations, one of which is for the Ministry of Justice.", 8),
        ("It contains three recommendations in total, one of which is addressed to HMPPS.", 2),
        ("Six recommendations have been made, compared with 14 in 2020.", 6),
        ("Seven recommendations were made, the first of which was to hire staff.", 7),
        ("Among the five recommendations for the unit are two on staffing.", 5),
        ("Two recommendations have been made on these subjects.", 2),
        ("Two more recommendations relate to the board.", None),
    ],
)
def test_numbers_of_recommendations(find: Find, sentence: str, number: int | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("recommendations") == number


@pytest.mark.parametrize(
    ("sentence", "previous"),
    [
        ("In August 2022 it was given the worst possible rating.", "2022-08"),
        ("It is a marked change from 2022, when inspectors were not impressed.", "2022"),
        ("It had not had a full inspection since 2012.", "2012"),
        ("Staffing was poor, as it had been in 2019.", "2019"),
        ("A full inspection of Harbridge is likely in 2026.", None),
        ("The trust that runs the unit was graded on its own in 2022.", None),
    ],
)
def test_the_inspection_before(find: Find, sentence: str, previous: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("previous_date") == previous


@pytest.mark.parametrize(
    ("sentence", "inspected"),
    [
        ("The inspection was held over three weeks in June.", "2024-06"),
        ("At the time of the inspection, in June, 64 people had no officer.", "2024-06"),
        ("It follows an inspection in the summer.", "2024"),
        ("A full inspection is likely in 2026.", None),
    ],
)
def test_the_visit(find: Find, sentence: str, inspected: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("inspected") == inspected


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("In a report published on Tuesday, inspectors said work was worse than four years ago.", "2024-11-12"),
        ("HM Inspectorate of Probation today publishes its findings.", "2024-11-14"),
        ("The unit was given an overall rating of ‘Good’ by inspectors this week.", "2024-11"),
        ("The reports were published on Thursday and relate to inspections in May.", "2024-11-14"),
        ("Harbridge Town Council will discuss the report on Monday.", None),
    ],
)  # fmt: skip
def test_the_report(find: Find, sentence: str, published: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("published") == published


def test_a_story_that_opens_in_capitals(find: Find) -> None:
    text = (
        "Probation unit praised\n\nSTROUDLEIGH and Cirenham’s probation unit has been rated ‘Outstanding’ "
        "by HM Inspectorate of Probation. Inspectors praised its staff."
    )
    (inspection,) = find(text, DATE)
    assert "Cirenham" in str(inspection.value("unit"))
    assert str(inspection.value("unit")).casefold().startswith("stroudleigh")


def test_a_unit_of_its_kind_is_not_named(find: Find) -> None:
    text = (
        "Top marks\n\nA probation unit in Derbyshire has been given the highest possible rating by HM "
        "Inspectorate of Probation.\n\nAldercar Vale Probation Delivery Unit was rated ‘Outstanding’. "
        "Inspectors praised its staff."
    )
    assert [one.value("unit") for one in find(text, DATE)] == [
        "Aldercar Vale Probation Delivery Unit"
    ]


def test_an_inspection_to_come_is_none(find: Find) -> None:
    text = (
        "Inspectors to visit\n\nHM Inspectorate of Probation has told Frithbury Probation Delivery Unit "
        "that a team will be on site in March.\n\nInspectors will look at 40 cases."
    )
    assert find(text, DATE) == ()

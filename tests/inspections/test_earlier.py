"""Dates of visits, and what an article says of the inspection before this one."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

RATED = "HM Inspectorate of Probation has published a report on Harbridge PDU. The unit is rated ‘Good’, inspectors said.\n\n{}"
DATE = "2024-11-14"


@pytest.mark.parametrize(
    ("sentence", "inspected"),
    [
        ("The watchdog went in last June.", "2024-06"),
        ("Inspectors called at its  offices in  June.", "2024-06"),
        ("The team was looked at in June.", "2024-06"),
        ("Six inspectors took part, between 3 and 14 June.", "2024-06"),
        ("Vacancies stood at 20 per cent at the time of the visit, in June.", "2024-06"),
        ("It was visited in June, a year after its manager had been hired.", "2024-06"),
        ("It was marked down three years ago and was revisited in June.", "2024-06"),
        ("Back in June, a team from the inspectorate spent two weeks there.", "2024-06"),
        ("It came away from June’s visit with nine points.", "2024-06"),
        ("The unit was visited in the summer.", "2024"),
        ("Inspectors returned over six days in June.", "2024-06"),
        ("Inspectors who visited its offices on June 11 and 12 were impressed.", "2024-06"),
        ("HMI Probation went in last June and stayed for a week.", "2024-06"),
        ("A joint inspection by two inspectorates looked at its three offices in June.", "2024-06"),
        (
            "Inspectors, who were on site from 3 to 14 June 2024, said that leaders had set a plan.",
            "2024-06",
        ),
        ("The inspection took place from June 3 to 6, 2024.", "2024-06"),
        ("The inspection took place between 11 and 22 June.", "2024-06"),
        (
            "HM Inspectorate of Probation, which was there for two weeks in June, said so.",
            "2024-06",
        ),
        ("The inspection was completed in June.", "2024-06"),
        ("Inspectors arrived on 20 June and stayed for a week.", "2024-06"),
        ("The inspection, carried out in June and early July, found no records.", "2024"),
        (
            "Inspectors went back in June to see what had been done since May 2022, when it was rated 'Good'.",
            "2024-06",
        ),
        ("The visit took place in December and January.", "December and January"),
        ("Inspectors last carried out a full inspection in June 2023.", None),
        ("It has improved since our 2023 inspection.", None),
        ("Much has changed since it was inspected in 2023.", None),
        ("I visited in June and I can see why.", None),
        ("We will be inspected again in June.", None),
        ("Its four offices were all inspected in June.", None),
        ("Inspectors first visited in June, when it was new.", None),
        ("The manager was hired in June.", None),
    ],
)
def test_when_it_was_inspected(find: Find, sentence: str, inspected: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("inspected") == inspected


def test_a_stretch_of_open_year_is_from_one_day_to_another(find: Find) -> None:
    (inspection,) = find(RATED.format("It was re-inspected between 24 February and 7 March."))
    assert inspection.value("inspected") == "24 February to 7 March"


@pytest.mark.parametrize(
    ("sentence", "previous"),
    [
        ("Harbridge was reported on in 2019 too.", "2019"),
        ("A 2019 visit was kinder.", "2019"),
        ("Its last grade, in 2019, was one step higher.", "2019"),
        ("The units were last put under the microscope in 2019.", "2019"),
        ("It has been inspected for the first time since 2019.", "2019"),
        ("When inspectors last visited, in May 2022, they were not impressed.", "2022-05"),
        ("In 2019 the inspectorate found that its staff were unhappy.", "2019"),
        ("Inspectors first visited Harbridge in January 2022.", "2022-01"),
        ("The unit was criticised in 2019 for its record keeping.", "2019"),
        ("A year ago, in October 2022, the unit was inspected on the same ground.", "2022-10"),
        ("It was told two years ago that it must improve.", "2022"),
        ("The previous inspection was two years ago.", "2022"),
        (
            "Inspectors returned to see what had been done since July 2022, when it was rated 'Good'.",
            "2022-07",
        ),
        ("Much has changed since it was inspected in 2019.", "2019"),
        ("It has improved since our 2019 inspection.", "2019"),
        ("It is the second time that it has had this grade, the last being in 2019.", "2019"),
        ("In 2019, in a short visit that carried no grade, inspectors asked for plans.", "2019"),
        ("Its safety has deteriorated from good in 2019 to poor.", "2019"),
        ("Inspectors last carried out a full inspection in February 2019.", "2019-02"),
        ("It was the first full inspection of the unit since 2019.", "2019"),
        (
            "Of the 22 recommendations made after the inspection in 2019, 15 have been achieved.",
            "2019",
        ),
        ("The previous manager left in 2019.", None),
        ("It was its first inspection since joining the region in 2019.", None),
        ("The unit was praised by the Funding Agency in 2019.", None),
        (
            "In 2019, when it was known as Stoke, inspectors found that its staff were unhappy.",
            None,
        ),
        ("Its head was appointed two years ago.", None),
        ("In 2012 the old Harbridge team was praised.", None),
        ("The last time it was seen was never: it was only set up in 2019.", None),
    ],
)
def test_when_it_was_inspected_before(find: Find, sentence: str, previous: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("previous_date") == previous


@pytest.mark.parametrize(
    ("sentence", "rating", "date"),
    [
        ("In 2019 the unit was ‘Inadequate’.", "Inadequate", "2019"),
        ("It was inadequate in 2019.", "Inadequate", "2019"),
        ("The unit was inadequate, incidentally, in 2019.", "Inadequate", "2019"),
        ("It was inadequate when last visited, in 2019.", "Inadequate", "2019"),
        ("The unit’s last report, in 2019, was ‘requires improvement’.", "Requires improvement", "2019"),
        ("It was last reported on in May 2019, with an ‘Inadequate’ outcome.", "Inadequate", "2019-05"),
        ("In 2019 it was given the same grade.", "Good", "2019"),
        ("It is the same overall mark as in 2019.", "Good", "2019"),
        ("In 2019 it was given the same grade as Penmere.", None, "2019"),
        ("In 2019 the company that it replaced was ‘Inadequate’.", None, None),
        ("In 2019, when the teams were still separate, Harbridge’s was rated ‘Inadequate’.", None, None),
    ],
)  # fmt: skip
def test_the_rating_before(find: Find, sentence: str, rating: str | None, date: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert inspection.value("overall_rating") == "Good"
    assert inspection.value("previous_rating") == rating
    assert inspection.value("previous_date") == date


@pytest.mark.parametrize(
    "wording",
    [
        "has been rated Good for the second time running",
        "has been rated ‘Good’, with 19 points, as it was in 2019",
        "has kept its ‘Good’ rating",
    ],
)
def test_a_rating_that_stays_the_same(find: Find, wording: str) -> None:
    (inspection,) = find(f"Harbridge PDU {wording}, HM Inspectorate of Probation said.", DATE)
    assert inspection.value("overall_rating") == "Good"
    assert inspection.value("previous_rating") == "Good"


def test_what_a_home_was_is_not_what_it_is(find: Find) -> None:
    text = "Willow Court Care Home was good in 2021, the Care Quality Commission said. Inspectors visited it in May. The home has 30 beds, and the report criticises its kitchens."
    found = find(text)
    assert all(inspection.value("overall_rating") is None for inspection in found)


def test_sources_that_disagree_leave_the_rating_open(find: Find) -> None:
    text = (
        "Harbridge PDU has been rated ‘Good’, officers told the committee, although the summary "
        "by HM Inspectorate of Probation says it still requires improvement. Inspectors visited "
        "the unit in May, and the report makes five recommendations."
    )
    (inspection,) = find(text, DATE)
    assert inspection.value("overall_rating") is None


def test_the_date_of_a_former_rating_is_as_precise_as_the_article(find: Find) -> None:
    text = RATED.format(
        "It was rated ‘Inadequate’ in 2022.\n\nWhen inspectors last visited, in May 2022, it was worse."
    )
    (inspection,) = find(text, DATE)
    assert inspection.value("previous_date") == "2022-05"


def test_days_and_seasons_of_open_year_stay_as_written(find: Find) -> None:
    (inspection,) = find(RATED.format("Inspectors visited on 17 and 18 May."))
    assert inspection.value("inspected") == "17 and 18 May"
    (inspection,) = find(RATED.format("The inspections were carried out in the autumn."))
    assert inspection.value("inspected") == "autumn"


def test_units_that_were_marked_together_share_the_date(find: Find) -> None:
    text = (
        "Two units criticised in 2022 have been inspected again.\n\nHarbridge PDU was rated ‘Good’ "
        "by HM Inspectorate of Probation. Marlow PDU was rated ‘Inadequate’."
    )
    found = find(text, DATE)
    assert [one.value("previous_date") for one in found] == ["2022", "2022"]

"""Units told of in lists, or only by whose they are, and ratings told apart from those before."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

ONE = "Inspectors found that files were empty at Harbridge Probation Delivery Unit, HM Inspectorate of Probation said. "

RATINGS = {
    "Harbridge was rated good, Penmere requires improvement and Ostwick inadequate.": [
        ("Harbridge", "Good"),
        ("Penmere", "Requires improvement"),
        ("Ostwick", "Inadequate"),
    ],
    "Harbridge was said by HM Inspectorate of Probation to be inadequate, while next-door Penmere was good.": [
        ("Harbridge", "Inadequate"),
        ("Penmere", "Good"),
    ],
    "Harbridge, Penmere and Ostwick were each awarded the second-lowest grade.": [
        ("Harbridge", "Requires improvement"),
        ("Penmere", "Requires improvement"),
        ("Ostwick", "Requires improvement"),
    ],
    "Probation delivery units in Harbridge, Penmere and Ostwick all require improvement.": [
        ("Harbridge", "Requires improvement"),
        ("Penmere", "Requires improvement"),
        ("Ostwick", "Requires improvement"),
    ],
    "North Harbridge is rated outstanding and Harbridge good.": [
        ("North Harbridge", "Outstanding"),
        ("Harbridge", "Good"),
    ],
}


@pytest.mark.parametrize("sentence", list(RATINGS))
def test_each_unit_of_a_sentence_has_its_own_rating(find: Find, sentence: str) -> None:
    text = (
        "Probation units get their verdicts\n\n"
        f"HM Inspectorate of Probation has published reports on several probation delivery units. {sentence}\n\n"
        "In Harbridge, inspectors found that files were empty. In Penmere, they saw more. "
        "The report on Ostwick is short."
    )
    found = [(i.value("unit"), i.value("overall_rating")) for i in find(text, "2024-05-02")]
    assert found == RATINGS[sentence]


@pytest.mark.parametrize(
    ("sentence", "rating", "previous"),
    [
        (
            "The unit's rating has gone down from good to requires improvement.",
            "Requires improvement",
            "Good",
        ),
        (
            "The unit has been lifted out of ‘inadequate’. It is now rated ‘good’.",
            "Good",
            "Inadequate",
        ),
        ("It is rated good. It was inadequate in 2021.", "Good", "Inadequate"),
        ("The unit was rated ‘Good’. It has lost its ‘outstanding’ rating.", "Good", "Outstanding"),
        ("The way that the unit is led was graded as good.", None, None),
        ("The support given to women in Harbridge was judged to be ‘Outstanding’.", None, None),
        (
            "Three units in the Harbridge area have been told that they require improvement.",
            None,
            None,
        ),
        ("The unit was rated ‘Good’ overall in today's report.", "Good", None),
        ("The unit was found to be inadequate.", "Inadequate", None),
        ("Its risk assessments were found to be inadequate.", None, None),
    ],
)
def test_the_rating_of_the_whole_and_the_one_before(
    find: Find, sentence: str, rating: str | None, previous: str | None
) -> None:
    (inspection,) = find(ONE + sentence, "2024-05-02")
    assert inspection.value("overall_rating") == rating
    assert inspection.value("previous_rating") == previous


def test_a_roundup_gives_the_rating_under_the_units_name(find: Find) -> None:
    text = (
        "This week's inspections\n\nWe look at the reports of HM Inspectorate of Probation.\n\n"
        "Harbridge and Penmere PDU\n\nRating: Good (2022: Requires improvement)\n\n"
        "Inspectors found that supervision in Harbridge was frequent and valued."
    )
    (inspection,) = find(text, "2025-02-14")
    assert inspection.value("unit") == "Harbridge and Penmere PDU"
    assert inspection.value("overall_rating") == "Good"
    assert inspection.value("previous_rating") == "Requires improvement"


@pytest.mark.parametrize(
    ("start", "unit"),
    [
        (
            "Members of Harbridge City Council will discuss the city’s youth justice service.",
            "Harbridge City Council youth justice service",
        ),
        (
            "Harbridge’s council leader has said sorry for the state of its youth justice service.",
            "Harbridge youth justice service",
        ),
    ],
)
def test_a_service_goes_by_the_council_whose_it_is(find: Find, start: str, unit: str) -> None:
    text = (
        start
        + " HM Inspectorate of Probation rated the service ‘inadequate’. Inspectors found that plans were late."
    )
    (inspection,) = find(text, "2024-05-02")
    assert inspection.value("unit") == unit
    assert inspection.value("overall_rating") == "Inadequate"


def test_two_councils_own_no_unnamed_service(find: Find) -> None:
    text = (
        "Harbridge City Council and Penmere Borough Council have met. Their youth justice service was "
        "discussed. Inspectors from HM Inspectorate of Probation found that plans were late."
    )
    assert find(text, "2024-05-02") == ()


def test_a_headline_that_only_places_a_home_names_no_second_one(find: Find) -> None:
    text = (
        "Harbridge care home rated inadequate\n\nResidents went without fluids.\n\n"
        "Tarrant House was visited by the Care Quality Commission in May. "
        "Inspectors found that staff at Tarrant House had no training."
    )
    (inspection,) = find(text, "2024-05-02")
    assert inspection.value("unit") == "Tarrant House"
    assert inspection.value("overall_rating") == "Inadequate"


def test_a_constituency_is_no_unit(find: Find) -> None:
    text = (
        "By Alison Quain, MP for Harbridge and the Marsh\n\nInspectors from HM Inspectorate of Probation "
        "visited our probation delivery unit. They found that posts in Harbridge were vacant. "
        "Harbridge's probation report deserves more."
    )
    (inspection,) = find(text, "2024-05-02")
    assert inspection.value("unit") == "Harbridge probation"


def test_a_hospitals_department_is_the_unit(find: Find) -> None:
    text = (
        "The maternity service at Harbridge Infirmary has been upgraded from inadequate to good by the "
        "Care Quality Commission. Safety, which had been inadequate, is now rated requires improvement. "
        "Inspectors found enough midwives on every shift."
    )
    (inspection,) = find(text, "2024-05-02")
    assert inspection.value("unit") == "maternity service at Harbridge Infirmary"
    assert inspection.value("unit_type") == "maternity services"
    assert inspection.value("overall_rating") == "Good"
    assert inspection.value("previous_rating") == "Inadequate"


def test_welsh_healthcare_has_its_inspectorate(find: Find) -> None:
    text = (
        "Healthcare Inspectorate Wales (HIW) has published the report of its inspection of the Emergency "
        "Unit at Harbridge Hospital. Inspectors found that patients were waiting on chairs."
    )
    (inspection,) = find(text, "2024-05-02")
    assert inspection.value("unit") == "Emergency Unit at Harbridge Hospital"
    assert inspection.value("inspectorate") == "Healthcare Inspectorate Wales"
    assert inspection.value("overall_rating") is None

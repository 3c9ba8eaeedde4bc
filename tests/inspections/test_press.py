"""Short articles in the manner of press offices, broadcasters and local papers."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

ONE_UNIT = [
    (
        "HM Inspectorate of Probation (HMI Probation) has published a report into Harbridge Probation Delivery Unit (PDU), which has been rated as ‘Requires improvement’.",
        "Harbridge Probation Delivery Unit",
        "Requires improvement",
    ),
    (
        "Probation service in Harbridge rated inadequate\n\nThe probation service in Harbridge has been rated inadequate by inspectors. HM Inspectorate of Probation said staff were overwhelmed.",
        "Probation service in Harbridge",
        "Inadequate",
    ),
    (
        "The Penmere probation region has today been declared Inadequate, HM Inspectorate of Probation said.",
        "Penmere probation region",
        "Inadequate",
    ),
    (
        "The Penmere probation region, with 9,000 offenders in five delivery units, has today been declared Inadequate. HM Inspectorate of Probation published its report.",
        "Penmere probation region",
        "Inadequate",
    ),
    (
        "The probation delivery unit for Harbridge and Penmere has been rated ‘Good’, HM Inspectorate of Probation said.",
        "probation delivery unit for Harbridge and Penmere",
        "Good",
    ),
    (
        "A probation unit has been graded ‘Inadequate’ in one of the bleakest reports of the year. HM Inspectorate of Probation visited Harbridge Probation Delivery Unit in May. Inspectors found that files were empty.",
        "Harbridge Probation Delivery Unit",
        "Inadequate",
    ),
    (
        "Inspectors visited Harbridge Youth Justice Service, HM Inspectorate of Probation said. The report sets out the grade: ‘Outstanding’.",
        "Harbridge Youth Justice Service",
        "Outstanding",
    ),
    (
        "The rating for the service as a whole is Good, HM Inspectorate of Probation said in its report on Harbridge Youth Justice Service.",
        "Harbridge Youth Justice Service",
        "Good",
    ),
    (
        "Children’s services in Harbridge have been rated ‘Good’ by Ofsted. Inspectors found that social workers knew their children.",
        "Children’s services in Harbridge",
        "Good",
    ),
    (
        "Thistle Lane Primary School has been rated ‘requires improvement’ in all areas by Ofsted. Inspectors found that lessons were uneven.",
        "Thistle Lane Primary School",
        "Requires improvement",
    ),
    (
        "Harbridge High School has been placed in special measures after an Ofsted inspection. Inspectors found that pupils felt unsafe.",
        "Harbridge High School",
        "Inadequate",
    ),
    (
        "Ofsted inspectors said Harbridge High School had improved from ‘Requires improvement’ to ‘Good’.",
        "Harbridge High School",
        "Good",
    ),
    (
        "The CQC has rated Willow Court Care Home inadequate overall. The home was rated inadequate for being safe and requires improvement for being caring.",
        "Willow Court Care Home",
        "Inadequate",
    ),
    (
        "The Care Quality Commission lifted Penmere Hospitals NHS Trust to good, inspectors said on Friday.",
        "Penmere Hospitals NHS Trust",
        "Good",
    ),
    (
        "Penmere Hospitals NHS Trust has been downgraded from ‘Good’ to ‘Requires improvement’ by the Care Quality Commission (CQC).",
        "Penmere Hospitals NHS Trust",
        "Requires improvement",
    ),
    (
        "The Harbridge Medical Centre has been rated ‘Outstanding’ overall following an inspection by the Care Quality Commission.",
        "Harbridge Medical Centre",
        "Outstanding",
    ),
    (
        "HM Inspectorate of Prisons inspectors judged safety at HMP Gallowmere to be poor and respect not sufficiently good. The report makes 12 recommendations.",
        "HMP Gallowmere",
        None,
    ),
    (
        "Penmereshire Police has been graded ‘good’ at investigating crime and ‘inadequate’ at responding to the public. HMICFRS published its PEEL report today. Inspectors found delays.",
        "Penmereshire Police",
        None,
    ),
    (
        "Prevention was inadequate and protection was good, HMICFRS said in its report on Penmere Fire and Rescue Service. Inspectors found a backlog.",
        "Penmere Fire and Rescue Service",
        None,
    ),
]


@pytest.mark.parametrize(("text", "unit", "rating"), ONE_UNIT)
def test_one_unit(find: Find, text: str, unit: str, rating: str | None) -> None:
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("unit") == unit
    assert inspection.value("overall_rating") == rating


SEVERAL = [
    (
        "Two youth justice services were inspected by HM Inspectorate of Probation.\n\nHarbridge Youth Justice Service has been graded ‘Good’.\n\nSo has its neighbour, Penmere.\n\nInspectors said that Penmere had tried hard.",
        {"Harbridge Youth Justice Service": "Good", "Penmere": "Good"},
    ),
    (
        "Two units have been inspected by HM Inspectorate of Probation.\n\nHarbridge PDU was rated ‘Good’ and Penmere PDU was rated ‘Inadequate’.\n\nInspectors said staff at both units were kind.",
        {"Harbridge PDU": "Good", "Penmere PDU": "Inadequate"},
    ),
    (
        "HMP Harbridge and HMP Penmere have both improved, HM Inspectorate of Prisons said. Inspectors found that HMP Harbridge was clean.\n\nHMP Penmere was calm, inspectors said. Both jails were visited in May. The two reports praise Harbridge and Penmere.",
        {"HMP Harbridge": None, "HMP Penmere": None},
    ),
    (
        "Willow Court: Inadequate overall.\n\nThree care homes were visited by the Care Quality Commission, and the reports are out.\n\nWillow Court Care Home was rated ‘Inadequate’. Birch Lodge Care Home was rated ‘Good’.",
        {"Willow Court Care Home": "Inadequate", "Birch Lodge Care Home": "Good"},
    ),
]


@pytest.mark.parametrize(("text", "ratings"), SEVERAL)
def test_several_units(find: Find, text: str, ratings: dict[str, str | None]) -> None:
    found = {str(i.value("unit")): i.value("overall_rating") for i in find(text, "2024-07-18")}
    assert found == ratings


PREVIOUS = "HM Inspectorate of Probation has published a report on Harbridge PDU. The unit is rated ‘Good’, inspectors said.\n\n{}"


@pytest.mark.parametrize(
    ("sentence", "rating"),
    [
        ("In 2019 it was ‘Inadequate’.", "Inadequate"),
        ("In November 2021 it was given an ‘Inadequate’.", "Inadequate"),
        ("The unit was rated ‘Requires improvement’ in 2022.", "Requires improvement"),
    ],
)
def test_a_dated_rating_is_the_one_before(find: Find, sentence: str, rating: str) -> None:
    (inspection,) = find(PREVIOUS.format(sentence), "2023-07-18")
    assert inspection.value("overall_rating") == "Good"
    assert inspection.value("previous_rating") == rating


@pytest.mark.parametrize(
    ("date", "sentence", "published"),
    [
        ("2024-07-18", "The report was published this week.", "2024-07"),
        ("2024-07-18", "The report was published last week.", "2024-07"),
        ("2024-07-02", "The report was published last week.", "2024-06"),
        ("2024-07-10", "The report came out on Tuesday.", "2024-07-09"),
        ("2024-07", "The report was published this week.", "2024-07"),
        ("2024-05-03", "The report was published this week.", None),
        (None, "The report was published this week.", None),
    ],
)
def test_publication_in_a_week(
    find: Find, date: str | None, sentence: str, published: str | None
) -> None:
    (inspection,) = find(PREVIOUS.format(sentence), date)
    assert inspection.value("published") == published


def test_kind_that_is_not_stated_stays_open(find: Find) -> None:
    text = "The Harbridge and Penmere unit was rated ‘Good’ by HM Inspectorate of Probation."
    (inspection,) = find(text)
    assert inspection.value("unit") == "Harbridge and Penmere unit"
    assert inspection.value("unit_type") is None


def test_fuller_name_of_a_loosely_named_service(find: Find) -> None:
    text = (
        "Harbridge’s probation team praised\n\nThere is praise for those who supervise offenders "
        "in Harbridge and Penmere.\n\nThe local Probation Delivery Unit has come out as Good, "
        "HM Inspectorate of Probation said."
    )
    (inspection,) = find(text)
    assert inspection.value("unit") == "Harbridge and Penmere"
    assert inspection.value("unit_type") == "probation delivery unit"
    assert inspection.value("overall_rating") == "Good"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (
            "Inspectors visited Harbridge High in May. The school has been rated Good, Ofsted said.",
            "Harbridge High",
        ),
        (
            "Penmere hospital trust moves up to ‘good’\n\nRoyal Penmere Hospitals NHS Trust has been rated Good overall by the Care Quality Commission.",
            "Royal Penmere Hospitals NHS Trust",
        ),
        (
            "PROBATION: HARBRIDGE UNIT HELD UP AS ONE OF THE BEST\n\nThe overall rating is Good, HM Inspectorate of Probation said of Harbridge and Penmere on Thursday. The unit has no vacancies.",
            "Harbridge and Penmere",
        ),
    ],
)
def test_fullest_name_in_the_text(find: Find, text: str, unit: str) -> None:
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("unit") == unit
    assert inspection.value("overall_rating") == "Good"


def test_trusts_of_different_places_stay_apart(find: Find) -> None:
    text = (
        "North Penmere Hospitals NHS Trust has been rated Good by the Care Quality Commission. "
        "Penmere hospital trust was not inspected."
    )
    units = {str(inspection.value("unit")) for inspection in find(text)}
    assert units == {"North Penmere Hospitals NHS Trust"}


def test_jails_of_a_list(find: Find) -> None:
    text = (
        "HMPs Harbridge and Penmere are unsafe, HM Inspectorate of Prisons said. Both jails were "
        "visited in May.\n\nInspectors found that Harbridge was dirty. Penmere had drugs."
    )
    assert [inspection.value("unit") for inspection in find(text)] == ["Harbridge", "Penmere"]


def test_a_region_is_no_name(find: Find) -> None:
    text = (
        "Regional probation director Ann Bell said the service was rated Inadequate by inspectors."
    )
    assert find(text) == ()

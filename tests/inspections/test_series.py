"""Several units in one article, chronicles, and ratings of parts beside the rating of the whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Article, Inspection
from pipeline.segmentation import segment

Find = Callable[..., tuple[Inspection, ...]]


def ratings(inspections: tuple[Inspection, ...]) -> dict[object, object]:
    """Each unit's overall rating, None where none is stated."""
    return {
        one.facts["unit"].value: one.facts["overall_rating"].value
        if "overall_rating" in one.facts
        else None
        for one in inspections
    }


def test_units_that_share_a_rating_in_a_list(find: Find) -> None:
    text = (
        "Three probation units criticised\n\n"
        "HM Inspectorate of Probation has published reports on three probation units.\n\n"
        "Harbridge and Stoke, and Penmere, were both rated 'Inadequate'. "
        "Thornley was rated 'Requires improvement'.\n\n"
        "At Harbridge and Stoke, inspectors found empty files. Penmere had a new head. "
        "Thornley performed better."
    )
    assert ratings(find(text)) == {
        "Harbridge and Stoke": "Inadequate",
        "Penmere": "Inadequate",
        "Thornley": "Requires improvement",
    }


def test_headings_of_unit_and_rating(find: Find) -> None:
    text = (
        "All three probation delivery units fall short\n\n"
        "HM Inspectorate of Probation visited each of the three units. Here is what it found.\n\n"
        "Penmere - Requires improvement\n\nThe unit is stable. Its work was uneven.\n\n"
        "Harbridge and Stoke - Inadequate\n\nInspectors found a culture of blame.\n\n"
        "Thornley - Inadequate\n\nManagers had been slow to act.\n\n"
        "Inspectors made 19 recommendations in total. Thornley and Harbridge and Stoke must each "
        "submit a plan."
    )
    found = find(text)
    assert ratings(found) == {
        "Penmere": "Requires improvement",
        "Harbridge and Stoke": "Inadequate",
        "Thornley": "Inadequate",
    }
    assert not any("recommendations" in one.facts for one in found)


def test_the_parts_ratings_are_neither_units_nor_the_whole_ones(find: Find) -> None:
    text = (
        "New inspection: Harbridge Community Rehabilitation Company\n\n"
        "HM Inspectorate of Probation published its report on Harbridge Community Rehabilitation "
        "Company today. The headline: overall Good.\n\nLeadership\n\nOutstanding.\n\n"
        "Staffing\n\nGood. Training is valued.\n\nCase supervision\n\n"
        "Assessment and planning: both Good. Reviewing: Requires improvement.\n\n"
        "Through the Gate\n\nOutstanding."
    )
    assert ratings(find(text)) == {"Harbridge Community Rehabilitation Company": "Good"}


def test_a_rating_in_an_official_report(find: Find) -> None:
    text = (
        "A private company that supervises offenders across three counties has been rated "
        "‘Requires improvement’ in an official report.\n\n"
        "HM Inspectorate of Probation found that Harbridge Community Rehabilitation Company was "
        "well led. Planning was rated ‘Inadequate’."
    )
    assert ratings(find(text)) == {
        "Harbridge Community Rehabilitation Company": "Requires improvement"
    }


def test_none_of_the_others_is_no_rating(find: Find) -> None:
    text = (
        "The Harbridge Probation Delivery Unit has been rated as requiring improvement.\n\n"
        "It means that none of the units inspected so far has been judged to be good.\n\n"
        "The report is by His Majesty's Inspectorate of Probation."
    )
    assert ratings(find(text)) == {"Harbridge Probation Delivery Unit": "Requires improvement"}


def test_a_chronicle_tells_what_was_before(find: Find) -> None:
    text = (
        "Harbridge's probation unit is back in the news after being rated 'requires improvement' "
        "on Monday. Here we look at how it got there.\n\n"
        "June 2021: Harbridge Probation Delivery Unit is created.\n\n"
        "October 2022: The unit is inspected for the first time. HM Inspectorate of Probation "
        "rates it 'inadequate', with one point out of 27.\n\n"
        "January 2025: Inspectors return for two weeks."
    )
    (inspection,) = find(text)
    assert inspection.facts["overall_rating"].value == "Requires improvement"
    assert inspection.facts["previous_rating"].value == "Inadequate"


def test_never_inspected_before(find: Find) -> None:
    text = (
        "Harbridge Probation Delivery Unit has been rated 'Inadequate' by HM Inspectorate of "
        "Probation.\n\nHarbridge PDU was inspected from 9 to 13 October 2023. The PDU was "
        "established in June 2021 and has not previously been inspected.\n\n"
        "Ann Poe, Interim Chief Inspector of Probation, said: “This was a concerning inspection.”"
    )
    (inspection,) = find(text)
    assert inspection.facts["inspected"].value == "2023-10"
    assert "previous_date" not in inspection.facts
    assert inspection.facts["chief_inspector"].value == "Ann Poe"


def test_a_visit_told_in_passing_dates_the_inspection(find: Find) -> None:
    text = (
        "Published 14 February 2024\n\nHarbridge Probation Delivery Unit is failing, a watchdog "
        "has said.\n\nHM Inspectorate of Probation gave the unit its lowest rating of Inadequate "
        "after visiting in November.\n\nIn 2020 the unit scored two points."
    )
    (inspection,) = find(text, "2024-02-14")
    assert inspection.facts["inspected"].value == "2023-11"
    assert inspection.facts["previous_date"].value == "2020"


def test_the_whole_after_a_part(find: Find) -> None:
    text = (
        "Harbridge CRC has become the first to be rated 'Outstanding' for leadership and 'Good' "
        "overall by HM Inspectorate of Probation."
    )
    assert ratings(find(text)) == {"Harbridge CRC": "Good"}


def test_features_are_a_part(find: Find) -> None:
    text = (
        "Harbridge's youth justice service has been rated as 'good' with 'outstanding' features "
        "by HM Inspectorate of Probation."
    )
    assert ratings(find(text)) == {"Harbridge youth justice service": "Good"}


@pytest.mark.parametrize("opener", ["Overall", "However", "Meanwhile"])
def test_a_word_that_opens_a_sentence_is_no_part_of_a_name(find: Find, opener: str) -> None:
    text = (
        "Inspection of Harbridge Youth Offending Team\n\nHM Inspectorate of Probation has "
        "published a report on Harbridge Youth Offending Team.\n\n"
        f"{opener}, Harbridge has been rated as ‘Outstanding’."
    )
    assert ratings(find(text)) == {"Harbridge Youth Offending Team": "Outstanding"}


@pytest.mark.parametrize(
    "sentence",
    [
        "HM Inspectorate of Probation has rated Harbridge PDU inadequate.",
        "HM Inspectorate of Probation rates the Harbridge PDU as inadequate overall.",
        "HM Inspectorate of Probation visited Harbridge PDU and judged the unit to be inadequate.",
    ],
)
def test_who_rated_what(find: Find, sentence: str) -> None:
    assert ratings(find(f"{sentence} Inspectors said it was failing.")) == {
        "Harbridge PDU": "Inadequate"
    }


def test_a_name_in_brackets_is_the_same_units(find: Find) -> None:
    text = (
        "The Bedshire and Northshire Community Rehabilitation Company (BeNX CRC) was rated "
        "'Requires improvement' by HM Inspectorate of Probation. BeNX CRC is run by a firm."
    )
    assert ratings(find(text)) == {
        "Bedshire and Northshire Community Rehabilitation Company": "Requires improvement"
    }


def test_a_councils_service_is_the_places(find: Find) -> None:
    text = (
        "Harbridge Youth Justice Service rated 'Good'\n\nHarbridge City Council's Youth Justice "
        "Service has been given a rating of Good by His Majesty's Inspectorate of Probation."
    )
    assert list(ratings(find(text)).values()) == ["Good"]


def test_a_place_of_two_joined_by_with(find: Find) -> None:
    text = "The youth offending service in Harbridge with Stoke was rated 'Good' by HMI Probation."
    assert ratings(find(text)) == {"youth offending service in Harbridge with Stoke": "Good"}


def test_what_stands_under_a_unit_s_heading_speaks_of_that_unit(find: Find) -> None:
    text = (
        "All three probation delivery units fall short\n\n"
        "HM Inspectorate of Probation visited each of the three units.\n\n"
        "Penmere - Requires improvement\nThe work was uneven.\n\n"
        "Harbridge and Stoke - Inadequate\nThe worst of the three. Blame was common.\n\n"
        "Thornley - Inadequate\nManagers had been slow to act.\n\n"
        "The chief inspector hopes for better."
    )
    told = {
        one.facts["unit"].value: [sentence_of(text, index) for index in indexes]
        for one in find(text)
        for indexes in one.sentences.values()
    }
    both = "The chief inspector hopes for better."
    for unit, own in (
        ("Penmere", "The work was uneven."),
        ("Harbridge and Stoke", "The worst of the three."),
        ("Harbridge and Stoke", "Blame was common."),
        ("Thornley", "Managers had been slow to act."),
    ):
        assert own in told[unit]
        assert both in told[unit]
        assert sum(own in sentences for sentences in told.values()) == 1


def sentence_of(text: str, index: int) -> str:
    article = Article(name="a.txt", text=text)
    return segment(article)[index].text

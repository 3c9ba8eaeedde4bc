"""Which rating an article gives a service, from the many ways to put it."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

PROBATION = """Report on Marlow and Chiltern Probation Delivery Unit

HM Inspectorate of Probation has published a report on Marlow and Chiltern Probation Delivery Unit. Inspectors said staff were kind.

{}"""
SCHOOL = """Ofsted report on Thistledown High School

Ofsted inspectors have published a report on Thistledown High School. Inspectors said pupils were kind.

{}"""


@pytest.mark.parametrize(
    ("sentence", "rating"),
    [
        ("The unit has been given an ‘Inadequate’ grading.", "Inadequate"),
        ("The unit was told it requires improvement.", "Requires improvement"),
        ("Marlow PDU was judged to be good overall.", "Good"),
        ("It has been rated as good.", "Good"),
        ("Inspectors rated the unit ‘Outstanding’.", "Outstanding"),
        (
            "The inspectorate gave the PDU an overall rating of “Requires improvement”.",
            "Requires improvement",
        ),
        (
            "The unit, which supervises 900 people, was given the lowest possible rating.",
            "Inadequate",
        ),
        ("The unit received the highest possible rating.", "Outstanding"),
        ("The PDU, one of six in the region, has been graded “Good” by inspectors.", "Good"),
        ("The unit improved from ‘Inadequate’ to ‘Good’.", "Good"),
        ("The unit was downgraded from Good to Requires improvement.", "Requires improvement"),
        ("Overall, it was rated Inadequate.", "Inadequate"),
        ("The unit is Inadequate, the worst of the four grades.", "Inadequate"),
        ("The unit was rated ‘Good’, with leadership judged ‘Outstanding’.", "Good"),
        ("It was rated ‘Inadequate’ again.", "Inadequate"),
        ("Verdict: Good", "Good"),
    ],
)
def test_current_rating(find: Find, sentence: str, rating: str) -> None:
    (inspection,) = find(PROBATION.format(sentence), "2024-07-18")
    assert inspection.value("overall_rating") == rating


@pytest.mark.parametrize(
    "sentence",
    [
        "Leadership at the unit was rated ‘Inadequate’.",
        "The unit's leadership was rated ‘Inadequate’.",
        "The unit was rated ‘Good’ for its leadership.",
        "Inspectors rated some areas of work as inadequate – the lowest available rating.",
        "The unit’s work to support people – known as ‘Through the Gate’ – was found to be inadequate.",
        "Units can be rated Outstanding, Good, Requires improvement or Inadequate.",
        "If nothing changes, the unit could be rated Inadequate.",
        "The unit was not rated Inadequate.",
        "Managers hope that it will be rated Good.",
        "Six of the seven units in the region were rated ‘Requires improvement’.",
        "Staff do a good job and their attendance is outstanding.",
        "In 2019 the unit was rated ‘Good’.",
        "It had been rated ‘Good’ at its last inspection.",
    ],
)
def test_no_current_rating(find: Find, sentence: str) -> None:
    (inspection,) = find(PROBATION.format(sentence), "2024-07-18")
    assert inspection.value("overall_rating") is None


@pytest.mark.parametrize(
    ("sentence", "rating", "date"),
    [
        ("It was last inspected in 2021, when it was rated ‘Inadequate’.", "Inadequate", "2021"),
        (
            "The unit is rated Good, up from ‘Requires improvement’ in 2022.",
            "Requires improvement",
            "2022",
        ),
        ("The unit improved from ‘Inadequate’ to ‘Good’.", "Inadequate", None),
        (
            "At the previous inspection, in March 2020, the unit was judged to be Good.",
            "Good",
            "2020-03",
        ),
        ("It was rated ‘Inadequate’ again.", None, None),
    ],
)
def test_previous_rating(find: Find, sentence: str, rating: str | None, date: str | None) -> None:
    (inspection,) = find(PROBATION.format(sentence), "2024-07-18")
    assert inspection.value("previous_rating") == rating
    assert inspection.value("previous_date") == date


@pytest.mark.parametrize(
    ("sentence", "rating"),
    [
        ("The school has been placed in special measures.", "Inadequate"),
        ("The school was told it ‘requires improvement to be good’.", "Requires improvement"),
        ("The school has been rated Good, and its sixth form was rated Outstanding.", "Good"),
        ("Personal development was graded ‘strong standard’.", None),
    ],
)
def test_schools(find: Find, sentence: str, rating: str | None) -> None:
    (inspection,) = find(SCHOOL.format(sentence), "2024-07-18")
    assert inspection.value("overall_rating") == rating


def test_sister_units_rating_is_not_the_units_own(find: Find) -> None:
    text = PROBATION.format(
        "The unit was rated ‘Requires improvement’.\n\nLast autumn Thame PDU was rated ‘Good’."
    )
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("overall_rating") == "Requires improvement"


def test_contradiction_leaves_the_rating_open(find: Find) -> None:
    text = PROBATION.format("The unit was rated ‘Good’.\n\nThe unit was rated ‘Inadequate’.")
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("overall_rating") is None


TRUST = """Wards rated inadequate

The Care Quality Commission has published a report on Fellside NHS Foundation Trust. Inspectors said staff were kind.

{}"""


@pytest.mark.parametrize(
    ("sentence", "rating", "previous"),
    [
        ("The trust's overall rating remains requires improvement.", "Requires improvement", None),
        ("The overall rating for the trust is unchanged at good.", "Good", None),
        (
            "The overall rating has gone down from good to inadequate, as has that for safety.",
            "Inadequate",
            "Good",
        ),
        ("Its maternity services were rated inadequate.", None, None),
    ],
)
def test_the_whole_beside_its_wards(
    find: Find, sentence: str, rating: str | None, previous: str | None
) -> None:
    (inspection,) = find(TRUST.format(sentence), "2024-07-18")
    assert inspection.value("overall_rating") == rating
    assert inspection.value("previous_rating") == previous


def test_a_councils_services_rated_by_a_report(find: Find) -> None:
    text = (
        "Children's services in Cawdale still inadequate\n\nChildren in Cawdale wait too long, says a "
        "report that rates the council's children's services inadequate for the second time.\n\n"
        "Ofsted inspectors found that social workers had too many cases."
    )
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("overall_rating") == "Inadequate"


def test_the_service_that_speaks_for_children_in_court(find: Find) -> None:
    text = (
        "Family court service praised\n\nOfsted has rated Cafcass outstanding. Inspectors said that "
        "children were heard.\n\nCafcass works with many children, the report says."
    )
    (inspection,) = find(text, "2024-07-18")
    assert inspection.value("unit") == "Cafcass"
    assert inspection.value("overall_rating") == "Outstanding"
    assert inspection.value("unit_type") == "family court service"


def test_what_is_rated_now_is_no_longer_what_it_was_rated(find: Find) -> None:
    text = (
        "Care home leaves special measures\n\nOakdene House in Penmere has improved. The home was "
        "rated inadequate by the Care Quality Commission last October. Inspectors who came back in "
        "June have now rated it good overall.\n\nIt was rated good for being safe. How well led the "
        "home is was rated requires improvement."
    )
    (one,) = find(text)
    assert one.facts["overall_rating"].value == "Good"
    assert one.facts["previous_rating"].value == "Inadequate"


def test_what_is_said_of_a_further_thing_is_no_rating_of_the_unit(find: Find) -> None:
    text = PROBATION.format(
        "Unpaid work is run by the region rather than by the unit. It too was judged to be good."
    )
    (one,) = find(text)
    assert "overall_rating" not in one.facts

"""Units as newspapers name them, and when a short article is about an inspection at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        (
            "Privatised firm failing in Ostmere\n\nMaplecourt, which runs the Ostmere community "
            "rehabilitation company, was criticised in a report by HM Inspectorate of Probation.",
            ["Ostmere community rehabilitation company"],
        ),
        (
            "Fire crews must improve, inspectors say\n\nHMICFRS found that South Kelmarsh Fire and "
            "Rescue Service requires improvement at prevention.",
            ["South Kelmarsh Fire and Rescue Service"],
        ),
        (
            "The jail is unsafe\n\nDenby young offenders' institution is violent, the chief "
            "inspector of prisons has said. Inspectors found that assaults rose at HMYOI Denby.",
            ["HMYOI Denby"],
        ),
        (
            "Reports on two units\n\nHM Inspectorate of Probation rated Redmoor, Cleaveham and "
            "Brough 'Inadequate' and Stockley and Hythe 'Requires improvement'.\n\n"
            "The Redmoor, Cleaveham and Brough Probation Delivery Unit had few staff. "
            "The Stockley and Hythe Probation Delivery Unit did better.",
            [
                "Redmoor, Cleaveham and Brough Probation Delivery Unit",
                "Stockley and Hythe Probation Delivery Unit",
            ],
        ),
        (
            "Southern trio fall short\n\nHM Inspectorate of Probation has reported on the Wealdon "
            "and Marsh, Needle Reach and Outer Thame probation regions. All three require "
            "improvement.\n\nWealdon and Marsh has too few officers, inspectors found. "
            "Needle Reach has old offices. Outer Thame has neither, the report says.",
            ["Wealdon and Marsh", "Needle Reach", "Outer Thame"],
        ),
        (
            "Probation officers overstretched\n\nInspectors have told probation chiefs in Padworth "
            "and Marlbeck that reviews slip. HM Inspectorate of Probation said that the service "
            "was kept upright by its people.",
            ["Padworth and Marlbeck"],
        ),
    ],
)
def test_units_are_found_however_they_are_named(find: Find, text: str, units: list[str]) -> None:
    assert [one.value("unit") for one in find(text, "2024-07-18")] == units


def test_a_date_above_the_story_dates_todays_report(find: Find) -> None:
    text = (
        "Probation unit praised\n\nThe Ostmere Courier, 18 July 2024\n\n"
        "Ostmere Probation Delivery Unit has today been rated Good by HM Inspectorate of Probation."
    )
    (inspection,) = find(text)
    assert inspection.value("published") == "2024-07-18"
    (undated,) = find(text.replace("The Ostmere Courier, 18 July 2024", "Visited 18 July 2024"))
    assert undated.value("published") is None


def test_the_rating_of_the_unit_is_that_of_the_one_named_before(find: Find) -> None:
    text = (
        "Wrenham Youth Justice Service goes from bottom to top\n\n"
        "A council-led team has been named Outstanding by HM Inspectorate of Probation.\n\n"
        "Wrenham Youth Justice Service was Inadequate in January 2022. Inspectors said that "
        "Wrenham does what few do.\n\nIts neighbour, Okemarsh Youth Justice Service, has been told "
        "it Requires improvement."
    )
    assert {one.value("unit"): one.value("overall_rating") for one in find(text, "2024-02-11")} == {
        "Wrenham Youth Justice Service": "Outstanding",
        "Okemarsh Youth Justice Service": "Requires improvement",
    }

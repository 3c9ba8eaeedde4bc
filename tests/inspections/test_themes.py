"""Themed and national inspections, which look at many services as one."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

THEMED = """Stalking victims left at risk

A thematic review by HM Inspectorate of Probation, published today, looked at how probation \
delivery units in England and Wales deal with stalking.

The Inspectorate has graded the work ‘Inadequate’. Its report makes nine recommendations."""


def test_a_themed_review_is_of_what_it_looked_at(find: Find) -> None:
    (inspection,) = find(THEMED, "2026-02-05")
    assert inspection.value("unit") == "probation delivery units in England and Wales"
    assert inspection.value("overall_rating") == "Inadequate"
    assert inspection.value("recommendations") == 9
    assert inspection.value("published") == "2026-02-05"


def test_without_a_place_the_services_stand_alone(find: Find) -> None:
    text = THEMED.replace(" in England and Wales", "")
    (inspection,) = find(text, "2026-02-05")
    assert inspection.value("unit") == "probation delivery units"
    assert inspection.value("unit_type") == "probation delivery unit"


def test_plain_news_without_a_unit_has_no_theme(find: Find) -> None:
    text = "HM Inspectorate of Probation inspectors found staff kind. The report praised units."
    assert find(text) == ()

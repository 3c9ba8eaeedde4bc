"""Themed and national inspections, which look at many services as one."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

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


def test_a_study_that_names_no_services_is_of_its_topic(find: Find) -> None:
    text = (
        "Unpaid work falls short, finds watchdog\n\nHM Inspectorate of Probation visited 12 projects "
        "and interviewed 87 people for its study of unpaid work.\n\nInspectors found that supervisors "
        "were fair. They said that sites were often locked. The report praised projects in parks.\n\n"
        "The chief inspector, Ann Poe, said: “It can be good.”"
    )
    (inspection,) = find(text)
    assert inspection.value("unit") == "unpaid work"
    assert inspection.value("unit_type") is None


def test_an_earlier_inspection_told_in_passing_is_no_inspection(find: Find) -> None:
    text = (
        "Failings before a murder laid bare\n\nProbation staff made errors, a review by HM Inspectorate "
        "of Probation has found.\n\nInspectors found that threats were not read. The chief inspector, "
        "Ann Poe, said the man should have been watched.\n\nThe report makes 11 recommendations.\n\n"
        "His victim was 22.\n\nA separate inspection of the Easterby probation unit last year rated it "
        "'Inadequate'."
    )
    assert find(text, "2023-05-04") == ()

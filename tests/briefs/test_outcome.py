from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.briefs.outcome import outcome_problem, stated_outcome, unit_misplaced
from pipeline.schema import Inspection, PartRating, TaggedArticle

TEXT = "Marlow PDU was inspected.\nInspectors rated it Inadequate.\n"


@pytest.fixture
def tagged(tag_by_hand: Callable[..., TaggedArticle]) -> TaggedArticle:
    return tag_by_hand(TEXT)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Marlow PDU was rated Inadequate.", None),
        ("Inspectors gave Marlow PDU an Inadequate rating.", None),
        ("Inspectors gave Marlow PDU Inadequate.", "given what?"),
        ("Marlow PDU: Inadequate.", "no verb"),
        ("Marlow PDU was inspected.", "Inadequate"),
        ("The unit was rated Inadequate.", "Marlow PDU"),
    ],
)
def test_an_outcome_names_unit_and_rating_in_a_sentence(
    tagged: TaggedArticle, inspection_of: Callable[..., Inspection], text: str, found: str | None
) -> None:
    inspection = inspection_of(tagged, {"unit": "Marlow PDU", "overall_rating": "Inadequate"})
    problem = outcome_problem(text, inspection)
    assert (problem.found[0] if problem else None) == found


def test_without_a_rating_an_outcome_speaks_of_the_inspection(
    tagged: TaggedArticle, inspection_of: Callable[..., Inspection]
) -> None:
    inspection = inspection_of(tagged, {"unit": "Marlow PDU"})
    assert outcome_problem("Marlow PDU was inspected in May.", inspection) is None
    assert outcome_problem("Marlow PDU has a garden.", inspection) is not None
    assert stated_outcome(inspection, {"a.txt": tagged}) is None


def test_the_outcome_told_from_the_facts_cites_them(
    tagged: TaggedArticle, inspection_of: Callable[..., Inspection]
) -> None:
    inspection = inspection_of(tagged, {"unit": "Marlow PDU", "overall_rating": "Inadequate"})
    outcome = stated_outcome(inspection, {"a.txt": tagged})
    assert outcome is not None
    assert outcome.text == "Inspectors rated Marlow PDU Inadequate."
    assert [source.index for source in outcome.sources] == [0, 1]


def test_without_an_overall_rating_the_outcome_lists_those_of_parts(
    tagged: TaggedArticle, inspection_of: Callable[..., Inspection]
) -> None:
    rated = inspection_of(tagged, {"unit": "Marlow PDU", "overall_rating": "Inadequate"})
    rating = rated.facts["overall_rating"]
    parts = tuple(PartRating(part=name, rating=rating) for name in ("staff", "courts", "safety"))
    whole = inspection_of(tagged, {"unit": "Marlow PDU"}).model_copy(update={"parts": parts})
    outcome = stated_outcome(whole, {"a.txt": tagged})
    assert outcome is not None
    assert outcome.text == (
        "Inspectors rated Marlow PDU inadequate for staff, inadequate for courts and inadequate "
        "for safety."
    )
    assert [source.index for source in outcome.sources] == [0, 1]


@pytest.mark.parametrize(
    ("text", "source", "misplaced"),
    [
        ("HMP Ash found that staff were late.", "It found that staff were late.", True),
        ("HMP Ash was short of staff.", "It was short of staff.", False),
        ("There are not enough of HMP Ash.", "There are not enough of them.", True),
        ("HMP Ash was dirty.", "The prison was dirty.", False),
        ("At HMP Ash staff were late.", "Staff were late.", False),
        ("HMP Ash praised its staff.", "HMP Ash praised its staff.", False),
        ("Staff were late.", "They were late.", False),
    ],
)
def test_the_units_name_stands_only_for_the_unit(text: str, source: str, misplaced: bool) -> None:
    assert (unit_misplaced(text, [source], "HMP Ash") is not None) is misplaced

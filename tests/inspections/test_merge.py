"""Inspections of several articles, joined or kept apart."""

from __future__ import annotations

import pytest

from pipeline.inspections import merge_inspections
from pipeline.inspections.names import components, same_name
from pipeline.schema import (
    AddressedRecommendations,
    Evidence,
    Fact,
    Inspection,
    PartRating,
)


def inspection(article: str, unit: str, **facts: str | int) -> Inspection:
    stated = {"unit": unit, **facts}
    return Inspection(
        facts={
            field: Fact(
                value=value,
                evidence=(Evidence(article=article, start_char=0, end_char=1, text="x"),),
            )
            for field, value in stated.items()
        },
        sentences={article: (0,)},
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Marlow PDU", "the Marlow unit", True),
        ("Marlow PDU", "Marlow and Chiltern Probation Delivery Unit", True),
        ("Probation services in Foxley and Dene", "Dene and Foxley PDU", True),
        ("HMP Larkhill", "Larkhill prison", True),
        ("BeNCH CRC", "Bex, Norby, Chale and Hurst Community Rehabilitation Company", True),
        ("Marlow and Chiltern PDU", "Marlow and Thame PDU", False),
        ("North Marlow PDU", "Marlow PDU", False),
        ("Marlow PDU", "Chiltern PDU", False),
        ("the unit", "the unit", False),
    ],
)
def test_names(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_components() -> None:
    assert components("Marlow and Chiltern Probation Delivery Unit (PDU)") == {"marlow", "chiltern"}


def test_one_inspection_in_two_articles() -> None:
    joined = merge_inspections(
        [
            inspection("a", "Marlow PDU", overall_rating="Good", published="2024-07"),
            inspection("b", "Marlow and Chiltern Probation Delivery Unit", published="2024-07-18"),
        ]
    )
    assert len(joined) == 1
    assert joined[0].value("unit") == "Marlow and Chiltern Probation Delivery Unit"
    assert joined[0].value("published") == "2024-07-18"
    assert joined[0].sentences == {"a": (0,), "b": (0,)}
    assert joined[0].conflicts == {}
    assert len(joined[0].facts["published"].evidence) == 2


def test_most_articles_are_right_then_the_earliest() -> None:
    (joined,) = merge_inspections(
        [
            inspection("a", "Marlow PDU", overall_rating="Good", recommendations=5),
            inspection("b", "Marlow PDU", overall_rating="Inadequate", recommendations=6),
            inspection("c", "Marlow PDU", overall_rating="Inadequate"),
        ]
    )
    assert joined.value("overall_rating") == "Inadequate"
    assert [fact.value for fact in joined.conflicts["overall_rating"]] == ["Good"]
    assert joined.value("recommendations") == 5
    assert [fact.value for fact in joined.conflicts["recommendations"]] == [6]


def test_reinspection_stays_apart() -> None:
    joined = merge_inspections(
        [
            inspection("a", "Marlow PDU", published="2022-03-01"),
            inspection("b", "Marlow PDU", published="2024-03-01"),
            inspection("c", "Marlow PDU", published="2024-03"),
        ]
    )
    assert [sorted(one.sentences) for one in joined] == [["a"], ["b", "c"]]


def test_undated_article_joins_by_its_own_date() -> None:
    found = [
        inspection("a", "Marlow PDU", published="2022-03-01"),
        inspection("b", "Marlow PDU", published="2024-03-01"),
        inspection("c", "Marlow PDU"),
    ]
    joined = merge_inspections(found, {"c": "2024-03-09"})
    assert [sorted(one.sentences) for one in joined] == [["a"], ["b", "c"]]


def test_units_of_one_article_stay_apart() -> None:
    found = [inspection("a", "Marlow PDU"), inspection("a", "Marlow and Chiltern PDU")]
    assert len(merge_inspections(found)) == 2


def test_kinds_keep_namesakes_apart() -> None:
    found = [
        inspection("a", "HMP Marlow", unit_type="prison"),
        inspection("b", "Marlow PDU", unit_type="probation delivery unit"),
    ]
    assert len(merge_inspections(found)) == 2


def test_details_of_all_articles_are_kept_and_the_earliest_decides() -> None:
    def told(value: str | int) -> Fact:
        evidence = Evidence(article="a", start_char=0, end_char=1, text="x")
        return Fact(value=value, evidence=(evidence,))

    first = inspection("a", "Marlow PDU").model_copy(
        update={
            "details": {"region": told("Vale")},
            "parts": (PartRating(part="Leadership", rating=told("Good")),),
        }
    )
    second = inspection("b", "Marlow PDU").model_copy(
        update={
            "details": {"region": told("Vale of Marlow"), "score": told("9 out of 36")},
            "parts": (PartRating(part="leadership", rating=told("Inadequate")),),
            "addressed": (AddressedRecommendations(addressee="the region", number=told(2)),),
        }
    )
    (joined,) = merge_inspections([first, second])
    assert {name: fact.value for name, fact in joined.details.items()} == {
        "region": "Vale",
        "score": "9 out of 36",
    }
    assert [(part.part, part.rating.value) for part in joined.parts] == [("Leadership", "Good")]
    assert [(to.addressee, to.number.value) for to in joined.addressed] == [("the region", 2)]


def test_nothing_to_merge() -> None:
    assert merge_inspections([]) == ()

"""Names that may be of one unit, found without comparing each with each."""

from __future__ import annotations

from pipeline.inspections.blocks import related_names
from pipeline.inspections.names import same_name

NAMES = [
    "Marlow PDU",
    "Marlow and Chiltern Probation Delivery Unit",
    "Chiltern probation unit",
    "North Marlow PDU",
    "Stannergill and Westerhaugh PDU",
    "Stannergil and Westerhaugh Probation Delivery Unit",
    "BeNCH CRC",
    "Bedfordshire, Northamptonshire, Cambridgeshire and Hertfordshire CRC",
    "HMP Arkholme",
    "HMP Durnley Park",
    "HMP & YOI Durnley Park",
    "Hallbeck and Moorside Probation Delivery Unit",
    "Probation Service",
]


def closed_groups(names: list[str]) -> set[frozenset[str]]:
    """Every name compared with every other, and groups of what is the same joined."""
    groups = [{name} for name in names]
    for one in names:
        for other in names:
            if one < other and same_name(one, other):
                first, second = (next(g for g in groups if name in g) for name in (one, other))
                if first is not second:
                    groups.remove(second)
                    first |= second
    return {frozenset(group) for group in groups}


def test_groups_are_those_of_comparing_each_with_each() -> None:
    assert set(related_names(NAMES, NAMES)) == closed_groups(NAMES)
    assert frozenset(NAMES[:3]) in closed_groups(NAMES)


def test_only_what_is_wanted_is_grouped() -> None:
    assert related_names(["BeNCH CRC"], NAMES) == [frozenset(NAMES[6:8])]


def test_a_word_for_a_kind_is_no_acronym() -> None:
    assert not same_name("HMP Arkholme", "Hallbeck and Moorside Probation Delivery Unit")
    assert frozenset({"HMP Arkholme"}) in related_names(NAMES, NAMES)


def test_places_that_end_alike_are_not_compared() -> None:
    names = [f"{letter}{vowel}{other}combe PDU" for letter in "BCDFGHKLMN" for vowel in "aeiou"
             for other in "lrstvz"]  # fmt: skip
    groups = related_names(names[:1], names)
    assert groups == [frozenset(names[:1])]

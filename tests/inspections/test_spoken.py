"""Which of several inspections of one article each sentence speaks of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Article, Inspection
from pipeline.segmentation import segment

Find = Callable[..., tuple[Inspection, ...]]
LEAD = (
    "Two probation units rated\n\n"
    "HM Inspectorate of Probation has published reports on two probation units.\n\n"
    "Marlow Probation Delivery Unit was rated 'Good' and Foxley Probation Delivery Unit was "
    "rated 'Inadequate'.\n\n"
)


def units_of(find: Find, text: str, words: str) -> set[str]:
    """The places of the units under which the sentence with ``words`` stands."""
    (index,) = (s.index for s in segment(Article(name="a.txt", text=text)) if words in s.text)
    return {
        str(one.value("unit")).split()[0] for one in find(text) if index in one.sentences["a.txt"]
    }


@pytest.mark.parametrize(
    ("body", "units"),
    [
        ("At Marlow, files were full.\n\nThe work was SEEN.", {"Marlow"}),
        ("In the former, the work was SEEN.", {"Marlow"}),
        ("In the latter, the work was SEEN.", {"Foxley"}),
        ("Foxley had new staff.\n\nBoth units were SEEN to miss visits.", {"Marlow", "Foxley"}),
        ("Foxley had new staff.\n\nTies with the two local councils were SEEN.", {"Foxley"}),
        ("In FOXLEY, the work was SEEN.", {"Foxley"}),
        (
            "Marlow was calm.\n\nFoxley was not.\n\nChief inspector Ada Crewe said more was SEEN.",
            {"Marlow", "Foxley"},
        ),
        ("Marlow was calm.\n\nChief inspector Ada Crewe said more was SEEN.", {"Marlow"}),
    ],
)
def test_what_a_sentence_speaks_of(find: Find, body: str, units: set[str]) -> None:
    assert units_of(find, LEAD + body, "SEEN") == units


def test_a_name_within_the_name_of_another_unit(find: Find) -> None:
    text = (
        "HM Inspectorate of Probation has published reports on two probation units.\n\n"
        "Marlow City Probation Delivery Unit was rated 'Inadequate' and Marlow Vale Probation "
        "Delivery Unit was rated 'Good'.\n\n"
        "In the city, posts were EMPTY.\n\nAt Marlow Vale staff were KNOWN.\n\n"
        "The Vale unit was THANKED."
    )
    (empty,) = (s.index for s in segment(Article(name="a.txt", text=text)) if "EMPTY" in s.text)
    city, vale = find(text)
    assert str(city.value("unit")).startswith("Marlow City")
    assert empty in city.sentences["a.txt"]
    assert {empty + 1, empty + 2}.isdisjoint(city.sentences["a.txt"])
    assert {empty + 1, empty + 2} <= set(vale.sentences["a.txt"])


def test_a_neighbour_whose_name_is_never_written_out(find: Find) -> None:
    text = (
        "Two probation units differ\n\n"
        "Marlow Probation Delivery Unit was rated 'Good' by HM Inspectorate of Probation, while "
        "next-door Foxley was struggling, in reports on two neighbouring units.\n\n"
        "In Foxley, posts were EMPTY. Plans were LATE.\n\nAt Marlow, plans were CLEAR."
    )
    assert units_of(find, text, "CLEAR") == {"Marlow"}
    assert "Marlow" not in units_of(find, text, "EMPTY") | units_of(find, text, "LATE")


def test_the_public_service_beside_a_company(find: Find) -> None:
    text = (
        "Probation company criticised\n\n"
        "Marlow Community Rehabilitation Company was rated 'Inadequate' by HM Inspectorate of "
        "Probation.\n\nThe company had LOST staff.\n\nThe NPS was SOUND.\n\n"
        "The company should act NOW."
    )
    assert units_of(find, text, "LOST") == units_of(find, text, "NOW") == {"Marlow"}
    assert units_of(find, text, "SOUND") == set()

"""Inspections of several articles, joined or kept apart."""

from __future__ import annotations

import pytest

from pipeline.inspections import merge_inspections
from pipeline.inspections.linking import Comparison, Linker
from pipeline.inspections.names import components, same_name
from pipeline.schema import (
    AddressedRecommendations,
    Evidence,
    Fact,
    Inspection,
    InspectorateProfile,
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


def apart(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """Whether two units told of on one day, with one rating, are kept apart."""
    found = [
        inspection(
            article,
            unit,
            overall_rating="Requires improvement",
            published="2024-03-01",
            **({"unit_type": kind} if kind else {}),
        )
        for article, (unit, kind) in (("a", one), ("b", other))
    ]
    return len(merge_inspections(found)) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("North Essex PDU", None), ("South Essex PDU", None)),
        (("North Essex PDU", None), ("Essex PDU", None)),
        (
            ("Northumbria and North Yorkshire PDU", None),
            ("Northumbria and South Yorkshire PDU", None),
        ),
        (
            ("Hull Probation Delivery Unit", None),
            ("Hull and East Riding Probation Delivery Unit", None),
        ),
        (("Leeds PDU", None), ("Leeds YJS", None)),
        (("Leeds PDU", "probation delivery unit"), ("HMP Leeds", None)),
        (("Kent Police", None), ("Kent Fire and Rescue Service", None)),
        (("Oakham Infant School", "school"), ("Oakham Junior School", "school")),
        (("Leicester City YJS", None), ("Leicester County YJS", None)),
        (("Kent PDU", None), ("Kent, Surrey and Sussex probation region", "probation region")),
        (("HMP Feltham A", "prison"), ("HMP Feltham B", "prison")),
    ],
)
def test_namesakes_stay_apart(one: tuple[str, str | None], other: tuple[str, str | None]) -> None:
    assert apart(one, other)
    assert apart(other, one)


def test_several_outlets_over_days_are_one_inspection() -> None:
    (joined,) = merge_inspections(
        [
            inspection("mon", "Marlow PDU", overall_rating="Good", published="2024-07-15"),
            inspection("wed", "the Marlow unit", overall_rating="Good"),
            inspection("fri", "Marlow and Chiltern Probation Delivery Unit", overall_rating="Good"),
        ],
        {"wed": "2024-07-17", "fri": "2024-07-19"},
    )
    assert sorted(joined.sentences) == ["fri", "mon", "wed"]
    assert {link.article for link in joined.links} < set(joined.sentences)
    assert all(link.joined and link.score >= 0.6 for link in joined.links)
    assert any("one name is part of the other" in link.reason for link in joined.links)


def test_a_part_of_a_name_alone_leaves_the_link_open() -> None:
    found = [
        inspection("a", "Hull PDU", published="2024-07-01"),
        inspection("b", "Hull and East Riding PDU", published="2024-07-18"),
    ]
    first, second = merge_inspections(found)
    (doubt,) = (*first.links, *second.links)
    assert (doubt.joined, doubt.score) == (False, 0.54)
    assert doubt.reason == "one name is part of the other; reports within a month"


def test_units_that_any_article_names_side_by_side_are_two() -> None:
    found = [
        inspection("a", "Hull PDU", overall_rating="Good"),
        inspection("a", "Hull and East Riding PDU", overall_rating="Good"),
        inspection("b", "Hull PDU", overall_rating="Good"),
        inspection("c", "Hull and East Riding PDU", overall_rating="Good"),
    ]
    joined = merge_inspections(found, {name: "2024-07-18" for name in "abc"})
    assert [sorted(one.sentences) for one in joined] == [["a", "b"], ["a", "c"]]


def test_a_short_name_that_fits_two_units_joins_neither() -> None:
    found = [
        inspection("a", "Marlow and Chiltern PDU", overall_rating="Good", published="2024-07-18"),
        inspection("b", "Marlow and Thame PDU", overall_rating="Good", published="2024-07-18"),
        inspection("c", "Marlow PDU", overall_rating="Good"),
    ]
    joined = merge_inspections(found, {"c": "2024-07-19"})
    assert [sorted(one.sentences) for one in joined] == [["a"], ["b"], ["c"]]
    doubts = [link for one in joined for link in one.links]
    assert [link.article for link in doubts] == ["c", "c"]
    assert all("fits two inspections alike" in link.reason for link in doubts)


def test_an_undated_earlier_inspection_is_told_by_what_the_later_says_of_it() -> None:
    found = [
        inspection("a", "Marlow PDU", overall_rating="Inadequate", inspected="2021"),
        inspection("b", "Marlow PDU", overall_rating="Good", previous_rating="Inadequate"),
    ]
    assert len(merge_inspections(found)) == 2


def test_a_day_and_month_without_a_year_tells_reports_apart() -> None:
    found = [
        inspection("a", "Marchshire Police", published="2026-01-22"),
        inspection("b", "Marchshire Police", published="15 July"),
        inspection("c", "Marchshire Police", published="22 January"),
    ]
    assert [sorted(one.sentences) for one in merge_inspections(found)] == [["a", "c"], ["b"]]


def test_inspectorates_keep_namesakes_apart(profiles: tuple[InspectorateProfile, ...]) -> None:
    found = [
        inspection("a", "England", inspectorate="Ofsted"),
        inspection("b", "probation in England", inspectorate="HM Inspectorate of Probation"),
        inspection("c", "England", inspectorate="probation watchdog"),
    ]
    joined = merge_inspections(found, {name: "2024-07-18" for name in "abc"}, profiles)
    assert [sorted(one.sentences) for one in joined] == [["a"], ["b", "c"]]


def test_near_copies_are_one_voice() -> None:
    found = [
        inspection("first", "Marlow PDU", recommendations=5),
        inspection("second", "Marlow PDU", recommendations=5),
        inspection("copy", "Marlow PDU", recommendations=6),
        inspection("copy of copy", "Marlow PDU", recommendations=6),
        inspection("third copy", "Marlow PDU", recommendations=6),
    ]
    copies = {"copy of copy": "copy", "third copy": "copy"}
    (joined,) = merge_inspections(found, copies=copies)
    assert joined.value("recommendations") == 5
    (other,) = joined.conflicts["recommendations"]
    assert (other.value, len(other.evidence)) == (6, 3)


def test_the_cost_grows_with_the_number_of_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = 0
    judge = Linker.compare

    def counting(self: Linker, one: Inspection, other: Inspection) -> Comparison:
        nonlocal counted
        counted += 1
        return judge(self, one, other)

    monkeypatch.setattr(Linker, "compare", counting)
    letters = "bcdfghklmnprstvwz"
    towns = [f"{a}a{b}o{c}ham" for a in letters for b in letters for c in letters[:10]][:500]
    found = [
        inspection(f"{town}-{number}", f"{town.title()} PDU", published=f"2024-0{1 + number}-01")
        for town in towns
        for number in range(4)
    ]
    joined = merge_inspections(found)
    assert len(found) == 2000
    assert len(joined) == 500
    assert counted < 20 * len(found)


def test_nothing_to_merge() -> None:
    assert merge_inspections([]) == ()


def with_details(article: str, rating: str, **details: str) -> Inspection:
    evidence = (Evidence(article=article, start_char=0, end_char=1, text="x"),)
    part = PartRating(part="leadership", rating=Fact(value=rating, evidence=evidence))
    return inspection(article, "Marlow PDU", published="2024-07-18").model_copy(
        update={
            "parts": (part,),
            "details": {
                name: Fact(value=value, evidence=evidence) for name, value in details.items()
            },
        }
    )


def test_articles_that_disagree_on_details_and_parts() -> None:
    (joined,) = merge_inspections(
        [
            with_details("a", "Good", score="9 out of 36", caseload="about 1,900"),
            with_details("b", "Good", score="9 out of 36", caseload="1,900"),
            with_details("c", "Inadequate", score="19 out of 36", provider="Sodexo"),
        ]
    )
    assert joined.details["score"].value == "9 out of 36"
    assert joined.parts[0].rating.value == "Good"
    assert {field: [fact.value for fact in facts] for field, facts in joined.conflicts.items()} == {
        "score": ["19 out of 36"],
        "part: leadership": ["Inadequate"],
    }
    assert joined.details["provider"].value == "Sodexo"
    assert len(joined.details["caseload"].evidence) == 2


def _compared(one: Inspection, other: Inspection) -> Comparison:
    return Linker([one, other], {}).compare(one, other)


def test_plain_words_for_a_unit_and_its_official_name() -> None:
    facts = {"overall_rating": "Requires improvement", "chief_inspector": "Ada Crewe"}
    full = inspection("b", "Marlow and Chiltern PDU", unit_type="probation delivery unit", **facts)
    for name in ("Marlow probation team", "probation in Marlow", "the Marlow unit"):
        assert _compared(inspection("a", name, unit_type="probation service", **facts), full).joined
    rating_alone = inspection(
        "a",
        "probation in Marlow",
        unit_type="probation service",
        overall_rating=facts["overall_rating"],
    )
    assert not _compared(rating_alone, full).joined
    assert not _compared(inspection("a", "Marlow PDU", **facts), full).joined


def test_another_chief_inspector_speaks_against_one_inspection() -> None:
    prison = inspection("a", "HMP Marlow", unit_type="prison", chief_inspector="Ada Crewe")
    unit = inspection("b", "Marlow", overall_rating="Good", chief_inspector="Ben Dale")
    assert not _compared(prison, unit).joined
    early = inspection("a", "Marlow PDU", overall_rating="Good", chief_inspector="Ms Crewe")
    same = inspection("b", "Marlow PDU", overall_rating="Good", chief_inspector="Ada Crewe")
    late = inspection("b", "Marlow PDU", overall_rating="Inadequate", chief_inspector="Ben Dale")
    assert _compared(early, same).joined
    assert not _compared(early, late).joined


def test_a_name_of_kind_words_alone_joins_nothing() -> None:
    for name in ("regions", "GP surgery"):
        one, other = inspection("a", name), inspection("b", name)
        assert _compared(one, other) == Comparison(0.0, "a name holds no place or proper name")


def test_part_of_a_name_spelt_otherwise_is_no_acronym() -> None:
    one = inspection("a", "North Wolds", unit_type="probation region")
    other = inspection("b", "probation in Yeldersham and North Wold", unit_type="probation service")
    assert _compared(one, other).score == pytest.approx(0.44)


def test_kinds_by_their_letters() -> None:
    one = inspection("a", "Bex and Chale CRC", unit_type="CRC", overall_rating="Good")
    other = inspection(
        "b", "Bex & Chale CRC", unit_type="community rehabilitation company", overall_rating="Good"
    )
    assert _compared(one, other).joined

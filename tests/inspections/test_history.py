"""Earlier ratings, from the articles and from what earlier runs knew."""

from __future__ import annotations

from pipeline.briefs.history import history_line
from pipeline.inspections import history_of, merge_inspections
from pipeline.schema import Evidence, Fact, Inspection


def inspection(article: str, unit: str = "Marlow PDU", **facts: str | int) -> Inspection:
    return Inspection(
        facts={
            field: Fact(
                value=value,
                evidence=(Evidence(article=article, start_char=0, end_char=4, text=field[:4]),),
            )
            for field, value in {"unit": unit, **facts}.items()
        },
        sentences={article: (0,)},
    )


def test_the_text_and_the_store_make_one_line() -> None:
    today = inspection(
        "new",
        overall_rating="Inadequate",
        published="2024-03-05",
        previous_rating="Requires improvement",
        previous_date="2022",
    )
    known = [
        inspection("oldest", overall_rating="Good", published="2019-05-14"),
        inspection("old", overall_rating="Requires improvement", published="2022-01-20"),
    ]
    history = history_of(today, known)
    assert [(e.rating, e.date, e.known_before) for e in history] == [
        ("Good", "2019-05-14", True),
        ("Requires improvement", "2022-01-20", False),
    ]
    assert {item.article for item in history[1].evidence} == {"new", "old"}
    line = history_line(today.model_copy(update={"history": history}))
    assert line == (
        "Good, May 2019 (oldest) → Requires improvement, January 2022 → Inadequate, March 2024"
    )


def test_only_this_units_dated_past_counts() -> None:
    today = inspection("new", overall_rating="Good", published="2024-03-05")
    others = [
        inspection("a", "Thame PDU", overall_rating="Good", published="2022-01-20"),
        inspection("b", "Marlow YJS", overall_rating="Good", published="2022-01-20"),
        inspection("c", overall_rating="Good"),
        inspection("d", overall_rating="Inadequate", published="2024-02-28"),
        inspection("e", overall_rating="Inadequate", published="2026-02-28"),
        inspection("f", published="2020-02-28"),
        inspection("g", "Marlow and Chiltern PDU", overall_rating="Good", published="2020"),
    ]
    assert history_of(today, others) == ()
    assert history_line(today) is None


def test_sources_that_disagree_on_the_past_both_stand() -> None:
    (joined,) = merge_inspections(
        [
            inspection("a", previous_rating="Good", previous_date="2021", published="2024-03"),
            inspection("b", previous_rating="Inadequate", published="2024-03"),
        ]
    )
    assert [(e.rating, e.date) for e in joined.history] == [
        ("Good", "2021"),
        ("Inadequate", "2021"),
    ]
    assert [fact.value for fact in joined.conflicts["previous_rating"]] == ["Inadequate"]


def test_a_rating_without_a_date_has_none() -> None:
    (alone,) = merge_inspections(
        [inspection("a", previous_rating="Good", overall_rating="Good", published="2024")]
    )
    assert history_line(alone) == "Good → Good, 2024"

"""Details and ratings of parts as found, beside a person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.evaluation.details import (
    DetailCase,
    detail_cases,
    detail_errors,
    detail_table,
    same_detail,
    score_details,
)
from pipeline.evaluation.facts import ArticleMatch, FactError
from pipeline.labels import GoldDetails, GoldFact, GoldInspection, GoldPart, LabelledArticle
from pipeline.schema import Evidence, Fact, Inspection, PartRating

MakeArticle = Callable[..., LabelledArticle]
MakeInspection = Callable[..., GoldInspection]
TEXT = "Marl PDU, run by Oak Ltd, got 9 of 36. Safety is Good; Staffing is Poor; Respect is Poor."


def words(article: str, text: str) -> tuple[Evidence, ...]:
    start = TEXT.index(text)
    end = start + len(text)
    return (Evidence(article=article, start_char=start, end_char=end, text=text),)


def read_by_person(article: str, **facts: str) -> GoldDetails:
    stated = tuple(
        GoldFact(field=field, value=value, evidence=words(article, "Marl"))
        for field, value in facts.items()
    )
    parts = tuple(
        GoldPart(part=part, rating=rating, evidence=words(article, "Staffing"))
        for part, rating in (("Safety", "Good"), ("Staffing", "Poor"), ("Care", "Good"))
    )
    return GoldDetails(article=article, inspection="i1", facts=stated, parts=parts)


def found_by_program(article: str, **details: str) -> Inspection:
    stated = {
        field: Fact(value=value, evidence=words(article, "Oak Ltd"))
        for field, value in details.items()
    }
    parts = tuple(
        PartRating(part=part, rating=Fact(value=rating, evidence=words(article, "Safety")))
        for part, rating in (("safety", "good"), ("the staffing", "Good"), ("Respect", "Poor"))
    )
    unit = Fact(value="Marl PDU", evidence=words(article, "Marl PDU"))
    return Inspection(facts={"unit": unit}, sentences={article: (0,)}, details=stated, parts=parts)


@pytest.mark.parametrize(
    ("field", "first", "second", "same"),
    [
        ("score", "2/21", "2 out of 21", True),
        ("score", "2/21", "12 out of 21", False),
        ("score", "15", "15 out of 21", True),  # the article gives no maximum
        ("score", "15/21", "21 out of 21", False),
        ("caseload", "1900", "about 1,900", True),
        ("caseload", "1900", "190", False),
        ("caseload", "1900", "many", False),
        ("region", "the Marches", "Marches", True),
        ("provider", "Oak Ltd", "Elm Ltd", False),
    ],
)
def test_when_details_are_the_same(field: str, first: str, second: str, same: bool) -> None:
    assert same_detail(field, first, second) is same


@pytest.fixture
def case() -> DetailCase:
    gold = read_by_person("302-a.txt", score="9/36", provider="Oak Ltd", caseload="900")
    found = found_by_program("302-a.txt", score="9 out of 36", provider="Elm Ltd", region="Vale")
    return DetailCase("302-a.txt", gold, found)


def test_details_and_parts_are_counted(case: DetailCase) -> None:
    missed = DetailCase("303-b.txt", read_by_person("303-b.txt", score="3/21"), None)
    scores = {score.field: score for score in score_details([case, missed])}
    score = scores["score"]  # right in the first, missing with the second's inspection
    assert (score.right, score.wrong, score.missing, score.made_up) == (1, 0, 1, 0)
    assert (score.precision, score.recall, score.f1) == (1.0, 0.5, pytest.approx(2 / 3))
    assert (scores["provider"].wrong, scores["provider"].silent) == (1, 1)
    assert (scores["caseload"].missing, scores["region"].made_up) == (1, 1)
    parts = scores["parts"]  # Safety right, Staffing wrong, Care missing; Respect made up
    assert (parts.right, parts.wrong, parts.missing, parts.made_up) == (1, 1, 1 + 3, 1)
    assert (parts.precision, parts.recall) == (pytest.approx(1 / 3), pytest.approx(1 / 6))


def test_every_error_of_details_is_listed(case: DetailCase) -> None:
    sentences = dict.fromkeys(range(38), "first") | dict.fromkeys(range(38, 90), "second")
    assert detail_errors(case, sentences) == [
        FactError("302-a.txt", "region", None, "Vale", "first"),
        FactError("302-a.txt", "provider", "Oak Ltd", "Elm Ltd", "first"),
        FactError("302-a.txt", "caseload", "900", None, "first"),
        FactError("302-a.txt", "part: Staffing", "Poor", "Good", "second"),
        FactError("302-a.txt", "part: Care", "Good", None, "second"),
        FactError("302-a.txt", "part: Respect", None, "Poor", "second"),
    ]


def test_a_part_goes_with_the_name_most_like_it() -> None:
    gold = read_by_person("302-a.txt").model_copy(
        update={
            "parts": tuple(
                GoldPart(part=part, rating=rating, evidence=words("302-a.txt", "Safety"))
                for part, rating in (("Planning (court)", "Good"), ("Well led & run", "Poor"))
            )
        }
    )
    found = found_by_program("302-a.txt").model_copy(
        update={
            "parts": tuple(
                PartRating(part=part, rating=Fact(value=rating, evidence=words("302-a.txt", "S")))
                for part, rating in (
                    ("Planning", "Poor"),
                    ("planning court", "Good"),
                    ("Well-led and run", "Poor"),
                )
            )
        }
    )
    parts = score_details([DetailCase("302-a.txt", gold, found)])[-1]
    assert (parts.right, parts.wrong, parts.missing, parts.made_up) == (2, 0, 0, 1)


def test_articles_before_the_first_with_details_do_not_count(
    article: MakeArticle, inspection: MakeInspection
) -> None:
    matches = []
    for name in ("300-z.txt", "302-a.txt", "303-b.txt"):
        made = article(name, [(TEXT, "S")], ["i1"])
        gold = inspection(made, "i1", unit=("Marl PDU", "Marl PDU"))
        found = found_by_program(name, region="Vale")
        matches.append(ArticleMatch(name, ((gold, found),), (), ()))
    matches.append(ArticleMatch("304-c.txt", (), (matches[0].pairs[0][0],), ()))
    matches.append(ArticleMatch("305-d.txt", (), (), (found_by_program("305-d.txt", score="1"),)))
    details = [read_by_person("302-a.txt", region="Vale")]
    cases = detail_cases(matches, details)
    assert [case.article[:3] for case in cases] == ["302", "303", "304", "305"]
    scores = {score.field: score for score in score_details(cases)}
    region = scores["region"]  # 302 right; 303 states none, but one was found
    assert (region.right, region.missing, region.made_up, region.silent) == (1, 0, 1, 2)
    assert scores["score"].made_up == 1
    assert detail_table(cases).title == "Details of 4 inspections"
    assert detail_cases(matches, []) == []

"""Facts as found beside a person's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.evaluation.facts import (
    ArticleMatch,
    FactError,
    errors_in,
    fact_tables,
    match_inspections,
    same_value,
    score_fields,
)
from pipeline.evaluation.linking import link_table, match_to_itself, score_links
from pipeline.labels import GoldInspection, LabelledArticle
from pipeline.schema import Evidence, Fact, Inspection

MakeArticle = Callable[..., LabelledArticle]
MakeInspection = Callable[..., GoldInspection]


def found_in(article: LabelledArticle, **facts: tuple[str | int, str]) -> Inspection:
    made = {}
    for field, (value, words) in facts.items():
        start = article.text.index(words)
        item = Evidence(
            article=article.article, start_char=start, end_char=start + len(words), text=words
        )
        made[field] = Fact(value=value, evidence=(item,))
    return Inspection(facts=made, sentences={article.article: (0,)})


@pytest.fixture
def report(article: MakeArticle) -> LabelledArticle:
    lines = [
        ("Marl PDU is Good, said Io Fenn; Tarn PDU is Inadequate.", "S"),
        ("In March 9 steps were set.", "R"),
    ]
    return article("001-a.txt", lines, ["i1", "i1b"])


@pytest.mark.parametrize(
    ("field", "first", "second", "same"),
    [
        ("unit", "The Marl Probation Delivery Unit", "marl probation delivery unit", True),
        ("unit", "Marl and Fenn PDU", "Fenn and Marl PDU", True),
        ("unit", "Marl PDU", "Tarn PDU", False),
        ("inspectorate", "the Inspectorate of Probation", "Inspectorate of  probation", True),
        ("overall_rating", "requires improvement", "Requires improvement", True),
        ("overall_rating", "Good", "Outstanding", False),
        ("inspected", "2024", "2024-03", False),
        ("chief_inspector", "Dame Io Fenn", "Io Fenn", False),
    ],
)
def test_when_values_are_the_same(field: str, first: str, second: str, same: bool) -> None:
    assert same_value(field, first, second) is same


def test_inspections_are_matched_by_their_units(
    report: LabelledArticle, inspection: MakeInspection
) -> None:
    marl = inspection(report, "i1", unit=("Marl PDU", "Marl PDU"))
    tarn = inspection(report, "i1b", unit=("Tarn PDU", "Tarn PDU"))
    ours = found_in(report, unit=("the Tarn PDU", "Tarn PDU"))
    other = found_in(report, unit=("Fenn School", "Io Fenn"))
    match = match_inspections("001-a.txt", [marl, tarn], [other, ours])
    assert match.pairs == ((tarn, ours),)
    assert (match.missed, match.spurious) == ((marl,), (other,))


def test_the_closer_of_two_names_is_taken(
    report: LabelledArticle, inspection: MakeInspection
) -> None:
    gold = inspection(report, "i1", unit=("Marl PDU", "Marl PDU"))
    near = found_in(report, unit=("Marl PDU", "Marl PDU"))
    wider = found_in(report, unit=("Marl PDU and Tarn PDU", "Marl PDU"))
    assert match_inspections("a", [gold], [wider, near]).pairs == ((gold, near),)


@pytest.fixture
def match(report: LabelledArticle, inspection: MakeInspection) -> ArticleMatch:
    marl = inspection(
        report,
        "i1",
        unit=("Marl PDU", "Marl PDU"),
        overall_rating=("Good", "Good"),
        recommendations=("9", "9 steps"),
        chief_inspector=("Io Fenn", "Io Fenn"),
    )
    tarn = inspection(
        report, "i1b", unit=("Tarn PDU", "Tarn PDU"), overall_rating=("Inadequate", "Inadequate")
    )
    found = found_in(
        report,
        unit=("Marl PDU", "Marl PDU"),
        overall_rating=("Inadequate", "Inadequate"),
        recommendations=(9, "9 steps"),
        inspected=("2024-03", "In March"),
    )
    return match_inspections("001-a.txt", [marl, tarn], [found])


def test_fields_are_counted(match: ArticleMatch) -> None:
    scores = {score.field: score for score in score_fields([match])}
    rating = scores["overall_rating"]  # Marl's is wrong, Tarn's is missing with its inspection
    assert (rating.right, rating.wrong, rating.missing, rating.made_up) == (0, 1, 1, 0)
    unit = scores["unit"]
    assert (unit.precision, unit.recall, unit.accuracy) == (1.0, 0.5, 0.5)
    assert unit.f1 == pytest.approx(2 / 3)
    count = scores["recommendations"]  # Tarn has none, and none was found
    assert (count.right, count.silent, count.accuracy) == (1, 1, 1.0)
    assert scores["inspected"].made_up == 1
    assert scores["chief_inspector"].missing == 1
    assert (scores["published"].f1, scores["published"].accuracy) == (0.0, 1.0)


def test_every_error_is_listed_with_its_sentence(match: ArticleMatch) -> None:
    sentences = dict.fromkeys(range(55), "first") | dict.fromkeys(range(56, 90), "second")
    assert errors_in(match, sentences) == [
        FactError("001-a.txt", "overall_rating", "Good", "Inadequate", "first"),
        FactError("001-a.txt", "inspected", None, "2024-03", "second"),
        FactError("001-a.txt", "chief_inspector", "Io Fenn", None, "first"),
        FactError("001-a.txt", "unit", "Tarn PDU", None, "first"),
        FactError("001-a.txt", "overall_rating", "Inadequate", None, "first"),
    ]


def test_articles_without_an_inspection_are_counted(match: ArticleMatch) -> None:
    quiet = ArticleMatch("b", (), (), ())
    noisy = ArticleMatch("c", (), (), (match.pairs[0][1],))
    rows = {row[0]: row[1] for row in fact_tables([match, quiet, noisy])[1].rows}
    assert rows["Inspections found"] == "1 of 2"
    assert rows["F1 of inspections"] == "0.50"
    assert rows["Articles without an inspection in which none was found"] == "1 of 2"


def joined(*parts: Inspection) -> Inspection:
    evidence = tuple(item for part in parts for item in part.facts["unit"].evidence)
    sentences = {name: places for part in parts for name, places in part.sentences.items()}
    return Inspection(facts={"unit": Fact(value="x", evidence=evidence)}, sentences=sentences)


def test_links_are_scored_by_pairs(article: MakeArticle, inspection: MakeInspection) -> None:
    matches, found = [], {}
    for name, identity in (("a", "i1"), ("b", "i1"), ("c", "i1"), ("d", "i2")):
        made = article(name, [("Marl PDU is Good.", "S")], [identity])
        gold = inspection(made, identity, unit=("Marl PDU", "Marl PDU"))
        found[name] = found_in(made, unit=("Marl PDU", "Marl PDU"))
        matches.append(match_inspections(name, [gold], [found[name]]))
    # a, b, c belong together; a and b were joined, and c with d.
    merged = [joined(found["a"], found["b"]), joined(found["c"], found["d"])]
    score = score_links(matches, merged)
    assert score.right == ((("a", "i1"), ("b", "i1")),)
    assert score.missing == ((("a", "i1"), ("c", "i1")), (("b", "i1"), ("c", "i1")))
    assert score.made_up == ((("c", "i1"), ("d", "i2")),)
    assert score.f1 == pytest.approx(2 / 5)
    assert [row[1] for row in link_table(score).rows] == ["3", "1", "2", "1", "0.40"]


def test_a_missed_inspection_was_joined_with_none(
    article: MakeArticle, inspection: MakeInspection
) -> None:
    matches = []
    for name in "ab":
        made = article(name, [("Marl PDU is Good.", "S")], ["i1"])
        gold = inspection(made, "i1", unit=("Marl PDU", "Marl PDU"))
        matches.append(match_inspections(name, [gold], []))
    assert len(score_links(matches, []).missing) == 1


def test_a_persons_facts_can_be_linked_as_if_they_had_been_found(
    article: MakeArticle, inspection: MakeInspection
) -> None:
    matches = []
    for name in "ab":
        made = article(name, [("Marl PDU is Good, with 6 recommendations.", "S")], ["i1"])
        facts = {"unit": ("Marl PDU", "Marl PDU"), "recommendations": ("6", "6")}
        matches.append(match_to_itself(name, [inspection(made, "i1", **facts)]))
    read = [found for match in matches for _, found in match.pairs]
    assert [one.value("recommendations") for one in read] == [6, 6]
    score = score_links(matches, [joined(*read)])
    assert (len(score.right), len(score.missing), len(score.made_up)) == (1, 0, 0)

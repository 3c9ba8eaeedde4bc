"""Each check finds its problem, and nothing in a corpus that is in order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.evaluation.corpus_checks import (
    check_briefs,
    check_copies_across_splits,
    check_inspections,
    check_sentences,
    check_splits,
    check_texts,
)
from pipeline.evaluation.overlap import Overlap
from pipeline.labels import GoldBrief, GoldInspection, GoldPoint, GoldQuote, LabelledArticle, Split
from pipeline.schema import SentenceReference

MakeArticle = Callable[..., LabelledArticle]
MakeInspection = Callable[..., GoldInspection]

ORDERLY = [
    ("Brackwell PDU was rated Good.", "S"),
    ("Files were thin.", "F"),
    ("“We will mend them,” said Io Marl.", "Q", "Io Marl"),
]


@pytest.fixture
def first(article: MakeArticle) -> LabelledArticle:
    return article("001-a.txt", ORDERLY, ["i1"])


@pytest.fixture
def gold(first: LabelledArticle, inspection: MakeInspection) -> GoldInspection:
    return inspection(first, "i1", unit=("Brackwell PDU", "Brackwell PDU"))


def sources(*indexes: int, article: str = "001-a.txt") -> tuple[SentenceReference, ...]:
    return tuple(SentenceReference(article=article, index=index) for index in indexes)


def brief(**parts: Any) -> GoldBrief:
    summary = (GoldPoint(sources=sources(0), text="Brackwell was rated Good."),)
    return GoldBrief(**{"inspection": "i1", "summary": summary, **parts})


def test_a_corpus_in_order_has_no_problems(first: LabelledArticle, gold: GoldInspection) -> None:
    whole = brief(
        findings=(GoldPoint(sources=sources(1)),),
        strengths=(GoldPoint(sources=sources(0)),),
        quotes=(GoldQuote(sources=sources(2), speaker="Io Marl"),),
    )
    assert check_texts([first], {"001-a.txt": first.text}) == []
    assert check_sentences([first]) == []
    assert check_inspections([first], [gold]) == []
    assert check_briefs([first], [gold], [whole]) == []
    assert check_splits([first], {"train": ["001-a.txt"]}) == []


def test_labels_and_raw_files_belong_together(first: LabelledArticle) -> None:
    changed = first.text.replace("thin", "lost")
    assert check_texts([first], {}) == ["001-a.txt: labels, but no raw file"]
    assert check_texts([], {"001-a.txt": "x"}) == ["001-a.txt: no labels"]
    assert check_texts([first, first], {"001-a.txt": first.text}) == ["001-a.txt: labelled twice"]
    (problem,) = check_texts([first], {"001-a.txt": changed})
    assert "another text from character 41 on: 'lost." in problem
    (problem,) = check_texts([first], {"001-a.txt": first.text + "\n"})
    assert f"from character {len(first.text)} on" in problem


def test_furniture_is_not_tagged(article: MakeArticle) -> None:
    found = check_sentences([article("a", [("Share this page", "~F")])])
    assert found == ["a, sentence 0: is page furniture, but has the tags finding"]


def test_sentences_do_not_overlap_and_untagged_ones_have_no_links(article: MakeArticle) -> None:
    made = article("a", [("One. Two.", "F"), ("Three.", "")], ["i1"])
    one, three = made.sentences
    inside = one.model_copy(update={"index": 1, "start_char": 5, "end_char": 9, "text": "Two."})
    linked = three.model_copy(update={"inspections": ("i1", "i1")})
    assert check_sentences([made.model_copy(update={"sentences": (one, inside)})]) == [
        "a, sentence 1: begins before the one before has ended"
    ]
    assert check_sentences([made.model_copy(update={"sentences": (one, linked)})]) == [
        "a, sentence 1: has no tag, but is linked to inspections",
        "a, sentence 1: is linked to one inspection twice",
    ]


def test_articles_and_inspections_name_each_other(
    first: LabelledArticle, gold: GoldInspection
) -> None:
    other = gold.model_copy(update={"inspection": "i2"})
    assert check_inspections([first], [gold, other]) == ["001-a.txt: does not list inspection i2"]
    assert check_inspections([first], []) == ["001-a.txt: inspection i1 has no line"]
    assert "001-a.txt: inspection i1 has two lines" in check_inspections([first], [gold, gold])


def test_evidence_stands_where_it_says(first: LabelledArticle, gold: GoldInspection) -> None:
    fact = gold.facts[0]
    item = fact.evidence[0].model_copy(update={"start_char": 1, "end_char": 14})
    moved = gold.model_copy(update={"facts": (fact.model_copy(update={"evidence": (item,)}),)})
    (problem,) = check_inspections([first], [moved])
    assert "unit is 'Brackwell PDU', but the text has 'rackwell PDU ' there" in problem
    item = fact.evidence[0].model_copy(update={"article": "002-b.txt"})
    moved = gold.model_copy(update={"facts": (fact.model_copy(update={"evidence": (item,)}),)})
    (problem,) = check_inspections([first], [moved])
    assert "evidence in another article, 002-b.txt" in problem


def test_recommendations_are_counted_in_digits(
    first: LabelledArticle, inspection: MakeInspection
) -> None:
    unit = ("Brackwell PDU", "Brackwell PDU")
    found = inspection(first, "i1", unit=unit, recommendations=("several", "thin"))
    assert "expected a number in digits" in check_inspections([first], [found])[0]


def test_each_inspection_has_one_brief(first: LabelledArticle, gold: GoldInspection) -> None:
    assert check_briefs([first], [gold], []) == ["inspection i1 has no brief"]
    assert check_briefs([first], [gold], [brief(), brief()]) == ["inspection i1 has two briefs"]
    unknown = check_briefs([first], [], [brief()])
    assert unknown[0] == "brief of an unknown inspection i1"


def test_sources_exist_and_carry_the_tag(first: LabelledArticle, gold: GoldInspection) -> None:
    made = brief(findings=(GoldPoint(sources=sources(0)), GoldPoint(sources=sources(9))))
    assert check_briefs([first], [gold], [made]) == [
        "brief i1, findings: 001-a.txt:0 has no tag finding: 'Brackwell PDU was rated Good.'",
        "brief i1, findings: 001-a.txt:9 does not exist",
    ]
    silent = brief(summary=(GoldPoint(sources=sources(0)),))
    assert check_briefs([first], [gold], [silent]) == ["brief i1: a summary sentence has no text"]


def test_sources_lie_in_articles_on_the_inspection(
    first: LabelledArticle, gold: GoldInspection, article: MakeArticle
) -> None:
    other = article("002-b.txt", ORDERLY)
    made = brief(findings=(GoldPoint(sources=sources(1, article="002-b.txt")),))
    (problem,) = check_briefs([first, other], [gold], [made])
    assert problem.endswith("002-b.txt:1: the article does not report this inspection")


def test_splits_hold_every_article_and_keep_inspections_whole(
    first: LabelledArticle, article: MakeArticle
) -> None:
    second = article("002-b.txt", ORDERLY, ["i1"])
    apart: dict[Split, list[str]] = {"train": ["001-a.txt"], "test": ["002-b.txt"]}
    assert check_splits([first, second], apart) == [
        "inspection i1 is in several splits: test, train"
    ]
    assert check_splits([first], {"train": [], "test": ["003-c.txt"]}) == [
        "001-a.txt: in no split",
        "003-c.txt: in a split, not labelled",
        "the split train is empty",
    ]


def test_near_copies_stay_in_one_split() -> None:
    texts = {"a": "same", "b": "same", "c": "same"}
    pairs = [Overlap("a", "b", 9, 1.0), Overlap("a", "c", 9, 1.0)]
    found = check_copies_across_splits(
        texts, {"train": ["a", "b"], "test": ["c"]}, pairs, lambda one, other: one == other
    )
    assert found == ["a (train) and c (test) are near-copies in different splits"]

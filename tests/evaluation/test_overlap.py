"""Shared words between articles."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.evaluation.overlap import check_diversity, find_overlaps, worst_pairs
from pipeline.labels import LabelledArticle

MakeArticle = Callable[..., LabelledArticle]


def test_share_is_of_the_smaller_article() -> None:
    # Six words make two runs of five, seven words three; one run is in both.
    (pair,) = find_overlaps(
        {"b": "one two three four five six", "a": "0 0 one two three four five"}
    )
    assert (pair.first, pair.second) == ("a", "b")
    assert (pair.runs, pair.share) == (1, pytest.approx(1 / 2))


def test_case_marks_and_repetition_do_not_count() -> None:
    (pair,) = find_overlaps({"a": "It’s one, two three FOUR. " * 3, "b": "its one two three four"})
    assert pair.share == 1.0


def test_articles_with_nothing_in_common_are_no_pair() -> None:
    assert find_overlaps({"a": "one two three four five", "b": "five four three two one"}) == []


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=40), max_size=4))
def test_shares_lie_between_nought_and_one(texts: dict[str, str]) -> None:
    assert all(0 < pair.share <= 1 for pair in find_overlaps(texts))


def test_only_articles_on_one_inspection_may_share_sentences(article: MakeArticle) -> None:
    told = (
        "Nobody had asked where the boys slept, and nobody at the home could say who had the key."
    )
    line = (told, "F")
    articles = [article(name, [line], [on]) for name, on in (("a", "i1"), ("b", "i1"), ("c", "i2"))]
    overlaps = find_overlaps({one.article: one.text for one in articles})
    assert len(overlaps) == 3
    assert check_diversity(articles[:2], overlaps[:1]) == []
    assert check_diversity(articles, overlaps) == [
        "a and c share 100.0 % of their runs of five words; at most 7.0 % may be shared by "
        "articles on different inspections",
        "b and c share 100.0 % of their runs of five words; at most 7.0 % may be shared by "
        "articles on different inspections",
        f"a, b, c share a sentence: {told!r}",
    ]
    assert worst_pairs(articles, overlaps).rows == (("a", "c", "100.0 %"), ("b", "c", "100.0 %"))


def test_a_few_runs_in_common_prove_nothing(article: MakeArticle) -> None:
    # Sixteen words make twelve runs of five, seventeen make thirteen.
    names = "a b c d e f g h i j k l m n o p q".split()
    for words, problems in ((16, 0), (17, 1)):
        shared = " ".join(names[:words])
        articles = [article(name, [(f"{shared} {name * 3}.", "")], []) for name in "xy"]
        overlaps = find_overlaps({one.article: one.text for one in articles})
        assert overlaps[0].runs == words - 4
        assert len(check_diversity(articles, overlaps)) == problems


def test_short_sentences_may_recur(article: MakeArticle) -> None:
    articles = [article(name, [("Notes to our dear editors", "")], []) for name in "ab"]
    assert check_diversity(articles, []) == []

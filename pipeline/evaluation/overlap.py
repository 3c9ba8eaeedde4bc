"""How much text articles share: a corpus that repeats itself teaches and tests too little."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.evaluation.tables import Figures, percent
from pipeline.labels import LabelledArticle

__all__ = ["Overlap", "check_diversity", "find_overlaps", "worst_pairs"]

_RUN = 5
"""Words in a row that seldom recur by chance."""
_MOST_SHARED = 0.07
"""Largest share of such runs that articles on different inspections may have in common."""
_FEW_RUNS = 12
"""So many runs in common prove nothing: bodies' long names and the trade's set phrases give them
to any two reports, and are a large share of a short one."""
_SENTENCE_WORDS = 12
"""Shorter sentences ("The full report is on the website") recur in any press."""
_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’‘")


@dataclass(frozen=True)
class Overlap:
    """Two articles that share words.

    Attributes:
        first, second: their names.
        runs: how many distinct runs of five words both have.
        share: ``runs`` as a share of the smaller article's.
    """

    first: str
    second: str
    runs: int
    share: float


def find_overlaps(texts: Mapping[str, str]) -> list[Overlap]:
    """Every pair of articles that have a run of five words in common, the most alike first.

    Case, punctuation and apostrophes do not count.
    """
    runs = {name: _runs(text) for name, text in texts.items()}
    holders: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for name, found in runs.items():
        for run in found:
            holders[run].append(name)
    common: Counter[tuple[str, str]] = Counter()
    for names in holders.values():
        common.update(combinations(sorted(names), 2))
    overlaps = [
        Overlap(first, second, count, count / min(len(runs[first]), len(runs[second])))
        for (first, second), count in common.items()
    ]
    return sorted(overlaps, key=lambda pair: (-pair.share, pair.first, pair.second))


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _words(text)
    return frozenset(zip(*(words[start:] for start in range(_RUN)), strict=False))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.translate(_APOSTROPHES).casefold()))


def check_diversity(articles: Sequence[LabelledArticle], overlaps: Sequence[Overlap]) -> list[str]:
    """Where articles on different inspections say things in the same words.

    Args:
        articles: the corpus.
        overlaps: of these articles, from :func:`find_overlaps`.

    Returns:
        A line for each pair that shares more than a dozen runs of five words and more than 7 %
        of them, and for each sentence of twelve words or more that articles share.
    """
    problems = [
        f"{pair.first} and {pair.second} share {percent(pair.share)} of their runs of five words; "
        f"at most {percent(_MOST_SHARED)} may be shared by articles on different inspections"
        for pair in _different_stories(articles, overlaps)
        if pair.runs > _FEW_RUNS and pair.share > _MOST_SHARED
    ]
    return problems + _shared_sentences(articles)


def worst_pairs(
    articles: Sequence[LabelledArticle], overlaps: Sequence[Overlap], count: int = 10
) -> Figures:
    """The articles on different inspections that have most words in common."""
    worst = _different_stories(articles, overlaps)[:count]
    rows = tuple((pair.first, pair.second, percent(pair.share)) for pair in worst)
    title = "Most alike, of different inspections"
    return Figures(title, ("Article", "Other article", "Shared"), rows, words=2)


def _different_stories(
    articles: Sequence[LabelledArticle], overlaps: Sequence[Overlap]
) -> list[Overlap]:
    by_name = {article.article: article for article in articles}
    return [pair for pair in overlaps if not _same_story(by_name[pair.first], by_name[pair.second])]


def _same_story(first: LabelledArticle, second: LabelledArticle) -> bool:
    """Whether two articles report an inspection in common, and so may share words."""
    return bool(set(first.inspections) & set(second.inspections))


def _shared_sentences(articles: Sequence[LabelledArticle]) -> list[str]:
    holders: dict[tuple[str, ...], dict[str, LabelledArticle]] = defaultdict(dict)
    texts: dict[tuple[str, ...], str] = {}
    for article in articles:
        for sentence in article.sentences:
            words = _words(sentence.text)
            if len(words) >= _SENTENCE_WORDS:
                holders[words][article.article] = article
                texts[words] = sentence.text
    return [
        f"{', '.join(found)} share a sentence: {texts[words]!r}"
        for words, found in holders.items()
        if any(not _same_story(*pair) for pair in combinations(found.values(), 2))
    ]

"""Which articles were taken to report the same inspection, beside which do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from pipeline.evaluation.facts import ArticleMatch
from pipeline.evaluation.metrics import f1_score
from pipeline.evaluation.tables import Figures, two_places
from pipeline.labels import GoldInspection
from pipeline.schema import Fact, Inspection

__all__ = ["LinkScore", "link_table", "match_to_itself", "score_links"]

Mention = tuple[str, str]
"""An article's name, and the inspection that it reports."""
Pair = tuple[Mention, Mention]


@dataclass(frozen=True)
class LinkScore:
    """Pairs of articles that report one inspection.

    Attributes:
        right: pairs that were joined and belong together.
        missing: pairs that belong together and were not joined.
        made_up: pairs that were joined and do not belong together.
    """

    right: tuple[Pair, ...]
    missing: tuple[Pair, ...]
    made_up: tuple[Pair, ...]

    @property
    def f1(self) -> float:
        """Pairwise F1."""
        return f1_score(
            hits=len(self.right), misses=len(self.missing), false_alarms=len(self.made_up)
        )


def match_to_itself(article: str, gold: Sequence[GoldInspection]) -> ArticleMatch:
    """What a person read in an article, as if it had been found: linking is scored alone with it.

    Args:
        article: its name.
        gold: the inspections that a person read in it.
    """
    pairs = tuple((one, _as_found(one)) for one in gold)
    return ArticleMatch(article=article, pairs=pairs, missed=(), spurious=())


def _as_found(gold: GoldInspection) -> Inspection:
    facts = {
        fact.field: Fact(
            value=int(fact.value) if fact.field == "recommendations" else fact.value,
            evidence=fact.evidence,
        )
        for fact in gold.facts
    }
    return Inspection(facts=facts, sentences={gold.article: (0,)})


def score_links(matches: Sequence[ArticleMatch], merged: Sequence[Inspection]) -> LinkScore:
    """Compare merged inspections with a person's.

    Args:
        matches: for each article the inspections that a person read and those that were found.
        merged: the found inspections of all these articles, joined.

    Returns:
        The pairs, right and wrong. An inspection that was missed is a mention that was joined
        with none; a spurious one is a mention that belongs with none.
    """
    gold = [
        (match.article, one.inspection)
        for match in matches
        for one in (*(pair[0] for pair in match.pairs), *match.missed)
    ]
    truth = {pair for pair in combinations(sorted(gold), 2) if pair[0][1] == pair[1][1]}
    joined = {
        pair
        for inspection in merged
        for pair in combinations(sorted(_mentions(inspection, matches)), 2)
    }
    return LinkScore(
        right=tuple(sorted(truth & joined)),
        missing=tuple(sorted(truth - joined)),
        made_up=tuple(sorted(joined - truth)),
    )


def _mentions(merged: Inspection, matches: Iterable[ArticleMatch]) -> set[Mention]:
    """The mentions that were joined, by the name that a person gave to each inspection."""
    mentions = set()
    for match in matches:
        named = [(found, gold.inspection) for gold, found in match.pairs]
        named += [(found, f"spurious {n}") for n, found in enumerate(match.spurious)]
        for found, name in named:
            if _is_part(found, merged):
                mentions.add((match.article, name))
    return mentions


def _is_part(found: Inspection, merged: Inspection) -> bool:
    """Whether an article's inspection went into a merged one, which keeps its evidence."""
    evidence = merged.facts["unit"].evidence
    return all(item in evidence for item in found.facts["unit"].evidence)


def link_table(score: LinkScore, *, of_gold: bool = False) -> Figures:
    """The score of links as a table; ``of_gold``: of facts as a person read them."""
    rows = (
        (
            "Pairs of articles that report one inspection",
            str(len(score.right) + len(score.missing)),
        ),
        ("joined", str(len(score.right))),
        ("not joined", str(len(score.missing))),
        ("joined, but of different inspections", str(len(score.made_up))),
        ("Pairwise F1", two_places(score.f1)),
    )
    title = "Which articles report the same inspection"
    title += ", by a person's facts" if of_gold else ", by the facts found"
    return Figures(title, ("What", "How many"), rows)

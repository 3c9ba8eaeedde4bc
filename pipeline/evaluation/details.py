"""Details of inspections and ratings of parts as found, beside those that a person read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from rapidfuzz import fuzz

from pipeline.evaluation.facts import (
    ArticleMatch,
    FactError,
    FieldScore,
    alike,
    outcome_of,
    score_table,
    tally,
)
from pipeline.evaluation.tables import Figures
from pipeline.labels import GoldDetails, GoldPart
from pipeline.schema import DETAIL_FIELDS, PART_FIELD, Inspection, PartRating

__all__ = [
    "PARTS",
    "DetailCase",
    "detail_cases",
    "detail_errors",
    "detail_table",
    "same_detail",
    "score_details",
]

PARTS = "parts"
"""The row of scores of pairs of part and rating."""
_NUMBERS = frozenset({"score", "caseload"})
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_PartPair = tuple[GoldPart | None, PartRating | None]


@dataclass(frozen=True)
class DetailCase:
    """One inspection: its details as a person read them, and as they were found.

    Attributes:
        article: its article.
        gold: what a person read; without facts and parts where the article adds none.
        found: the inspection that was found; None where it was missed.
    """

    article: str
    gold: GoldDetails
    found: Inspection | None


def detail_cases(
    matches: Sequence[ArticleMatch], details: Sequence[GoldDetails]
) -> list[DetailCase]:
    """The inspections of the articles that are labelled with details.

    Those are the articles from the first that holds details on, by name: an article after it
    without details states none. A spurious inspection has made all its details up.

    Args:
        matches: for each article the inspections that a person read and those that were found.
        details: what a person read.
    """
    first = min((one.article for one in details), default=None)
    by_inspection = {(one.article, one.inspection): one for one in details}
    cases = []
    for match in matches:
        if first is None or match.article < first:
            continue
        pairs = [*match.pairs, *((gold, None) for gold in match.missed)]
        for gold, found in pairs:
            key = (match.article, gold.inspection)
            none = GoldDetails(article=match.article, inspection=gold.inspection)
            cases.append(DetailCase(match.article, by_inspection.get(key, none), found))
        for found in match.spurious:
            none = GoldDetails(article=match.article, inspection="")
            cases.append(DetailCase(match.article, none, found))
    return cases


def same_detail(field: str, first: str, second: str) -> bool:
    """Whether two values of a detail are the same.

    Scores and caseloads are so by their numbers ("2/21", "2 out of 21"), a score without its
    maximum by its points; regions and providers when their names have the same words but for
    order, case, additions and a leading "the".
    """
    if field not in _NUMBERS:
        return alike(first, second)
    ours, theirs = _numbers(first), _numbers(second)
    shared = min(len(ours), len(theirs))
    return shared > 0 and ours[:shared] == theirs[:shared]


def _numbers(value: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", _GROUPED.sub("", value))]


def score_details(cases: Sequence[DetailCase]) -> tuple[FieldScore, ...]:
    """Score every detail over all inspections, and the pairs of part and rating.

    A part that was found with another rating than the person's is wrong.
    """
    scores = [
        tally(field, [_outcome(field, *_values(case, field)) for case in cases])
        for field in DETAIL_FIELDS
    ]
    parts = [_part_outcome(*pair) for case in cases for pair in _part_pairs(case)]
    return (*scores, tally(PARTS, parts))


def _values(case: DetailCase, field: str) -> tuple[str | None, str | None]:
    gold = next((fact.value for fact in case.gold.facts if fact.field == field), None)
    found = case.found.details.get(field) if case.found else None
    return gold, None if found is None else str(found.value)


def _outcome(field: str, gold: str | None, found: str | None) -> str:
    return outcome_of(gold, found, lambda ours, theirs: same_detail(field, ours, theirs))


def _part_pairs(case: DetailCase) -> list[_PartPair]:
    """The person's parts with the found ones, the most alike first, then those without a mate."""
    found = case.found.parts if case.found else ()
    likely = sorted(
        product(range(len(case.gold.parts)), range(len(found))),
        key=lambda pair: (
            -fuzz.ratio(_part(case.gold.parts[pair[0]].part), _part(found[pair[1]].part))
        ),
    )
    mates: dict[int, int] = {}
    for ours, theirs in likely:
        free = ours not in mates and theirs not in mates.values()
        if free and alike(_part(case.gold.parts[ours].part), _part(found[theirs].part)):
            mates[ours] = theirs
    pairs: list[_PartPair] = []
    for place, part in enumerate(case.gold.parts):
        pairs.append((part, found[mates[place]] if place in mates else None))
    taken = set(mates.values())
    pairs.extend((None, part) for place, part in enumerate(found) if place not in taken)
    return pairs


def _part(name: str) -> str:
    return name.replace("-", " ").replace("&", "and")


def _part_outcome(gold: GoldPart | None, found: PartRating | None) -> str:
    return outcome_of(
        gold.rating if gold else None,
        str(found.rating.value) if found else None,
        lambda ours, theirs: ours.casefold() == theirs.casefold(),
    )


def detail_errors(case: DetailCase, sentence_at: Mapping[int, str]) -> list[FactError]:
    """Every error in the details and parts of one inspection, a line each.

    Args:
        case: the inspection.
        sentence_at: for each character's place in the article's text its sentence.
    """
    errors = []
    for field in DETAIL_FIELDS:
        gold, found = _values(case, field)
        if _outcome(field, gold, found) not in ("right", "silent"):
            sentence = sentence_at.get(_place(case, field), "")
            errors.append(FactError(case.article, field, gold, found, sentence))
    for ours, theirs in _part_pairs(case):
        if _part_outcome(ours, theirs) != "right":
            errors.append(_part_error(case, ours, theirs, sentence_at))
    return errors


def _place(case: DetailCase, field: str) -> int:
    """Where the evidence of a detail begins: of the found value, else of the person's."""
    found = case.found.details.get(field) if case.found else None
    if found:
        return found.evidence[0].start_char
    return next(fact.evidence[0].start_char for fact in case.gold.facts if fact.field == field)


def _part_error(
    case: DetailCase,
    gold: GoldPart | None,
    found: PartRating | None,
    sentence_at: Mapping[int, str],
) -> FactError:
    name = gold.part if gold else found.part if found else ""
    stated = found.rating.evidence if found else gold.evidence if gold else ()
    return FactError(
        article=case.article,
        field=f"{PART_FIELD}{name}",
        gold=gold.rating if gold else None,
        found=str(found.rating.value) if found else None,
        sentence=sentence_at.get(stated[0].start_char, "") if stated else "",
    )


def detail_table(cases: Sequence[DetailCase]) -> Figures:
    """The scores of every detail and of the parts."""
    return score_table(f"Details of {len(cases)} inspections", score_details(cases))

"""Exact checks of a written sentence against the sentences that it cites.

A sentence passes only if everything checkable in it stands in its sources: numbers, dates,
ratings, names, who did and must do what, negation, and nearly every content word. What fails is not
repaired but replaced, so a check may be strict.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.briefs.claims import claim_checks
from pipeline.briefs.exchanges import exchange_checks
from pipeline.briefs.negations import (
    added_obligation,
    changed_negation,
    dropped_hedge,
    dropped_obligation,
    turned_round,
)
from pipeline.briefs.places import joined_names, moved_names
from pipeline.briefs.quantities import moved_numbers, numbers_in, rating_left_out, ratings_in
from pipeline.briefs.relations import (
    dated_otherwise,
    felt_by_another,
    moved_relations,
    softened,
)
from pipeline.briefs.roles import role_checks
from pipeline.briefs.wording import plain_text
from pipeline.briefs.wording_checks import (
    altered_quotations,
    bad_shape,
    first_person,
    missing_names,
    repeated_words,
    too_new,
)

__all__ = ["Problem", "VerificationContext", "find_problems"]


@dataclass(frozen=True)
class Problem:
    """Why a sentence is not borne out.

    Attributes:
        check: which check failed.
        found: the words that no source bears out.
    """

    check: str
    found: tuple[str, ...]


@dataclass(frozen=True)
class VerificationContext:
    """What is known of the inspection besides the cited sentences, each with evidence.

    Attributes:
        names: names that may stand in a summary although the cited sentence says "it": the unit,
            the inspectorate.
        ratings: every rating of the inspectorate's scales, and its other wordings.
    """

    names: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()


def find_problems(
    text: str, sources: Sequence[str], context: VerificationContext = VerificationContext()
) -> tuple[Problem, ...]:
    """Check a written sentence against its sources.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
        context: names with evidence of their own, and the ratings to watch for.

    Returns:
        The problems found; none where the sentence passes.
    """
    text, sources = plain_text(text), tuple(map(plain_text, sources))
    source = " ".join(sources)
    known = " ".join((source, *context.names))
    checks = (
        ("shape", bad_shape(text)),
        ("first person", first_person(text)),
        ("repetition", repeated_words(text, source)),
        ("hedge", dropped_hedge(text, source)),
        ("numbers", numbers_in(text) - numbers_in(known)),
        ("ratings", ratings_in(text, context.ratings) - ratings_in(source, context.ratings)),
        ("rating left out", rating_left_out(text, source, context.ratings)),
        ("names", missing_names(text, known)),
        ("joined name", joined_names(text, known)),
        ("name's context", moved_names(text, sources, context.names)),
        ("negation", changed_negation(text, source)),
        ("opposites", turned_round(text, source)),
        ("obligation", added_obligation(text, source) | dropped_obligation(text, sources)),
        ("number's context", moved_numbers(text, sources)),
        ("relation", moved_relations(text, sources)),
        ("degree", softened(text, sources)),
        ("rating's date", dated_otherwise(text, sources, context.ratings)),
        ("whose feeling", felt_by_another(text, sources)),
        ("quotation", altered_quotations(text, source)),
        ("new words", too_new(text, known)),
        *claim_checks(text, sources, known),
        *role_checks(text, sources),
        *exchange_checks(text, sources, context.ratings),
    )
    return tuple(Problem(check, tuple(sorted(found))) for check, found in checks if found)

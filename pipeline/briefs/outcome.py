"""The first sentence of a summary: what was inspected, and how it came out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.briefs.verification import Problem
from pipeline.schema import (
    BriefStatement,
    Evidence,
    Inspection,
    Origin,
    PartRating,
    SentenceReference,
    TaggedArticle,
)

__all__ = ["misses_rating", "outcome_problem", "stated_outcome", "unit_misplaced"]

_VERB = re.compile(
    r"\b(?:is|was|are|were|has|have|had|been|requires?|needs?|gets?|gave|given|rated|judged|graded|"
    r"remains?|received|scored|found|fell|rose|dropped|improved|climbed)\b"
)
_GAVE = re.compile(r"\b(?:gave|given|received|awarded)\b")
_GRADE = re.compile(r"\b(?:rat(?:ed|ings?)|grad(?:es?|ed)|marks?|judge?ments?|verdict)\b")
_INSPECTING = re.compile(r"\b(?:inspect|report|watchdog|review|ombudsman|regulator)", re.IGNORECASE)
_REPORTING = (
    r"(?:found|finds|noted|notes|concluded|reported|praised|recommend\w*|criticised|warned)"
)
_PLURAL = re.compile(r"\b(?:they|them|their)\b", re.IGNORECASE)
_NAMES = re.compile(r"\b[A-Z][\w’'-]{3,}")


def outcome_problem(text: str, inspection: Inspection) -> Problem | None:
    """Why a sentence is no good beginning: it lacks the unit, the rating, a verb.

    Without a rating it must at least speak of an inspection or a report.
    """
    unit, rating = str(inspection.value("unit")), inspection.value("overall_rating")
    names = set(_NAMES.findall(unit))
    if names and not names & set(_NAMES.findall(text)):
        return Problem("outcome", (unit,))
    if misses_rating(text, inspection):
        return Problem("outcome", (str(rating),))
    if rating and not _VERB.search(text):
        return Problem("outcome", ("no verb",))
    if rating and _GAVE.search(text) and not _GRADE.search(text):
        return Problem("outcome", ("given what?",))
    if not rating and not _INSPECTING.search(text):
        return Problem("outcome", ("no inspection",))
    return None


def misses_rating(text: str, inspection: Inspection) -> bool:
    """Whether there is an overall rating, and the text does not give it."""
    rating = inspection.value("overall_rating")
    return bool(rating and str(rating).casefold() not in text.casefold())


def unit_misplaced(text: str, sources: Sequence[str], unit: str) -> Problem | None:
    """The unit's name in a place that no source gives it: for "them", or for the inspectors."""
    if not unit or unit not in text:
        return None
    known = " ".join(sources)
    if re.search(rf"{re.escape(unit)} {_REPORTING}\b", text) and unit not in known:
        return Problem("unit", ("reports itself",))
    if unit not in known and _PLURAL.search(known) and not _PLURAL.search(text):
        return Problem("unit", (unit,))
    return None


def stated_outcome(
    inspection: Inspection, articles: Mapping[str, TaggedArticle]
) -> BriefStatement | None:
    """The outcome in plain words from the facts; None without a rating of the whole or of parts.

    Its sources are the sentences that state unit and ratings.
    """
    unit, rating = inspection.facts["unit"], inspection.facts.get("overall_rating")
    if rating:
        given, told = [rating], str(rating.value)
    else:
        given, told = [part.rating for part in inspection.parts], _listed(inspection.parts)
    sources = [_sentence_of(fact.evidence[0], articles) for fact in (unit, *given)]
    known = tuple(dict.fromkeys(source for source in sources if source))
    if not (given and known):
        return None
    return BriefStatement(
        text=f"Inspectors rated {unit.value} {told}.", sources=known, origin=Origin.WRITTEN
    )


def _listed(parts: Sequence[PartRating]) -> str:
    """The ratings of parts in a line ("good for safety, poor for respect and good for health")."""
    *others, last = [f"{str(part.rating.value).lower()} for {part.part}" for part in parts] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def _sentence_of(
    evidence: Evidence, articles: Mapping[str, TaggedArticle]
) -> SentenceReference | None:
    for sentence in articles[evidence.article].sentences:
        if sentence.start_char <= evidence.start_char < sentence.end_char:
            return SentenceReference(article=evidence.article, index=sentence.index)
    return None

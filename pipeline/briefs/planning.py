"""Which sentences a brief uses, and for what: chosen before anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from pipeline.briefs.candidates import Candidate, chances_of
from pipeline.schema import (
    BriefLimits,
    Inspection,
    Quotation,
    Tag,
    TaggedArticle,
)

__all__ = ["BriefPlan", "Candidate", "Point", "QuotePoint", "Slot", "plan_brief"]


@dataclass(frozen=True)
class Point:
    """A statement of a brief: its best sentence, then others that say the same."""

    candidates: tuple[Candidate, ...]

    @property
    def best(self) -> Candidate:
        """The sentence that the brief shows."""
        return self.candidates[0]


@dataclass(frozen=True)
class QuotePoint:
    """A quotation to be shown: verbatim text, speaker, and the sentences that it touches."""

    article: str
    text: str
    speaker: str | None
    sentences: tuple[int, ...]


@dataclass(frozen=True)
class Slot:
    """One summary sentence to be: what it says, and the alternatives to say it from.

    Attributes:
        kind: outcome, findings, strengths or recommendations.
        choices: sets of one to three source sentences, the best first; the next is tried when
            nothing written from one passes the checks.
    """

    kind: str
    choices: tuple[tuple[Candidate, ...], ...]


@dataclass(frozen=True)
class BriefPlan:
    """Everything that a brief will show, before it is written."""

    slots: tuple[Slot, ...] = ()
    findings: tuple[Point, ...] = ()
    strengths: tuple[Point, ...] = ()
    recommendations: tuple[Point, ...] = ()
    quotes: tuple[QuotePoint, ...] = field(default=())


_HEADING_WORDS = 14
_MIN_WORDS = 5
_ENDS = re.compile(r"[.!?…][\"'”’)\]]*$")
_CHOICES = 3
"""Sources that a summary sentence is tried from, one after the other."""
_LEAST_CHANCE = 0.3
"""Of being chosen: less likely statements are left out, but for the ``_FEW`` likeliest."""
_FEW = 2
_RETOLD = 12
_SAME_FIGURE = 7
"""How much less alike two statements of different articles may be that say the same. Among the
pairs of points in the gold briefs of training articles no wrong one is as much alike."""
_NUMBER = re.compile(r"\b\d{2,}\b")
_WISH = re.compile(
    r"\W*(?:(?:\w+\s){0,4}(?:said|added|concluded|continued):?\s\W*)?(?:I|we|he|she|they|inspectors)\s"
    r"(?:very much\s|sincerely\s|do\s)?hopes?\b",
    re.IGNORECASE,
)
_CALL = re.compile(
    r"\b(?:must|should|needs? to|has to|have to|ought|recommend\w*(?<!recommendations)|urge\w*|"
    r"expect\w*|call(?:s|ed)? (?:on|for))\b",
    re.IGNORECASE,
)


def plan_brief(
    inspection: Inspection, articles: Mapping[str, TaggedArticle], settings: BriefLimits
) -> BriefPlan:
    """Choose what a brief says.

    Args:
        inspection: with the sentences that speak of it.
        articles: its articles by name.
        settings: how much a brief holds.
    """
    candidates = _candidates(inspection, articles)
    findings = _points(candidates, Tag.FINDING, settings.max_findings, settings)
    strengths = _points(candidates, Tag.STRENGTH, settings.max_strengths, settings)
    calls = _points(candidates, Tag.RECOMMENDATION, settings.max_recommendations, settings)
    return BriefPlan(
        slots=_slots(inspection, candidates, findings, strengths, calls),
        findings=_in_order(findings),
        strengths=_in_order(strengths),
        recommendations=_in_order(calls),
        quotes=_quotes(inspection, articles, settings),
    )


def _candidates(
    inspection: Inspection, articles: Mapping[str, TaggedArticle]
) -> tuple[Candidate, ...]:
    found = []
    for order, (name, indexes) in enumerate(inspection.sentences.items()):
        tagged = articles[name]
        for index in indexes:
            sentence = tagged.sentences[index]
            if not sentence.furniture:
                found.append(
                    Candidate(
                        name, order, sentence, tagged.tags[index].scores, tagged.tags[index].tags
                    )
                )
    return tuple(found)


def _is_heading(candidate: Candidate) -> bool:
    """A line without a full stop, unless it is an item of a list."""
    text = candidate.sentence.text
    if _ENDS.search(text) or re.match(r"\s*(?:[-–•●▪*]|\(?\d{1,2}[.)])\s", text):
        return False
    return len(text.split()) <= _HEADING_WORDS or candidate.sentence.index == 0


def _points(
    candidates: Sequence[Candidate], tag: Tag, most: int, settings: BriefLimits
) -> tuple[Point, ...]:
    """The most important statements of a tag; one that repeats another is joined to it."""
    tagged = [
        candidate
        for candidate in candidates
        if tag in candidate.tags
        and candidate.scores[tag] >= settings.min_confidence
        and not _is_heading(candidate)
        and len(candidate.sentence.text.split()) >= _MIN_WORDS
        and not (tag is Tag.RECOMMENDATION and _is_wish(candidate.sentence.text))
    ]
    chances = chances_of(tagged, tag)
    points: list[list[Candidate]] = []
    for chance, candidate in sorted(zip(chances, tagged, strict=True), key=lambda pair: -pair[0]):
        same = next(
            (point for point in points if _repeats(candidate, point[0], settings.repetition)), None
        )
        if same is not None:
            same.append(candidate)
        elif len(points) < most and (chance >= _LEAST_CHANCE or len(points) < _FEW):
            points.append([candidate])
    return tuple(Point(tuple(point)) for point in points)


def _in_order(points: Sequence[Point]) -> tuple[Point, ...]:
    """As the articles tell them, so that one that refers back stands behind what it refers to."""
    return tuple(sorted(points, key=lambda p: (p.best.order, p.best.sentence.index)))


def _is_wish(text: str) -> bool:
    """Whether a sentence only hopes: a wish asks nothing of anyone."""
    return bool(_WISH.match(text)) and not _CALL.search(text)


def _repeats(first: Candidate, second: Candidate, threshold: float) -> bool:
    """Whether two statements say the same.

    Articles on one inspection retell the same points in words of their own, so that less likeness
    tells there, and less still where both give the same figure.
    """
    texts = [candidate.sentence.text.casefold() for candidate in (first, second)]
    if first.article != second.article:
        threshold -= _RETOLD
        if set(_NUMBER.findall(texts[0])) & set(_NUMBER.findall(texts[1])):
            threshold -= _SAME_FIGURE
    return bool(fuzz.token_set_ratio(*texts) >= threshold)


def _slots(
    inspection: Inspection,
    candidates: Sequence[Candidate],
    findings: Sequence[Point],
    strengths: Sequence[Point],
    calls: Sequence[Point],
) -> tuple[Slot, ...]:
    outcome = _outcome_sources(inspection, candidates)
    used = {candidate.reference for candidate in outcome}
    slots = [Slot("outcome", (outcome,))] if outcome else []
    for kind, points, count in (
        ("findings", findings, 2),
        ("strengths", strengths, 1),
        ("recommendations", calls, 1),
    ):
        fresh = [point for point in points if point.best.reference not in used]
        for place in range(min(count, len(fresh))):
            rest = [point for point in fresh[place::count] if point.best.reference not in used]
            if not rest:
                continue
            # One source each: from two, the writer has given one's subject the other's predicate.
            choices = tuple((point.best,) for point in rest[:_CHOICES])
            slots.append(Slot(kind, choices))
            used |= {candidate.reference for candidate in choices[0]}
    return tuple(slots)


def _outcome_sources(
    inspection: Inspection, candidates: Sequence[Candidate]
) -> tuple[Candidate, ...]:
    """The sentence that states the rating, and one that names the unit where it does not."""
    rating = _first_holding("overall_rating", inspection, candidates)
    unit = _first_holding("unit", inspection, candidates)
    if rating is None or unit is None:
        return tuple(candidate for candidate in (rating, unit) if candidate is not None)
    if rating.reference == unit.reference or _names(rating, str(inspection.value("unit"))):
        return (rating,)
    pair = sorted((rating, unit), key=lambda c: (c.order, c.sentence.index))
    return tuple(pair)


def _first_holding(
    name: str, inspection: Inspection, candidates: Sequence[Candidate]
) -> Candidate | None:
    """The first sentence proper that holds a fact's evidence."""
    fact = inspection.facts.get(name)
    holding = [
        candidate
        for candidate in candidates
        if fact is not None
        and not _is_heading(candidate)
        and any(
            evidence.article == candidate.article
            and candidate.sentence.start_char <= evidence.start_char
            and evidence.end_char <= candidate.sentence.end_char
            for evidence in fact.evidence
        )
    ]
    return min(holding, key=lambda candidate: candidate.order, default=None)


def _names(candidate: Candidate, unit: str) -> bool:
    """Whether a sentence has a capitalised word of the unit's name."""
    words = set(re.findall(r"\b[A-Z][\w’'-]{3,}", unit))
    return bool(words & set(re.findall(r"\b[A-Z][\w’'-]{3,}", candidate.sentence.text)))


def _quotes(
    inspection: Inspection, articles: Mapping[str, TaggedArticle], settings: BriefLimits
) -> tuple[QuotePoint, ...]:
    """The most telling quotations, the inspectorate's first, no speaker more than twice."""
    ranked: list[tuple[float, QuotePoint]] = []
    chief = inspection.value("chief_inspector")
    for name, indexes in inspection.sentences.items():
        tagged = articles[name]
        for quotation in tagged.quotations:
            if not quotation.verbatim_clause or quotation.speaker is None:
                continue
            if not set(quotation.sentences) <= set(indexes):
                continue
            point = _quote_point(tagged, quotation, settings.max_quote_words)
            if point is not None:
                ranked.append((_quote_weight(tagged, point, chief), point))
    ranked.sort(key=lambda pair: -pair[0])
    return _distinct_quotes([point for _, point in ranked], settings)


def _quote_point(tagged: TaggedArticle, quotation: Quotation, most_words: int) -> QuotePoint | None:
    """A quotation, cut to its first whole sentences where it is long; None for a scrap."""
    sentences = list(quotation.sentences)
    if any(tagged.sentences[index].furniture for index in sentences):
        return None
    end = quotation.end_char
    while len(sentences) > 1:
        text = tagged.article.text[quotation.start_char : end]
        if len(text.split()) <= most_words:
            break
        sentences.pop()
        end = min(end, tagged.sentences[sentences[-1]].end_char)
    text = tagged.article.text[quotation.start_char : end].strip()
    if len(sentences) == 1 and len(text.split()) < _MIN_WORDS:
        return None
    return QuotePoint(tagged.article.name, text, quotation.speaker, tuple(sentences))


def _quote_weight(tagged: TaggedArticle, point: QuotePoint, chief: str | int | None) -> float:
    tags = [tagged.tags[index].scores for index in point.sentences]
    telling = max(
        max(scores[Tag.FINDING], scores[Tag.STRENGTH], scores[Tag.RECOMMENDATION])
        for scores in tags
    )
    weight = telling + 1.0 * (point.speaker == chief and chief is not None)
    weight += min(len(point.text.split()), 40) / 80
    weight -= 1.0 * point.text[:1].islower()  # goes on with a quotation that was broken off
    return weight - 0.1 * point.sentences[0] / 40


def _distinct_quotes(points: Sequence[QuotePoint], settings: BriefLimits) -> tuple[QuotePoint, ...]:
    chosen: list[QuotePoint] = []
    for point in points:
        if len(chosen) == settings.max_quotes:
            break
        if sum(other.speaker == point.speaker for other in chosen) == 2:
            continue
        if any(
            fuzz.partial_ratio(point.text.casefold(), other.text.casefold()) >= settings.repetition
            for other in chosen
        ):
            continue
        chosen.append(point)
    return tuple(chosen)

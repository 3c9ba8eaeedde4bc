"""Inspections → briefs: plan, write, verify, fall back."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rapidfuzz import fuzz

from pipeline.briefs.article_day import without_article_day
from pipeline.briefs.judging import Judge, Question
from pipeline.briefs.outcome import outcome_problem, stated_outcome, unit_misplaced
from pipeline.briefs.pace import BriefsDone
from pipeline.briefs.planning import BriefPlan, Candidate, Point, Slot, plan_brief
from pipeline.briefs.shown import as_sentence, decoded, with_both_marks
from pipeline.briefs.verification import VerificationContext
from pipeline.briefs.wording_checks import first_person
from pipeline.briefs.writer import WritingTask
from pipeline.schema import (
    ArticleReference,
    Brief,
    BriefLimits,
    BriefQuote,
    BriefStatement,
    Inspection,
    Origin,
    Sentence,
    SentenceReference,
    TaggedArticle,
)

__all__ = ["BriefMaker", "SentenceWriter", "context_of"]


class SentenceWriter(Protocol):
    """Whatever writes candidate sentences for tasks."""

    def write(
        self, tasks: Sequence[WritingTask], on_tasks: Callable[[int], None] = ...
    ) -> list[tuple[str, ...]]:
        """Candidates for each task, the likeliest first."""


@dataclass
class _Draft:
    """A slot on its way to a sentence: which choice is tried next, and what came of it."""

    inspection: int
    slot: Slot
    tried: int = 0
    statement: BriefStatement | None = None


class BriefMaker:
    """Makes briefs of inspections.

    Args:
        writer: writes candidate sentences.
        judge: decides which of them may stand.
        limits: how much a brief holds.
        ratings: every rating of every scale, with its other wordings.
        version: of this software.
        models: revision of each model.
    """

    def __init__(
        self,
        writer: SentenceWriter,
        judge: Judge,
        limits: BriefLimits,
        ratings: Sequence[str],
        *,
        version: str,
        models: Mapping[str, str],
    ) -> None:
        self._writer = writer
        self._judge = judge
        self._limits = limits
        self._ratings = tuple(ratings)
        self._version = version
        self._models = dict(models)

    def make(
        self,
        inspections: Sequence[Inspection],
        articles: Mapping[str, TaggedArticle],
        made_at: str,
        on_briefs: Callable[[int], None] = lambda count: None,
    ) -> list[Brief]:
        """Make the brief of each inspection; the sentences of all are written in batches.

        Args:
            inspections: with the sentences that speak of them.
            articles: their articles by name.
            made_at: the time to put on the briefs, ISO 8601.
            on_briefs: is told how many more briefs are done, by the sentences written.
        """
        plans = [plan_brief(inspection, articles, self._limits) for inspection in inspections]
        drafts = [_Draft(place, slot) for place, plan in enumerate(plans) for slot in plan.slots]
        done = BriefsDone(len(inspections), len(drafts), on_briefs)
        self._write(drafts, inspections, articles, done.add)
        made = [
            self._assemble(
                inspection,
                plan,
                _without_repetition(
                    _statements_of(place, drafts, inspection, articles), self._limits.repetition
                ),
                articles,
                made_at,
            )
            for place, (inspection, plan) in enumerate(zip(inspections, plans, strict=True))
        ]
        done.finish()
        return made

    def _write(
        self,
        drafts: Sequence[_Draft],
        inspections: Sequence[Inspection],
        articles: Mapping[str, TaggedArticle],
        on_tasks: Callable[[int], None],
    ) -> None:
        """Try each slot's choices in turn until a candidate passes, then copy a source."""
        open_drafts = list(drafts)
        while open_drafts:
            tasks = [self._task(draft, inspections[draft.inspection]) for draft in open_drafts]
            written = [
                [without_article_day(text) for text in texts]
                for texts in self._writer.write(tasks, on_tasks)
            ]
            sound = self._sound(open_drafts, tasks, written, inspections)
            for draft, texts in zip(open_drafts, sound, strict=True):
                if texts:
                    draft.statement = _written(texts[0], draft.slot.choices[draft.tried])
                draft.tried += 1
            open_drafts = [
                draft
                for draft in open_drafts
                if draft.statement is None and draft.tried < len(draft.slot.choices)
            ]
        for draft in drafts:
            if draft.statement is None:
                draft.statement = _fall_back(draft.slot, inspections[draft.inspection], articles)

    def _task(self, draft: _Draft, inspection: Inspection) -> WritingTask:
        return WritingTask(
            about=str(inspection.value("unit")),
            slot=draft.slot.kind,
            sources=tuple(decoded(c.sentence.text) for c in draft.slot.choices[draft.tried]),
        )

    def _sound(
        self,
        drafts: Sequence[_Draft],
        tasks: Sequence[WritingTask],
        written: Sequence[Sequence[str]],
        inspections: Sequence[Inspection],
    ) -> list[list[str]]:
        """For each draft the candidates that may stand, the best borne out first.

        The candidates of all drafts are judged together.
        """
        contexts = [context_of(one, self._ratings) for one in inspections]
        questions = [
            (place, Question(text, task.sources, contexts[draft.inspection]))
            for place, (draft, task, texts) in enumerate(zip(drafts, tasks, written, strict=True))
            for text in texts
            if _fits(text, draft.slot, task, inspections[draft.inspection])
        ]
        judged = self._judge.judge([question for _, question in questions])
        sound: list[list[tuple[float, str]]] = [[] for _ in drafts]
        for (place, question), judgement in zip(questions, judged, strict=True):
            if judgement.passes:
                sound[place].append((judgement.score, question.text))
        return [[text for _, text in sorted(found, key=lambda one: -one[0])] for found in sound]

    def _assemble(
        self,
        inspection: Inspection,
        plan: BriefPlan,
        summary: Sequence[BriefStatement],
        articles: Mapping[str, TaggedArticle],
        made_at: str,
    ) -> Brief:
        return Brief(
            inspection=inspection,
            summary=tuple(summary),
            findings=_statements(plan.findings, articles),
            strengths=_statements(plan.strengths, articles),
            recommendations=_statements(plan.recommendations, articles),
            quotes=tuple(
                BriefQuote(
                    text=_without_last_comma(decoded(quote.text)),
                    speaker=quote.speaker,
                    sources=tuple(
                        SentenceReference(article=quote.article, index=index)
                        for index in quote.sentences
                    ),
                )
                for quote in plan.quotes
            ),
            articles=tuple(_reference(articles[name]) for name in inspection.sentences),
            version=self._version,
            models=self._models,
            made_at=made_at,
        )


def _fits(text: str, slot: Slot, task: WritingTask, inspection: Inspection) -> bool:
    """Whether a sentence is about the unit, and one of the outcome states unit and rating.

    A summary's sentence stands alone: none begins with "It" or "This", and none is made of such
    sources alone, as the writer takes whatever "it" is for the unit.
    """
    if slot.kind != "outcome" and all(map(_REFERS_BACK.match, task.sources)):
        return False
    if _REFERS_BACK.match(text) or unit_misplaced(
        text, task.sources, str(inspection.value("unit"))
    ):
        return False
    return slot.kind != "outcome" or not outcome_problem(as_sentence(text), inspection)


def _written(text: str, choice: Sequence[Candidate]) -> BriefStatement:
    sources = tuple(candidate.reference for candidate in choice)
    return BriefStatement(text=as_sentence(text), sources=sources, origin=Origin.WRITTEN)


def _statements_of(
    place: int,
    drafts: Sequence[_Draft],
    inspection: Inspection,
    articles: Mapping[str, TaggedArticle],
) -> list[BriefStatement]:
    """What was made of an inspection's drafts; where none tells the outcome, the facts do."""
    done = [draft for draft in drafts if draft.inspection == place and draft.statement]
    told = any(draft.slot.kind == "outcome" for draft in done)
    outcome = None if told else stated_outcome(inspection, articles)
    return [one for one in (outcome, *(draft.statement for draft in done)) if one]


def _without_repetition(
    statements: Sequence[BriefStatement], threshold: float
) -> list[BriefStatement]:
    """The statements of a summary, without those that say again what an earlier one said."""
    kept: list[BriefStatement] = []
    for statement in statements:
        text = statement.text.casefold()
        if all(fuzz.token_set_ratio(text, other.text.casefold()) < threshold for other in kept):
            kept.append(statement)
    return kept


def context_of(inspection: Inspection, ratings: Sequence[str]) -> VerificationContext:
    """What a summary of this inspection may say beyond the sentences that it cites."""
    names = (inspection.value(field) for field in ("unit", "inspectorate"))
    return VerificationContext(
        names=tuple(str(name) for name in names if name), ratings=tuple(ratings)
    )


_REFERS_BACK = re.compile(r"[\"“‘']?(?:it|they|this|that|these|those)\b", re.IGNORECASE)
_MOST_WORDS = 60
"""Words of a statement with the sentence before it, beyond which that is left out."""
_POINTS_AWAY = re.compile(
    r"\W*(?:it|its|they|their|them|he|she|his|her|this|that|these|those|others?|another|such|both|"
    r"so|nor|neither)\b",
    re.IGNORECASE,
)
"""Begins a sentence that says little on its own."""


def _statements(
    points: Sequence[Point], articles: Mapping[str, TaggedArticle]
) -> tuple[BriefStatement, ...]:
    shown = {point.best.reference for point in points}
    return tuple(_statement(point, articles, shown) for point in points)


def _statement(
    point: Point, articles: Mapping[str, TaggedArticle], shown: Collection[SentenceReference]
) -> BriefStatement:
    """A point in its source's words, with the sentence before where it needs that and lacks it."""
    before = _sentence_before(point.best, articles[point.best.article])
    sources = tuple(dict.fromkeys(candidate.reference for candidate in point.candidates))
    text = point.best.sentence.text
    opening = before and SentenceReference(article=point.best.article, index=before.index)
    if before and opening and opening not in shown:
        sources, text = tuple(dict.fromkeys((opening, *sources))), f"{before.text} {text}"
    uncertain = all(articles[source.article].tags[source.index].uncertain for source in sources)
    return BriefStatement(
        text=as_sentence(with_both_marks(text)),
        sources=sources,
        origin=Origin.COPIED,
        uncertain=uncertain,
    )


def _sentence_before(candidate: Candidate, tagged: TaggedArticle) -> Sentence | None:
    """The sentence that says what "It" or "That" in a statement stands for; None where none does.

    It is the one just before in the same paragraph.
    """
    index = candidate.sentence.index
    if index == 0 or not _REFERS_BACK.match(candidate.sentence.text):
        return None
    before = tagged.sentences[index - 1]
    between = tagged.article.text[before.end_char : candidate.sentence.start_char]
    long = len(before.text.split()) + len(candidate.sentence.text.split()) > _MOST_WORDS
    return None if before.furniture or "\n" in between or long else before


def _fall_back(
    slot: Slot, inspection: Inspection, articles: Mapping[str, TaggedArticle]
) -> BriefStatement | None:
    """What is shown where nothing written passes: a source itself, or nothing.

    The outcome is a source that states unit and rating, else it is told from the facts. Other
    sources must be whole, speak of no "me", and say something on their own.
    """
    is_outcome = slot.kind == "outcome"
    for choice in slot.choices:
        for candidate in choice:
            text = as_sentence(candidate.sentence.text)
            if not _marks_balance(text) or first_person(text) or _POINTS_AWAY.match(text):
                continue
            if is_outcome and outcome_problem(text, inspection):
                continue
            return BriefStatement(text=text, sources=(candidate.reference,), origin=Origin.COPIED)
    return stated_outcome(inspection, articles) if is_outcome else None


def _marks_balance(text: str) -> bool:
    return text.count("“") == text.count("”") and text.count('"') % 2 == 0


def _reference(tagged: TaggedArticle) -> ArticleReference:
    article = tagged.article
    return ArticleReference(
        article=article.name, title=article.title, outlet=article.outlet, date=article.date
    )


def _without_last_comma(quotation: str) -> str:
    """A quotation without the comma that leads over to its speaker."""
    return quotation.removesuffix(",")

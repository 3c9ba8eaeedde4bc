"""Whether a written sentence may stand in a brief: exact checks first, then the support model.

What the exact checks find in numbers, names, ratings, quotations and denials is final. Checks that
only compare words are not: where the support model is sure, their objection is overruled, but never
in a sentence that states a rating.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from pipeline.briefs.quantities import ratings_in
from pipeline.briefs.support import Claim
from pipeline.briefs.verification import Problem, VerificationContext, find_problems

__all__ = ["SOFT_CHECKS", "ClaimScorer", "Judge", "Judgement", "Question"]

SOFT_CHECKS = frozenset({"new words", "circumstance", "number's context"})
"""Checks that compare words alone, and refuse many a good paraphrase."""


_RATED = re.compile(
    r"\b(?:rat|grad|judg|mark)(?:ed|es|ing|ings|e)\b|\b(?:verdict|requir\w+ improvement)\b"
)
"""What tells a rating from the word "good"."""


class ClaimScorer(Protocol):
    """Whatever scores claims against their sources; the support model does."""

    @property
    def threshold(self) -> float:
        """The score below which a claim is refused."""

    @property
    def sure(self) -> float:
        """The score from which soft objections are overruled."""

    def score(self, claims: Sequence[Claim]) -> list[float]:
        """A score for each claim, from 0 to 1."""


@dataclass(frozen=True)
class Question:
    """A written sentence, what it cites, and what else is known."""

    text: str
    sources: tuple[str, ...]
    context: VerificationContext


@dataclass(frozen=True)
class Judgement:
    """What is known against a sentence, and how well its sources bear it out.

    Attributes:
        problems: what the exact checks found.
        score: of the support model; 0 where a final objection made it needless.
        passes: whether the sentence may be shown.
    """

    problems: tuple[Problem, ...]
    score: float
    passes: bool


class Judge:
    """Judges written sentences, those of all briefs together.

    Args:
        scorer: the support model.
    """

    def __init__(self, scorer: ClaimScorer) -> None:
        self._scorer = scorer

    def judge(self, questions: Sequence[Question]) -> list[Judgement]:
        """A judgement for each question, in their order.

        Args:
            questions: of any number of briefs; the support model reads them in batches.
        """
        problems = [find_problems(q.text, q.sources, q.context) for q in questions]
        asked = [
            place
            for place, found in enumerate(problems)
            if not found or self._may_be_overruled(questions[place], found)
        ]
        claims = [
            Claim(
                text=questions[place].text,
                sources=questions[place].sources,
                names=questions[place].context.names,
            )
            for place in asked
        ]
        scores = dict(zip(asked, self._scorer.score(claims), strict=True))
        return [
            Judgement(found, scores.get(place, 0.0), self._passes(found, scores.get(place)))
            for place, found in enumerate(problems)
        ]

    @staticmethod
    def _may_be_overruled(question: Question, problems: Sequence[Problem]) -> bool:
        rating = ratings_in(question.text, question.context.ratings)
        if rating and _RATED.search(question.text):
            return False
        return all(problem.check in SOFT_CHECKS for problem in problems)

    def _passes(self, problems: Sequence[Problem], score: float | None) -> bool:
        if score is None:
            return False
        return score >= (self._scorer.sure if problems else self._scorer.threshold)

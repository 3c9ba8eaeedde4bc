"""What is final, what the support model may overrule, and what it never sees."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.briefs.judging import SOFT_CHECKS, Judge, Question
from pipeline.briefs.support import Claim
from pipeline.briefs.verification import VerificationContext

SOURCE = "Home visits were missed in four cases out of ten, Ann Vale said."
CONTEXT = VerificationContext(names=("Marlow PDU",), ratings=("Good", "Inadequate"))


class Scorer:
    """Gives every claim the same score, and remembers what it was asked."""

    threshold, sure = 0.4, 0.8

    def __init__(self, score: float) -> None:
        self.given = score
        self.asked: list[str] = []

    def score(self, claims: Sequence[Claim]) -> list[float]:
        self.asked += [claim.text for claim in claims]
        return [self.given] * len(claims)


def passes(text: str, score: float) -> bool:
    (judgement,) = Judge(Scorer(score)).judge([Question(text, (SOURCE,), CONTEXT)])
    return judgement.passes


@pytest.mark.parametrize(("score", "expected"), [(0.39, False), (0.4, True), (1.0, True)])
def test_without_objections_the_threshold_decides(score: float, expected: bool) -> None:
    assert passes("Four home visits out of ten were missed.", score) is expected


@pytest.mark.parametrize(("score", "expected"), [(0.4, False), (0.79, False), (0.8, True)])
def test_a_soft_objection_falls_where_the_model_is_sure(score: float, expected: bool) -> None:
    """The paraphrase has new words and no other fault."""
    paraphrase = "Visits to households by appointment were missed in four cases out of ten."
    assert passes(paraphrase, score) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Home visits were missed in five cases out of ten.",
        "Home visits were not missed in four cases out of ten.",
        "Home visits were missed in four cases out of ten, Ben Orr said.",
        "The unit was rated Good, with home visits missed in four cases out of ten.",
        "Visits were “missed by everybody” in four cases out of ten.",
    ],
)
def test_numbers_denials_names_ratings_and_quotations_are_never_overruled(text: str) -> None:
    scorer = Scorer(1.0)
    (judgement,) = Judge(scorer).judge([Question(text, (SOURCE,), CONTEXT)])
    assert not judgement.passes
    assert scorer.asked == []
    assert {problem.check for problem in judgement.problems} - SOFT_CHECKS


def test_in_a_sentence_that_states_a_rating_every_objection_stands() -> None:
    source = "Marlow PDU was rated Good, and home visits were seldom missed."
    text = "Marlow PDU was rated Good, and trips to households by appointment were seldom missed."
    (judgement,) = Judge(Scorer(1.0)).judge([Question(text, (source,), CONTEXT)])
    assert {problem.check for problem in judgement.problems} <= SOFT_CHECKS
    assert judgement.problems
    assert not judgement.passes


def test_judgements_come_in_the_order_of_the_questions() -> None:
    texts = (
        "Home visits were missed in five cases out of ten.",
        "Home visits were missed in four cases out of ten.",
    )
    judged = Judge(Scorer(0.5)).judge([Question(text, (SOURCE,), CONTEXT) for text in texts])
    assert [judgement.passes for judgement in judged] == [False, True]
    assert [judgement.score for judgement in judged] == [0.0, 0.5]
    assert Judge(Scorer(0.5)).judge([]) == []

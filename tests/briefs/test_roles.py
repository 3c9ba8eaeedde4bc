"""Who did what to whom: sentences with nearly the words of their source, and another doer."""

from __future__ import annotations

import pytest

from pipeline.briefs.clauses import deeds_of
from pipeline.briefs.roles import role_checks
from pipeline.briefs.verification import find_problems


def found(text: str, *sources: str) -> set[str]:
    return {check for check, words in role_checks(text, sources) if words}


AUDITS = "“We have told the operator that we expect audits of every ward,” the inspector said."
FARM = "Trainees were spoken to politely on the farm, and instructors listened to them."
KITCHEN = "Cooks in the kitchen were cheerful and most patients said they were served with care."
TRUST = "The charity, which owns the Larches and a hostel at Wick, has been fined by the council."
LINES = ("- the housing board should mend the roof", "- the warden should rewrite the rota")


@pytest.mark.parametrize(
    ("text", "sources", "check"),
    [
        ("The operator expects audits of every ward.", (AUDITS,), "subject"),
        ("The operator told inspectors to audit every ward.", (AUDITS,), "subject"),
        ("Cooks in the kitchen were cheerful and served with care.", (KITCHEN,), "subject"),
        ("The Larches and a hostel at Wick have been fined by the council.", (TRUST,), "subject"),
        ("The housing board should rewrite the rota.", LINES, "subject"),
        ("The warden should mend the roof, and the housing board rewrite the rota.", LINES,
         "subject"),
        ("Instructors were spoken to politely on the farm by trainees.", (FARM,), "subject"),
        ("Trainees spoke politely on the farm.", (FARM,), "voice"),
        ("Nurses were told that relatives had been threatened.",
         ("Nurses told us that relatives had been threatened.",), "voice"),
        ("One letter in five answered late.", ("One of five answers was late.",), ""),
        ("One in five replied too late.", ("One in five replies was too late.",),
         "deed made of a thing"),
        ("The garden was seen as tidy.", ("The garden was tidy.",), "perception"),
        ("Inspectors praised the mothers’ choir.",
         ("The mothers, inspectors said, liked the wardens’ choir.",), "possessor"),
        ("Wickmoor inspectors saw empty desks.", ("At Wickmoor, inspectors saw empty desks.",),
         "whose inspectors"),
    ],
)  # fmt: skip
def test_another_doer_is_found(text: str, sources: tuple[str, ...], check: str) -> None:
    assert (check in found(text, *sources)) is bool(check)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("Inspectors expect audits of every ward.", (AUDITS,)),
        ("The operator has been told that audits of every ward are expected.", (AUDITS,)),
        ("Patients said they were served with care.", (KITCHEN,)),
        ("The charity has been fined by the council.", (TRUST,)),
        ("The council fined the charity.", (TRUST,)),
        ("The housing board should mend the roof.", LINES),
        ("Trainees were spoken to politely.", (FARM,)),
        ("The garden was improved last year.", ("The garden improved last year.",)),
        ("Bosses ignored warnings.", ("Managers ignored warnings.",)),
        ("The choir was praised too.", ("The choir and the clinic were praised.",)),
        ("The choir was praised.", ("The clinic was praised. So was the choir.",)),
        ("Patients spoken to by inspectors were content.",
         ("Inspectors spoke to patients, who were content.",)),
    ],
)  # fmt: skip
def test_the_same_doer_in_other_words_passes(text: str, sources: tuple[str, ...]) -> None:
    assert found(text, *sources) == set()


def test_a_clause_goes_on_with_the_subject_before_it() -> None:
    deeds = deeds_of("Wardens, who were new, knew the rules and were liked by families.")
    assert [(deed.head, deed.verb, deed.passive) for deed in deeds] == [
        (None, "new", False),
        ("wardens", "know", False),
        ("wardens", "lik", True),
    ]


def test_such_sentences_do_not_pass() -> None:
    problems = find_problems("The operator expects audits of every ward.", [AUDITS])
    assert "subject" in {problem.check for problem in problems}

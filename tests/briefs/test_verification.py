"""Altered sentences must be caught, sound rewrites must pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.briefs.verification import VerificationContext, find_problems

CONTEXT = VerificationContext(
    names=("Harrowdale Probation Delivery Unit", "HM Inspectorate of Probation"),
    ratings=("Outstanding", "Good", "Requires improvement", "Inadequate", "require improvement"),
)
RATED = (
    "The unit has been rated ‘Inadequate’ following an inspection by HM Inspectorate of Probation."
)
MISSED = (
    "Home visits were missed in four cases out of ten, and 23 records were not kept up to date."
)
CHIEF = "Oswin Tarrant, who visited in March 2024, said managers knew their teams well."
PAID = "Two-thirds of plans were late, and the average delay had increased to 2.5 weeks."
TOLD = "He said: “Leaders were paying nowhere near enough attention to risk.”"
FREE = "Records were kept in good order but home visits were never made to families."
POOR = "Staff were overstretched and senior officers carried the caseloads of absent colleagues."


@pytest.mark.parametrize(
    ("check", "source", "altered"),
    [
        ("ratings", RATED, "The unit has been rated Good by HM Inspectorate of Probation."),
        ("ratings", RATED, "Harrowdale Probation Delivery Unit was rated Requires improvement."),
        ("rating left out", RATED, "The unit was rated by HM Inspectorate of Probation."),
        ("numbers", MISSED, "Home visits were missed in five cases out of ten."),
        ("numbers", MISSED, "Home visits were missed in 40 cases out of ten."),
        ("numbers", MISSED, "Home visits were missed and three records were not kept up to date."),
        ("numbers", MISSED, "Home visits were missed in half of the cases, four out of ten."),
        ("numbers", PAID, "Two-thirds of plans were late, by an average delay of 5 weeks."),
        ("numbers", PAID, "A quarter of plans were late, and the average delay had increased."),
        ("names", CHIEF, "Inspectors under Ann Vale said managers knew their teams well."),
        ("names", CHIEF, "Ravensford managers knew their teams well, said Oswin Tarrant."),
        ("names", CHIEF, "Oswin Vale said in March 2024 that managers knew their teams well."),
        ("names", CHIEF, "Oswin Tarrant visited in April 2024 and said managers knew their teams."),
        (
            "numbers",
            CHIEF,
            "Oswin Tarrant visited in March 2023 and said managers knew their teams.",
        ),
        ("negation", MISSED, "Home visits were missed and 23 records were kept up to date."),
        ("negation", CHIEF, "Oswin Tarrant said managers did not know their teams well."),
        (
            "negation",
            POOR,
            "Staff were never overstretched, and senior officers carried caseloads.",
        ),
        ("negation", FREE, "Records were never kept in good order but home visits were made."),
        ("obligation", POOR, "Senior officers must carry the caseloads of absent colleagues."),
        ("obligation", POOR, "Senior officers should not carry the caseloads of colleagues."),
        ("quotation", TOLD, "He said: “Leaders were paying more than enough attention to risk.”"),
        (
            "quotation",
            TOLD,
            "He said leaders were ‘nowhere near enough’ and ‘paying no attention’.",
        ),
        ("quotation", TOLD, "He said leaders paid 'no attention to risk' near enough."),
        ("quotation", TOLD, "He said leaders paid “near enough attention to ris” as they were."),
        ("new words", POOR, "Staff were overstretched, demoralised, underpaid and badly trained."),
        ("new words", POOR, "Senior officers slept at their desks while prisoners escaped."),
        (
            "opposites",
            PAID,
            "Two-thirds of plans were late, and the delay had fallen to 2.5 weeks.",
        ),
        ("opposites", FREE, "Records were kept in poor order and home visits were never made."),
        ("shape", POOR, "Staff were overstretched and senior officers carried"),
        ("shape", POOR, "staff were overstretched and officers carried caseloads."),
        ("shape", POOR, "Staff were overstretched."),
    ],
)
def test_an_altered_sentence_is_caught(check: str, source: str, altered: str) -> None:
    assert check in {problem.check for problem in find_problems(altered, [source], CONTEXT)}


@pytest.mark.parametrize(
    ("sources", "rewrite"),
    [
        ([RATED], "Harrowdale Probation Delivery Unit has been rated Inadequate by inspectors."),
        ([RATED], "HM Inspectorate of Probation rated the unit ‘Inadequate’."),
        ([MISSED], "Home visits were missed in 4 cases out of 10, inspectors found."),
        ([MISSED], "Four home visits out of ten were missed, and 23 records were not up to date."),
        (["Thirty-eight cases were late."], "Inspectors found that 38 of the cases were late."),
        (["In 2019-20 a 14-year-old was missed."], "A 14 year old was missed in 2019 and 20."),
        ([CHIEF], "Mr Tarrant, visiting in March 2024, found that managers knew their teams well."),
        ([PAID], "Two-thirds of the plans were late, with the delay increased to 2.5 weeks."),
        ([TOLD], "Leaders were paying “nowhere near enough attention” to risk, he said."),
        ([FREE], "Home visits were never made to families, but records were in good order."),
        (
            [POOR, MISSED],
            "Staff were overstretched, and home visits were missed in four cases of ten.",
        ),
        (["Leaders must recruit officers."], "The unit was told it should recruit more officers."),
        (["Assessments lacked depth."], "Inspectors found that the assessments lacked any depth."),
    ],
)
def test_a_sound_rewrite_passes(sources: list[str], rewrite: str) -> None:
    context = VerificationContext((*CONTEXT.names, "Mr Tarrant"), CONTEXT.ratings)
    assert find_problems(rewrite, sources, context) == ()


@pytest.mark.parametrize("source", [RATED, MISSED, CHIEF, PAID, TOLD, FREE, POOR])
def test_a_source_bears_itself_out(source: str) -> None:
    assert find_problems(source, [source], CONTEXT) == ()


def test_a_problem_says_what_no_source_bears_out() -> None:
    (problem,) = find_problems("Home visits were missed in nine cases.", [MISSED], CONTEXT)
    assert (problem.check, problem.found) == ("numbers", ("9",))


@given(st.text(), st.lists(st.text(), max_size=3))
def test_any_text_can_be_checked(text: str, sources: list[str]) -> None:
    find_problems(text, sources, CONTEXT)


@pytest.mark.parametrize(
    ("source", "text", "check"),
    [
        (
            "Where danger was in evidence it was tackled in 35 of the 42 cases.",
            "Danger was in evidence in 35 of the 42 cases.",
            "number's context",
        ),
        (
            "Reviews for low-risk offenders should be completed on schedule.",
            "Reviews for low-risk offenders are completed on schedule.",
            "obligation",
        ),
        (
            "I hope the report helps the company to improve its services.",
            "I hope the report helps the company to improve.",
            "first person",
        ),
        (
            "There was poor communication between staff in prison and in the community.",
            "Poor communication between staff in prison was found to be poor.",
            "repetition",
        ),
        (
            "Plans did not always consider the circumstances of the family.",
            "Plans did not consider the circumstances of the family.",
            "hedge",
        ),
        (
            "Records were late. Visits were missed in the north of the county.",
            "Records were late. Visits were missed in the north of the county.",
            "shape",
        ),
    ],
)
def test_a_slip_of_the_writer_is_caught(source: str, text: str, check: str) -> None:
    assert check in {problem.check for problem in find_problems(text, [source])}

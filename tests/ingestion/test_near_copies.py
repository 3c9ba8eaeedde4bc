"""Near-copies from syndication."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingestion import copies_among, is_near_copy

FIRST = (
    "The probation office in Oakmere has been told to improve after inspectors found that nine of "
    "the thirty files they read held no assessment of risk at all.",
    "Staff were kind and knew the people they supervised, but managers had been off sick for "
    "months and nobody had stood in for them, the report says.",
    "“We met officers who were doing three jobs,” said the chief inspector, Ruth Tamblyn, who "
    "visited the office with her team for two weeks in the spring.",
)
OTHER = (
    "A school in Fell End has been praised for the way in which its older pupils help the younger "
    "ones to read, in a report that parents have waited for since March.",
    "Teachers plan their lessons together and the head, who came two years ago, is seen in every "
    "classroom at least once in a week, the inspectors write.",
    "There is work to do in mathematics, where the best pupils are given too little that stretches "
    "them, and where homework is marked late or not at all.",
)


def test_another_headline_and_other_furniture_do_not_matter() -> None:
    ours = "\n".join(
        ["Office told to improve", "By Una Frith", *FIRST, "Sign up to our newsletter"]
    )
    theirs = "\n\n".join(["‘Three jobs each’: Oakmere’s plight", *FIRST, "Follow us on X"])
    assert is_near_copy(ours, theirs)


def test_a_cut_copy_is_a_copy() -> None:
    assert is_near_copy("\n".join(FIRST), "\n".join(FIRST[:2]))


def test_marks_and_case_do_not_matter() -> None:
    assert is_near_copy("\n".join(FIRST), "\n".join(FIRST).replace("“", '"').upper())


def test_two_stories_are_no_copies() -> None:
    assert not is_near_copy("\n".join(FIRST), "\n".join(OTHER))


def test_one_shared_quotation_makes_no_copy() -> None:
    assert not is_near_copy("\n".join(FIRST), "\n".join([FIRST[2], *OTHER]))


def test_menus_are_no_copies() -> None:
    assert not is_near_copy("Home\nNews\nSport", "Home\nNews\nSport")


def test_copies_point_to_the_first_of_their_like() -> None:
    texts = {
        "one": "\n".join(FIRST),
        "two": "\n".join(OTHER),
        "three": "\n".join(["Another headline", *FIRST]),
        "four": "\n".join(OTHER[:2]),
        "five": "\n".join([*FIRST[:2], "Follow us on X"]),
        "six": "\n".join([FIRST[2], "Home", "News"]),
    }
    assert copies_among(texts) == {"three": "one", "four": "two", "five": "one"}


@given(st.text(), st.text())
def test_it_is_symmetric(first: str, second: str) -> None:
    assert is_near_copy(first, second) == is_near_copy(second, first)

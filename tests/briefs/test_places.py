"""What is told of one place is not told of another; who speaks may be named anywhere."""

from __future__ import annotations

import pytest

from pipeline.briefs.places import moved_names
from pipeline.briefs.verification import VerificationContext, find_problems

SOURCES = (
    "Unpaid work was arranged promptly on the Seaburgh side.",
    "In Leaswick, a third of those sentenced in the autumn had not been inducted by the new year.",
)
FREE = ("Seaburgh and Thrale Probation Delivery Unit",)


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Unpaid work was arranged promptly in Leaswick.", {"leaswick"}),
        (
            "It was slow elsewhere, but in Leaswick unpaid work was arranged promptly.",
            {"leaswick"},
        ),
        ("Unpaid work was arranged promptly in Seaburgh.", set()),
        ("In Leaswick a third of those sentenced in the autumn had not been inducted.", set()),
        # A name that no source has is for the check of names.
        ("Unpaid work was arranged promptly in Ravensford.", set()),
        # Too few words in common to say that the same is told.
        ("Work was late in Leaswick.", set()),
    ],
)
def test_a_name_stays_with_what_is_told_of_it(text: str, moved: set[str]) -> None:
    assert moved_names(text, SOURCES, ()) == moved


def test_a_direction_is_a_name() -> None:
    sources = (
        "On the east side, children had a settled worker and a school place.",
        "On the west, agency staff changed often.",
    )
    assert moved_names("In the west, a settled worker and a school place", sources, ()) == set()
    text = "Western children had a settled worker and a school place."
    assert moved_names(text, sources, ()) == {"west"}


def test_the_unit_and_whoever_speaks_may_stand_with_anything() -> None:
    sources = (*SOURCES, "“It was slow,” said Ann Vale.")
    assert moved_names(SOURCES[1].replace("Leaswick", "Seaburgh"), SOURCES, FREE) == set()
    text = "Chief inspector Ann Vale said unpaid work was arranged promptly in Seaburgh."
    assert moved_names(text, sources, ()) == set()


def test_the_verification_asks_for_it() -> None:
    found = find_problems(
        "Unpaid work was arranged promptly in Leaswick.", SOURCES, VerificationContext()
    )
    assert "name's context" in {problem.check for problem in found}


def test_entities_of_a_page_are_read_as_what_they_stand_for() -> None:
    source = "Staff&rsquo;s records &amp; plans weren&#8217;t kept at Marlow&nbsp;House."
    text = "Staff’s records and plans weren’t kept at Marlow House."
    assert find_problems(text, [source]) == ()
    assert find_problems("Staff’s records and plans were kept at Marlow House.", [source])

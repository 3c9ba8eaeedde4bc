"""Sentences that give one thing what their sources give another."""

from __future__ import annotations

import pytest

from pipeline.briefs.exchanges import exchange_checks
from pipeline.briefs.places import joined_names, moved_names

RATINGS = ("Outstanding", "Good", "Requires improvement", "Inadequate")
PAIR = "Larkmoor clinic was rated Inadequate, while Tidewell clinic has risen a step, to Good."
FILES = "Of 90 doors, 31 had not been locked at night."


def found(text: str, *sources: str) -> set[str]:
    return {check for check, words in exchange_checks(text, sources, RATINGS) if words}


@pytest.mark.parametrize(
    ("text", "source", "checks"),
    [
        ("Larkmoor clinic has now risen to Good.", PAIR, {"whose rating"}),
        ("Tidewell clinic has risen a step, to Good.", PAIR, set()),
        ("Larkmoor clinic was rated Inadequate.", PAIR, set()),
        ("Requires improvement for safety and Good for care.",
         "It got “Requires improvement” for safety and “Good” for care.", {"bare rating"}),
        ("It was rated Requires improvement for safety.",
         "It got “Requires improvement” for safety.", set()),
        ("Falls went from 40 to 12.", "Falls went from 12 to 40.", {"from and to"}),
        ("Falls went from 12 to 40.", "Falls went from 12 to 40.", set()),
        ("It failed because of its kind staff.", "It failed despite its kind staff.", {"cause"}),
        ("It failed despite kind staff.", "It failed in spite of its kind staff.", set()),
        ("Of 90 doors, 31 had been locked at night.", FILES, {"denied number"}),
        ("At night 31 of 90 doors were unlocked.", FILES, set()),
    ],
)  # fmt: skip
def test_what_is_given_to_the_wrong_thing(text: str, source: str, checks: set[str]) -> None:
    assert found(text, source) == checks


def test_a_name_is_not_made_of_two() -> None:
    known = "Larkmoor Probation Delivery Unit lies far behind Tidewell and Wick."
    assert joined_names("Tidewell Probation Delivery Unit is Good.", known) == {
        "Tidewell Probation"
    }
    assert joined_names("Larkmoor Probation Delivery Unit is Good.", known) == set()


def test_of_two_places_in_a_name_each_keeps_its_own() -> None:
    sources = ("Work began on time on the Larkmoor side.", "In Tidewell, it began after a year.")
    text = "Overall work began on time in Tidewell."
    assert moved_names(text, sources, ["Larkmoor and Tidewell Clinic"]) == {"tidewell"}
    assert (
        moved_names(text.replace("Tidewell", "Larkmoor"), sources, ["Larkmoor and Tidewell"])
        == set()
    )

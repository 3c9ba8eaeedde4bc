from __future__ import annotations

import pytest

from pipeline.briefs.shown import as_sentence, decoded


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("* records were missing; and", "Records were missing."),
        ("3. Staff must be trained,", "Staff must be trained."),
        ("But staff were late.", "Staff were late."),
        ("As a result, the unit was closed.", "The unit was closed."),
        ("However hard staff tried, they were late.", "However hard staff tried, they were late."),
        ("Yet to come is a plan.", "Yet to come is a plan."),
        ("So many were late.", "So many were late."),
        ("“But staff were late.”", "“But staff were late.”"),
        ("The region&#8217;s teams", "The region’s teams."),
        ("Was it late?", "Was it late?"),
        ("", ""),
    ],
)
def test_a_sentence_of_its_own(text: str, shown: str) -> None:
    assert as_sentence(text) == shown


def test_only_entities_are_decoded() -> None:
    assert decoded("A &amp; B &#8217; C & D; E&F") == "A & B ’ C & D; E&F"

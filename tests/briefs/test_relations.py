"""Sentences with the right words that say something else than their sources."""

from __future__ import annotations

import pytest

from pipeline.briefs.relations import (
    dated_otherwise,
    felt_by_another,
    moved_relations,
    softened,
)
from pipeline.briefs.verification import find_problems

BOOTHS = "The Inspectorate has raised concerns about the impact of this on work to support people."
ALARM = "Inspectors said they were alarmed that senior officers were managing caseloads."


@pytest.mark.parametrize(
    ("text", "source", "moved"),
    [
        ("It raised concerns about the impact of work.", BOOTHS, {"impact of work"}),
        ("It raised concerns about the impact on work.", BOOTHS, set()),
        ("Links with the police were good.", "There were good links with police.", set()),
        ("Links to police were good.", "There were good links with police.", {"links to police"}),
        # Words that no source sets near each other are not judged.
        ("Leaders of the court were praised.", "Leaders were praised, and much later the new and "
         "busy team at the court was too.", set()),
    ],
)  # fmt: skip
def test_a_pair_joined_by_another_preposition(text: str, source: str, moved: set[str]) -> None:
    assert moved_relations(text, [source]) == moved


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Many assessments were incomplete.", {"too many"}),
        ("Far too many assessments were incomplete.", set()),
        ("Most assessments were incomplete.", set()),
    ],
)
def test_too_many_is_more_than_many(text: str, found: set[str]) -> None:
    assert softened(text, ["There were far too many assessments with gaps."]) == found


def test_a_word_that_also_stands_alone_in_a_source_may() -> None:
    sources = ["Too many plans were late.", "Many staff were new."]
    assert softened("Many staff were new.", sources) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Senior officers were alarmed.", {"alarmed"}),
        ("Inspectors were alarmed that senior officers managed caseloads.", set()),
        ("The unit was alarmed.", set()),  # The unit is in no source: other checks judge names.
    ],
)
def test_whose_feeling_it_is(text: str, found: set[str]) -> None:
    assert felt_by_another(text, [ALARM]) == found


def test_such_sentences_do_not_pass() -> None:
    assert find_problems("Senior officers were alarmed at managing caseloads.", [ALARM])
    assert not find_problems(
        "Inspectors were alarmed that senior officers were managing caseloads.", [ALARM]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was rated Inadequate in June 2021.", {"June", "2021"}),
        ("It was rated Inadequate in October 2022.", set()),
        ("It was created in June 2021.", set()),
    ],
)
def test_a_rating_keeps_its_date(text: str, found: set[str]) -> None:
    sources = ["June 2021: The unit is created.", "October 2022: The unit is rated Inadequate."]
    assert dated_otherwise(text, sources, ["Good", "Inadequate"]) == found

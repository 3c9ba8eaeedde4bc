from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.tagging.quotation_clauses import is_clause, is_quotation, words


@pytest.mark.parametrize(
    "text",
    [
        "It needs to improve",
        "leaders do not know their staff",
        "needs urgent attention",
        "Let's get on with it",
        "Let’s get on with it",
        "too little, too late and nobody cared",
        "Work falls short",
        "Children benefit from relationships that last,",
        "staff cope",
        "young people respond well",
        "Staff worked hard",
        "I dread Mondays",
        "It stops now",
        "People deserve better",
        "goes where others will not",
        "won’t surprise anyone here",
        "Familiarity’s a wonderful thing",
        "Mum never switched off,",
        "Listen to the children",
        "Read the files.",
        "Don't ask me",
    ],
)
def test_clauses(text: str) -> None:
    assert is_clause(text)
    assert is_quotation(text)


@pytest.mark.parametrize(
    "text",
    [
        "deeply concerned",
        "not of the right standard",
        "a lack of grip",
        "significant and sustained failings",
        "chaotic and unsafe",
        "Requires improvement",
        "requires improvement to be good",
        "Through the Gate",
        "Good",
        "poorly led",
        "cases closed too early",
        "systems designed to fail",
        "needs of children",
        "lack of basics",
        "second to none in the north",
        "",
    ],
)
def test_fragments_and_names(text: str) -> None:
    assert not is_quotation(text)


def test_eight_words_are_a_quotation_without_a_verb() -> None:
    assert not is_quotation("a long and sorry tale of neglect")
    assert is_quotation("a long and very sorry tale of neglect")


def test_a_title_is_a_name_however_long() -> None:
    assert not is_quotation("Doing Better for Children Leaving Custody in Rural Northern Areas")


def test_each_sentence_of_a_quotation_is_looked_at() -> None:
    assert is_clause("No. Never. They lied.")


def test_words_keep_their_apostrophes() -> None:
    assert words("It’s the teams’ job, isn't it?") == [
        "It's",
        "the",
        "teams'",
        "job",
        "isn't",
        "it",
    ]


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert is_quotation(text) in {True, False}

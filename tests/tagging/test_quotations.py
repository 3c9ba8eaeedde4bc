from __future__ import annotations

import math
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schema import Article, Quotation, Sentence
from pipeline.segmentation import segment
from pipeline.tagging.quotations import QUOTATION_FEATURES, find_quotations, quotation_features

TEXT = (
    "The Tarrow unit is ‘Inadequate’.\n\n"
    "Anna Crewe said: “It is poor work. It must change.”\n\n"
    "Nobody else said so."
)


def read(text: str) -> tuple[Article, tuple[Sentence, ...], tuple[Quotation, ...]]:
    article = Article(name="a.txt", text=text)
    sentences = segment(article)
    return article, sentences, find_quotations(article, sentences)


def test_quotations_name_their_sentences() -> None:
    _, _, (name, quotation) = read(TEXT)
    assert (name.text, name.sentences, name.verbatim_clause) == ("Inadequate", (0,), False)
    assert quotation.text == "It is poor work. It must change."
    assert (quotation.sentences, quotation.verbatim_clause) == ((1, 2), True)
    assert quotation.speaker == "Anna Crewe"


def test_fragment_of_a_longer_quotation_counts_with_it() -> None:
    _, _, found = read("She said: “No.\n\n“We will not go.”")
    assert [quotation.verbatim_clause for quotation in found] == [True, True]


def test_features_of_each_sentence() -> None:
    article, sentences, quotations = read(TEXT)
    named, begun, ended, plain = quotation_features(article, sentences, quotations)
    assert plain == (0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
    assert list(named[:4]) == pytest.approx([10 / 32, 0.0, 0.0, 1.0])
    assert list(begun[:4]) == pytest.approx([16 / 34, 16 / 34, 0.0, 1.0])
    assert begun[4] == pytest.approx(math.log(8) / math.log(201))
    assert begun[5] == 1.0
    assert ended[2:] == (1.0, 1.0, begun[4], 0.0)


def test_features_without_sentences_or_quotations() -> None:
    article, sentences, _ = read("Nothing is quoted.")
    assert quotation_features(article, sentences, ()) == ((0.0,) * QUOTATION_FEATURES,)
    assert quotation_features(article, (), ()) == ()


def test_quotations_outside_every_sentence_are_left_out() -> None:
    article = Article(name="a.txt", text=TEXT)
    assert find_quotations(article, ()) == ()


@settings(deadline=None)
@given(st.text(alphabet="“”‘’\"'aB Mr.,:\nsaid heit(–", min_size=1, max_size=120))
def test_any_text_is_read(text: str) -> None:
    text = f"A{text}"
    article, sentences, quotations = read(text)
    vectors = quotation_features(article, sentences, quotations)
    assert len(vectors) == len(sentences)
    for vector in vectors:
        assert len(vector) == QUOTATION_FEATURES
        assert all(0.0 <= number <= 1.0 for number in vector)
    for quotation in quotations:
        assert text[quotation.start_char : quotation.end_char] == quotation.text


@settings(deadline=None)
@given(st.text(min_size=1, max_size=120))
def test_any_characters_are_read(text: str) -> None:
    read(f"A{text}")


@pytest.mark.parametrize("unit", ["“ x ", "said “I am” Mr Jones, ", "Ann Lee said. “A.” ", "said "])
def test_time_is_linear_on_a_long_line(unit: str) -> None:
    text = unit * (60_000 // len(unit)) + "q"
    article = Article(name="a.txt", text=text)
    whole = (Sentence(start_char=0, end_char=len(text), text=text, index=0),)
    started = time.process_time()
    quotation_features(article, whole, find_quotations(article, whole))
    assert time.process_time() - started < 3

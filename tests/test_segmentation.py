from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Article, Sentence, Span
from pipeline.segmentation import segment

Split = Callable[..., tuple[Sentence, ...]]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in segment(Article(name="a.txt", text=text))]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Staff were late.", "Records were missing.", "Why?", "Nobody knew!"],
        ["Mr. Tarrant met Dr. Hale and Cllr. Vane at St. Bride’s.", "They left."],
        ["Mr J. R. Tarrant wrote to H.M. Inspectorate.", "It replied."],
        ["The plan, i.e. Annex B, was late.", "Staff, e.g. Officers, knew."],
        ["It closed at 5 p.m. on Friday.", "The doors opened at 9 a.m.", "Staff waited."],
        ["See No. 14 and p. 3 of vol. 2.", "It is clear."],
        ["He said no.", "Inspectors left."],
        ["The region covers the U.K. and beyond.", "It is large."],
        ["It scored 3.5 of 10 on 14.02.2024.", "That is low."],
        ["It costs £1.5m.", "£2m was promised.", "14 officers left."],
        ["“Staff were late.”", "The unit closed."],
        ["(Staff were late.)", "The unit closed."],
        ["He said: ‘Staff were late.’", "“That is all.”"],
        ["“Why were they late?” Mr Tarrant asked.", "Nobody answered."],
        ["“Not again!” said the officer.", "She left."],
        ["The unit … was late.", "It closed…", "Then it opened."],
        ["Staff waited...", "Nothing came."],
        ["The report is at www.example.org/a.b.Report.", "Read it."],
        ["Write to press@example.org.", "They answer."],
        ["The firm, Marlow Ltd. of Leeds, won.", "It lost."],
        ["It was inspected in Jan. 2024 and in Sept. 2023.", "Both went badly."],
    ],
)
def test_a_line_is_split_where_its_sentences_end(sentences: list[str]) -> None:
    assert texts(" ".join(sentences)) == sentences


@pytest.mark.parametrize(
    "lines",
    [
        ["Probation unit ‘failing’", "Staff were late.", "Background", "The unit covers Marlow."],
        ["Inspectors found:", "• late staff", "• missing records", "- cold cells"],
        ["1. Recruit more officers.", "2. Train them.", "(a) Keep them."],
        ["Picture: Ann Vale/Example Wire", "Share this", "Staff were late"],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n", "\u2028", " \n \n"])
def test_a_line_is_never_joined_to_the_next(lines: list[str], between: str) -> None:
    assert texts(between.join(lines)) == lines


def test_bullets_within_a_line_are_sentences() -> None:
    assert texts("The area was short of: • officers • vans • plans") == [
        "The area was short of:",
        "• officers",
        "• vans",
        "• plans",
    ]


def test_a_quotation_over_paragraphs_is_split_by_sentence() -> None:
    text = "Jones said: “Staff were late. Records were lost.\n\n“Leaders must act. They know.”"
    assert texts(text) == [
        "Jones said: “Staff were late.",
        "Records were lost.",
        "“Leaders must act.",
        "They know.”",
    ]


def test_a_lost_space_does_not_hide_the_end_of_a_sentence() -> None:
    assert texts("Staff were late.Records were missing.”Leaders knew.") == [
        "Staff were late.",
        "Records were missing.”",
        "Leaders knew.",
    ]


@pytest.mark.parametrize(
    "sentences",
    [
        ["It was set up in 2021.", "This is its first inspection."],
        ["It manages the unit (PDU).", "The unit is late."],
        ["It was rated ‘Inadequate’.", "The report said so."],
        ["It was rated ‘Inadequate.’", "The report said so."],
        ["She said: “It was late.”", "“It was cold,” she added."],
        ['He said: "Staff were late."', "The report said so."],
        ["He knew.", '"Staff were late," he said.'],
        ["It was run by the CRC.", "Staff were late.", "HM Inspectorate said so."],
        ["Staff were late.", "I was told so."],
    ],
)
def test_no_space_between_sentences(sentences: list[str]) -> None:
    assert texts("".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "Version 2.1 of GOV.UK was used by the U.K.Government and by J.Smith.",
        "The score was 2.5.",
        "1.Recruit more officers",
    ],
)
def test_full_stops_within_a_sentence(text: str) -> None:
    assert texts(text) == [text]


def test_a_heading_glued_to_its_paragraph_is_set_apart() -> None:
    assert texts("Staff overstretchedThe report said so. YouTube was told.") == [
        "Staff overstretched",
        "The report said so.",
        "YouTube was told.",
    ]


@pytest.mark.parametrize("between", ["\n", "\r\n"])
def test_a_sentence_broken_at_its_links_is_joined(between: str) -> None:
    lines = ["The report by", "HM Inspectorate of Probation", "said staff were late.", "It is bad."]
    assert texts(between.join(lines)) == [between.join(lines[:3]), lines[3]]


def test_an_empty_line_joins_only_what_cannot_end() -> None:
    assert texts("It is run by the\n\nMinistry of Justice.") == [
        "It is run by the\n\nMinistry of Justice."
    ]
    assert texts("The rules that they live by\n\nStaff were late.") == [
        "The rules that they live by",
        "Staff were late.",
    ]


def test_points_without_marks_are_not_taken_for_wrapped_lines() -> None:
    points = [
        "Inspectors found these shortcomings in the records that they read:",
        "risk assessments missing from nine of the thirty files",
        "staff who were late for most of the appointments that they had made with people",
        "supervision that was not recorded anywhere at all in the system",
        "children whose names nobody had written down, though they lived there",
    ]
    assert texts("\n".join(points)) == points


def test_points_within_a_line() -> None:
    assert texts("Leaders should: 1. Recruit. 2. Train staff. 3. Review plans.") == [
        "Leaders should: 1. Recruit.",
        "2. Train staff.",
        "3. Review plans.",
    ]
    assert texts("Leaders should: * recruit staff * review plans") == [
        "Leaders should:",
        "* recruit staff",
        "* review plans",
    ]
    assert texts("It has 34 staff. The score: 4. Children last year: 163.") == [
        "It has 34 staff.",
        "The score: 4.",
        "Children last year: 163.",
    ]


def test_an_address_is_not_split() -> None:
    text = "Read it at https://www.example.org/news.Report/first.Page today."
    assert texts(text) == [text]


def test_entities_that_an_extraction_left_count_as_marks() -> None:
    assert texts("He said: &ldquo;Staff were late.&rdquo; &ldquo;They left.&rdquo; It closed.") == [
        "He said: &ldquo;Staff were late.&rdquo;",
        "&ldquo;They left.&rdquo;",
        "It closed.",
    ]


def test_hard_wrapped_lines_are_joined() -> None:
    wrapped = (
        "Probation unit told to improve\n\n"
        "Staff at the unit were late for nearly all of the appointments\n"
        "that the inspectors looked at, and the records of those visits\n"
        "were missing. Leaders said that they would hire more officers\n"
        "before the end of the year and train those they already had.\n\n"
        "The unit covers three towns and the villages between the rivers\n"
        "and has moved its office twice."
    )
    assert [" ".join(text.split()) for text in texts(wrapped)] == [
        "Probation unit told to improve",
        "Staff at the unit were late for nearly all of the appointments that the inspectors "
        "looked at, and the records of those visits were missing.",
        "Leaders said that they would hire more officers before the end of the year and train "
        "those they already had.",
        "The unit covers three towns and the villages between the rivers and has moved its "
        "office twice.",
    ]


def test_lower_cased_text_is_split_too() -> None:
    assert texts("staff were late. records were missing! why was that? nobody knew.") == [
        "staff were late.",
        "records were missing!",
        "why was that?",
        "nobody knew.",
    ]


def test_a_sentence_of_the_furniture_says_so() -> None:
    text = "Sign up now. Read more.\nStaff were late."
    furniture = Span(start_char=0, end_char=23, text=text[:23])
    found = segment(Article(name="a.txt", text=text, furniture=(furniture,)))
    assert [sentence.furniture for sentence in found] == [True, True, False]


def test_a_sentence_half_in_the_furniture_is_the_storys() -> None:
    furniture = Span(start_char=0, end_char=5, text="Staff")
    found = segment(Article(name="a.txt", text="Staff were late.", furniture=(furniture,)))
    assert [sentence.furniture for sentence in found] == [False]


@pytest.mark.parametrize("text", [" ", "…", "—\n***\n• ", "\u200b\xa0"])
def test_a_text_without_letters_has_no_sentences(text: str) -> None:
    assert texts(text) == []


PIECES = st.sampled_from(
    [
        *"aZ9 .!?…:;\n\r\t“”‘’\"'()•-—£&é",
        "Staff were late.",
        " Mr. ",
        " e.g. ",
        "&rdquo;",
        "\u2028",
        "\xa0",
        "\u200b",
        "www.a.Bc",
        "a@b.Cd",
        "1. ",
        "x" * 60,
    ]
)
ANY_TEXT = st.one_of(st.text(min_size=1), st.lists(PIECES, min_size=1).map("".join))


@given(ANY_TEXT)
def test_sentences_are_in_order_trimmed_and_cover_every_letter(text: str) -> None:
    found = segment(Article(name="a.txt", text=text))
    assert [sentence.index for sentence in found] == list(range(len(found)))
    edges = [edge for s in found for edge in (s.start_char, s.end_char)]
    assert edges == sorted(edges)
    covered = set()
    for sentence in found:
        assert sentence.text == text[sentence.start_char : sentence.end_char]
        assert sentence.text == sentence.text.strip()
        covered |= set(range(sentence.start_char, sentence.end_char))
    assert all(place in covered for place, mark in enumerate(text) if mark.isalnum())


@given(ANY_TEXT, st.sampled_from("\xa0\u2003\u202f\t"))
def test_unusual_white_space_changes_no_span(text: str, space: str) -> None:
    spans = [(s.start_char, s.end_char) for s in segment(Article(name="a.txt", text=text))]
    other = Article(name="a.txt", text=text.replace(" ", space))
    assert [(s.start_char, s.end_char) for s in segment(other)] == spans


@given(st.lists(st.sampled_from(["Staff were late.", "Why?", "“It failed.”", "No. 4 won!"])))
def test_a_sentence_alone_is_one_sentence(sentences: list[str]) -> None:
    if sentences:
        assert texts("\n".join(sentences)) == sentences


@pytest.mark.parametrize(
    "piece", ["Staff were late. The unit shut. ", " ", "Aa.Bb", "• officers left “early!” ", "."]
)
def test_time_grows_with_the_length_of_a_line(piece: str) -> None:
    text = (piece * (1_000_000 // len(piece)))[:1_000_000] + " end"
    started = time.process_time()
    segment(Article(name="a.txt", text=text))
    assert time.process_time() - started < 20

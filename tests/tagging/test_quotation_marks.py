from __future__ import annotations

import time
from textwrap import fill

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.schema import Article
from pipeline.segmentation import segment
from pipeline.tagging.quotation_marks import QuotedSpan, find_spans, paragraphs


def spans_of(text: str) -> list[QuotedSpan]:
    sentences = segment(Article(name="a.txt", text=text))
    return find_spans(text, paragraphs(text, sentences))


def quoted(text: str) -> list[str]:
    return [text[span.start_char : span.end_char] for span in spans_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She said: “It is poor.”", ["It is poor."]),
        ("She said: ‘It is poor.’", ["It is poor."]),
        ('She said: "It is poor."', ["It is poor."]),
        ("She said: 'It is poor.'", ["It is poor."]),
        ('She said: “It is poor."', ["It is poor."]),
        ("She said: «It is poor.»", ["It is poor."]),
        ("She said: ''It is poor.''", ["It is poor."]),
        ("“ It is poor .” she said", ["It is poor ."]),
        (
            "“It is poor,” said Ms Lee, “and it must change.”",
            ["It is poor,", "and it must change."],
        ),
        ("It was ‘poor’, ‘slow’ and “late”.", ["poor", "slow", "late"]),
        ("Nothing here is quoted.", []),
        ("“”", []),
        ("", []),
    ],
)
def test_marks_of_every_kind(text: str, expected: list[str]) -> None:
    assert quoted(text or " ") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff don't, can't and won't.", []),
        ("The inspectors' report, and the teams' offices.", []),
        ("Back in the ’90s and the '80s they told 'em so at six o'clock.", []),
        ("It was rock 'n' roll for James' team.", []),
        ("'The teams' work is poor,' he said.", ["The teams' work is poor,"]),
        ("‘The teams’ work isn’t good,’ he said.", ["The teams’ work isn’t good,"]),
        ("A 'lack of basics' among the teams' offices.", ["lack of basics"]),
        ("'Singin' in the rain,' he said. 'Don't.'", ["Singin' in the rain,", "Don't."]),
        ("Staff 'don't know' the rules and 'can't learn' them.", ["don't know", "can't learn"]),
    ],
)
def test_single_marks_beside_apostrophes(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He told me ‘no’ twice,” she said.", ["He told me ‘no’ twice,"]),
        ("‘He told me “no” twice,’ she said.", ["He told me “no” twice,"]),
        ("“They call it “the pit” here,” she said.", ["They call it “the pit” here,"]),
        (
            "'She said \"it's the teams' fault\" and left,' he said.",
            ["She said \"it's the teams' fault\" and left,"],
        ),
    ],
)
def test_only_the_outermost_of_nested_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_quotation_reopened_at_each_paragraph_is_one_run() -> None:
    text = "Ms Lee said: “It is poor.\n\n“It must change.\n\n“And soon.”\n\nHe said: “Yes.”"
    spans = spans_of(text)
    assert quoted(text) == ["It is poor.", "It must change.", "And soon.", "Yes."]
    assert [span.run == spans[0].run for span in spans] == [True, True, True, False]


def test_single_marks_reopened_at_each_paragraph() -> None:
    text = "Ms Lee said: ‘The teams’ work is poor.\n\n‘It must change.’"
    assert quoted(text) == ["The teams’ work is poor.", "It must change."]
    assert len({span.run for span in spans_of(text)}) == 1


def test_quotation_closed_in_a_later_paragraph_covers_what_lies_between() -> None:
    text = "She said: “These are needed:\nmore staff\nmore time.”\nHe left."
    assert quoted(text) == ["These are needed:", "more staff", "more time."]


def test_missing_closing_mark_ends_with_the_paragraph() -> None:
    text = "She said: “It is poor.\n\nThe report is out on Monday."
    assert quoted(text) == ["It is poor."]


def test_missing_opening_mark_is_passed_over() -> None:
    assert quoted("It is poor,” she said. “It is late.”") == ["It is late."]
    assert quoted('It was 6" wide.') == []


def test_second_opening_mark_ends_a_quotation_left_open() -> None:
    assert quoted("“It is poor. She went on: “It is late.”") == [
        "It is poor. She went on:",
        "It is late.",
    ]


def test_bounds_leave_out_the_marks() -> None:
    (span,) = spans_of("So: “ No. ” she said")
    assert (span.outer_start, span.start_char, span.end_char, span.outer_end) == (4, 6, 9, 11)


def test_hard_wrapped_paragraphs_are_split_at_blank_lines() -> None:
    words = "and the long line of a paragraph that was wrapped by hand goes on " * 4
    text = fill(f"She said: “This {words}.", 70) + "\n\nThe end."
    sentences = segment(Article(name="a.txt", text=text))
    assert len(paragraphs(text, sentences)) == 2


@settings(deadline=None)
@given(st.text(alphabet="“”‘’\"'« »ab. s,\n(–", max_size=80))
def test_any_marks_make_ordered_spans_that_do_not_overlap(text: str) -> None:
    spans = find_spans(text, [(0, len(text))] if text else [])
    edges = [edge for span in spans for edge in (span.outer_start, span.outer_end)]
    assert edges == sorted(edges)
    for span in spans:
        assert span.outer_start <= span.start_char < span.end_char <= span.outer_end
        assert (
            text[span.start_char : span.end_char].strip() == text[span.start_char : span.end_char]
        )


@pytest.mark.parametrize("unit", ["‘ x ", "“ x ", "'a ", "s' ", "‘a s’ ", "“ ‘a ", "'a \"b c' "])
def test_time_is_linear_on_long_lines(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    find_spans(text, [(0, len(text))])
    assert time.process_time() - started < 3


def test_marks_left_as_html_entities() -> None:
    assert quoted("She said: &#8220;It isn&#8217;t good.&#8221;") == ["It isn&#8217;t good."]
    assert quoted("They call it &lsquo;the pit&rsquo; here.") == ["the pit"]

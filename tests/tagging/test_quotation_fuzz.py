"""Whatever marks a text holds: no exception, spans that fit, and text that is left alone."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.schema import Article
from pipeline.segmentation import segment
from pipeline.tagging.quotation_marks import find_spans, paragraphs
from pipeline.tagging.quotations import QUOTATION_FEATURES, find_quotations, quotation_features

MARKS = ["“", "”", "‘", "’", '"', "'", "«", "»", "„", "‟", "‚", "`", "``", "''", "&quot;", "&#39;"]
WORDS = [
    *("Staff", "don't", "teams'", "’em", "said", "Mr Lee", "she added", "was", "poor", '6ft 2"'),
    *(
        " ",
        " ",
        " ",
        ", ",
        ". ",
        ": ",
        "!",
        "?",
        "\n",
        "\n\n",
        "\r\n",
        "—",
        "…",
        "(",
        ")",
        "\u200b",
    ),
]
TEXTS = st.lists(st.sampled_from([*MARKS, *WORDS]), min_size=1, max_size=60).map("".join)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example("“" * 40 + "a" + "”" * 40)
@example("'a' 'b' 'c" * 12)
@example("“One.\n\n“Two.\n\n“Three.”")
@example('"\n"\n"\n"')
def test_quotations_of_any_marks(text: str) -> None:
    if not text.strip():
        return
    article = Article(name="a.txt", text=text)
    sentences = segment(article)
    found = find_quotations(article, sentences)
    for quotation in found:
        assert text[quotation.start_char : quotation.end_char] == quotation.text
        assert quotation.text.strip() == quotation.text != ""
        assert quotation.speaker is None or quotation.speaker.strip()
        for index in quotation.sentences:
            sentence = sentences[index]
            assert sentence.start_char < quotation.end_char
            assert quotation.start_char < sentence.end_char
    edges = [edge for quotation in found for edge in (quotation.start_char, quotation.end_char)]
    assert edges == sorted(edges)
    for row in quotation_features(article, sentences, found):
        assert len(row) == QUOTATION_FEATURES
        assert all(0.0 <= value <= 1.0 for value in row)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_marks_lie_around_their_spans_and_spans_apart(text: str) -> None:
    spans = find_spans(text, paragraphs(text, ()))
    last = 0
    for span in spans:
        assert last <= span.outer_start <= span.start_char < span.end_char <= span.outer_end
        last = span.outer_end
    assert [span.run for span in spans] == sorted(span.run for span in spans)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([("“", "”"), ("‘", "’"), ('"', '"'), ("'", "'"), ("«", "»")]),
    st.lists(
        st.sampled_from(["we", "don't", "know", "it's", "grim", "here", "staff", "work"]),
        min_size=2,
        max_size=12,
    ),
    st.sampled_from([",", ".", "!", "?"]),
)
def test_a_plain_quotation_is_found_whole_in_every_kind_of_marks(
    marks: tuple[str, str], words: list[str], stop: str
) -> None:
    inside = " ".join(words).capitalize() + stop
    text = f"Mr Lee said: {marks[0]}{inside}{marks[1]}"
    (span,) = find_spans(text, [(0, len(text))])
    assert text[span.start_char : span.end_char] == inside


PAIRS = [("“", "”"), ("‘", "’"), ('"', '"'), ("«", "»")]
CLAUSES = st.lists(
    st.sampled_from(["we", "don't", "know", "the teams' work", "it's", "grim", "’em", "6ft"]),
    min_size=3,
    max_size=9,
).map(lambda words: " ".join(["We", *words, "here"]))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PAIRS[:3]), st.lists(CLAUSES, min_size=2, max_size=5))
def test_a_quotation_reopened_at_each_paragraph_has_one_speaker(
    marks: tuple[str, str], said: list[str]
) -> None:
    paragraphs_said = ".\n\n".join(marks[0] + one for one in said)
    text = f"Mr Lee said: {paragraphs_said}.{marks[1]}"
    article = Article(name="a.txt", text=text)
    found = find_quotations(article, segment(article))
    assert {quotation.speaker for quotation in found} == {"Mr Lee"}
    assert found[0].start_char == text.index(marks[0]) + 1
    assert found[-1].end_char == len(text) - 1


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PAIRS[:2]), st.sampled_from(PAIRS[:2]), CLAUSES, CLAUSES)
def test_a_quotation_within_another_kind_of_marks_is_the_outer_ones(
    outer: tuple[str, str], inner: tuple[str, str], said: str, told: str
) -> None:
    if outer == inner:
        return
    text = (
        f"Ms Crewe said: {outer[0]}They told us, {inner[0]}{told},{inner[1]} and it is.{outer[1]}"
    )
    article = Article(name="a.txt", text=text)
    found = find_quotations(article, segment(article))
    assert [quotation.speaker for quotation in found] == ["Ms Crewe"]
    assert found[0].text == text[len("Ms Crewe said: ") + 1 : -1]


CREDITS = st.sampled_from(
    ["said Ms Crewe", "he said", "they write", "one added", "the MP said", "according to it", ""]
)
PIECES = st.tuples(st.sampled_from(MARKS), CLAUSES, st.sampled_from(MARKS), CREDITS).map(
    lambda piece: f"{piece[0]}{piece[1]},{piece[2]} {piece[3]}."
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, min_size=1, max_size=8), st.sampled_from([" ", "\n", "\n\n"]))
@example(["“We know,” said Ms Crewe.", "“We know", "said Ms Crewe”", "‘We know.“"], "\n\n")
@example(["“We we we here,‘ said Ms Crewe.", "“We we we here,“ one added."], " ")
@example(["“We we we here,“ said Ms Crewe.", "‘We the teams' work,&quot; one added."], " ")
def test_unbalanced_and_mixed_marks_name_nobody_whom_the_text_does_not(
    pieces: list[str], gap: str
) -> None:
    text = "Ms Crewe and Mr Lee met a woman." + gap + gap.join(pieces)
    article = Article(name="a.txt", text=text)
    for quotation in find_quotations(article, segment(article)):
        assert quotation.text in text
        if quotation.speaker is not None:
            known = {word.casefold() for word in text.split()} | {"the", "report", "one", "another"}
            assert {word.casefold() for word in quotation.speaker.split()} <= {
                word.strip(".,:;“”‘’\"'«»`") for word in known
            } | known

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pipeline.errors import (
    ArtifactError,
    ConfigurationError,
    ExitStatus,
    InputRejected,
    InspectionBriefsError,
    LabelError,
    StorageError,
    UsageError,
    WeightsError,
)
from pipeline.schema import (
    TAGS,
    Article,
    ArticleReference,
    Brief,
    BriefQuote,
    BriefStatement,
    Evidence,
    Fact,
    Inspection,
    InspectorateProfile,
    Quotation,
    RatingScale,
    Sentence,
    SentenceReference,
    SentenceTags,
    Span,
    Tag,
    TaggedArticle,
    UnitKind,
)

TEXT = "Staff were late. Records were missing."
SCORES = dict.fromkeys(TAGS, 0.5)


def sentence(start: int, end: int, index: int) -> Sentence:
    return Sentence(start_char=start, end_char=end, text=TEXT[start:end], index=index)


def fact(value: str | int = "Marlow PDU") -> Fact:
    words = str(value)
    return Fact(
        value=value,
        evidence=(Evidence(article="a.txt", start_char=0, end_char=len(words), text=words),),
    )


def brief(**parts: object) -> Brief:
    content = {
        "inspection": Inspection(facts={"unit": fact()}, sentences={"a.txt": (0,)}),
        "articles": (ArticleReference(article="a.txt"),),
        "version": "1",
        "made_at": "2024-07-18T10:00:00+00:00",
    }
    return Brief.model_validate({**content, **parts})


def test_the_tags_keep_the_order_of_every_score_vector() -> None:
    assert [str(tag) for tag in TAGS] == ["finding", "strength", "recommendation", "quote"]


@given(st.text(min_size=1), st.data())
def test_an_article_cuts_spans_that_hold_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Article(name="a.txt", text=text).span(start, end)
    assert span.text == text[start:end]


def test_a_span_is_as_long_as_its_text() -> None:
    with pytest.raises(ValidationError, match="span 0:4 is 4 characters long, but its text has 5"):
        Span(start_char=0, end_char=4, text="Staff")


def test_types_are_frozen_and_refuse_unknown_fields() -> None:
    span = Span(start_char=0, end_char=5, text="Staff")
    with pytest.raises(ValidationError, match="frozen"):
        span.text = "Other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Span.model_validate({**span.model_dump(), "colour": "red"})


def test_furniture_must_stand_in_the_text() -> None:
    stray = Span(start_char=0, end_char=4, text="Late")
    with pytest.raises(ValidationError, match="offsets 0:4 hold 'Staf', but the span says 'Late'"):
        Article(name="a.txt", text=TEXT, furniture=(stray,))


@pytest.mark.parametrize("date", ["2024", "2024-07", "2024-07-18"])
def test_a_date_is_as_precise_as_known(date: str) -> None:
    assert Article(name="a", text="x", date=date).date == date


@pytest.mark.parametrize("date", ["24", "2024-13", "2024-7", "2024-07-32", "July 2024", ""])
def test_other_dates_are_refused(date: str) -> None:
    with pytest.raises(ValidationError):
        Article(name="a", text="x", date=date)


def test_scores_are_probabilities_of_every_tag() -> None:
    with pytest.raises(ValidationError, match="between 0 and 1"):
        SentenceTags(scores={**SCORES, Tag.QUOTE: 1.2})
    with pytest.raises(ValidationError, match="scores are needed for"):
        SentenceTags(scores={Tag.QUOTE: 0.5})


def test_a_tagged_article_has_tags_for_each_sentence_in_order() -> None:
    article, tags = Article(name="a.txt", text=TEXT), SentenceTags(scores=SCORES)
    first, second = sentence(0, 16, 0), sentence(17, 38, 1)
    TaggedArticle(article=article, sentences=(first, second), tags=(tags, tags))
    with pytest.raises(ValidationError, match="2 sentences, but tags for 1"):
        TaggedArticle(article=article, sentences=(first, second), tags=(tags,))
    with pytest.raises(ValidationError, match="sentence 0 says that its index is 1"):
        TaggedArticle(article=article, sentences=(second,), tags=(tags,))


def test_a_quotation_touches_sentences_that_exist() -> None:
    quotation = Quotation(start_char=0, end_char=5, text="Staff", sentences=(3,))
    with pytest.raises(ValidationError, match="quotation in sentence 3: no such one"):
        TaggedArticle(
            article=Article(name="a.txt", text=TEXT),
            sentences=(sentence(0, 16, 0),),
            tags=(SentenceTags(scores=SCORES),),
            quotations=(quotation,),
        )


def test_the_speaker_of_a_sentence_is_that_of_its_first_full_quotation() -> None:
    words = {"start_char": 0, "end_char": 5, "text": "Staff", "sentences": (0,)}
    tagged = TaggedArticle(
        article=Article(name="a.txt", text=TEXT),
        sentences=(sentence(0, 16, 0),),
        tags=(SentenceTags(scores=SCORES),),
        quotations=(
            Quotation(**words, speaker="A fragment", verbatim_clause=False),
            Quotation(**words, speaker=None),
            Quotation(**words, speaker="Oswin Tarrant"),
        ),
    )
    assert tagged.speaker_of(0) == "Oswin Tarrant"
    assert tagged.speaker_of(1) is None


@pytest.mark.parametrize(("tags", "expected"), [((Tag.QUOTE,), "A fragment"), ((), None)])
def test_a_fragment_gives_the_speaker_of_a_sentence_only_if_it_is_a_quote(
    tags: tuple[Tag, ...], expected: str | None
) -> None:
    words = {"start_char": 0, "end_char": 5, "text": "Staff", "sentences": (0,)}
    tagged = TaggedArticle(
        article=Article(name="a.txt", text=TEXT),
        sentences=(sentence(0, 16, 0),),
        tags=(SentenceTags(tags=tags, scores=SCORES),),
        quotations=(Quotation(**words, speaker="A fragment", verbatim_clause=False),),
    )
    assert tagged.speaker_of(0) == expected


def test_an_inspection_needs_a_unit_an_article_and_known_facts() -> None:
    with pytest.raises(ValidationError, match="needs the unit"):
        Inspection(facts={}, sentences={"a.txt": (0,)})
    with pytest.raises(ValidationError, match="at least one article"):
        Inspection(facts={"unit": fact()}, sentences={})
    with pytest.raises(ValidationError, match=r"unknown facts \['colour'\]"):
        Inspection(facts={"unit": fact(), "colour": fact("red")}, sentences={"a.txt": (0,)})


def test_details_are_known_ones() -> None:
    with pytest.raises(ValidationError, match=r"unknown details \['colour'\]"):
        Inspection(
            facts={"unit": fact()}, sentences={"a.txt": (0,)}, details={"colour": fact("red")}
        )


def test_a_fact_that_nobody_states_has_no_value() -> None:
    inspection = Inspection(facts={"unit": fact()}, sentences={"a.txt": (0,)})
    assert inspection.value("unit") == "Marlow PDU"
    assert inspection.value("overall_rating") is None


def test_a_fact_needs_evidence() -> None:
    with pytest.raises(ValidationError):
        Fact(value="Good", evidence=())


@pytest.mark.parametrize("section", ["summary", "findings", "strengths", "recommendations"])
def test_a_statement_cites_listed_articles_only(section: str) -> None:
    stray = BriefStatement(text="x", sources=(SentenceReference(article="b.txt", index=0),))
    with pytest.raises(ValidationError, match=r"cites b\.txt, which is not listed"):
        brief(**{section: (stray,)})


def test_a_quotation_cites_listed_articles_only() -> None:
    stray = BriefQuote(
        text="x", speaker=None, sources=(SentenceReference(article="b.txt", index=0),)
    )
    with pytest.raises(ValidationError, match=r"cites b\.txt, which is not listed"):
        brief(quotes=(stray,))


def test_a_brief_survives_json() -> None:
    made = brief(
        findings=(BriefStatement(text="x", sources=(SentenceReference(article="a.txt", index=0),)),)
    )
    assert Brief.model_validate_json(made.model_dump_json()) == made


def test_a_scale_knows_the_ratings_of_its_aliases() -> None:
    with pytest.raises(ValidationError, match="alias 'fine' names 'Fine'"):
        RatingScale(name="s", ratings=("Good", "Bad"), aliases={"fine": "Fine"}, positive=1)
    with pytest.raises(ValidationError, match="positive is 3 of only 2 ratings"):
        RatingScale(name="s", ratings=("Good", "Bad"), positive=3)


def test_a_profile_holds_patterns_that_compile_and_kinds_that_can_be_recognised() -> None:
    kind = UnitKind(name="prison", beginnings=("HMP",))
    with pytest.raises(ValidationError, match="is no regular expression"):
        InspectorateProfile(name="I", names=("(",), unit_kinds=(kind,))
    with pytest.raises(ValidationError, match="kind 'prison' has no endings"):
        UnitKind(name="prison")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UsageError("x"), ExitStatus.WRONG_USAGE),
        (ConfigurationError("x"), ExitStatus.WRONG_USAGE),
        (InputRejected("empty", "x"), ExitStatus.SOME_REJECTED),
        (ArtifactError("x"), ExitStatus.NOTHING_DONE),
        (WeightsError("x"), ExitStatus.NOTHING_DONE),
        (StorageError("x"), ExitStatus.NOTHING_DONE),
        (LabelError("x"), ExitStatus.NOTHING_DONE),
    ],
)
def test_every_error_has_its_exit_status(error: InspectionBriefsError, status: int) -> None:
    assert error.exit_status == status


def test_a_rejected_input_keeps_its_reason() -> None:
    error = InputRejected("binary", "a.txt holds binary data")
    assert (error.reason, str(error)) == ("binary", "a.txt holds binary data")

"""Articles, their sentences, tags and quotations.

Offsets are ``start_char``/``end_char``: half-open, in characters (Unicode code points), into
the text of an :class:`Article`, which nothing alters.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from pipeline.schema.base import Frozen

__all__ = [
    "TAGS",
    "Article",
    "Evidence",
    "PartialDate",
    "Quotation",
    "Sentence",
    "SentenceTags",
    "Span",
    "Tag",
    "TaggedArticle",
    "check_span",
]


class Tag(StrEnum):
    """What a sentence is. A sentence may carry several tags, or none."""

    FINDING = "finding"
    STRENGTH = "strength"
    RECOMMENDATION = "recommendation"
    QUOTE = "quote"


TAGS: tuple[Tag, ...] = tuple(Tag)
"""All tags, in the order of every score vector."""

_PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
PartialDate = Annotated[str, Field(pattern=_PARTIAL_DATE)]
"""A date as precise as known: ``2024``, ``2024-07`` or ``2024-07-18``."""


class Span(Frozen):
    """A stretch of an article's text."""

    start_char: int = Field(ge=0)
    end_char: int = Field(gt=0)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length_matches(self) -> Self:
        if self.end_char - self.start_char != len(self.text):
            raise ValueError(
                f"span {self.start_char}:{self.end_char} is {self.end_char - self.start_char} "
                f"characters long, but its text has {len(self.text)}"
            )
        return self


class Article(Frozen):
    """One article, as ingestion made it.

    Attributes:
        name: what the article is called in outputs: its file name, unique in a batch.
        text: the text that every offset points into.
        title: the headline, where the article has one.
        outlet: who published it, where the article says so.
        date: the article's own date, as precise as the article gives it.
        furniture: stretches of ``text`` that belong to the page and not to the story.
    """

    name: str = Field(min_length=1)
    text: str = Field(min_length=1)
    title: str | None = None
    outlet: str | None = None
    date: PartialDate | None = None
    furniture: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _furniture_lies_in_text(self) -> Self:
        for span in self.furniture:
            check_span(self.text, span)
        return self

    def span(self, start_char: int, end_char: int) -> Span:
        """The stretch ``text[start_char:end_char]``."""
        return Span(start_char=start_char, end_char=end_char, text=self.text[start_char:end_char])


def check_span(text: str, span: Span) -> None:
    """Raise ``ValueError`` unless ``span`` holds what ``text`` has at its offsets."""
    found = text[span.start_char : span.end_char]
    if found != span.text:
        raise ValueError(
            f"offsets {span.start_char}:{span.end_char} hold {found[:60]!r}, "
            f"but the span says {span.text[:60]!r}"
        )


class Sentence(Span):
    """A sentence of an article.

    Attributes:
        index: its place in the article, from 0.
        furniture: whether it belongs to the page (a newsletter line, a picture credit).
    """

    index: int = Field(ge=0)
    furniture: bool = False


class SentenceTags(Frozen):
    """What the tagger says of one sentence.

    Attributes:
        scores: a calibrated probability for each tag.
        tags: the tags chosen.
        uncertain: whether the sentence is among the least certain, so that a person should look.
    """

    scores: dict[Tag, float]
    tags: tuple[Tag, ...] = ()
    uncertain: bool = False

    @model_validator(mode="after")
    def _scores_are_probabilities(self) -> Self:
        if set(self.scores) != set(TAGS):
            raise ValueError(f"scores are needed for {', '.join(TAGS)}; found {list(self.scores)}")
        wrong = [score for score in self.scores.values() if not 0.0 <= score <= 1.0]
        if wrong:
            raise ValueError(f"scores lie between 0 and 1; found {wrong}")
        return self


class Quotation(Span):
    """Verbatim words of a speaker, without the outer quotation marks.

    Attributes:
        sentences: indexes of the sentences that the quotation touches.
        speaker: the fullest form of the speaker's name in the article, or what the article
            credits ("the report"); None where the article leaves it open.
        verbatim_clause: whether it is long enough to count as a quotation (a clause or eight
            words); a fragment is not.
    """

    sentences: tuple[int, ...] = Field(min_length=1)
    speaker: str | None = None
    verbatim_clause: bool = True


class TaggedArticle(Frozen):
    """An article with its sentences, their tags and its quotations."""

    article: Article
    sentences: tuple[Sentence, ...]
    tags: tuple[SentenceTags, ...]
    quotations: tuple[Quotation, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if len(self.sentences) != len(self.tags):
            raise ValueError(f"{len(self.sentences)} sentences, but tags for {len(self.tags)}")
        for place, sentence in enumerate(self.sentences):
            if sentence.index != place:
                raise ValueError(f"sentence {place} says that its index is {sentence.index}")
            check_span(self.article.text, sentence)
        for quotation in self.quotations:
            check_span(self.article.text, quotation)
            if max(quotation.sentences) >= len(self.sentences):
                raise ValueError(f"quotation in sentence {max(quotation.sentences)}: no such one")
        return self

    def speaker_of(self, index: int) -> str | None:
        """The speaker of the first full quotation in sentence ``index``, if one is known.

        A sentence tagged as a quote without a full quotation has its first fragment's speaker.
        """
        said = [one for one in self.quotations if index in one.sentences and one.speaker]
        full = [one for one in said if one.verbatim_clause]
        if not full and said and Tag.QUOTE in self.tags[index].tags:
            full = said
        return full[0].speaker if full else None


class Evidence(Span):
    """A stretch of a named article that bears a fact out."""

    article: str = Field(min_length=1)

"""An article laid out for reading: folded sentences that keep their offsets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.schema import Article, Evidence, Fact, TaggedArticle

__all__ = ["Passage", "Place", "Reading", "alternatives", "fold", "read"]

_FOLDS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ`´", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—‑−", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f\t\r\n\v\f\u2028\u2029\x85", " "),
    }
)
_LONGEST_PASSAGE = 4000
"""Characters of a sentence that are read: a longer one is a page's debris, not prose."""
_MOST_PASSAGES = 1000
"""Sentences of an article that are read; the longest newspaper features have 300."""


def fold(text: str) -> str:
    """The text with straight marks, hyphens and plain spaces; each character stays one."""
    return text.translate(_FOLDS)


def alternatives(wordings: tuple[str, ...] | list[str]) -> str:
    """A regular expression for any of ``wordings`` (expressions themselves), longest first."""
    return "|".join(sorted(wordings, key=len, reverse=True)) or r"(?!)"


@dataclass(frozen=True)
class Place:
    """A stretch of a passage: half-open character offsets into its folded text."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A sentence as it is read.

    Attributes:
        index: the sentence's index in the article.
        start: where it starts in the article's text.
        text: its folded text.
        paragraph: number of its line in the article, for what carries over within a paragraph.

    """

    index: int
    start: int
    text: str
    paragraph: int


@dataclass(frozen=True)
class Reading:
    """An article's passages in order, furniture left out."""

    article: Article
    passages: tuple[Passage, ...]

    def text(self, place: Place) -> str:
        """The article's own, unfolded words at a place."""
        start = self.passages[place.passage].start
        return self.article.text[start + place.start : start + place.end]

    def evidence(self, place: Place) -> Evidence:
        """The stretch of the article at a place."""
        start = self.passages[place.passage].start
        return Evidence(
            article=self.article.name,
            start_char=start + place.start,
            end_char=start + place.end,
            text=self.text(place),
        )

    def fact(self, value: str | int, place: Place, confidence: float = 1.0) -> Fact:
        """A fact that one place bears out; confidence lies between 0 and 1."""
        return Fact(value=value, evidence=(self.evidence(place),), confidence=min(1.0, confidence))


def read(tagged: TaggedArticle) -> Reading:
    """Lay an article out for reading; ``passages`` are numbered by their own order."""
    return Reading(article=tagged.article, passages=tuple(_passages(tagged)))


def _passages(tagged: TaggedArticle) -> Iterator[Passage]:
    text = tagged.article.text
    paragraph, last = 0, 0
    for sentence in tagged.sentences[:_MOST_PASSAGES]:
        if "\n" in text[last : sentence.start_char]:
            paragraph += 1
        last = sentence.end_char
        if not sentence.furniture:
            folded = fold(sentence.text[:_LONGEST_PASSAGE])
            yield Passage(sentence.index, sentence.start_char, folded, paragraph)

"""Tagged article → the page that a brief's citations lead to: the whole text, its tags marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.briefs.page import NO_SPEAKER, Citation, Page, SourceArticle
from pipeline.briefs.plain_text import one_line, without_controls
from pipeline.schema import Tag, TaggedArticle

__all__ = ["ArticlePage", "Label", "Paragraph", "Piece", "make_article_page"]


@dataclass(frozen=True)
class Label:
    """A tag of a sentence; ``text`` names it, and the speaker of a quotation."""

    tag: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A sentence, or what stands between two (``sentence`` is None).

    Attributes:
        text: to be shown as it is, less control characters.
        sentence: the sentence's index.
        labels: its tags.
        citations: where the brief cites it.
    """

    text: str
    sentence: int | None = None
    labels: tuple[Label, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Pieces up to a line break; ``furniture`` where all its sentences are page furniture."""

    pieces: tuple[Piece, ...]
    furniture: bool


@dataclass(frozen=True)
class ArticlePage:
    """What an article's page shows."""

    article: SourceArticle
    brief_title: str
    paragraphs: tuple[Paragraph, ...]


def make_article_page(tagged: TaggedArticle, article: SourceArticle, page: Page) -> ArticlePage:
    """Work out the page of an article of a brief.

    Args:
        tagged: the article.
        article: how the brief lists it.
        page: the brief's page, whose citations are marked.
    """
    citations = {
        source.citation.index: source.citation
        for source in page.sources
        if source.citation.article == article.number
    }
    return ArticlePage(article, page.title, tuple(_paragraphs(tagged, citations)))


def _paragraphs(tagged: TaggedArticle, citations: Mapping[int, Citation]) -> Iterator[Paragraph]:
    pieces: list[Piece] = []
    for piece in _pieces(tagged, citations):
        first, *others = [piece.text] if piece.sentence is not None else piece.text.split("\n")
        if first:
            pieces.append(piece if not others else Piece(first))
        for line in others:
            yield from _paragraph(tagged, pieces)
            pieces = [Piece(line)] if line else []
    yield from _paragraph(tagged, pieces)


def _paragraph(tagged: TaggedArticle, pieces: list[Piece]) -> Iterator[Paragraph]:
    """The pieces as a paragraph; none where they show nothing."""
    if not any(piece.text.strip() for piece in pieces):
        return
    sentences = [piece.sentence for piece in pieces if piece.sentence is not None]
    furniture = bool(sentences) and all(tagged.sentences[index].furniture for index in sentences)
    yield Paragraph(tuple(pieces), furniture)


def _pieces(tagged: TaggedArticle, citations: Mapping[int, Citation]) -> Iterator[Piece]:
    """The whole text, in order: sentences, and what stands between them."""
    text, place = tagged.article.text, 0
    for sentence in tagged.sentences:
        yield Piece(without_controls(text[place : sentence.start_char]))
        cited = citations.get(sentence.index)
        yield Piece(
            without_controls(sentence.text),
            sentence=sentence.index,
            labels=_labels(tagged, sentence.index),
            citations=(cited,) if cited else (),
        )
        place = sentence.end_char
    yield Piece(without_controls(text[place:]))


def _labels(tagged: TaggedArticle, index: int) -> tuple[Label, ...]:
    return tuple(
        Label(str(tag), f"quote: {_speaker(tagged, index)}" if tag is Tag.QUOTE else str(tag))
        for tag in tagged.tags[index].tags
    )


def _speaker(tagged: TaggedArticle, index: int) -> str:
    return one_line(tagged.speaker_of(index) or "") or NO_SPEAKER

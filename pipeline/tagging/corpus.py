"""Articles → documents: the sentences that the encoder reads, with what it is told of each."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from pipeline.schema import TAGS, Article, Quotation, Sentence, Tag
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.quotations import quotation_features

__all__ = ["TAG_LABELS", "document_of", "read_by_encoder"]

TAG_LABELS = LabelSet(names=tuple(tag.value for tag in TAGS))
"""The tags as a label set: independent of each other."""

_BULLET = re.compile(r"\s*(?:[-–—*•●▪◦■]|\(?\w{1,2}[.)])\s")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


def read_by_encoder(sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Indexes of the sentences that the encoder reads: all but the page's furniture."""
    return tuple(sentence.index for sentence in sentences if not sentence.furniture)


def document_of(
    article: Article,
    sentences: Sequence[Sentence],
    quotations: Sequence[Quotation],
    tags: Sequence[Sequence[Tag]] | None = None,
    group: str = "",
) -> Document:
    """Make a document of an article's sentences, furniture left out.

    Args:
        article: the article.
        sentences: all its sentences.
        quotations: its quotations.
        tags: the tags of each sentence, for training.
        group: the inspection, so that articles on one inspection stay together.
    """
    kept = read_by_encoder(sentences)
    shape = _shape_features(article, sentences)
    quoted = quotation_features(article, sentences, quotations)
    return Document(
        name=article.name,
        sentences=tuple(sentences[index].text for index in kept),
        features=tuple((*shape[index], *quoted[index]) for index in kept),
        labels=None
        if tags is None
        else tuple(tuple(TAGS.index(tag) for tag in tags[index]) for index in kept),
        group=group,
    )


def _shape_features(article: Article, sentences: Sequence[Sentence]) -> list[tuple[float, ...]]:
    """Where a sentence stands: paragraph edges, place in the article, heading-like, bullet."""
    last = max(1, len(sentences) - 1)
    features: list[tuple[float, ...]] = []
    for place, sentence in enumerate(sentences):
        starts = place == 0 or _line_break(article, sentences[place - 1], sentence)
        ends = place == len(sentences) - 1 or _line_break(article, sentence, sentences[place + 1])
        features.append(
            (
                float(place == 0),
                float(starts),
                float(ends),
                place / last,
                float(_SENTENCE_END.search(sentence.text) is None),
                float(sentence.text.rstrip().endswith(":")),
                float(_BULLET.match(sentence.text) is not None),
                math.log1p(len(sentence.text)) / 6.0,
            )
        )
    return features


def _line_break(article: Article, first: Sentence, second: Sentence) -> bool:
    return "\n" in article.text[first.end_char : second.start_char]

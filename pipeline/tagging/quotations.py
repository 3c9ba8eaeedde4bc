"""Quotations of an article: their spans, whether they are clauses, and who speaks.

Also what the tagger is told of them, sentence by sentence.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.schema import Article, Quotation, Sentence
from pipeline.tagging.quotation_clauses import is_quotation, words
from pipeline.tagging.quotation_marks import QuotedSpan, find_spans, paragraphs
from pipeline.tagging.speakers import attribute, speech_verbs

__all__ = ["QUOTATION_FEATURES", "find_quotations", "quotation_features"]

QUOTATION_FEATURES: int = 6
"""Length of each vector of :func:`quotation_features`."""

_LONG_QUOTATION = 200
"""Words of a quotation for which the feature of its length is 1."""


def find_quotations(article: Article, sentences: Sequence[Sentence]) -> tuple[Quotation, ...]:
    """Find the quotations of an article and their speakers.

    Args:
        article: the article; offsets point into its unaltered text.
        sentences: all its sentences, in order, as segmentation makes them.

    Returns:
        The outermost quotations in order, without their marks, one for each paragraph of a
        quotation re-opened at each. A speaker is None where the article leaves it open.
        Quotations that lie in no sentence are left out.
    """
    text = article.text
    spans = find_spans(text, paragraphs(text, sentences))
    starts = [sentence.start_char for sentence in sentences]
    ends = [sentence.end_char for sentence in sentences]
    clauses = _clause_runs(text, spans)
    speakers = attribute(text, sentences, spans)
    quotations = []
    for span, speaker in zip(spans, speakers, strict=True):
        touched = range(bisect_right(ends, span.start_char), bisect_left(starts, span.end_char))
        if touched:
            quotations.append(
                Quotation(
                    start_char=span.start_char,
                    end_char=span.end_char,
                    text=text[span.start_char : span.end_char],
                    sentences=tuple(touched),
                    speaker=speaker,
                    verbatim_clause=span.run in clauses,
                )
            )
    return tuple(quotations)


def _clause_runs(text: str, spans: Sequence[QuotedSpan]) -> set[int]:
    """The runs in which some span is a clause or long enough."""
    return {span.run for span in spans if is_quotation(text[span.start_char : span.end_char])}


def quotation_features(
    article: Article, sentences: Sequence[Sentence], quotations: Sequence[Quotation]
) -> tuple[tuple[float, ...], ...]:
    """What the tagger is told of the quotations in each sentence.

    Returns:
        For each sentence ``QUOTATION_FEATURES`` numbers from 0 to 1: the share of its characters
        inside quotations; inside quotations that are clauses; whether it begins inside one;
        whether it ends inside one; the words of its longest quotation on a log scale; whether a
        speech verb stands outside the marks.
    """
    by_sentence: list[list[Quotation]] = [[] for _ in sentences]
    for quotation in quotations:
        for index in quotation.sentences:
            by_sentence[index].append(quotation)
    lengths = {id(quotation): len(words(quotation.text)) for quotation in quotations}
    return tuple(
        _features(article.text, sentence, touching, lengths)
        for sentence, touching in zip(sentences, by_sentence, strict=True)
    )


def _features(
    text: str, sentence: Sentence, touching: Sequence[Quotation], lengths: dict[int, int]
) -> tuple[float, ...]:
    low, high = sentence.start_char, sentence.end_char
    inside = [(max(low, q.start_char), min(high, q.end_char)) for q in touching]
    clauses = [bounds for bounds, q in zip(inside, touching, strict=True) if q.verbatim_clause]
    longest = max((lengths[id(q)] for q in touching), default=0)
    first = min((start for start, _ in inside), default=high)
    last = max((end for _, end in inside), default=low)
    return (
        _covered(inside) / (high - low),
        _covered(clauses) / (high - low),
        float(not _has_words(text[low:first]) and bool(inside)),
        float(not _has_words(text[last:high]) and bool(inside)),
        min(1.0, math.log1p(longest) / math.log1p(_LONG_QUOTATION)),
        float(speech_verbs(_outside(text, low, high, inside))),
    )


def _covered(bounds: Sequence[tuple[int, int]]) -> int:
    return sum(end - start for start, end in bounds)


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _outside(text: str, low: int, high: int, inside: Sequence[tuple[int, int]]) -> str:
    """What of a sentence stands outside its quotations, which do not overlap."""
    edges = [low, *(edge for bounds in inside for edge in bounds), high]
    return " ".join(text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True))

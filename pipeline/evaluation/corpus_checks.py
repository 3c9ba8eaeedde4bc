"""What must be true of the labelled corpus, beyond the schema of its lines.

Every check returns the problems that it finds, in words; none means that all is well.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

from pipeline.evaluation.overlap import Overlap
from pipeline.labels import (
    GoldBrief,
    GoldInspection,
    GoldPoint,
    GoldQuote,
    LabelledArticle,
    LabelledSentence,
    Split,
)
from pipeline.schema import Tag

__all__ = [
    "check_briefs",
    "check_copies_across_splits",
    "check_inspections",
    "check_sentences",
    "check_splits",
    "check_texts",
]

_Name = TypeVar("_Name", bound=Hashable)


def check_texts(articles: Sequence[LabelledArticle], ingested: Mapping[str, str]) -> list[str]:
    """Whether labels and raw files belong together.

    Args:
        articles: the labelled articles.
        ingested: for each raw file's name the text that ingestion makes of it.
    """
    names = [article.article for article in articles]
    problems = [f"{name}: labelled twice" for name in sorted(_repeated(names))]
    problems += [f"{name}: no labels" for name in sorted(set(ingested) - set(names))]
    for article in articles:
        text = ingested.get(article.article)
        if text is None:
            problems.append(f"{article.article}: labels, but no raw file")
        elif text != article.text:
            place = _first_difference(text, article.text)
            problems.append(
                f"{article.article}: ingestion gives another text from character {place} on: "
                f"{text[place : place + 40]!r}, labelled was {article.text[place : place + 40]!r}"
            )
    return problems


def _first_difference(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    shorter = min(len(one), len(other))
    return next((place for place, (ours, theirs) in pairs if ours != theirs), shorter)


def check_sentences(articles: Sequence[LabelledArticle]) -> list[str]:
    """Whether sentences are in order, furniture is untagged, and links are told apart.

    The schema has checked offsets, the order of tags and that speakers occur.
    """
    return [
        f"{article.article}, sentence {sentence.index}: {problem}"
        for article in articles
        for before, sentence in zip((None, *article.sentences), article.sentences, strict=False)
        for problem in _sentence_problems(before, sentence)
    ]


def _sentence_problems(
    before: LabelledSentence | None, sentence: LabelledSentence
) -> Iterator[str]:
    if before and sentence.start_char < before.end_char:
        yield "begins before the one before has ended"
    if sentence.furniture and sentence.tags:
        yield f"is page furniture, but has the tags {', '.join(sentence.tags)}"
    if sentence.inspections and not sentence.tags:
        yield "has no tag, but is linked to inspections"
    if len(set(sentence.inspections)) != len(sentence.inspections):
        yield "is linked to one inspection twice"


def check_inspections(
    articles: Sequence[LabelledArticle], inspections: Sequence[GoldInspection]
) -> list[str]:
    """Whether articles and inspections name each other, and evidence stands where it says."""
    texts = {article.article: article.text for article in articles}
    said = {(article.article, one) for article in articles for one in article.inspections}
    held = [(one.article, one.inspection) for one in inspections]
    problems = [f"{a}: inspection {i} has two lines" for a, i in sorted(_repeated(held))]
    problems += [f"{a}: inspection {i} has no line" for a, i in sorted(said - set(held))]
    problems += [f"{a}: does not list inspection {i}" for a, i in sorted(set(held) - said)]
    for inspection in inspections:
        problems += _evidence_problems(inspection, texts.get(inspection.article, ""))
    return problems


def _evidence_problems(inspection: GoldInspection, text: str) -> Iterator[str]:
    where = f"{inspection.article}, inspection {inspection.inspection}"
    for fact in inspection.facts:
        for item in fact.evidence:
            if item.article != inspection.article:
                yield f"{where}: {fact.field} has evidence in another article, {item.article}"
            elif text[item.start_char : item.end_char] != item.text:
                yield (
                    f"{where}: the evidence of {fact.field} is {item.text!r}, but the text has "
                    f"{text[item.start_char : item.end_char]!r} there"
                )
        if fact.field == "recommendations" and not fact.value.isdigit():
            yield f"{where}: {fact.value!r} recommendations; expected a number in digits"


def check_briefs(
    articles: Sequence[LabelledArticle],
    inspections: Sequence[GoldInspection],
    briefs: Sequence[GoldBrief],
) -> list[str]:
    """Whether each inspection has one brief, and its sources exist and carry the tags."""
    sentences = {
        (article.article, sentence.index): sentence
        for article in articles
        for sentence in article.sentences
    }
    known = {one.inspection for one in inspections}
    written = [brief.inspection for brief in briefs]
    problems = [f"inspection {name} has two briefs" for name in sorted(_repeated(written))]
    problems += [f"inspection {name} has no brief" for name in sorted(known - set(written))]
    problems += [f"brief of an unknown inspection {n}" for n in sorted(set(written) - known)]
    reporting = defaultdict(set)
    for one in inspections:
        reporting[one.inspection].add(one.article)
    for brief in briefs:
        problems += _brief_problems(brief, sentences, reporting[brief.inspection])
    return problems


def _brief_problems(
    brief: GoldBrief, sentences: Mapping[tuple[str, int], LabelledSentence], reporting: set[str]
) -> Iterator[str]:
    for point in brief.summary:
        if not point.text:
            yield f"brief {brief.inspection}: a summary sentence has no text"
    sections: tuple[tuple[str, Sequence[GoldPoint | GoldQuote], Tag | None], ...] = (
        ("summary", brief.summary, None),
        ("findings", brief.findings, Tag.FINDING),
        ("strengths", brief.strengths, Tag.STRENGTH),
        ("recommendations", brief.recommendations, Tag.RECOMMENDATION),
        ("quotes", brief.quotes, Tag.QUOTE),
    )
    for section, points, tag in sections:
        for source in (source for point in points for source in point.sources):
            where = f"brief {brief.inspection}, {section}: {source.article}:{source.index}"
            sentence = sentences.get((source.article, source.index))
            if sentence is None:
                yield f"{where} does not exist"
            elif tag and tag not in sentence.tags:
                yield f"{where} has no tag {tag}: {sentence.text[:60]!r}"
            elif source.article not in reporting:
                yield f"{where}: the article does not report this inspection"


def check_splits(
    articles: Sequence[LabelledArticle], splits: Mapping[Split, Sequence[str]]
) -> list[str]:
    """Whether the splits hold every article, and each inspection lies in one of them."""
    split_of = {name: split for split, names in splits.items() for name in names}
    labelled = {article.article for article in articles}
    problems = [f"{name}: in no split" for name in sorted(labelled - set(split_of))]
    problems += [f"{name}: in a split, not labelled" for name in sorted(set(split_of) - labelled)]
    problems += [f"the split {split} is empty" for split, names in splits.items() if not names]
    homes: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for inspection in article.inspections:
            homes[inspection].add(split_of.get(article.article, "no split"))
    problems += [
        f"inspection {name} is in several splits: {', '.join(sorted(found))}"
        for name, found in sorted(homes.items())
        if len(found) > 1
    ]
    return problems


def check_copies_across_splits(
    texts: Mapping[str, str],
    splits: Mapping[Split, Sequence[str]],
    overlaps: Sequence[Overlap],
    is_near_copy: Callable[[str, str], bool],
) -> list[str]:
    """Whether near-copies of one article lie in different splits.

    Args:
        texts: the articles' texts.
        splits: the articles of each split.
        overlaps: the pairs of articles that share words, the only ones that can be copies.
        is_near_copy: whether two texts are one story in the same words.
    """
    split_of = {name: split for split, names in splits.items() for name in names}
    return [
        f"{pair.first} ({split_of[pair.first]}) and {pair.second} ({split_of[pair.second]}) are "
        "near-copies in different splits"
        for pair in overlaps
        if pair.first in split_of and pair.second in split_of
        if split_of[pair.first] != split_of[pair.second]
        if is_near_copy(texts[pair.first], texts[pair.second])
    ]


def _repeated(names: Sequence[_Name]) -> set[_Name]:
    return {name for name, count in Counter(names).items() if count > 1}

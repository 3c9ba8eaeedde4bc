"""Small labelled articles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipeline.labels import GoldFact, GoldInspection, LabelledArticle, LabelledSentence
from pipeline.schema import Evidence, Tag

Line = tuple[str, str] | tuple[str, str, str]
LETTERS = {"F": Tag.FINDING, "S": Tag.STRENGTH, "R": Tag.RECOMMENDATION, "Q": Tag.QUOTE}
MakeArticle = Callable[..., LabelledArticle]
MakeInspection = Callable[..., GoldInspection]


def make_article(
    name: str, lines: Sequence[Line], inspections: Sequence[str] = ()
) -> LabelledArticle:
    """An article of (sentence, tag letters, speaker) lines."""
    sentences, start = [], 0
    for index, (text, letters, *speaker) in enumerate(lines):
        sentences.append(
            LabelledSentence(
                start_char=start,
                end_char=start + len(text),
                text=text,
                index=index,
                furniture="~" in letters,
                tags=tuple(LETTERS[letter] for letter in letters.strip("~")),
                speaker=speaker[0] if speaker else None,
            )
        )
        start += len(text) + 1
    text = "\n".join(line[0] for line in lines)
    return LabelledArticle(
        article=name, text=text, inspections=tuple(inspections), sentences=tuple(sentences)
    )


def make_inspection(
    article: LabelledArticle, inspection: str, **facts: tuple[str, str]
) -> GoldInspection:
    """Facts as (value, words of the article)."""
    return GoldInspection(
        article=article.article,
        inspection=inspection,
        facts=tuple(
            GoldFact(field=field, value=value, evidence=(evidence(article, words),))
            for field, (value, words) in facts.items()
        ),
    )


def evidence(article: LabelledArticle, words: str) -> Evidence:
    start = article.text.index(words)
    return Evidence(
        article=article.article, start_char=start, end_char=start + len(words), text=words
    )


@pytest.fixture
def article() -> MakeArticle:
    return make_article


@pytest.fixture
def inspection() -> MakeInspection:
    return make_inspection

"""What goes out to a person, what comes back, and what becomes of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.labels import LabelledArticle
from pipeline.schema import TAGS, Sentence, SentenceTags, Tag, TaggedArticle

__all__ = [
    "Answer",
    "Asked",
    "CorrectedArticle",
    "Correction",
    "Question",
    "questions_of",
    "text_hash",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Question(_Frozen):
    """A sentence as it is put to a person.

    Attributes:
        article, article_sha256: the article's name, and the hash of its text.
        index, start_char, end_char, text: of the sentence.
        before, after: the sentences around it, for reading.
        tags, speaker: what the model says.
        model: revision of the model.
        origin: the path or address where the article was met, where a store knows it.
    """

    article: str
    article_sha256: str
    index: int = Field(ge=0)
    start_char: int = Field(ge=0)
    end_char: int = Field(gt=0)
    text: str
    before: str = ""
    after: str = ""
    tags: tuple[Tag, ...] = ()
    speaker: str | None = None
    model: str
    origin: str | None = None


@dataclass(frozen=True)
class Asked:
    """An article that a person is asked about: tagged, by which model, and where it was met."""

    article: TaggedArticle
    model: str
    origin: str | None = None


class Answer(_Frozen):
    """What a person says of a sentence.

    Attributes:
        question: what was asked, as it came back; nothing of it is trusted yet.
        tags: the names given, as they stand in the file.
        speaker: who speaks, or None.
        by: who answered; at: when, ISO 8601, as the file has it.
        where: the file, and the place in it, for messages.
    """

    question: Question
    tags: tuple[str, ...]
    speaker: str | None
    by: str = Field(min_length=1)
    at: str
    where: str


class Correction(_Frozen):
    """Where the labels of a sentence come from.

    Attributes:
        index: of the sentence.
        by: who looked at it; at: when, ISO 8601; file: the file that it came in.
        model: revision of the model that was corrected; was: the tags that it gave.
        origin: the path or address where the article was met, where a store knew it.
    """

    index: int = Field(ge=0)
    by: str = Field(min_length=1)
    at: str
    file: str
    model: str
    was: tuple[Tag, ...] = ()
    origin: str | None = None


class CorrectedArticle(LabelledArticle):
    """An article of the corpus's schema, of which a person has looked at some sentences.

    Attributes:
        corrections: one for each sentence that was looked at, in the order of the article; the
            other sentences count for nothing in training, whatever they carry.
    """

    corrections: tuple[Correction, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _corrections_fit(self) -> Self:
        indexes = [correction.index for correction in self.corrections]
        if indexes != sorted(set(indexes)) or indexes[-1] >= len(self.sentences):
            raise ValueError(
                f"corrections of sentences {indexes}: expected each once, in order, of the "
                f"{len(self.sentences)} sentences"
            )
        return self

    @property
    def weights(self) -> tuple[float, ...]:
        """1.0 for each sentence that a person looked at, 0.0 for the others."""
        seen = {correction.index for correction in self.corrections}
        return tuple(float(sentence.index in seen) for sentence in self.sentences)


def text_hash(text: str) -> str:
    """The SHA-256 of an article's text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def questions_of(
    asked: Iterable[Asked], most_unsure: int | None = None, *, only_uncertain: bool = False
) -> list[Question]:
    """The sentences to put to a person, page furniture left out.

    Args:
        asked: tagged articles; of each only the sentences that are asked about stay in memory.
        most_unsure: only so many, those that the model is least sure of; in the order of the
            articles all the same.
        only_uncertain: only those that the tagger calls uncertain.
    """
    found: Iterable[tuple[int, Asked, Sentence, SentenceTags]] = (
        (place, one, sentence, given)
        for place, (one, sentence, given) in enumerate(_sentences(asked))
        if given.uncertain or not only_uncertain
    )
    if most_unsure is not None:
        first = nlargest(most_unsure, found, key=lambda item: (_doubt(item[3]), -item[0]))
        found = sorted(first, key=lambda item: item[0])
    return [_question(one, sentence, given) for _, one, sentence, given in found]


def _sentences(asked: Iterable[Asked]) -> Iterator[tuple[Asked, Sentence, SentenceTags]]:
    for one in asked:
        for sentence, given in zip(one.article.sentences, one.article.tags, strict=True):
            if not sentence.furniture:
                yield one, sentence, given


def _doubt(given: SentenceTags) -> float:
    """How unsure the model is of its least sure tag: from 0 to 0.5."""
    return max(min(score, 1.0 - score) for score in given.scores.values())


def _question(asked: Asked, sentence: Sentence, given: SentenceTags) -> Question:
    article = asked.article
    return Question(
        article=article.article.name,
        article_sha256=text_hash(article.article.text),
        index=sentence.index,
        start_char=sentence.start_char,
        end_char=sentence.end_char,
        text=sentence.text,
        before=_text_at(article.sentences, sentence.index - 1),
        after=_text_at(article.sentences, sentence.index + 1),
        tags=tuple(tag for tag in TAGS if tag in given.tags),
        speaker=article.speaker_of(sentence.index) if Tag.QUOTE in given.tags else None,
        model=asked.model,
        origin=asked.origin,
    )


def _text_at(sentences: Sequence[Sentence], place: int) -> str:
    return sentences[place].text if 0 <= place < len(sentences) else ""

"""The labelled corpus: what ``data/labels`` holds, read and checked.

``sentences.jsonl``
    one line an article: its text, its sentences with offsets, tags, speakers, and the
    inspections that each sentence speaks of.
``inspections.jsonl``
    one line an article and inspection: the facts that this article states, with evidence.
``details.jsonl``
    one line an article and inspection, of the articles from 301 on: score, region, provider,
    caseload, and ratings of parts.
``briefs.jsonl``
    one line an inspection: the gold brief.
``support_claims.jsonl``, ``support_outputs.jsonl``
    one line a claim with its sources, judged by hand: borne out or not.
``splits.json``
    ``train``, ``development`` and ``test``, by article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.errors import LabelError
from pipeline.schema import (
    DETAIL_FIELDS,
    FACT_FIELDS,
    Evidence,
    Sentence,
    SentenceReference,
    Tag,
    check_span,
)

__all__ = [
    "GoldBrief",
    "GoldDetails",
    "GoldFact",
    "GoldInspection",
    "GoldPart",
    "GoldPoint",
    "GoldQuote",
    "LabelledArticle",
    "LabelledClaim",
    "LabelledSentence",
    "Split",
    "read_briefs",
    "read_claims",
    "read_details",
    "read_inspections",
    "read_sentences",
    "read_splits",
]

Split = Literal["train", "development", "test"]
_Record = TypeVar("_Record", bound=BaseModel)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LabelledSentence(Sentence):
    """A sentence with a person's labels.

    Attributes:
        tags: zero or more tags, in the order of ``schema.TAGS``.
        speaker: who speaks, for a ``quote`` sentence whose speaker the article gives.
        inspections: the inspections that the sentence speaks of; empty for "all or none".
    """

    tags: tuple[Tag, ...] = ()
    speaker: str | None = None
    inspections: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _only_quotes_have_speakers(self) -> Self:
        if self.speaker and Tag.QUOTE not in self.tags:
            raise ValueError(f"sentence {self.index} has a speaker but is no quote")
        if list(self.tags) != sorted(set(self.tags), key=list(Tag).index):
            raise ValueError(f"sentence {self.index}: tags repeat or are out of order")
        return self


class LabelledArticle(_Frozen):
    """An article with its labelled sentences.

    Attributes:
        article: its file name in ``data/raw``.
        text: the text that ingestion makes of that file.
        date: the article's own date, where ingestion finds one.
        inspections: the inspections whose outcome it reports.
        sentences: all its sentences.
    """

    article: str
    text: str
    date: str | None = None
    inspections: tuple[str, ...] = ()
    sentences: tuple[LabelledSentence, ...]

    @model_validator(mode="after")
    def _sentences_fit(self) -> Self:
        for place, sentence in enumerate(self.sentences):
            if sentence.index != place:
                raise ValueError(f"sentence {place} says that its index is {sentence.index}")
            check_span(self.text, sentence)
            stray = set(sentence.inspections) - set(self.inspections)
            if stray:
                raise ValueError(f"sentence {place} names inspections {sorted(stray)}: not listed")
            if sentence.speaker and not _occurs(sentence.speaker, self.text):
                raise ValueError(f"speaker {sentence.speaker!r} is not in the article")
        return self


def _occurs(speaker: str, text: str) -> bool:
    """Whether each word of a speaker stands in the article; "the report" is always credited."""
    if speaker == "the report":
        return True
    folded = text.casefold()
    return all(word.strip("'’s,") in folded for word in speaker.casefold().split())


class GoldFact(_Frozen):
    """The value of a fact of ``schema.FACT_FIELDS``, as text, and the words that state it."""

    field: str
    value: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class GoldInspection(_Frozen):
    """What one article states of one inspection."""

    article: str
    inspection: str
    facts: tuple[GoldFact, ...]

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        fields = [fact.field for fact in self.facts]
        unknown = set(fields) - set(FACT_FIELDS)
        if unknown or len(fields) != len(set(fields)):
            raise ValueError(f"facts {fields}: each at most once, of {list(FACT_FIELDS)}")
        if "unit" not in fields:
            raise ValueError("an inspection needs the unit that was inspected")
        return self

    def value(self, field: str) -> str | None:
        """The value of a fact, or None where the article does not state it."""
        return next((fact.value for fact in self.facts if fact.field == field), None)


class GoldPart(_Frozen):
    """The rating of a part or standard, as text, and the words that state it."""

    part: str = Field(min_length=1)
    rating: str = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class GoldDetails(_Frozen):
    """What one article adds on one inspection: ``schema.DETAIL_FIELDS``, and ratings of parts."""

    article: str
    inspection: str
    facts: tuple[GoldFact, ...] = ()
    parts: tuple[GoldPart, ...] = ()

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        unknown = {fact.field for fact in self.facts} - set(DETAIL_FIELDS)
        if unknown:
            raise ValueError(f"details {sorted(unknown)} are none of {list(DETAIL_FIELDS)}")
        return self


class GoldPoint(_Frozen):
    """A point of a brief: the sentences that make it, and, in the summary, its wording."""

    sources: tuple[SentenceReference, ...] = Field(min_length=1)
    text: str | None = None


class GoldQuote(_Frozen):
    """A chosen quotation: its sentences and who speaks."""

    sources: tuple[SentenceReference, ...] = Field(min_length=1)
    speaker: str | None = None


class GoldBrief(_Frozen):
    """The brief that an analyst wrote of one inspection."""

    inspection: str
    summary: tuple[GoldPoint, ...] = Field(min_length=1)
    findings: tuple[GoldPoint, ...] = ()
    strengths: tuple[GoldPoint, ...] = ()
    recommendations: tuple[GoldPoint, ...] = ()
    quotes: tuple[GoldQuote, ...] = ()


class LabelledClaim(_Frozen):
    """A sentence and a person's judgement whether the sentences that it cites bear it out.

    Attributes:
        id: of this record.
        inspection: what it is about: an inspection's id, or the unit.
        sources: the sentences that it cites; names: names that hold without a source.
        claim: the sentence.
        supported: the judgement; error: what is wrong with a claim that is not borne out.
        origin: "hand" for claims written to test, "writer" for what a language model wrote.
    """

    id: str
    inspection: str
    sources: tuple[SentenceReference, ...] = Field(min_length=1)
    names: tuple[str, ...] = ()
    claim: str = Field(min_length=1)
    supported: bool
    error: str | None = None
    origin: Literal["hand", "writer"]

    @model_validator(mode="after")
    def _errors_are_named(self) -> Self:
        if self.supported == (self.error is not None):
            raise ValueError(f"{self.id}: an error goes with a claim that is not borne out")
        return self


def read_claims(path: Path) -> list[LabelledClaim]:
    """Read ``support_claims.jsonl`` or ``support_outputs.jsonl``.

    Raises:
        LabelError: the file is missing, or a line breaks the schema.
    """
    return list(_read_lines(path, LabelledClaim))


def read_sentences(path: Path) -> list[LabelledArticle]:
    """Read ``sentences.jsonl``.

    Raises:
        LabelError: the file is missing, or a line breaks the schema.
    """
    return list(_read_lines(path, LabelledArticle))


def read_details(path: Path) -> list[GoldDetails]:
    """Read ``details.jsonl``.

    Raises:
        LabelError: the file is missing, or a line breaks the schema.
    """
    return list(_read_lines(path, GoldDetails))


def read_inspections(path: Path) -> list[GoldInspection]:
    """Read ``inspections.jsonl``.

    Raises:
        LabelError: the file is missing, or a line breaks the schema.
    """
    return list(_read_lines(path, GoldInspection))


def read_briefs(path: Path) -> list[GoldBrief]:
    """Read ``briefs.jsonl``.

    Raises:
        LabelError: the file is missing, or a line breaks the schema.
    """
    return list(_read_lines(path, GoldBrief))


def read_splits(path: Path) -> dict[Split, tuple[str, ...]]:
    """Read ``splits.json``: the articles of each split.

    Raises:
        LabelError: the file is missing or unreadable, or an article is in two splits.
    """
    try:
        found = json.loads(_read(path))
    except json.JSONDecodeError as error:
        raise LabelError(f"{path} is not valid JSON: {error}. Correct it.") from error
    names = set(get_args(Split))
    if not isinstance(found, dict) or set(found) - names:
        raise LabelError(
            f"{path}: found {sorted(found)}, expected the splits {sorted(names)}. Correct the file."
        )
    splits: dict[Split, tuple[str, ...]] = {
        "train": tuple(found.get("train", ())),
        "development": tuple(found.get("development", ())),
        "test": tuple(found.get("test", ())),
    }
    articles = [article for names in splits.values() for article in names]
    if len(articles) != len(set(articles)):
        twice = sorted({article for article in articles if articles.count(article) > 1})
        raise LabelError(f"{path}: {', '.join(twice)} stand in two splits; keep each in one")
    return splits


def _read_lines(path: Path, record: type[_Record]) -> Iterator[_Record]:
    for number, line in enumerate(_read(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield record.model_validate_json(line)
        except ValidationError as error:
            problem = error.errors()[0]
            where = ".".join(map(str, problem["loc"])) or "the record"
            raise LabelError(
                f"{path}, line {number}, {where}: {problem['msg']}. Correct the line; "
                "`make check-data` checks the whole corpus."
            ) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LabelError(f"Cannot read the labels {path}: {error}") from error

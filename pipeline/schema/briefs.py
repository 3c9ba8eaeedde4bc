"""Briefs: statements with their sources, quotations, conflicts, limits."""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from pipeline.schema.articles import Evidence, PartialDate
from pipeline.schema.base import Frozen
from pipeline.schema.inspections import Inspection

__all__ = [
    "ArticleReference",
    "Brief",
    "BriefLimits",
    "BriefQuote",
    "BriefStatement",
    "Conflict",
    "ConflictValue",
    "Origin",
    "SentenceReference",
]


class SentenceReference(Frozen):
    """A sentence of a named article."""

    article: str
    index: int = Field(ge=0)


class Origin(StrEnum):
    """Whether a summary sentence was written (by the model, or from the facts) or copied."""

    WRITTEN = "written"
    COPIED = "copied"


class BriefStatement(Frozen):
    """One sentence or point of a brief, with the sentences that bear it out.

    ``uncertain`` says that the tagger was unsure of all of them.
    """

    text: str = Field(min_length=1)
    sources: tuple[SentenceReference, ...] = Field(min_length=1)
    origin: Origin = Origin.COPIED
    uncertain: bool = False


class BriefQuote(Frozen):
    """A verbatim quotation, its speaker, and where it stands."""

    text: str = Field(min_length=1)
    speaker: str | None
    sources: tuple[SentenceReference, ...] = Field(min_length=1)


class ConflictValue(Frozen):
    """One of several values that articles give for a field."""

    value: str | int
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Conflict(Frozen):
    """A field on which articles disagree."""

    field: str
    values: tuple[ConflictValue, ...] = Field(min_length=2)


class ArticleReference(Frozen):
    """An article as a brief lists it."""

    article: str
    title: str | None = None
    outlet: str | None = None
    date: PartialDate | None = None


class Brief(Frozen):
    """The standard brief of one inspection.

    Attributes:
        inspection: what was inspected, by whom, and how it came out.
        summary, findings, strengths, recommendations: statements with their sources.
        quotes: verbatim, never rewritten.
        articles: the articles that the brief draws on.
        version: of this software; models: revision of each model; made_at: ISO 8601, UTC.
    """

    inspection: Inspection
    summary: tuple[BriefStatement, ...] = ()
    findings: tuple[BriefStatement, ...] = ()
    strengths: tuple[BriefStatement, ...] = ()
    recommendations: tuple[BriefStatement, ...] = ()
    quotes: tuple[BriefQuote, ...] = ()
    articles: tuple[ArticleReference, ...] = Field(min_length=1)
    version: str
    models: dict[str, str] = Field(default_factory=dict)
    made_at: str

    @model_validator(mode="after")
    def _sources_are_listed(self) -> Self:
        listed = {reference.article for reference in self.articles}
        points = (*self.summary, *self.findings, *self.strengths, *self.recommendations)
        cited = [source for point in points for source in point.sources]
        cited += [source for quote in self.quotes for source in quote.sources]
        for source in cited:
            if source.article not in listed:
                raise ValueError(f"a statement cites {source.article}, which is not listed")
        return self


class BriefLimits(Frozen):
    """How much a brief holds. Every setting is explained in ``configs/default.yaml``."""

    max_findings: int = Field(default=6, ge=0)
    max_strengths: int = Field(default=4, ge=0)
    max_recommendations: int = Field(default=5, ge=0)
    max_quotes: int = Field(default=3, ge=0)
    max_quote_words: int = Field(default=70, gt=0)
    repetition: float = Field(default=72.0, gt=0, le=100)
    min_confidence: float = Field(default=0.5, ge=0, le=1)

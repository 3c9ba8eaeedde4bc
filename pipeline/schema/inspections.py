"""Inspections: facts with their evidence, ratings of parts, links and history."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from pipeline.schema.articles import Evidence
from pipeline.schema.base import Frozen

__all__ = [
    "DETAIL_FIELDS",
    "FACT_FIELDS",
    "PART_FIELD",
    "AddressedRecommendations",
    "Fact",
    "Inspection",
    "Link",
    "PartRating",
    "PastRating",
]


FACT_FIELDS: tuple[str, ...] = (
    "unit",
    "unit_type",
    "inspectorate",
    "overall_rating",
    "previous_rating",
    "previous_date",
    "inspected",
    "published",
    "recommendations",
    "chief_inspector",
)
"""The facts of an inspection, in the order in which a brief lists them."""


DETAIL_FIELDS: tuple[str, ...] = ("score", "region", "provider", "caseload")
"""What an article may add to the facts, in the order in which a brief lists it: the points that a
unit scored ("9 out of 36"), its region, who runs it, and how many people it supervises."""


PART_FIELD = "part: "
"""What precedes a part's name where articles disagree about its rating ("part: leadership")."""


class Fact(Frozen):
    """A value, what it was read from, and how sure the reading is (0 to 1)."""

    value: str | int
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)


class PartRating(Frozen):
    """The rating of a part of a service, or of one standard, as the article names it."""

    part: str = Field(min_length=1)
    rating: Fact


class AddressedRecommendations(Frozen):
    """How many of the recommendations are for one addressee ("the Home Office")."""

    addressee: str = Field(min_length=1)
    number: Fact


class Link(Frozen):
    """An article that was, or might have been, taken to report the same inspection.

    Attributes:
        article: its name.
        score: how sure it is that it reports this inspection, from 0 to 1.
        reason: what speaks for and against it, in words.
        joined: whether it was joined; False where the judgement was withheld.
    """

    article: str = Field(min_length=1)
    score: float = Field(ge=0.0, le=1.0)
    reason: str = Field(min_length=1)
    joined: bool


class PastRating(Frozen):
    """An inspection of the unit before this one.

    Attributes:
        rating: as it was then.
        date: when, as precise as known; None where no article says.
        evidence: the words that state it.
        known_before: whether it comes from an article of an earlier run, not from this brief's.
    """

    rating: str = Field(min_length=1)
    date: str | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    known_before: bool = False


class Inspection(Frozen):
    """What one or several articles say of one inspection.

    Attributes:
        facts: by field of ``FACT_FIELDS``; a field that no article states is absent.
        conflicts: further values, where articles disagree: of a field of facts or details, or of
            a part's rating, under ``PART_FIELD`` and the part's name.
        sentences: for each article's name, the indexes of the sentences that speak of it.
        details: by field of ``DETAIL_FIELDS``; a field that no article states is absent.
        parts: ratings of parts and standards, a part once, in the order of the article.
        addressed: numbers of recommendations by addressee, where they are split.
        links: how sure it is that each article reports this inspection; empty for a single one.
        history: earlier inspections of the unit, the earliest first.
    """

    facts: dict[str, Fact]
    conflicts: dict[str, tuple[Fact, ...]] = Field(default_factory=dict)
    sentences: dict[str, tuple[int, ...]]
    details: dict[str, Fact] = Field(default_factory=dict)
    parts: tuple[PartRating, ...] = ()
    addressed: tuple[AddressedRecommendations, ...] = ()
    links: tuple[Link, ...] = ()
    history: tuple[PastRating, ...] = ()

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        rated = {PART_FIELD + part.part for part in self.parts}
        unknown = set(self.facts) - set(FACT_FIELDS)
        unknown |= set(self.conflicts) - {*FACT_FIELDS, *DETAIL_FIELDS, *rated}
        if unknown:
            raise ValueError(f"unknown facts {sorted(unknown)}; known are {list(FACT_FIELDS)}")
        if not set(self.details) <= set(DETAIL_FIELDS):
            raise ValueError(f"unknown details {sorted(self.details)}; known: {DETAIL_FIELDS}")
        if "unit" not in self.facts:
            raise ValueError("an inspection needs the unit that was inspected")
        if not self.sentences:
            raise ValueError("an inspection needs at least one article")
        return self

    def value(self, field: str) -> str | int | None:
        """The value of a fact, or None where no article states it."""
        fact = self.facts.get(field)
        return fact.value if fact else None

    def stated(self) -> dict[str, Fact]:
        """All that articles state: facts, details and ratings of parts, by their fields."""
        rated = {PART_FIELD + part.part: part.rating for part in self.parts}
        listed = {name: self.facts[name] for name in FACT_FIELDS if name in self.facts}
        added = {name: self.details[name] for name in DETAIL_FIELDS if name in self.details}
        return {**listed, **added, **rated}

"""Inspectorates: their names, rating scales and kinds of unit."""

from __future__ import annotations

import re
from typing import Self

from pydantic import Field, model_validator

from pipeline.schema.base import Frozen

__all__ = ["InspectorateProfile", "RatingScale", "UnitKind"]


class RatingScale(Frozen):
    """A scale of ratings, from best to worst.

    Attributes:
        name: what the scale is called in messages.
        ratings: the official wording of each rating, from best to worst.
        aliases: other wordings, each with the rating that it stands for.
        positive: how many of ``ratings``, from the best, count as praise.
        overall: whether the scale rates a whole service (False: only parts of it).
    """

    name: str
    ratings: tuple[str, ...] = Field(min_length=1)
    aliases: dict[str, str] = Field(default_factory=dict)
    positive: int = Field(ge=0)
    overall: bool = True

    @model_validator(mode="after")
    def _aliases_name_ratings(self) -> Self:
        for alias, rating in self.aliases.items():
            if rating not in self.ratings:
                raise ValueError(f"alias {alias!r} names {rating!r}, not one of {self.ratings}")
        if self.positive > len(self.ratings):
            raise ValueError(f"positive is {self.positive} of only {len(self.ratings)} ratings")
        return self


class UnitKind(Frozen):
    """A kind of inspected service.

    Attributes:
        name: what the brief calls it ("probation delivery unit").
        endings: what the names of such units end in ("PDU", "Probation Delivery Unit").
        beginnings: what stands before their names ("HMP").
        services: plain wordings that a place follows ("probation services" in Marlow).
        generic: wordings that refer to such a unit without naming it ("unit", after "the").
    """

    name: str
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Self:
        if not (self.endings or self.beginnings or self.services):
            raise ValueError(
                f"kind {self.name!r} has no endings, beginnings or services; add at least one"
            )
        return self


class InspectorateProfile(Frozen):
    """What the pipeline knows of an inspectorate, from ``configs/inspectorates``.

    Attributes:
        name: the official name.
        names: every usual name, the fullest first, as a regular expression each, matched
            without regard to case.
        nicknames: what points to it without naming it ("probation watchdog"), likewise.
        chief_titles: titles of its head ("Chief Inspector of Probation").
        scales: its rating scales, the usual one first.
        unit_kinds: the kinds of service that it inspects.
        parts: words for the parts of a service that get grades of their own ("leadership").
        standards: names of the standards, tests or areas whose ratings a brief lists, as regular
            expressions, matched without regard to case.
    """

    name: str
    names: tuple[str, ...] = Field(min_length=1)
    nicknames: tuple[str, ...] = ()
    chief_titles: tuple[str, ...] = ()
    scales: tuple[RatingScale, ...] = ()
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1)
    parts: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Equal ones have one name; the scales, which hold mappings, have no hash."""
        return hash(self.name)

    @model_validator(mode="after")
    def _names_compile(self) -> Self:
        for pattern in (
            *self.names,
            *self.nicknames,
            *self.chief_titles,
            *self.parts,
            *self.standards,
        ):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"name {pattern!r} is no regular expression: {error}") from error
        return self

"""What tells one service from another: its places, its directions, its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.inspections.names import (
    DIRECTIONS,
    PLAIN_SERVICE,
    components,
    is_acronym_of,
    same_kind,
    same_name,
)
from pipeline.inspections.reading import fold

__all__ = ["Identity", "Likeness", "identity", "likeness"]

_STAGES = {
    word: stage
    for stage, words in {
        "infant": "infant infants",
        "junior": "junior juniors",
        "primary": "primary",
        "secondary": "secondary high upper comprehensive",
        "grammar": "grammar",
        "nursery": "nursery preschool pre-school playgroup",
        "college": "college",
        "city": "city",
        "county": "county",
        "borough": "borough",
        "community": "community",
        "general": "general",
    }.items()
    for word in words.split()
}
"""Words by which namesakes differ: one town may have an infant, a junior and a high school."""
_FAMILIES = (
    ("youth", r"youth (?:justice|offend\w+|support)|yjs|yjt|yot|yos|young offenders?'? team"),
    ("immigration", r"immigration|irc|removal centre"),
    ("court cells", r"court custody"),
    ("custody suite", r"police custody|custody suites?"),
    ("prison", r"hmp|hmyoi|yoi|prisons?|jails?|gaol|young offenders?'? institution|stc|"
     r"secure (?:school|training centre)"),
    ("company", r"crc|community rehabilitation compan(?:y|ies)"),
    ("division", r"nps|national probation service"),
    ("region", r"probation (?:service )?region|region"),
    ("premises", r"approved premises|(?:probation|bail) hostel"),
    ("probation", r"pdu|probation"),
    ("fire", r"fire|brigade|frs"),
    ("police", r"police|constabulary"),
    ("ambulance", r"ambulance"),
    ("home", r"(?:care|nursing|residential|rest|children's) home"),
    ("children", r"children's (?:services|social|trust)|social work"),
    ("school", r"schools?|academy|primary|nursery|college|playgroup|pre-?school"),
    ("health", r"hospitals?|infirmary|nhs|hospice|health board"),
)  # fmt: skip
_FAMILY = [(name, re.compile(rf"\b(?:{words})\b")) for name, words in _FAMILIES]
_FORMAL = re.compile(
    r"(?:Delivery Unit|Probation Unit|Rehabilitation Company|Probation Region|Probation Trust|"
    r"(?:Justice|Offending) (?:Service|Team)|Rescue Service|Constabulary|NHS (?:Foundation )?Trust)"
    r"s?(?:\s\([A-Z]+\))?$"
)
_LETTERS = re.compile(r"\b[A-Z]{3,}\b|Delivery Unit")
"""What tells an official name, if an abbreviated one."""
_LOOSE = frozenset({"company", "division", "region", "premises"})
"""Families of probation bodies that an article may call plain "probation"."""


@dataclass(frozen=True)
class Identity:
    """A unit's name and kind, read for comparing.

    Attributes:
        name: as given.
        kind: as given; None where unknown.
        places: its components, see :func:`pipeline.inspections.names.components`.
        directions: words of direction, rank or number within it.
        stages: what kind of school, council or hospital it says it is.
        family: the family of services; empty where no word tells.
        formal: whether it is written out in the form of an official name.
    """

    name: str
    kind: str | None
    places: frozenset[str]
    directions: frozenset[str]
    stages: frozenset[str]
    family: str
    formal: bool


@dataclass(frozen=True)
class Likeness:
    """How alike two names are.

    Attributes:
        score: 0 (two services) to 1 (one and the same name).
        reason: in words.
    """

    score: float
    reason: str


@lru_cache(maxsize=65536)
def identity(name: str, kind: str | None) -> Identity:
    """Read a unit's name and kind."""
    lowered = re.sub(r"\([^()]{0,80}\)", " ", fold(name)).casefold()
    words = re.split(r"[\s,-]+", lowered)
    places = components(name)
    return Identity(
        name=name,
        kind=kind,
        places=places,
        directions=frozenset(words[1:] if words[:1] == ["a"] else words) & DIRECTIONS,
        stages=frozenset(_STAGES[word] for word in words if word in _STAGES),
        family=_family(f"{lowered} {kind.casefold() if kind else ''}"),
        formal=bool(_FORMAL.search(name.strip())),
    )


def _family(words: str) -> str:
    return next((name for name, pattern in _FAMILY if pattern.search(words)), "")


def likeness(one: Identity, other: Identity) -> Likeness:
    """Whether two names may be of one service.

    A name that is part of the other's ("Marlow PDU" of "Marlow and Chiltern PDU") is only a
    hint: "Hull" and "Hull and East Riding" are two units. Further facts must speak for it.
    """
    if not one.places or not other.places:
        return Likeness(0.0, "a name holds no place or proper name")
    if _other_kind(one, other):
        return Likeness(0.0, f"different kinds of service: {_kind(one)}, {_kind(other)}")
    if one.stages and other.stages and not one.stages & other.stages:
        return Likeness(0.0, "namesakes of different kinds")
    if not same_name(one.name, other.name):
        return Likeness(0.0, "different names")
    if one.places == other.places:
        return _same_places(one, other)
    if len(one.places) == len(other.places) and one.directions == other.directions:
        return Likeness(0.85, "the same name, spelt otherwise")
    if len(one.places) == len(other.places):
        return Likeness(0.0, "names that differ in a direction")
    return _part_of_the_other(*sorted((one, other), key=lambda unit: len(unit.places)))


def _same_places(one: Identity, other: Identity) -> Likeness:
    if _is_other_stage(one, other):
        return Likeness(0.6, "the same name, one without what kind of school it is")
    if not (one.family and other.family):
        return Likeness(0.58, "the same name, one without its kind")
    return Likeness(0.9, "the same name")


def _part_of_the_other(short: Identity, full: Identity) -> Likeness:
    if is_acronym_of(short.name, full.name) or is_acronym_of(full.name, short.name):
        return Likeness(0.8, "an acronym of the other name")
    if short.formal and full.formal:
        return Likeness(0.25, "two official names, one of which holds the other")
    if _is_by_the_town(short, full):
        return Likeness(0.47, "one is called by the place that the other's name begins with")
    return Likeness(0.44, "one name is part of the other")


def _is_by_the_town(short: Identity, full: Identity) -> bool:
    """Whether plain words ("probation in Marlow", "the Marlow unit") give a name's first place."""
    if len(short.places) != 1 or short.kind not in {None, PLAIN_SERVICE, "probation unit"}:
        return False
    (place,) = short.places
    begins = re.match(rf"(?:the )?{re.escape(place)}\b", fold(full.name).casefold())
    return begins is not None and not _LETTERS.search(short.name)


def _is_other_stage(one: Identity, other: Identity) -> bool:
    return one.stages != other.stages and "school" in {one.family, other.family}


def _other_kind(one: Identity, other: Identity) -> bool:
    """Whether the kinds, as given or as the names tell them, are of different services."""
    if one.family and other.family and one.family != other.family:
        families = {one.family, other.family}
        return not ("probation" in families and families & _LOOSE and _is_plain(one, other))
    if one.family and one.family == other.family:
        return not same_kind(one.kind, other.kind) and one.family not in {"youth", "prison"}
    return not same_kind(one.kind, other.kind)


def _is_plain(one: Identity, other: Identity) -> bool:
    """Whether the one of the two that is called plain "probation" says no more than that."""
    plain = one if one.family == "probation" else other
    return plain.kind in {None, "probation service"} and not re.search(
        r"\bPDU\b|[Dd]elivery [Uu]nit", plain.name
    )


def _kind(one: Identity) -> str:
    return one.kind or one.family or "unknown"

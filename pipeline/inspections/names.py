"""When two names are of the same service."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from pipeline.inspections.reading import fold

__all__ = [
    "DIRECTIONS",
    "PLAIN_SERVICE",
    "acronym",
    "components",
    "initials",
    "is_acronym_of",
    "place_words",
    "same_kind",
    "same_name",
    "spellings_of",
]

_KIND_WORDS = re.compile(
    r"\b(?:his|her|majesty's|hmp|hmyoi|hm|yoi|hmp/yoi|probation|delivery|unit|units|pdu|youth|"
    r"justice|offending|support|team|teams|service|services|partnership|yjs|yot|yos|community|"
    r"young\s+offenders?'?\s+institution|rehabilitation|compan(?:y|ies)|crc|national|nps|"
    r"division|region|trust|approved|premises|"
    r"prisons?|jail|young|offenders?'?|institution|secure|training|centre|immigration|removal|"
    r"police|constabulary|force|fire|rescue|brigade|primary|junior|infants?|secondary|high|"
    r"grammar|academy|school|college|nursery|hospitals?|nhs|foundation|council|county|"
    r"borough|city|isle|children's|child|adult|social|(?:nursing|care|residential)\s+home|"
    r"care|work|in|across|for|of|the|local|gp|surger(?:y|ies)|practices?|regions|divisions|homes|"
    r"schools|trusts|forces|colleges|open(?=\s+(?:prison|jail))|"
    r"(?:(?:city|county|borough|district|metropolitan)\s+)*council's)\b(?!')"
)
_JOINTS = re.compile(r"\s+and\s+|\s*[&,/+]\s*")
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central mid upper lower inner outer "
    "greater new old a b c d i ii iii 1 2 3 4".split()
)
"""Words in which names never differ by a slip: "North Essex" is not "South Essex"."""
_MAY_BE_ONE = 93.0
"""Similarity (0 to 100, rapidfuzz ratio) from which two spellings of a place are one."""
_WRITTEN_OUT = {
    "CRC": "community rehabilitation company",
    "PDU": "probation delivery unit",
    "YJS": "youth justice service",
    "YOS": "youth offending service",
    "YOT": "youth offending team",
    "YOI": "young offender institution",
}
"""Kinds that are mostly named by their letters."""
PLAIN_SERVICE = "probation service"
"""The kind of a service that an article names by its work alone."""


@lru_cache(maxsize=65_536)
def components(name: str) -> frozenset[str]:
    """The places or proper names that make up a unit's name, without the words for its kind.

    "Marlow and Chiltern Probation Delivery Unit" has two: "marlow" and "chiltern". A name of
    nothing but kind words has none.
    """
    bare = re.sub(r"\([^()]{0,80}\)", " ", fold(name))
    pieces = _JOINTS.split(_KIND_WORDS.sub(" ", f" {bare.casefold()} "))
    cleaned = (re.sub(r"'s$", "", " ".join(piece.split()).strip(" .'\"-")) for piece in pieces)
    return frozenset(piece for piece in cleaned if piece)


def place_words(name: str) -> frozenset[str]:
    """The words of the places or proper names in a name."""
    return frozenset(word for piece in components(name) for word in piece.split())


def same_name(one: str, other: str) -> bool:
    """Whether two names may be of one unit: the same components, or one's among the other's.

    "Marlow PDU" is "Marlow and Chiltern PDU", but neither "North Marlow PDU" nor, for
    "Marlow and Chiltern PDU", "Marlow and Thame PDU". An acronym stands for its initials.
    """
    left, right = components(one), components(other)
    if not left or not right:
        return False
    if len(left) > len(right):
        left, right = right, left
    if all(any(_same_place(piece, place) for place in right) for piece in left):
        return True
    return is_acronym_of(one, other) or is_acronym_of(other, one)


def _same_place(one: str, other: str) -> bool:
    if one == other:
        return True
    if _directions(one) != _directions(other):
        return False
    return min(len(one), len(other)) >= 6 and fuzz.ratio(one, other) >= _MAY_BE_ONE


def spellings_of(place: str, others: Sequence[str]) -> tuple[str, ...]:
    """Those of ``others`` that may be the same place, so far as spelling tells."""
    like = process.extract(
        place, others, scorer=fuzz.ratio, score_cutoff=_MAY_BE_ONE, limit=len(others)
    )
    return tuple(other for other, _, _ in like)


def _directions(place: str) -> list[str]:
    return [word for word in re.split(r"[\s-]+", place) if word in DIRECTIONS]


def is_acronym_of(short: str, long: str) -> bool:
    """Whether ``short`` ("BeNCH CRC") holds the initials of the components of ``long``."""
    letters = acronym(short)
    return len(letters) >= 3 and initials(long).startswith(letters)


@lru_cache(maxsize=65_536)
def acronym(name: str) -> str:
    """The capitals of a name's first word, which may stand for other words; none of a kind's."""
    first = fold(name).split()[0] if name.split() else ""
    if _KIND_WORDS.fullmatch(first.casefold()):
        return ""
    return "".join(letter for letter in first if letter.isupper())


@lru_cache(maxsize=65_536)
def initials(name: str) -> str:
    """The first letters of a name's words that begin with a capital and are no acronyms."""
    words = fold(name).split()
    return "".join(word[0] for word in words if word[:1].isupper() and not word.isupper())


def same_kind(one: str | None, other: str | None) -> bool:
    """Whether two kinds of unit may be one: equal, one unknown, or names of the same thing."""
    one, other = _WRITTEN_OUT.get(one or "", one), _WRITTEN_OUT.get(other or "", other)
    if not one or not other or one == other:
        return True
    if "youth" in one and "youth" in other:
        return True
    if one.startswith("probation") and other.startswith("probation") and "unit" in one + other:
        return (one.endswith("unit") and other.endswith("unit")) or PLAIN_SERVICE in {one, other}
    if {one, other} == {"prison", "young offender institution"}:
        return True
    plain, exact = (one, other) if one == PLAIN_SERVICE else (other, one)
    return plain == PLAIN_SERVICE and ("probation" in exact or "community" in exact)

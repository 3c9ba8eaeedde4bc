"""A service that an article names only by whose it is ("the council's youth justice service")."""

from __future__ import annotations

import re

from pipeline.inspections.names import components
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import NAME, is_headline_style
from pipeline.inspections.reading import Place, Reading, alternatives
from pipeline.schema import UnitKind

__all__ = ["find_owned"]

_OWNER = r"(?:council|authority|city|county|borough|town|district|island|area|region)"
_COUNCIL = re.compile(
    rf"(?<![\w-])(?P<name>{NAME})(?:(?<=\sCouncil)(?!lor)|(?='s\s(?:\w+\s)?(?:council|mayor|police "
    r"and crime commissioner|children's services)\b)|(?=\scouncil\b(?!lor)))"
)
_PEOPLE_OF = re.compile(r"[A-Z]\w+s\s(?:of|from|at|in)\s(?:the\s)?(?=[A-Z])")
_LEAD = 5
"""Passages from the start in which an article names the council that it is about."""


def find_owned(reading: Reading, profile: ReadyProfile) -> tuple[Place, str, str] | None:
    """Where the owner of an unnamed service is named, the service's name by it, and its kind.

    "Marlow Borough Council ... its youth justice service" is "Marlow Borough Council youth justice
    service". None where the article names no council at its start, or two, or speaks of no service
    as the council's own.
    """
    owners = [
        _without_edges(Place(number, match.start("name"), match.end("name")), match["name"])
        for number, passage in enumerate(reading.passages[:_LEAD])
        if not is_headline_style(passage.text)
        for match in _COUNCIL.finditer(passage.text)
    ]
    owners = [place for place in owners if components(reading.text(place))]
    several = any(reading.text(place).count("Council") > 1 for place in owners)
    if several or len({components(reading.text(place)) for place in owners}) != 1:
        return None
    owner = max(owners, key=lambda place: (place.end - place.start, -place.passage))
    for pattern in profile.kinds:
        wording = _own_service(reading, pattern.kind)
        if wording:
            return owner, f"{reading.text(owner)} {reading.text(wording)}", pattern.kind.name
    return None


def _without_edges(place: Place, name: str) -> Place:
    """The place of a name without "Members of" before it or "'s" after it."""
    before = _PEOPLE_OF.match(name)
    start = place.start + (before.end() if before else 0)
    return Place(place.passage, start, place.end - 2 * name.endswith("'s"))


def _own_service(reading: Reading, kind: UnitKind) -> Place | None:
    """Where the words for a kind of service are used of one that is somebody's own."""
    endings = [re.escape(word) for word in kind.endings if " " in word]
    if not endings:
        return None
    listed = alternatives(endings)
    own = re.compile(
        rf"\b(?:[Ii]ts|[Oo]ur|[Tt]heir|[Tt]he\s{_OWNER}'s)\s(?:own\s)?(?P<own>(?i:{listed}))"
        rf"(?![\w-])|\b(?P<there>(?i:{listed}))\s(?:in|across)\sthe\s{_OWNER}\b"
    )
    for number, passage in enumerate(reading.passages):
        match = own.search(passage.text)
        if match:
            return Place(number, *match.span("own" if match["own"] else "there"))
    return None

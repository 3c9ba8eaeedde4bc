"""Units that an article names in a list, with one word for the kind of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspections.names import components
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import NAME, is_headline_style
from pipeline.inspections.reading import Place, Reading

__all__ = ["NO_PLACES", "jails_of_a_list", "units_of_a_list"]

NO_PLACES = frozenset(
    "england wales scotland britain uk region regional country gp welsh scottish english".split()
)
"""Words of names that are no one service's."""
_HMPS = re.compile(rf"\bHMPs\s(?P<names>{NAME})")
_JOINTS = re.compile(r",\s(?:and\s)?|\sand\s")
_LONGEST = 160
"""Characters that the names of a list of units take."""
_AHEAD = re.compile(rf"(?<![\w-]){NAME}(?:,\sand\s(?:the\s)?{NAME})*$")
_AFTER = re.compile(
    rf"\s(?:in|for|at|covering)\s(?:the\s)?(?P<names>(?=[^.;]{{1,80}},){NAME}"
    rf"(?:,\sand\s(?:the\s)?{NAME})*)"
)
"""The places of several units ("delivery units in Marlow, Thame and Foxley"); two need a comma."""


def jails_of_a_list(reading: Reading, number: int) -> Iterator[Place]:
    """Each prison of "HMPs Marlow and Thame" in a passage."""
    text = reading.passages[number].text
    for match in _HMPS.finditer(text):
        start = match.start("names")
        for name in _JOINTS.split(match["names"]):
            start = text.index(name, start)
            yield Place(number, start, start + len(name.removesuffix("'s")))


def units_of_a_list(
    reading: Reading, number: int, profile: ReadyProfile
) -> Iterator[tuple[Place, str, int]]:
    """Each unit of "Marlow and Thame, Foxley and Dene PDUs", its kind, and the kind's rank.

    Only the last "and" joins two. The names may also follow ("PDUs in Marlow, Thame and Foxley").
    """
    text = reading.passages[number].text
    if is_headline_style(text):
        return
    for rank, pattern in enumerate(profile.kinds):
        for match in pattern.plural.finditer(text) if pattern.plural else ():
            names, start = _names_around(text, match)
            if len(names) < 2 or not all(components(name) - NO_PLACES for name in names):
                continue
            for name in names:
                start = text.index(name, start)
                yield Place(number, start, start + len(name)), pattern.kind.name, rank
                start += len(name)


def _names_around(text: str, kind: re.Match[str]) -> tuple[list[str], int]:
    """The names before a plural, else those after it, and where to look for them."""
    end = kind.start() - 1
    low = max(0, end - _LONGEST)
    ahead = _AHEAD.search(text, low, end)
    names = _each_name(ahead.group()) if ahead else []
    after = _AFTER.match(text, kind.end())
    if after and len(names) < 2:
        return _each_name(after["names"]), after.start("names")
    return names, low


def _each_name(names: str) -> list[str]:
    """The names of a list; none where it does not tell which "and" lies within one."""
    names = re.sub(r"^(?:The|Both|Reports? on|In)\s", "", names)
    *before, last = re.split(r",\s(?:and\s)?", names)
    if not before and last.count(" and ") != 1:
        return []
    open_end = ", and " not in names and " and " in last
    return [*before, *(last.rsplit(" and ", 1) if open_end else [last])]

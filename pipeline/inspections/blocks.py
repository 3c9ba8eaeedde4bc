"""Names of units, grouped so that names of different groups are never of one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache

from pipeline.inspections.names import acronym, components, initials, same_name, spellings_of

__all__ = ["related_names"]

_AFFIX = 4
"""Two spellings of a place share their first or their last letters, so many."""
_INITIALS = 3
"""Letters of the shortest acronym."""


def related_names(wanted: Iterable[str], known: Collection[str]) -> list[frozenset[str]]:
    """For each wanted name the names that may be of its unit, directly or by way of others.

    Args:
        wanted: names of units.
        known: all names, the wanted ones among them.

    Returns:
        Groups without a name in common. Inspections of one group can be merged alone: no name
        outside is the same as one within.
    """
    index = _Index(known)
    grouped: set[str] = set()
    groups: list[frozenset[str]] = []
    for start in wanted:
        if start in grouped:
            continue
        group, open_names = {start}, [start]
        while open_names:
            name = open_names.pop()
            near = set(index.near(name)) - group
            same = sorted(other for other in near if same_name(name, other))
            group.update(same)
            open_names += same
        grouped |= group
        groups.append(frozenset(group))
    return groups


class _Index:
    """Names filed under their places, places under their letters, and names under initials.

    Only places of like spelling, and acronyms with what they may stand for, are compared: the
    cost of a name does not grow with the number of places that merely end alike.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._with_place: dict[str, list[str]] = defaultdict(list)
        self._places: dict[str, list[str]] = defaultdict(list)
        self._acronyms: dict[str, list[str]] = defaultdict(list)
        self._long: dict[str, list[str]] = defaultdict(list)
        for name in names:
            for place in components(name):
                self._with_place[place].append(name)
            self._acronyms[acronym(name)[:_INITIALS]].append(name)
            self._long[initials(name)[:_INITIALS]].append(name)
        for place in self._with_place:
            for key in _affixes(place):
                self._places[key].append(place)
        self._spellings = lru_cache(maxsize=None)(self._find_spellings)

    def near(self, name: str) -> Iterator[str]:
        """Names that may be of the same unit, the name itself among them."""
        for place in components(name):
            for spelling in self._spellings(place):
                yield from self._with_place[spelling]
        for letters, filed in ((acronym(name), self._long), (initials(name), self._acronyms)):
            if len(letters) >= _INITIALS:
                yield from filed[letters[:_INITIALS]]

    def _find_spellings(self, place: str) -> tuple[str, ...]:
        filed = {other for key in _affixes(place) for other in self._places[key]}
        return spellings_of(place, sorted(filed | {place}))


def _affixes(place: str) -> tuple[str, str]:
    return place[:_AFFIX], "-" + place[-_AFFIX:]

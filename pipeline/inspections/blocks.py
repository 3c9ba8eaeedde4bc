"""Names of units, grouped so that names of different groups are never of one unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from pipeline.inspections.names import components, same_name
from pipeline.inspections.reading import fold

__all__ = ["related_names"]

_AFFIX = 4
"""Two spellings of a place share their first or their last letters, so many."""
_INITIALS = 3


def related_names(wanted: Iterable[str], known: Collection[str]) -> list[frozenset[str]]:
    """For each wanted name the names that may be of its unit, directly or by way of others.

    Args:
        wanted: names of units.
        known: all names, the wanted ones among them.

    Returns:
        Groups without a name in common. Inspections of one group can be merged alone: no name
        outside is the same as one within.
    """
    filed: dict[str, list[str]] = defaultdict(list)
    for name in sorted(known):
        for key in _keys(name):
            filed[key].append(name)
    grouped: set[str] = set()
    groups: list[frozenset[str]] = []
    for start in wanted:
        if start in grouped:
            continue
        group, open_names = {start}, [start]
        while open_names:
            name = open_names.pop()
            near = {other for key in _keys(name) for other in filed[key]} - group
            same = sorted(other for other in near if same_name(name, other))
            group.update(same)
            open_names += same
        grouped |= group
        groups.append(frozenset(group))
    return groups


def _keys(name: str) -> set[str]:
    """Keys of which two names of one unit share at least one."""
    keys = {key for piece in components(name) for key in (piece[:_AFFIX], "-" + piece[-_AFFIX:])}
    words = fold(name).split()
    capitals = "".join(word[0] for word in words if word[:1].isupper() and not word.isupper())
    letters = "".join(letter for letter in "".join(words[:1]) if letter.isupper())
    initials = (text[:_INITIALS] for text in (capitals, letters) if len(text) >= _INITIALS)
    return keys | {f"^{text}" for text in initials}

"""Words that say where a service is, beside the name that it has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inspections.names import place_words
from pipeline.inspections.reading import Place, Reading

__all__ = ["IMPLIED", "Mention", "is_one_of_many", "only_describes"]

_TOP = 2
"""Passages that a headline and what stands below it take."""
IMPLIED = 1000
"""Rank of a name that does not say its kind: behind all those that do."""
_NO_NOUN = re.compile(r"\s*(?:[,.;:–-]|$|(?:with|which|that|where|has|have|had|was|is|in|after)\b)")
"""What may follow a unit's name that does not belong to the next noun ("… service manager")."""


@dataclass(frozen=True)
class Mention:
    """A place that names a service.

    Attributes:
        place: where the name stands.
        name: in the article's own words.
        kind: of service, as the profile calls it.
        rank: of the kind among the profile's; ``IMPLIED`` for a name that does not say it.
        loose: whether the word for its kind is one that any sort of name may stand before.
    """

    place: Place
    name: str
    kind: str
    rank: int
    loose: bool = False


def only_describes(group: Sequence[Mention], groups: Sequence[Sequence[Mention]]) -> bool:
    """Whether a name at the article's start only says where a service is that has another name.

    "Marlow care home rated inadequate" above an article on "Thame House".
    """
    if any(m.name[m.name.rfind(" ") + 1].isupper() or m.place.passage >= _TOP for m in group):
        return False
    full = [
        other
        for other in groups
        if other is not group
        and (
            other[0].kind == group[0].kind
            or place_words(group[0].name) < place_words(other[0].name)
        )
        and other[0].rank != IMPLIED
        and any(m.name[m.name.rfind(" ") + 1].isupper() for m in other)
    ]
    return group[0].rank != IMPLIED and len(full) == 1


def is_one_of_many(
    reading: Reading, group: Sequence[Mention], groups: Sequence[Sequence[Mention]]
) -> bool:
    """Whether a service is introduced as one of many ("a London youth justice service").

    It is no name where the article names another of its kind.
    """
    return _is_introduced(reading, group) and any(
        other[0].kind == group[0].kind
        and other[0].rank != IMPLIED
        and not _is_introduced(reading, other)
        for other in groups
        if other is not group
    )


def _is_introduced(reading: Reading, group: Sequence[Mention]) -> bool:
    for mention in group:
        text = reading.passages[mention.place.passage].text
        before, after = text[: mention.place.start], text[mention.place.end :]
        if re.search(r"\b[Aa]n?\s+$", before) and _NO_NOUN.match(after):
            return True
    return False

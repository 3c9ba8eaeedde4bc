"""Check that what is told of one place or person is not told of another.

"Work was prompt in Leaswick" has every word from its sources, and still is wrong where they say so
of Seaburgh and something else of Leaswick.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["joined_names", "moved_names"]

_CLAUSE = re.compile(r"[,;:]|\b(?:and|but|while|whereas|although|though)\b")
_NAME = re.compile(r"(?<=\S\s)[“‘\"']?([A-Z][\w’-]{2,})")
_DIRECTIONS = re.compile(r"\b(north|south|east|west)(?:ern)?\b", re.IGNORECASE)
_SPEECH = re.compile(r"\b(?:said|says|wants?|wrote|writes|warned|told|added|called|thinks)\b")
_TITLES = frozenset(
    "january february march april may june july august september october november december hm his "
    "her majesty inspectorate probation chief inspector good outstanding inadequate requires the "
    "unit service team youth justice delivery prison prisons region council commission".split()
)
_ENOUGH = 3
"""Content words that a clause shares with a source that tells the same."""


def moved_names(text: str, sources: Sequence[str], free: Sequence[str]) -> set[str]:
    """Names in clauses whose matter the sources tell under another name.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
        free: names that hold everywhere: the unit, the inspectorate.
    """
    known = _names(" ".join(sources))
    told = [(_stems(source), _names(source)) for source in sources]
    moved = set()
    for place, clause in enumerate(_CLAUSE.split(text)):
        if _SPEECH.search(clause):
            continue  # who speaks is named anywhere
        allowed = _TITLES.union(*(_whole(name, clause) for name in free))
        names = (_names(f"-{clause}" if place else clause) - allowed) & known
        matter = _stems(clause) - {stem_of(name) for name in names}
        shared = [len(matter & stems) for stems, _ in told]
        best = max(shared, default=0)
        if not names or best < _ENOUGH:
            continue
        fitting = [named for (_, named), count in zip(told, shared, strict=True) if count == best]
        moved |= {
            name
            for name in names
            if all(name not in named and named - allowed - names for named in fitting)
        }
    return moved


_KIND = r"(?:Probation|Youth|Prison|School|Hospital|House|Police|Fire|Nursery|Academy)"


def joined_names(text: str, known: str) -> set[str]:
    """Names such as "Cwm Sarn Probation Delivery Unit" of which known names have only the parts.

    Args:
        text: the sentence.
        known: the sources and the names that need none, as one text.
    """
    return {
        pair
        for pair in re.findall(rf"\b[A-Z][a-z][\w’-]* {_KIND}\b", text)
        if pair not in known
        and re.search(rf"\b[A-Z][a-z][\w’-]* {pair.split()[1]}\b", known)
        and re.search(rf"\b{re.escape(pair.split()[0])}\b", known)
        and pair.split()[0].casefold() not in _TITLES
    }


def _whole(name: str, clause: str) -> set[str]:
    """The words of a name that holds everywhere; none where the clause has one place of two."""
    words = set(words_of(name))
    places = words - _TITLES - FUNCTION_WORDS
    split = len(places) > 1 and "and" in words and places & set(words_of(clause))
    return set() if split and not places <= set(words_of(clause)) else words


def _names(text: str) -> set[str]:
    """Capitalised words inside sentences, and directions, in small letters."""
    found = {match.group(1).casefold().removesuffix("’s") for match in _NAME.finditer(text)}
    return found | {match.group(1).casefold() for match in _DIRECTIONS.finditer(text)}


def _stems(text: str) -> set[str]:
    return {stem_of(word) for word in words_of(text) if word not in FUNCTION_WORDS}

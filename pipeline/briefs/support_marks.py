"""How each word of a claim recurs in its sources, and the other way round.

A small encoder learns slowly to find the same word in another sentence, and what happened to it
there. These marks tell it: what kind of word it is, and how the other side has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.briefs.negations import is_negation
from pipeline.briefs.quantities import numbers_in
from pipeline.briefs.support_words import ACTORS, ANTONYMS
from pipeline.briefs.wording import FUNCTION_WORDS, WORD, stem_of

__all__ = ["CLASSES", "UNMARKED", "Word", "marks_of", "words_in"]

UNMARKED = 0
"""The mark of what is no word."""
_KINDS = ("content", "function", "denial", "actor", "number", "name")
_ABSENT, _PRESENT, _ONE_NEIGHBOUR, _BOTH_NEIGHBOURS, _OPPOSITE, _DENIED_OTHERWISE = range(6)
CLASSES = 1 + 6 * len(_KINDS)
"""Number of marks: one for what is no word, six for each kind of word."""
_DENIAL_REACH = 3
_ACTOR_STEMS = frozenset(stem_of(actor.split(" ")[-1]) for line in ACTORS for actor in line)
_OPPOSITES: Mapping[str, str] = {stem_of(one): stem_of(other) for one, other in ANTONYMS.items()}


@dataclass(frozen=True)
class Word:
    """A word of a text: where it stands, what it is compared by, and what surrounds it.

    Attributes:
        start, end: its characters.
        key: its number where it is one, else its stem.
        kind: place in the list of kinds.
        denied: whether a denial stands close before it.
    """

    start: int
    end: int
    key: str
    kind: int
    denied: bool


def words_in(text: str) -> list[Word]:
    """The words of a text."""
    matches = list(WORD.finditer(text))
    plain = [match.group().casefold() for match in matches]
    return [
        Word(
            match.start(),
            match.end(),
            _key(word),
            _kind(match.group(), word, is_first=place == 0),
            any(map(is_negation, plain[max(0, place - _DENIAL_REACH) : place])),
        )
        for place, (match, word) in enumerate(zip(matches, plain, strict=True))
    ]


def _key(word: str) -> str:
    numbers = numbers_in(word)
    return min(numbers) if numbers else stem_of(word)


def _kind(written: str, word: str, *, is_first: bool) -> int:
    if is_negation(word):
        name = "denial"
    elif numbers_in(word):
        name = "number"
    elif stem_of(word) in _ACTOR_STEMS:
        name = "actor"
    elif word in FUNCTION_WORDS:
        name = "function"
    else:
        name = "name" if written[:1].isupper() and not is_first else "content"
    return _KINDS.index(name)


def marks_of(words: Sequence[Word], others: Sequence[Word]) -> list[int]:
    """The mark of each word, by how the other side has it."""
    known: dict[str, set[bool]] = {}
    for other in others:
        known.setdefault(other.key, set()).add(other.denied)
    pairs = set(pairwise(other.key for other in others))
    return [
        1 + len(_KINDS) * _level(words, place, known, pairs) + word.kind
        for place, word in enumerate(words)
    ]


def _level(
    words: Sequence[Word],
    place: int,
    known: Mapping[str, set[bool]],
    pairs: set[tuple[str, str]],
) -> int:
    word = words[place]
    if word.key not in known:
        return _OPPOSITE if _OPPOSITES.get(word.key) in known else _ABSENT
    if word.denied not in known[word.key]:
        return _DENIED_OTHERWISE
    before = place > 0 and (words[place - 1].key, word.key) in pairs
    after = place + 1 < len(words) and (word.key, words[place + 1].key) in pairs
    return (_PRESENT, _ONE_NEIGHBOUR, _BOTH_NEIGHBOURS)[before + after]

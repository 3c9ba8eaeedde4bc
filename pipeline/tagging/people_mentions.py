"""The names in a text: runs of capitalised words that are neither places nor organisations.

What is a name is told by its own words, by a title, and by a verb of saying beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.tagging.given_names import EITHER_NAMES, FEMALE_NAMES, MALE_NAMES
from pipeline.tagging.people_words import (
    DROPPED_TITLES,
    FEMALE_TITLES,
    KEPT_TITLES,
    MALE_TITLES,
    OCCUPATIONS,
    ORGANISATIONS,
    PEERAGES,
    POSTNOMINALS,
    ROLES,
    STARTERS,
    SURNAMES_TOO,
    TITLES,
)

__all__ = ["GIVEN_NAMES", "SPEECH_BEFORE", "SPEECH_BESIDE", "Mention", "find_mentions"]

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĎŁŃŘŚŠŴŶŻŽ]"
_NAME_WORD = rf"{_CAPITAL}[^\W\d_]*(?:[’'-][^\W\d_]+)*"
_SEQUENCE = re.compile(
    rf"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Cllr|Coun|Hon|{_CAPITAL})\.|{_NAME_WORD})"
    rf"(?:[ \u00a0](?:(?:van|de|der|den|von|al|el|ap|ab|bin|du|la|le|der) ){{0,2}}"
    rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|Rev|Cllr|Coun|{_CAPITAL})\.(?=[ \u00a0])|{_NAME_WORD}))*"
)
SPEECH_BESIDE = re.compile(r",?\s+(?:also\s+|has\s+|had\s+)?(?:said|says|told|added|adds|wrote)\b")
SPEECH_BEFORE = re.compile(r"\b(?:said|says|added|adds|wrote|writes|warned|explained)\s+$")
GIVEN_NAMES = MALE_NAMES | FEMALE_NAMES | EITHER_NAMES
_THINGS_AND_NAMES = frozenset({"bill"})
"""Words for things that are given names before a surname."""
_SEATS = frozenset({"MS", "AM"})
"""Members of the Senedd, no titles when written so."""
_PERSONAL = (MALE_TITLES | FEMALE_TITLES | DROPPED_TITLES) - PEERAGES
"""Titles that stand before surnames alone."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text.

    Attributes:
        start_char, end_char: half-open, in characters; title included, ``'s`` not.
        title: in lower case without a full stop; empty where there is none.
        tokens: the words of the name without its title.
        possessive: whether ``'s`` follows.
    """

    start_char: int
    end_char: int
    title: str
    tokens: tuple[str, ...]
    possessive: bool


def find_mentions(text: str) -> list[Mention]:
    """The names in a text, in order; organisations and places left out where words tell."""
    return [
        mention
        for match in _SEQUENCE.finditer(text)
        for mention in _split_sequence(text, match.start(), match.group())
    ]


def _split_sequence(text: str, start: int, sequence: str) -> Iterator[Mention]:
    """The names within a run of capitalised words, cut at possessives."""
    pieces: list[tuple[int, str]] = []
    for match in re.finditer(r"\S+", sequence):
        word = match.group()
        bare = re.sub(r"[’']s$", "", word)
        pieces.append((start + match.start(), bare))
        if bare != word:
            yield from _as_mention(text, pieces, possessive=True)
            pieces = []
    yield from _as_mention(text, pieces, possessive=False)


def _as_mention(text: str, pieces: list[tuple[int, str]], possessive: bool) -> Iterator[Mention]:
    lowered = [word.rstrip(".").lower() for _, word in pieces]
    low, high = 0, len(pieces)
    titles = [
        place
        for place, word in enumerate(lowered)
        if word in TITLES and pieces[place][1] not in _SEATS
    ]
    title = ""
    if titles:
        low = titles[-1] + 1
        title = next((lowered[t] for t in titles if lowered[t] in KEPT_TITLES), lowered[titles[-1]])
    while high > low and lowered[high - 1] in POSTNOMINALS:
        high -= 1
    start = pieces[0][0] if pieces else 0
    is_seat = high < len(pieces) and _after_office(lowered, low, high) == low
    if is_seat and text[max(0, start - 4) : start].lower() == "the ":
        return  # "the Tarrow Vale MP": a seat, no name
    while not titles and low < high and _cannot_begin_name(lowered[low:high]):
        low += 1
    if not titles:
        low = _after_office(lowered, low, high)
    while titles and low < high - 1 and pieces[low][1].islower():
        low += 1  # "Ms van der Berg" is called by her surname
    tokens = tuple(word for _, word in pieces[low:high])
    if not tokens:
        return
    last_start, last = pieces[high - 1]
    credited = _is_credited(text, pieces[low][0], last_start + len(last))
    surname = tokens[-1].lower() in SURNAMES_TOO and (title in _PERSONAL or credited)
    if _is_name(tokens) or (surname and _is_name((*tokens[:-1], "Smith"))):
        first = titles[-1] if titles else low
        yield Mention(pieces[first][0], last_start + len(last), title, tokens, possessive)


def _is_credited(text: str, start: int, end: int) -> bool:
    """Whether a verb of saying stands beside a name, or the name begins with a given name."""
    before = text[max(0, start - 30) : start]
    first = text[start:end].split()[0].lower()
    return first in GIVEN_NAMES and bool(
        SPEECH_BESIDE.match(text, end) or SPEECH_BEFORE.search(before) or before.endswith(", ")
    )


def _cannot_begin_name(words: Sequence[str]) -> bool:
    word = words[0]
    if _is_first_name(words):
        return False
    if word.startswith("ex-") or "-of-" in word:
        return True
    return word in STARTERS or word in OCCUPATIONS or word in ORGANISATIONS


def _is_first_name(words: Sequence[str]) -> bool:
    """Whether a word that also names a thing opens a name ("Bill Makin", no "Bill Committee")."""
    return (
        words[0] in _THINGS_AND_NAMES and len(words) > 1 and words[1] not in ORGANISATIONS | ROLES
    )


def _after_office(words: Sequence[str], low: int, high: int) -> int:
    """Where a name begins in ``words[low:high]``: after an office, or a body ("Board Al Ray")."""
    offices = [place for place in range(low, high) if _is_office(words[place])]
    low = offices[-1] + 1 if offices else low
    bodies = [place for place in range(low, high - 2) if words[place] in ORGANISATIONS]
    named = words[low] in GIVEN_NAMES if low < high else True
    return bodies[-1] + 1 if bodies and not named else low


def _is_office(word: str) -> bool:
    return word in ROLES or word in POSTNOMINALS


def _is_name(tokens: tuple[str, ...]) -> bool:
    if not 1 <= len(tokens) <= 5:
        return False
    for place, token in enumerate(tokens):
        word = token.lower()
        if place == 0 and _is_first_name([one.lower() for one in tokens]):
            continue
        if word in ORGANISATIONS or word in ROLES or word in TITLES:
            return False
        if len(token) > 1 and token.isupper():
            return False
    return len(tokens[-1].rstrip(".")) > 1

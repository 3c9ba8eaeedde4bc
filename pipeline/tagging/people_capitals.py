"""Names in a text that has lost its capitals: they are put back, offsets unchanged."""

from __future__ import annotations

import re

from pipeline.tagging.people_mentions import GIVEN_NAMES
from pipeline.tagging.people_words import OCCUPATIONS, ROLES, STARTERS, TITLES

__all__ = ["with_capitals", "without_opening_capitals"]

_SHARE = 0.002
"""Share of capitals among the letters of a text under which it has lost them."""
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:^|[.!?:]\s+|\n\s*)[“‘\"']?\s*$")
_NAME_ENDS = re.compile(
    r"\s*(?:[,.’']|$|(?:from|of|who|said|says|told|added|adds|wrote|has|had|is|was)\b)"
)


_OPENING = re.compile(
    r"^[“‘\"']?(?P<words>[A-Z]{2,}(?:[’'-][A-Z]+)*(?: [A-Z]{2,}){0,2})(?= [a-z]| [A-Z][a-z])",
    re.MULTILINE,
)
_SPELT = re.compile(r"\b(?!HM|NHS|UNISON|NAPO|NASUWT)(?:THE|[A-Z]{4,})(?:[’'-][A-Z]+)*\b")


def without_opening_capitals(text: str) -> str:
    """The text with stories that open in capitals ("MARTIN Jones said") written as others are."""
    return _OPENING.sub(
        lambda match: _SPELT.sub(lambda word: word.group().capitalize(), match.group()), text
    )


def with_capitals(text: str) -> str:
    """The text with capitals for names and first words, if it has none; else unaltered.

    A name is a title or a given name and the one or two words up to a comma, a full stop or a
    verb. The length stays the same.
    """
    letters = sum(character.isalpha() for character in text)
    if not letters or sum(character.isupper() for character in text) > _SHARE * letters:
        return text
    out = list(text)
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        if _SENTENCE_START.search(text[max(0, word.start() - 8) : word.start()]):
            _raise(out, word)
        if word.group() in TITLES | GIVEN_NAMES:
            for named in _name_after(text, words[place : place + 4]):
                _raise(out, named)
    return "".join(out)


def _name_after(text: str, words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The words of the name that the first word begins; empty where it begins none."""
    for count in range(2, len(words) + 1):
        named = words[:count]
        if named[-1].group() in STARTERS | ROLES | OCCUPATIONS:
            return []
        if text[named[-2].end() : named[-1].start()] not in {" ", ". "}:
            return []
        if _NAME_ENDS.match(text, named[-1].end()):
            return named
    return []


def _raise(out: list[str], word: re.Match[str]) -> None:
    raised = out[word.start()].upper()
    if len(raised) == 1:
        out[word.start()] = raised

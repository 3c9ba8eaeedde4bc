"""Checks of numbers, dates and ratings of a written sentence against its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.briefs.wording import FUNCTION_WORDS, REPORTING_STEMS, stem_of, words_of

__all__ = ["NUMBER_WORDS", "moved_numbers", "numbers_in", "rating_left_out", "ratings_in"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_UNITS)}
NUMBER_WORDS |= {word: str(10 * value) for value, word in enumerate(_TENS, start=2)}
NUMBER_WORDS |= {
    "dozen": "12",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "half": "1/2",
    "halves": "1/2",
    "third": "/3",
    "thirds": "/3",
    "quarter": "/4",
    "quarters": "/4",
    "fifth": "/5",
    "fifths": "/5",
    "first": "1st",
    "second": "2nd",
    "twice": "x2",
    "doubled": "x2",
    "double": "x2",
    "tripled": "x3",
    "once": "x1",
    "only": "only",
    "majority": "majority",
    "minority": "minority",
    "most": "most",
    "all": "all",
    "every": "all",
    "each": "all",
    "none": "none",
    "few": "few",
    "several": "several",
    "many": "many",
    "some": "some",
}
_FREE_QUANTITIES = frozenset({"one", "only", "some", "several", "many", "each", "every", "all"})
"""Quantity words too common to reject a sentence for; numbers proper are never free."""
_COUNTED = re.compile(r"[\d.,]+")
"""A number proper: "most" and "second" stand beside too many words."""
_JUST_BEFORE = 2  # words before a number in which its context is looked for


def numbers_in(text: str) -> set[str]:
    """Every number, as digits, and every fraction, order and multiple."""
    found = set()
    for word in words_of(text):
        tens, _, unit = word.partition("-")
        if tens in _TENS and unit in _UNITS:
            found.add(str(int(NUMBER_WORDS[tens]) + int(NUMBER_WORDS[unit])))
            continue
        for part in word.split("-"):
            digits = part.replace(",", "").rstrip("%").rstrip(".")
            if re.search(r"\d", digits):
                found.add(digits)
            elif part in NUMBER_WORDS and part not in _FREE_QUANTITIES:
                found.add(NUMBER_WORDS[part])
    return found


_GIVEN = re.compile(r"\b(?:rated|graded)\b")


def ratings_in(text: str, ratings: Sequence[str]) -> set[str]:
    """Every rating of ``ratings`` that a text names, in small letters."""
    folded = " ".join(words_of(text))
    return {
        rating.casefold()
        for rating in ratings
        if re.search(rf"\b{re.escape(' '.join(words_of(rating)))}\b", folded)
    }


def rating_left_out(text: str, source: str, ratings: Sequence[str]) -> set[str]:
    """The word "rated" without the rating that the source gives ("It was rated because ...")."""
    given = set(_GIVEN.findall(text.casefold()))
    return given if ratings_in(source, ratings) and not ratings_in(text, ratings) else set()


def moved_numbers(text: str, sources: Sequence[str]) -> set[str]:
    """Numbers that the sources give of something else: the word before them is missing."""
    stems = {stem_of(word) for word in words_of(text)}
    moved = set()
    for number in filter(_COUNTED.fullmatch, numbers_in(text)):
        beside = [near for source in sources for near in _beside(number, source)]
        if beside and not any(near <= stems for near in beside):
            moved.add(number)
    return moved


def _beside(number: str, source: str) -> list[set[str]]:
    """For each place of a number, the stem of the content word just before it, if any."""
    words = words_of(source)
    found = []
    for place, word in enumerate(words):
        if number not in numbers_in(word):
            continue
        before = [w for w in words[max(0, place - _JUST_BEFORE) : place] if _is_content(w)][-1:]
        found.append({stem_of(w) for w in before})
    return found


def _is_content(word: str) -> bool:
    framing = word in FUNCTION_WORDS or stem_of(word) in REPORTING_STEMS
    return not framing and not numbers_in(word)

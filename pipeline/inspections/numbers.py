"""Whole numbers in words and figures."""

from __future__ import annotations

__all__ = ["NUMBER", "read_number"]

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(reversed(_UNITS))}|"
    r"(?:a )?dozen|a single|[1-9]\d{0,2})"
)
"""An expression for a number from 1 to 999 in figures, or up to 99 in words; case matters."""


def read_number(words: str) -> int:
    """The number that words matched by ``NUMBER`` say."""
    words = words.casefold()
    if words.isdigit():
        return int(words)
    if words.endswith("dozen"):
        return 12
    if words == "a single":
        return 1
    tens, _, ones = words.replace("-", " ").partition(" ")
    if tens in _TENS:
        return 10 * (_TENS.index(tens) + 2) + (_UNITS.index(ones) + 1 if ones else 0)
    return _UNITS.index(words) + 1

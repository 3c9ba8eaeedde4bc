"""Numbers with their nouns, as messages count."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, plural: str) -> str:
    """A number with its noun: ``counted(1, "new briefs")`` is ``1 new brief``.

    Args:
        number: how many.
        plural: a noun whose singular lacks the last ``s``; adjectives may stand before it, and
            `` of …`` behind it.
    """
    noun, of, rest = plural.partition(" of ")
    return f"{number} {noun.removesuffix('s') if number == 1 else noun}{of}{rest}"

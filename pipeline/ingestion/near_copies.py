"""Near-copies: one agency story, run by several outlets under headlines of their own."""

from __future__ import annotations

import re

__all__ = ["is_near_copy"]

_SHINGLE_WORDS = 5
"""Words a shingle. Five in a row are seldom the same by chance (Broder 1997, "On the resemblance
and containment of documents", uses runs of words so)."""
_CONTAINED = 0.7
"""This share of the shorter text's shingles in the longer one makes a copy, cut or not."""
_FEWEST_SHINGLES = 40
"""A text with fewer is too short for containment: a press office's one quotation fills it."""
_RESEMBLES = 0.8
"""This share of all shingles in common makes short texts copies (the Jaccard index)."""
_PROSE_CHARACTERS = 60
"""Shorter lines are headlines, credits and menus, in which copies differ."""
_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’‘")


def is_near_copy(first: str, second: str) -> bool:
    """Whether two texts tell the same story in the same words.

    Headlines, credits and other short lines do not count, nor do case and punctuation. The
    shorter text may be cut. Two texts without running text are never copies.
    """
    ours, theirs = _shingles(first), _shingles(second)
    common = len(ours & theirs)
    smaller = min(len(ours), len(theirs))
    if not common:
        return False
    if smaller >= _FEWEST_SHINGLES:
        return common >= _CONTAINED * smaller
    return common >= _RESEMBLES * len(ours | theirs)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Every run of words within the lines of running text."""
    shingles: set[tuple[str, ...]] = set()
    for line in text.splitlines():
        if len(line.strip()) < _PROSE_CHARACTERS:
            continue
        words = _WORD.findall(line.translate(_APOSTROPHES).casefold())
        shingles.update(zip(*(words[start:] for start in range(_SHINGLE_WORDS)), strict=False))
    return frozenset(shingles)

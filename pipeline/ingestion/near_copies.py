"""Near-copies: one agency story, run by several outlets under headlines of their own."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Mapping

__all__ = ["copies_among", "is_near_copy"]

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
_SAMPLE = 8
"""One shingle in so many is filed to find candidates; copies share most, and so some of these."""
_FEWEST_SHARED = 2
"""Filed shingles that a candidate shares."""
_MOST_HOLDERS = 50
"""A shingle in more articles than this is a stock phrase, and points to no copy."""
_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans("", "", "'’‘")


def is_near_copy(first: str, second: str) -> bool:
    """Whether two texts tell the same story in the same words.

    Headlines, credits and other short lines do not count, nor do case and punctuation. The
    shorter text may be cut. Two texts without running text are never copies.
    """
    return _are_copies(_shingles(first), _shingles(second))


def copies_among(texts: Mapping[str, str]) -> dict[str, str]:
    """For each near-copy the article that it copies, the first of its like in order.

    Args:
        texts: each article's text by its name, the earliest article first.

    Returns:
        Only articles that are copies have an entry; its value is never a copy itself. Articles
        that share no filed shingles are not compared, so the cost grows with their number.
    """
    holders: dict[int, list[str]] = defaultdict(list)
    originals: dict[str, frozenset[tuple[str, ...]]] = {}
    copies: dict[str, str] = {}
    for name, text in texts.items():
        shingles = _shingles(text)
        filed = {key for key in map(_key, shingles) if key % _SAMPLE == 0}
        shared = Counter(holder for key in filed for holder in holders[key])
        candidates = [holder for holder, count in shared.most_common() if count >= _FEWEST_SHARED]
        original = next((c for c in candidates if _are_copies(shingles, originals[c])), None)
        if original is not None:
            copies[name] = original
            continue
        originals[name] = shingles
        for key in filed:
            if len(holders[key]) < _MOST_HOLDERS:
                holders[key].append(name)
    return copies


def _key(shingle: tuple[str, ...]) -> int:
    return zlib.crc32(" ".join(shingle).encode())


def _are_copies(ours: frozenset[tuple[str, ...]], theirs: frozenset[tuple[str, ...]]) -> bool:
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

"""The speaker of a quotation in a headline: whoever says the same words in the article.

A headline may shorten what it quotes, join its halves, or change a word; so a quotation without a
credit takes the speaker of one that shares a long enough run of words with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipeline.tagging.quotation_marks import QuotedSpan

__all__ = ["from_repetition"]

_MOST_COMPARED = 12
"""Uncredited quotations that are looked for among the credited ones."""
_LONGEST = 40
"""Words of a quotation that is looked for; a longer one is no headline's."""
_FEWEST = 3
"""Words that must be shared in one run."""
_LARGEST_SHARE = 0.6
"""Share of the quotation's words that such a run must reach."""
_SHORT = 4
"""Words of a quotation of which all must be shared."""
_MOST_WORDS = 4000
"""Credited words that are searched."""
_INNER_MARK = re.compile(r"[‘“'\"]\s*$")


def from_repetition(
    text: str, spans: Sequence[QuotedSpan], names: Sequence[str | None]
) -> list[str | None]:
    """Give a quotation without a credit the speaker of one that repeats its words.

    Args:
        text: the article's text.
        spans: its quotations, in order.
        names: the speaker of each, or None.

    Returns:
        The speakers, those found filled in. A quotation that is quoted in its turn by the
        speaker of the later one ("A man told us, 'We tried'") stays without.
    """
    words, origins = _credited_words(text, spans, names)
    found = list(names)
    compared = 0
    for place, span in enumerate(spans):
        wanted = [word for word, _ in _words(text, span)]
        if names[place] is not None or not _FEWEST <= len(wanted) <= _LONGEST:
            continue
        compared += 1
        if compared > _MOST_COMPARED:
            break
        at = _shared_run(wanted, words)
        if at is not None and not _quoted_within(text, spans, origins[at]):
            found[place] = names[origins[at][0]]
    return found


def _quoted_within(text: str, spans: Sequence[QuotedSpan], origin: tuple[int, int]) -> bool:
    """Whether a word begins a quotation inside its own."""
    place, offset = origin
    inner = max(spans[place].start_char, offset - 2)
    return _INNER_MARK.search(text[inner:offset]) is not None


def _shared_run(wanted: Sequence[str], words: Sequence[str]) -> int | None:
    """Where in ``words`` the longest run of ``wanted`` begins, if it is long enough."""
    matcher = SequenceMatcher(None, words, wanted, autojunk=False)
    match = matcher.find_longest_match(0, len(words), 0, len(wanted))
    share = 1.0 if len(wanted) <= _SHORT else _LARGEST_SHARE
    enough = max(_FEWEST, share * len(wanted))
    return match.a if match.size >= enough else None


def _credited_words(
    text: str, spans: Sequence[QuotedSpan], names: Sequence[str | None]
) -> tuple[list[str], list[tuple[int, int]]]:
    """The words of credited quotations, one speaker's parted from the next's.

    Returns:
        The words, and for each the number of its quotation and its offset in the text.
    """
    words: list[str] = []
    origins: list[tuple[int, int]] = []
    previous: str | None = None
    for place, span in enumerate(spans):
        if names[place] is None:
            continue
        if names[place] != previous:
            words.append("")
            origins.append((place, span.start_char))
        previous = names[place]
        for word, offset in _words(text, span):
            words.append(word)
            origins.append((place, offset))
        if len(words) > _MOST_WORDS:
            break
    return words, origins


def _words(text: str, span: QuotedSpan) -> list[tuple[str, int]]:
    """The words of a quotation in lower case without apostrophes, and where they begin."""
    return [
        (re.sub(r"['’]", "", match.group().lower()), match.start())
        for match in re.compile(r"\w+(?:['’]\w+)*").finditer(text, span.start_char, span.end_char)
    ]

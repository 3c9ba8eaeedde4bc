"""Checks of which of two things a sentence gives to which: ratings, figures, causes, tags of words.

A sentence that names two units and two ratings, or two causes, can give each the other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.briefs.wording import FUNCTION_WORDS, REPORTING_STEMS, stem_of, words_of

__all__ = ["exchange_checks"]

_CLAUSE = re.compile(
    r"[;:–—]|,(?! to\b)|\b(?:and|but|while|whilst|whereas|although|though|with|against|behind)\b"
)
_FROM_TO = re.compile(r"\bfrom\s(\d[\d,]*)\s(?:\w+\s){0,3}?to\s(\d[\d,]*)")
_CAUSE = re.compile(r"\b(?:because of|because|due to|owing to|thanks to)\b([^,;.]*)")
_CONCESSION = re.compile(r"\b(?:despite|in spite of|although|even though|though)\b([^,;.]*)")
_FRAME = REPORTING_STEMS | frozenset(
    map(stem_of, "probation delivery youth justice offending his her majesty hm overall".split())
)
"""What stands beside many a rating and tells none from another."""
_NAME = re.compile(r"\b[A-Z][\w’'-]+")
_ENOUGH = 2
_PLENTY = 3
"""Content words in common that tell a clause's matter, where the right clause has some, or none."""


def exchange_checks(
    text: str, sources: Sequence[str], ratings: Sequence[str]
) -> Iterator[tuple[str, set[str]]]:
    """Each check's name, and the words of the sentence that no source bears out.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
        ratings: every wording of a rating.
    """
    yield "whose rating", _moved_ratings(text, sources, ratings)
    yield "bare rating", _bare_rating(text, ratings)
    yield "from and to", _turned_figures(text, sources)
    yield "cause", _cause_for_concession(text, sources)
    yield "denied number", _asserted_numbers(text, sources)


def _moved_ratings(text: str, sources: Sequence[str], ratings: Sequence[str]) -> set[str]:
    """Ratings in clauses whose matter a source gives another rating, both being in it."""
    named = sorted({rating.casefold() for rating in ratings}, key=len, reverse=True)
    here = frozenset(stem_of(word) for word in words_of(" ".join(_NAME.findall(text))))
    told = [tuple(_rated(source, named)) for source in sources]
    moved = set()
    for matter, rating in _rated(text, named):
        for clauses in told:
            own, others = (
                max(
                    (_likeness(matter, known, here) for known, given in clauses if pick(given)),
                    default=-1,
                )
                for pick in (rating.__eq__, rating.__ne__)
            )
            if own >= 0 and others >= (_ENOUGH if own else _PLENTY) and others > own:
                moved.add(rating)
    return moved


def _likeness(matter: frozenset[str], known: frozenset[str], names: frozenset[str]) -> int:
    """The content words that two clauses share, names twice."""
    return len(matter & known) + len(matter & known & names)


def _rated(text: str, ratings: Sequence[str]) -> Iterator[tuple[frozenset[str], str]]:
    """The matter of each clause that names just one rating, and the rating."""
    for clause in _CLAUSE.split(text):
        folded, found = " ".join(words_of(clause)), []
        for rating in ratings:
            rest = re.sub(rf"\b{re.escape(rating)}\b", " ", folded)
            if rest != folded:
                found.append(rating)
                folded = rest
        if len(found) == 1:
            stems = {stem_of(word) for word in folded.split() if word not in FUNCTION_WORDS}
            yield frozenset(stems - _FRAME), found[0]


def _bare_rating(text: str, ratings: Sequence[str]) -> set[str]:
    """A sentence without a subject: "Requires improvement for leadership and Good for care"."""
    wordings = "|".join(sorted(map(re.escape, ratings), key=len, reverse=True))
    start = re.match(rf"[“\"‘']?({wordings})[”\"’']? (?:for|in|on|by|from)\b", text, re.IGNORECASE)
    return {start.group(1)} if wordings and start else set()


def _turned_figures(text: str, sources: Sequence[str]) -> set[str]:
    """A change "from 66 to 31" that the sources give from 31 to 66."""
    known = {pair for source in sources for pair in _FROM_TO.findall(source)}
    turned = {(first, last) for last, first in known} - known
    return {
        f"{first} to {last}" for first, last in _FROM_TO.findall(text) if (first, last) in turned
    }


def _cause_for_concession(text: str, sources: Sequence[str]) -> set[str]:
    """What the sources grant ("despite good plans") told as the cause, or the reverse."""
    known = " ".join(sources)
    pairs = ((_CAUSE, _CONCESSION), (_CONCESSION, _CAUSE))
    return {
        word
        for here, there in pairs
        for word in _matter(here, text) & (_matter(there, known) - _matter(here, known))
    }


def _matter(pattern: re.Pattern[str], text: str) -> set[str]:
    return {
        stem_of(word)
        for phrase in pattern.findall(text.casefold())
        for word in words_of(phrase)
        if word not in FUNCTION_WORDS
    }


_DENIED_NUMBER = re.compile(
    r"\b(\d[\d,]*)\b(?:\s\w+){0,2}?\s(?:had|have|has|were|was|are|is|did|do|does|could)"
    r"(?:\snot|n['’]t|\snever)\b"
)
_DENYING = re.compile(
    r"\b(?:not|no|never|none|nobody|without|lack\w*|miss\w*|fail\w*|un\w+|absent|overdue|late|"
    r"still|yet|wait\w*|neither|nor|short|skipped|ignored)\b|n['’]t\b",
    re.IGNORECASE,
)


def _asserted_numbers(text: str, sources: Sequence[str]) -> set[str]:
    """Numbers of those who did not, told of those who did."""
    denied = {number for source in sources for number in _DENIED_NUMBER.findall(source)}
    return set() if _DENYING.search(text) else denied & set(words_of(text))

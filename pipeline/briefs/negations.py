"""Checks of denials, opposites, calls and hedges of a written sentence against its sources."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = [
    "NEGATIONS",
    "OBLIGATION",
    "added_obligation",
    "changed_negation",
    "dropped_hedge",
    "dropped_obligation",
    "is_negation",
    "turned_round",
]

NEGATIONS = frozenset(
    "not no never nobody none nothing neither nor without cannot lack lacked lacking failed fails "
    "failing fail unable absent missing barely hardly scarcely seldom rarely little few unclear "
    "insufficient insufficiently".split()
)
_PLAIN_NEGATIONS = frozenset("not no never nobody no-one none nothing neither nor cannot".split())
OBLIGATION = frozenset(
    "should must needs need required requires require recommended recommends recommendation "
    "recommendations urged urges told called calls ordered asked asks".split()
)
_CALL_FOR = re.compile(r"\bcall(?:s|ed)\s(?:on|for|upon)\b")
_OPPOSITES = tuple(
    (frozenset(first.split()), frozenset(second.split()))
    for first, second in (
        (
            "rose risen rise rising increased increase increasing grew grown growing climbed",
            "fell fallen falling decreased decrease dropped drop declined decline cut reduced",
        ),
        (
            "improved improve improving improvement improvements better best stronger",
            "worsened worsen worsening worse worst deteriorated deteriorating declined weaker",
        ),
        ("doubled double tripled trebled", "halved half"),
        ("good strong well effective positive", "poor poorly weak badly ineffective bad"),
        ("above over exceeded", "below under"),
        ("higher highest top up", "lower lowest bottom down"),
        ("before", "after"),
        ("all every each everyone always", "some most many several half often sometimes"),
        ("most majority", "some few minority several"),
    )
)
"""Words that turn a statement round when one takes the other's place."""
_MODALS = frozenset("should must ought need needs".split())
_CALLS = _MODALS | frozenset(
    "told urged urges urge asked asks ask calls called recommended recommends recommend required "
    "requires includes include including wants want advised advises".split()
)
_SAME_MATTER = 3  # content words in common that make a sentence and its source speak of one matter
_HEDGES = frozenset("always often sometimes some consistently fully enough all every".split())


def dropped_hedge(text: str, source: str) -> set[str]:
    """A denial that a source makes of some ("not always"), made of all."""
    hedged = re.search(
        r"\b(?:not|n't|n’t) (?:always|consistently|all|every|fully)\b", source.casefold()
    )
    if hedged is None or not any(map(is_negation, words_of(text))):
        return set()
    words = hedged.group().split()[-1:]
    return set() if set(words_of(text)) & ({*words} | _HEDGES) else set(words)


def changed_negation(text: str, source: str) -> set[str]:
    """A sentence that denies where no source does, or asserts what every source denies."""
    denied = {word for word in words_of(text) if is_negation(word)}
    source_denied = {word for word in words_of(source) if is_negation(word)}
    if denied and not source_denied:
        return denied
    if source_denied and not denied:
        return _turned(text, source)
    if denied & _PLAIN_NEGATIONS and not source_denied & _PLAIN_NEGATIONS:
        return _turned(source, text)
    return _turned(text, source) and _turned(source, text)


def is_negation(word: str) -> bool:
    """Whether a word, in small letters, denies."""
    return word in NEGATIONS or word.endswith("n't") or word == "no-one"


def _turned(text: str, source: str) -> set[str]:
    """Content words that stand free in ``text`` and in ``source`` only close behind a negation."""
    denied, free = _denied_and_free(source)
    only_denied = denied - free - {stem_of(word) for word in FUNCTION_WORDS}
    turned = _denied_and_free(text)[1] & only_denied
    return {word for word in words_of(text) if stem_of(word) in turned}


def _denied_and_free(text: str) -> tuple[set[str], set[str]]:
    """The stems within three words after a negation in the same sentence, and all others."""
    denied: set[str] = set()
    free: set[str] = set()
    for sentence in re.split(r"[.!?;:][\"”’')]*\s", text):
        words = words_of(sentence)
        for place, word in enumerate(words):
            near = words[max(0, place - 3) : place]
            (denied if any(map(is_negation, near)) else free).add(stem_of(word))
    return denied, free


def turned_round(text: str, source: str) -> set[str]:
    """Words whose opposite the sources have, and not the words themselves or any of their kind."""
    words, known = set(words_of(text)), set(words_of(source))
    return {
        word
        for pair in _OPPOSITES
        for here, there in (pair, pair[::-1])
        for word in words & here
        if not known & here and known & there and not words & there
    }


def added_obligation(text: str, source: str) -> set[str]:
    """Words that call for something, where no source has any."""
    asked = set(words_of(text)) & OBLIGATION
    if not _CALL_FOR.search(text.casefold()):
        asked -= {"called", "calls"}  # "the report calls its work lively" asks for nothing
    return asked if asked and not set(words_of(source)) & OBLIGATION else set()


def dropped_obligation(text: str, sources: Sequence[str]) -> set[str]:
    """A call ("should be checked") retold as a fact ("is checked")."""
    words = set(words_of(text))
    if words & _CALLS:
        return set()
    stems = {stem_of(word) for word in words - FUNCTION_WORDS}
    for source in sources:
        called = set(words_of(source)) & _MODALS
        told = {stem_of(word) for word in words_of(source) if word not in FUNCTION_WORDS | _MODALS}
        if called and len(stems & told) >= _SAME_MATTER:
            return called
    return set()

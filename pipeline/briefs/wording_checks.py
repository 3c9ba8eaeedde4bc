"""Checks of a written sentence's shape, names, quotations and words against its sources."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.briefs.negations import NEGATIONS, OBLIGATION
from pipeline.briefs.quantities import NUMBER_WORDS
from pipeline.briefs.wording import (
    FUNCTION_WORDS,
    REPORTING_STEMS,
    REPORTING_WORDS,
    stem_of,
    words_of,
)

__all__ = [
    "altered_quotations",
    "bad_shape",
    "first_person",
    "missing_names",
    "repeated_words",
    "too_new",
]

_QUOTED = re.compile(
    r"[“\"]([^“”\"]+)[”\"]|‘([^‘]{4,}?)’(?!\w)|(?<!\w)'([^']{4,}?(?:\w'\w[^']*?)*)'(?!\w)"
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'&-]*")
_FIRST_PERSON = frozenset(
    "i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours ourselves myself".split()
)
_MAX_NEW_SHARE = 0.2
"""The largest share of a sentence's content words that may be absent from its sources."""


def bad_shape(text: str) -> set[str]:
    """A summary sentence is one line that begins with a capital and ends with a full stop."""
    bad = set()
    if not re.match(r"[\"“‘']?[A-Z0-9]", text):
        bad.add(text[:20])
    if not re.search(r"[.!?][\"”’']?$", text):
        bad.add(text[-20:])
    second = re.search(r"[a-z0-9][.!?][\"”’']?\s+[A-Z“‘]\w+", text)
    if second and not re.search(r"\b(?:Mr|Mrs|Ms|Dr|St|Rev|Prof|Cllr|No)[.]\s", text):
        bad.add(second.group())
    if not 5 <= len(text.split()) <= 60:
        bad.add(f"{len(text.split())} words")
    return bad


def first_person(text: str) -> set[str]:
    """Words in which a speaker speaks of themselves, outside quotation marks."""
    return set(words_of(_QUOTED.sub(" ", text))) & _FIRST_PERSON


def repeated_words(text: str, source: str) -> set[str]:
    """Content words that the sentence says more often than its sources do."""
    stems = Counter(stem_of(w) for w in words_of(text) if w not in FUNCTION_WORDS and len(w) > 3)
    known = Counter(map(stem_of, words_of(source)))
    return {stem for stem, count in stems.items() if count > max(1, known[stem])}


def missing_names(text: str, known: str) -> set[str]:
    """Capitalised words that no source has: a first word may also have another ending there."""
    folded = set(words_of(known)) | {part for word in words_of(known) for part in word.split("-")}
    return _unknown_first_word(text, folded) | {
        name
        for match in _NAME.finditer(text)
        if not _is_known(
            name := match.group().rstrip("’'").removesuffix("’s").removesuffix("'s"), folded
        )
    }


def _unknown_first_word(text: str, folded: set[str]) -> set[str]:
    """The first word where it may be a name: its capital does not tell."""
    first = next(iter(words_of(text)), "").removesuffix("'s")
    stems = {stem_of(word) for word in folded | REPORTING_WORDS}
    plain = first in FUNCTION_WORDS | NEGATIONS | OBLIGATION or first in NUMBER_WORDS
    parts = {first, *first.split("-")}
    return set() if not first or plain or {stem_of(part) for part in parts} & stems else {first}


def _is_known(name: str, folded: set[str]) -> bool:
    plain = name.casefold().replace("’", "'")
    return plain in folded or plain in REPORTING_WORDS or f"{plain}'s" in folded


def altered_quotations(text: str, source: str) -> set[str]:
    """Words in quotation marks that no source has in just this order."""
    flat = f" {' '.join(words_of(source))} "
    return {
        inner
        for groups in _QUOTED.findall(text)
        for inner in groups
        if inner and f" {' '.join(words_of(inner))} " not in flat
    }


def too_new(text: str, known: str) -> set[str]:
    """The content words that no source has, where they are more than a small share."""
    stems = {stem_of(word) for word in words_of(known)}
    stems |= {stem_of(part) for word in words_of(known) for part in word.split("-")}
    content = [word for word in words_of(text) if word not in FUNCTION_WORDS]
    new = {
        word
        for word in content
        if stem_of(word) not in stems
        and word not in REPORTING_WORDS
        and stem_of(word) not in REPORTING_STEMS
        and word not in NUMBER_WORDS
        and not word[0].isdigit()
    }
    return new if content and len(new) > _MAX_NEW_SHARE * len(content) else set()

"""Checks of how the words of a written sentence stand to each other.

A sentence can have every word from its sources and still say something else: of another thing
("the impact of work" for "the impact of this on work"), in another degree ("many" for "far too
many"), or with another's feeling ("officers were alarmed" for "inspectors were alarmed that
officers ...").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["dated_otherwise", "felt_by_another", "moved_relations", "softened"]

_PREPOSITIONS = frozenset("of on for to from by with against at about over under between".split())
_DETERMINERS = frozenset("a an the its their his her this that these those some".split())
_REACH = 6
"""Words within which two words of a source are taken to stand to each other."""
_DATE = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"(?:19|20)\d\d)\b"
)
_FEELINGS = frozenset(
    "alarmed concerned worried impressed pleased disappointed satisfied dismayed encouraged "
    "shocked frustrated troubled heartened struck reassured surprised appalled confident proud "
    "afraid frightened welcomed praised criticised".split()
)


def moved_relations(text: str, sources: Sequence[str]) -> set[str]:
    """Pairs such as "impact of work" that the sources join by another preposition.

    Only pairs that stand near each other in a source are judged: in a sentence that fuses
    several, words may come together that the sources keep apart.
    """
    known = [words_of(source) for source in sources]
    moved = set()
    for first, preposition, second in _pairs(words_of(text)):
        joints = {
            joint for words in known for joint in _joints(words, stem_of(first), stem_of(second))
        }
        if joints and preposition not in joints:
            moved.add(f"{first} {preposition} {second}")
    return moved


def _pairs(words: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Each content word, preposition and content word in a row, determiners passed over."""
    for place, word in enumerate(words):
        if word not in _PREPOSITIONS or not place or words[place - 1] in FUNCTION_WORDS:
            continue
        after = [other for other in words[place + 1 : place + 4] if other not in _DETERMINERS]
        if after and after[0] not in FUNCTION_WORDS:
            yield words[place - 1], word, after[0]


def _joints(words: Sequence[str], first: str, second: str) -> set[str]:
    """The last preposition before ``second``, for each place soon after ``first``."""
    joints = set()
    for place, word in enumerate(words):
        if stem_of(word) != first:
            continue
        for distance, other in enumerate(words[place + 1 : place + 1 + _REACH], start=1):
            if stem_of(other) == second:
                between = words[place + 1 : place + distance]
                joints.update([one for one in between if one in _PREPOSITIONS][-1:])
    return joints


def softened(text: str, sources: Sequence[str]) -> set[str]:
    """Words that the sources have only after "too", and the sentence without it."""
    source = " ".join(sources).casefold()
    return {
        f"too {word}"
        for word in map(re.escape, set(words_of(text)) - FUNCTION_WORDS)
        if _times(word, source)
        and _times(word, source) == _times(rf"too\s{word}", source)
        and not _times(rf"too\s{word}", text.casefold())
    }


def _times(wording: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){wording}(?!\w)", text))


def felt_by_another(text: str, sources: Sequence[str]) -> set[str]:
    """Feelings and verdicts whose bearer the sources name only after them."""
    words = words_of(text)
    found = set()
    for place, word in enumerate(words):
        if word not in _FEELINGS:
            continue
        bearer = next(
            (stem_of(one) for one in reversed(words[:place]) if one not in FUNCTION_WORDS), None
        )
        fitting = [known for known in map(words_of, sources) if word in known]
        if bearer and fitting and all(_only_after(known, word, bearer) for known in fitting):
            found.add(word)
    return found


def _only_after(words: Sequence[str], feeling: str, bearer: str) -> bool:
    at = words.index(feeling)
    if words[at + 1 : at + 2] == ["by"]:
        return False
    stems = [stem_of(word) for word in words]
    return bearer not in stems[:at] and bearer in stems[at:]


def dated_otherwise(text: str, sources: Sequence[str], ratings: Sequence[str]) -> set[str]:
    """Months and years beside a rating that no one source sentence gives with that rating.

    Args:
        text: the sentence.
        sources: those that it cites.
        ratings: every wording of a rating.
    """
    rated = [rating for rating in ratings if _times(re.escape(rating.casefold()), text.casefold())]
    known = [
        set(_DATE.findall(source))
        for source in sources
        if any(_times(re.escape(rating.casefold()), source.casefold()) for rating in rated)
    ]
    return set(_DATE.findall(text)) - set().union(*known) if rated and known else set()

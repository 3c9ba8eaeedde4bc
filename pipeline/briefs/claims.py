"""Checks of what a written sentence claims beyond its words: who, how surely, and what besides.

Each compares the sentence with the sources that it cites and errs on the strict side: what fails
is replaced by another candidate or by a source itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pipeline.briefs.actors import actor_kind
from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["claim_checks"]

_INSPECTORS = 0
_NEVER_STRAY = {_INSPECTORS, actor_kind("she"), actor_kind("unit")}
_CHIEF_INSPECTOR = re.compile(r"\bchief inspector", re.IGNORECASE)
_SUBJECT_REACH = 3
"""Words within which the actor before a verb is taken for its subject."""
_PASSIVE = frozenset("is are was were be been being".split())
_OPENERS = frozenset(
    "for despite across after before because leading at within in on during through under by "
    "with without amid following since until among to".split()
)
_PARTS = re.compile(r"[,;:–—()]|\s-\s")
_DENIALS = frozenset("not no never nobody none nothing neither nor cannot without no-one".split())
_WEAK_DENIALS = _DENIALS | frozenset(
    "rarely hardly barely seldom scarcely few little lack lacked lacking unable failed fails "
    "failing fail insufficient".split()
)
_DENIED_REACH = 4
_ABSOLUTES = (
    frozenset("all every each everyone everybody always throughout both any".split()),
    frozenset("never none nobody no-one not no nothing neither".split()),
    frozenset("most majority mostly mainly".split()),
    frozenset("fully entirely entire completely wholly whole totally".split()),
)
"""Words that leave nothing out: allowed only where a source has one of the same kind."""
_GRADING = re.compile(r"\b(?:rat(?:e|es|ed|ings?)|grad(?:e|es|ed|ing)|judged|mark(?:s|ed)?)\b")
_POSSIBLE = frozenset("may might could can would".split())


def claim_checks(text: str, sources: Sequence[str], known: str) -> Iterator[tuple[str, set[str]]]:
    """Each check's name, and the words of the sentence that no source bears out.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
        known: the sources and the names that need none, as one text.
    """
    yield "circumstance", _added_circumstances(text, known)
    yield "actor", _stray_actors(text, known)
    yield "who did it", _swapped_actors(text, sources)
    yield "denial", _denial_moved(text, sources)
    yield "overstatement", _overstated(text, " ".join(sources))
    yield "certainty", _assured(text, sources)
    yield "grade", _graded_unasked(text, " ".join(sources))


def _added_circumstances(text: str, known: str) -> set[str]:
    """Phrases such as "for years" or "despite extra funding" of which no source has a word."""
    stems = _stems(known)
    added = set()
    for part in _PARTS.split(text):
        words = words_of(part)
        for place, word in enumerate(words):
            if word not in _OPENERS:
                continue
            phrase = _phrase(words[place + 1 :])
            content = [stem_of(one) for one in phrase if one not in FUNCTION_WORDS]
            if content and not any(stem in stems for stem in content):
                added.add(" ".join((word, *phrase)))
    return added


def _phrase(words: Sequence[str]) -> list[str]:
    """The words of a phrase, up to the next opener."""
    end = next((place for place, word in enumerate(words) if word in _OPENERS), len(words))
    return list(words[:end])[:4]


def _kinds(words: Iterable[str]) -> set[int]:
    return {kind for word in words if (kind := actor_kind(word)) is not None}


def _stems(text: str) -> set[str]:
    words = words_of(text)
    return {stem_of(part) for word in words for part in (word, *word.split("-"))}


def _stray_actors(text: str, known: str) -> set[str]:
    """Actors ("councillors") of whose kind no source speaks; inspectors may always report."""
    known = _CHIEF_INSPECTOR.sub("inspector", known)
    parts = [part for word in words_of(known) for part in word.split("-")]
    kinds = _kinds([*words_of(known), *parts]) | _NEVER_STRAY
    return {
        word
        for word in words_of(text)
        if (kind := actor_kind(word)) is not None and kind not in kinds
    }


def _swapped_actors(text: str, sources: Sequence[str]) -> set[str]:
    """Verbs that the sources say of another subject, in each of their clauses that has them."""
    clauses = [words_of(clause) for source in sources for clause in _PARTS.split(source)]
    stems = [[stem_of(word) for word in words] for words in clauses]
    swapped = set()
    for actor, deed, passive in _deeds(words_of(text)):
        fitting = [
            (words, known.index(deed))
            for words, known in zip(clauses, stems, strict=True)
            if deed in known
        ]
        if fitting and all(_done_by_another(words, at, actor, passive) for words, at in fitting):
            swapped.add(deed)
    return swapped


def _deeds(words: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Each kind of actor, the stem of the content word behind it, and whether "was" is between."""
    for place, word in enumerate(words):
        kind = actor_kind(word)
        if kind is None:
            continue
        after = words[place + 1 : place + 1 + _SUBJECT_REACH]
        for step, other in enumerate(after):
            if other not in FUNCTION_WORDS:
                if actor_kind(other) is None:
                    yield kind, stem_of(other), bool(_PASSIVE & set(after[:step]))
                break


def _done_by_another(words: Sequence[str], at: int, actor: int, passive: bool) -> bool:
    """Whether another actor stands before the deed; inspectors may report what others did.

    Only the same voice is compared: who "rated" is not who "was rated".
    """
    if passive != bool(_PASSIVE & set(words[max(0, at - 2) : at])):
        return False
    before, after = _kinds(words[:at]), _kinds(words[at + 1 :])
    return bool(before) and actor not in before and (actor != _INSPECTORS or actor in after)


def _denial_moved(text: str, sources: Sequence[str]) -> set[str]:
    """Words that the sentence denies and every source asserts, or the other way round."""
    denied, free = _first_denied(text), _not_near_denial([text])
    known_denied = {stem for source in sources for stem in _first_denied(source)}
    known_free = _not_near_denial(sources)
    known_near = _near_denial(sources)
    return ((denied & known_free) - known_near) | (
        (known_denied & free) - known_free - _near_denial([text])
    )


def _first_denied(text: str) -> set[str]:
    """The stem of the first content word after each denial."""
    found: set[str] = set()
    words = words_of(text)
    for place, word in enumerate(words):
        if word in _DENIALS or word.endswith("n't"):
            after = [one for one in words[place + 1 : place + 4] if one not in FUNCTION_WORDS]
            found.update(stem_of(one) for one in after[:1])
    return found


def _near_denial(texts: Sequence[str]) -> set[str]:
    return {
        stem_of(one)
        for words in map(words_of, texts)
        for place, word in enumerate(words)
        if word in _WEAK_DENIALS or word.endswith("n't")
        for one in words[max(0, place - 2) : place + 1 + _DENIED_REACH]
    }


def _not_near_denial(texts: Sequence[str]) -> set[str]:
    """The stems of content words that no denial stands near, at any of their places."""
    free = set()
    for words in map(words_of, texts):
        for place, word in enumerate(words):
            near = words[max(0, place - _DENIED_REACH) : place]
            if word not in FUNCTION_WORDS and not any(
                one in _WEAK_DENIALS or one.endswith("n't") for one in near
            ):
                free.add(stem_of(word))
    return free


def _overstated(text: str, known: str) -> set[str]:
    """Words such as "all", "never" and "most" where no source has one of the same kind."""
    words = words_of(text)
    sources = set(words_of(re.sub(r"\bat all\b", "", known)))
    denied = any(word.endswith("n't") for word in sources)
    return {
        word
        for word in words
        for kind in _ABSOLUTES
        if word in kind and not kind & sources and not (denied and "not" in kind)
    } - {"not", "no", "any", "both", "each"}


def _assured(text: str, sources: Sequence[str]) -> set[str]:
    """What the sources say may be, told as what is or will be."""
    words = words_of(text)
    if _POSSIBLE & set(words):
        return set()
    told = {stem_of(word) for word in words if word not in FUNCTION_WORDS}
    found: set[str] = set()
    for known in map(words_of, sources):
        for place, word in enumerate(known):
            after = [one for one in known[place + 1 : place + 4] if one not in FUNCTION_WORDS]
            if word in {"may", "might", "could"} and after and stem_of(after[0]) in told:
                found.add(word)
    return found


def _graded_unasked(text: str, source: str) -> set[str]:
    """Grades such as "rated prompt", made of what the sources only say."""
    made = re.findall(
        r"\b(?:rated|graded) (?:as )?(?!the\b|its\b|it\b|this\b|that\b)[a-z]\S*", text
    )
    return set() if _GRADING.search(source) else set(made)

"""Exact checks of a written sentence against the sentences that it cites.

A sentence passes only if everything checkable in it stands in its sources: numbers, dates,
ratings, names, who did and must do what, negation, and nearly every content word. What fails is not
repaired but replaced, so a check may be strict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.briefs.claims import claim_checks
from pipeline.briefs.relations import (
    dated_otherwise,
    felt_by_another,
    moved_relations,
    softened,
)
from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["Problem", "VerificationContext", "find_problems", "first_person"]


@dataclass(frozen=True)
class Problem:
    """Why a sentence is not borne out.

    Attributes:
        check: which check failed.
        found: the words that no source bears out.
    """

    check: str
    found: tuple[str, ...]


@dataclass(frozen=True)
class VerificationContext:
    """What is known of the inspection besides the cited sentences, each with evidence.

    Attributes:
        names: names that may stand in a summary although the cited sentence says "it": the unit,
            the inspectorate.
        ratings: every rating of the inspectorate's scales, and its other wordings.
    """

    names: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()


_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_UNITS)}
_NUMBER_WORDS |= {word: str(10 * value) for value, word in enumerate(_TENS, start=2)}
_NUMBER_WORDS |= {
    "dozen": "12",
    "hundred": "100",
    "thousand": "1000",
    "million": "1000000",
    "half": "1/2",
    "halves": "1/2",
    "third": "/3",
    "thirds": "/3",
    "quarter": "/4",
    "quarters": "/4",
    "fifth": "/5",
    "fifths": "/5",
    "first": "1st",
    "second": "2nd",
    "twice": "x2",
    "doubled": "x2",
    "double": "x2",
    "tripled": "x3",
    "once": "x1",
    "only": "only",
    "majority": "majority",
    "minority": "minority",
    "most": "most",
    "all": "all",
    "every": "all",
    "each": "all",
    "none": "none",
    "few": "few",
    "several": "several",
    "many": "many",
    "some": "some",
}
_FREE_QUANTITIES = frozenset({"one", "only", "some", "several", "many", "each", "every", "all"})
"""Quantity words too common to reject a sentence for; numbers proper are never free."""

_NEGATIONS = frozenset(
    "not no never nobody none nothing neither nor without cannot lack lacked lacking failed fails "
    "failing fail unable absent missing barely hardly scarcely seldom rarely little few unclear "
    "insufficient insufficiently".split()
)
_PLAIN_NEGATIONS = frozenset("not no never nobody no-one none nothing neither nor cannot".split())
_OBLIGATION = frozenset(
    "should must needs need required requires require recommended recommends recommendation "
    "recommendations urged urges told called calls ordered asked asks".split()
)
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
        ("before", "after"),
        ("all every each everyone always", "some most many several half often sometimes"),
        ("most majority", "some few minority several"),
    )
)
"""Words that turn a statement round when one takes the other's place."""
_REPORTING_WORDS = frozenset(
    "inspector inspection inspectorate report reported say said saying find found finding judge "
    "judged rate rated rating grade graded give given note noted describe described praise praised "
    "criticise criticised identify identified highlight highlighted warn warned conclude concluded "
    "add added make made include including area overall service unit staff work people case "
    "published watchdog according meanwhile among receive received credit credited mark marked "
    "assess assessed state stated observe observed point pointed raise raised concern concerned "
    "recommend recommended recommendation call called urge urged tell told ask asked see seen "
    "show showed shown use used lead leader leadership".split()
)
"""Words that attribute or frame a statement and claim nothing themselves."""

_QUOTED = re.compile(
    r"[“\"]([^“”\"]+)[”\"]|‘([^‘]{4,}?)’(?!\w)|(?<!\w)'([^']{4,}?(?:\w'\w[^']*?)*)'(?!\w)"
)
_NAME = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'&-]*")
_FIRST_PERSON = frozenset(
    "i i'm i've i'd i'll me my mine we we're we've we'd we'll us our ours ourselves myself".split()
)
_MODALS = frozenset("should must ought need needs".split())
_CALLS = _MODALS | frozenset(
    "told urged urges urge asked asks ask calls called recommended recommends recommend required "
    "requires includes include including wants want advised advises".split()
)
_SAME_MATTER = 3  # content words in common that make a sentence and its source speak of one matter
_JUST_BEFORE = 2  # words before a number in which its context is looked for
_HEDGES = frozenset("always often sometimes some consistently fully enough all every".split())
_MAX_NEW_SHARE = 0.2
"""The largest share of a sentence's content words that may be absent from its sources."""


def find_problems(
    text: str, sources: Sequence[str], context: VerificationContext = VerificationContext()
) -> tuple[Problem, ...]:
    """Check a written sentence against its sources.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
        context: names with evidence of their own, and the ratings to watch for.

    Returns:
        The problems found; none where the sentence passes.
    """
    source = " ".join(sources)
    known = " ".join((source, *context.names))
    checks = (
        ("shape", _bad_shape(text)),
        ("first person", first_person(text)),
        ("repetition", _repeated(text, source)),
        ("hedge", _hedge_dropped(text, source)),
        ("numbers", _numbers(text) - _numbers(known)),
        ("ratings", _ratings(text, context.ratings) - _ratings(source, context.ratings)),
        ("names", _missing_names(text, known)),
        ("negation", _negation_changed(text, source)),
        ("opposites", _turned_round(text, source)),
        ("obligation", _obligation_added(text, source) | _obligation_dropped(text, sources)),
        ("number's context", _number_moved(text, sources)),
        ("relation", moved_relations(text, sources)),
        ("degree", softened(text, sources)),
        ("rating's date", dated_otherwise(text, sources, context.ratings)),
        ("whose feeling", felt_by_another(text, sources)),
        ("quotation", _quotation_altered(text, source)),
        ("new words", _too_new(text, known)),
        *claim_checks(text, sources, known),
    )
    return tuple(Problem(check, tuple(sorted(found))) for check, found in checks if found)


def _bad_shape(text: str) -> set[str]:
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


def _repeated(text: str, source: str) -> set[str]:
    """Content words that the sentence says more often than its sources do."""
    stems = Counter(stem_of(w) for w in words_of(text) if w not in FUNCTION_WORDS and len(w) > 3)
    known = Counter(map(stem_of, words_of(source)))
    return {stem for stem, count in stems.items() if count > max(1, known[stem])}


def _hedge_dropped(text: str, source: str) -> set[str]:
    """A denial that a source makes of some ("not always"), made of all."""
    hedged = re.search(
        r"\b(?:not|n't|n’t) (?:always|consistently|all|every|fully)\b", source.casefold()
    )
    if hedged is None or not any(map(_is_negation, words_of(text))):
        return set()
    words = hedged.group().split()[-1:]
    return set() if set(words_of(text)) & ({*words} | _HEDGES) else set(words)


def _numbers(text: str) -> set[str]:
    """Every number, as digits, and every fraction, order and multiple."""
    found = set()
    for word in words_of(text):
        tens, _, unit = word.partition("-")
        if tens in _TENS and unit in _UNITS:
            found.add(str(int(_NUMBER_WORDS[tens]) + int(_NUMBER_WORDS[unit])))
            continue
        for part in word.split("-"):
            digits = part.replace(",", "").rstrip("%").rstrip(".")
            if re.search(r"\d", digits):
                found.add(digits)
            elif part in _NUMBER_WORDS and part not in _FREE_QUANTITIES:
                found.add(_NUMBER_WORDS[part])
    return found


def _ratings(text: str, ratings: Sequence[str]) -> set[str]:
    folded = " ".join(words_of(text))
    return {
        rating.casefold()
        for rating in ratings
        if re.search(rf"\b{re.escape(' '.join(words_of(rating)))}\b", folded)
    }


def _missing_names(text: str, known: str) -> set[str]:
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
    stems = {stem_of(word) for word in folded | _REPORTING_WORDS}
    plain = first in FUNCTION_WORDS | _NEGATIONS | _OBLIGATION or first in _NUMBER_WORDS
    parts = {first, *first.split("-")}
    return set() if not first or plain or {stem_of(part) for part in parts} & stems else {first}


def _is_known(name: str, folded: set[str]) -> bool:
    plain = name.casefold().replace("’", "'")
    return plain in folded or plain in _REPORTING_WORDS or f"{plain}'s" in folded


def _negation_changed(text: str, source: str) -> set[str]:
    """A sentence that denies where no source does, or asserts what every source denies."""
    denied = {word for word in words_of(text) if _is_negation(word)}
    source_denied = {word for word in words_of(source) if _is_negation(word)}
    if denied and not source_denied:
        return denied
    if source_denied and not denied:
        return _turned(text, source)
    if denied & _PLAIN_NEGATIONS and not source_denied & _PLAIN_NEGATIONS:
        return _turned(source, text)
    return _turned(text, source) and _turned(source, text)


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't") or word == "no-one"


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
            (denied if any(map(_is_negation, near)) else free).add(stem_of(word))
    return denied, free


def _turned_round(text: str, source: str) -> set[str]:
    """Words whose opposite the sources have, and not the words themselves or any of their kind."""
    words, known = set(words_of(text)), set(words_of(source))
    return {
        word
        for pair in _OPPOSITES
        for here, there in (pair, pair[::-1])
        for word in words & here
        if not known & here and known & there and not words & there
    }


def _obligation_added(text: str, source: str) -> set[str]:
    asked = set(words_of(text)) & _OBLIGATION
    return asked if asked and not set(words_of(source)) & _OBLIGATION else set()


def _obligation_dropped(text: str, sources: Sequence[str]) -> set[str]:
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


def _number_moved(text: str, sources: Sequence[str]) -> set[str]:
    """Numbers that the sources give of something else: the word before them is missing."""
    stems = {stem_of(word) for word in words_of(text)}
    moved = set()
    for number in _numbers(text):
        beside = [near for source in sources for near in _beside(number, source)]
        if beside and not any(near <= stems for near in beside):
            moved.add(number)
    return moved


def _beside(number: str, source: str) -> list[set[str]]:
    """For each place of a number, the stem of the content word just before it, if any."""
    words = words_of(source)
    found = []
    for place, word in enumerate(words):
        if number not in _numbers(word):
            continue
        before = [w for w in words[max(0, place - _JUST_BEFORE) : place] if _is_content(w)][-1:]
        found.append({stem_of(w) for w in before})
    return found


def _is_content(word: str) -> bool:
    framing = word in FUNCTION_WORDS or stem_of(word) in {stem_of(w) for w in _REPORTING_WORDS}
    return not framing and not _numbers(word)


def _quotation_altered(text: str, source: str) -> set[str]:
    """Words in quotation marks that no source has in just this order."""
    flat = f" {' '.join(words_of(source))} "
    return {
        inner
        for groups in _QUOTED.findall(text)
        for inner in groups
        if inner and f" {' '.join(words_of(inner))} " not in flat
    }


def _too_new(text: str, known: str) -> set[str]:
    """The content words that no source has, where they are more than a small share."""
    stems = {stem_of(word) for word in words_of(known)}
    stems |= {stem_of(part) for word in words_of(known) for part in word.split("-")}
    content = [word for word in words_of(text) if word not in FUNCTION_WORDS]
    new = {
        word
        for word in content
        if stem_of(word) not in stems
        and word not in _REPORTING_WORDS
        and stem_of(word) not in {stem_of(known_word) for known_word in _REPORTING_WORDS}
        and word not in _NUMBER_WORDS
        and not word[0].isdigit()
    }
    return new if content and len(new) > _MAX_NEW_SHARE * len(content) else set()

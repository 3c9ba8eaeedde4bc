"""Checks of who did what: a sentence's clauses against those of its sources.

"Prisoners were treated with respect by officers" and "staff were treated with respect by officers",
"people were spoken to politely" and "people spoke politely", "we expect audits of the provider" and
"the provider expects audits" share nearly every word. What tells them apart is whose deed it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.briefs.actors import actor_kind
from pipeline.briefs.clauses import Deed, deeds_of, verb_stem
from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["role_checks"]

_GENERIC = frozenset(
    "unit service team region division company trust area partnership office provider prison jail "
    "school force home hospital college nursery report inspection review people those one number "
    "pdu crc yot yos yjs group body organisation department they it he she which who this "
    "these that there nobody nothing else one few firm business part some several "
    "many most half third quarter percent".split()
)
"""Words too common, or too open in what they stand for, to tell two subjects apart."""
_PRONOUNS = frozenset("it they he she who which this these that those there we i you".split())
_SHARES = frozenset("half third quarter fifth most majority some many several few all".split())
_FIRST_PERSONS = frozenset("we i we've i've we're i'm we'd we'll i'd i'll".split())
_INSPECTORS = frozenset(
    "inspector inspectors inspectorate chief watchdog regulator report ofsted cqc hmicfrs "
    "assessor assessors examiner examiners estyn".split()
)
_REPORTED = frozenset(
    map(
        verb_stem,
        "find found say said see saw note noted judge judged report conclude praise criticise rate "
        "describe highlight warn raise call tell told ask identify recommend observe hear examine "
        "look visit inspect assess commend credit add give gave have want expect urge consider "
        "grade make made like liked welcome be been".split(),
    )
)
"""What inspectors may be said to do where the source tells only the matter."""
_BOTH_WAYS = frozenset(
    map(
        verb_stem,
        "improve change increase reduce double close open start stop end continue develop move "
        "merge split base concern decline expand grow drop fail lack receive settle complete "
        "worry satisfy interest limit link relate prepare experience commit".split(),
    )
)
"""Verbs of which a subject is told the same with and without "was"."""
_TOLD = re.compile(
    r"\b(?:told|tells?|asked|asks?|urged|urges?|warned|advised|instructed|ordered|expect(?:ed|s)?)\s+"
    r"(?:(?:the|its|their|our|both|all|that)\s+)*([\w’'-]+)"
)


_VAGUE = _GENERIC | _FIRST_PERSONS


_ELLIPSIS = re.compile(
    r"\b(?:so|nor|neither) (?:is|are|was|were|has|have|does|do|did|too)\b|\bdid too\b", re.I
)
"""A second subject shares the verb of the first without its being said again."""


def role_checks(text: str, sources: Sequence[str]) -> Iterator[tuple[str, set[str]]]:
    """Each check's name, and the words of the sentence that no source bears out.

    Args:
        text: the sentence.
        sources: the sentences that it cites.
    """
    told = deeds_of(text, bare=False)
    known = tuple(deed for source in sources for deed in deeds_of(source))
    if not _ELLIPSIS.search(" ".join(sources)):
        yield "subject", _another_subject(text, told, sources)
    yield "voice", _another_voice(told, known)
    yield "perception", _seen_as(text, sources)
    yield "deed made of a thing", _deed_of_thing(told, text, sources)
    yield "possessor", _exchanged_possessors(text, sources)
    yield "whose inspectors", _whose_inspectors(text, sources)


@dataclass(frozen=True)
class _Known:
    """A deed of a source, the stems of all words of that source, and its first word."""

    deed: Deed
    beside: frozenset[str]
    opening: str


@dataclass(frozen=True)
class _Words:
    """Stems of the sentence, of its sources, and of those whom a source tells or asks."""

    told: frozenset[str]
    known: frozenset[str]
    addressed: frozenset[str]


def _another_subject(text: str, told: Sequence[Deed], sources: Sequence[str]) -> set[str]:
    """Verbs whose subject the sources name elsewhere, and give the verb another one."""
    known = [
        _Known(deed, frozenset(map(stem_of, words_of(source))), next(iter(words_of(source)), ""))
        for source in sources
        for deed in deeds_of(source)
    ]
    whole = " ".join(sources)
    words = _Words(
        told=frozenset(map(stem_of, words_of(text))),
        known=frozenset(map(stem_of, words_of(whole))),
        addressed=frozenset(map(stem_of, _TOLD.findall(whole.casefold()))),
    )
    found = set()
    for deed in told:
        if deed.head is None or deed.head in _PRONOUNS or not deed.head.isalpha():
            continue
        same = [
            one
            for one in known
            if one.deed.verb == deed.verb and one.deed.subject and _share_voice(one.deed, deed)
        ]
        if same and all(_is_another(deed, one, words) for one in same):
            found.add(f"{deed.head} {deed.verb}")
    return found


def _share_voice(known: Deed, told: Deed) -> bool:
    """Whether two deeds can be set side by side: "and treated with respect" may be undergone."""
    if known.passive is None:
        return told.passive is False
    return known.passive == told.passive or (told.passive is None and known.passive)


def _is_another(told: Deed, known: _Known, words: _Words) -> bool:
    """Whether the source's subject is surely somebody else than the sentence's."""
    head, other = told.head, known.deed.head
    if head is None or other is None:
        return False
    if other in _FIRST_PERSONS:
        return stem_of(head) in words.addressed and head not in _INSPECTORS
    if other in _PRONOUNS:
        # "They" at the beginning stands for nothing that the same sentence names later.
        return other == known.opening and stem_of(head) in known.beside and head not in _VAGUE
    own, others = _stems(told.subject), _stems(known.deed.subject)
    if stem_of(head) in others or stem_of(other) in own:
        return False
    if head in _INSPECTORS:
        return (
            not (told.verb in _REPORTED or other in _INSPECTORS) and actor_kind(other) is not None
        )
    if stem_of(head) not in words.known:
        return False
    if stem_of(other) in words.told:
        return True  # both are named on both sides
    if "other" in known.deed.subject:
        return True
    if head in _VAGUE or other in _VAGUE or other.removesuffix("s") in _VAGUE:
        return False
    return actor_kind(head) is None or actor_kind(head) != actor_kind(other)


def _another_voice(told: Sequence[Deed], known: Sequence[Deed]) -> set[str]:
    """Verbs that the same subject does here and undergoes in the sources, or the reverse."""
    found = set()
    for deed in told:
        if deed.passive is None or deed.verb in _BOTH_WAYS or deed.head is None:
            continue
        if deed.head in _PRONOUNS | _SHARES or not deed.head.isalpha():
            continue
        same = [
            one
            for one in known
            if one.verb == deed.verb and one.head and stem_of(one.head) == stem_of(deed.head)
        ]
        if same and all(one.passive is (not deed.passive) for one in same):
            found.add(f"{deed.head} {deed.verb}")
    return found


def _stems(words: Sequence[str]) -> set[str]:
    return {stem_of(word) for word in words if word not in FUNCTION_WORDS}


_SEEN = re.compile(r"\b(seen|regarded|viewed|perceived) as\b")


def _seen_as(text: str, sources: Sequence[str]) -> set[str]:
    """What somebody is said to think of a thing ("was seen as"), where no source says so."""
    known = {verb_stem(word) for source in sources for word in words_of(source)}
    return {word for word in _SEEN.findall(text) if verb_stem(word) not in known}


_THING = r"\w+(?:ies|ments?|[st]ions?|als?)"


def _deed_of_thing(told: Sequence[Deed], text: str, sources: Sequence[str]) -> set[str]:
    """A thing ("one in four replies was late") told as a deed ("one in four replied late")."""
    verbs = {deed.verb for deed in told if deed.passive is False} - _REPORTED
    words = {word for word in words_of(text) if word.endswith("ed") and verb_stem(word) in verbs}
    found = set()
    for word in words:
        forms = [
            (known, place)
            for known in map(words_of, sources)
            for place, other in enumerate(known)
            if verb_stem(other) == verb_stem(word)
        ]
        if forms and all(_is_thing(known, place) for known, place in forms):
            found.add(word)
    return found


def _is_thing(words: Sequence[str], place: int) -> bool:
    after = words[place + 1 : place + 2]
    return bool(re.fullmatch(_THING, words[place])) and after[:1] in (
        ["is"], ["was"], ["are"], ["were"], ["had"], ["has"], ["have"]
    )  # fmt: skip


def _exchanged_possessors(text: str, sources: Sequence[str]) -> set[str]:
    """Things that the sources say are another's ("the parents' group"), both being named."""
    known = {pair for source in sources for pair in _possessed(source)}
    named = {stem_of(word) for source in sources for word in words_of(source)}
    found = set()
    for owner, thing in _possessed(text):
        owners = {other for other, one in known if one == thing}
        if owners and owner not in owners and owner in named and not owners & _VAGUE:
            found.add(f"{owner}'s {thing}")
    return found


def _possessed(text: str) -> set[tuple[str, str]]:
    words = [match.casefold().replace("’", "'") for match in re.findall(r"[\w’'-]+", text)]
    return {
        (stem_of(first), stem_of(second))
        for first, second in pairwise(words)
        if first.endswith(("'s", "s'"))
        and second not in FUNCTION_WORDS
        and first not in {"other's", "another's"}
    }


_SUBJECTS = frozenset(
    "Probation Prison Prisons Police Fire School Schools Care Chief Health".split()
)


def _whose_inspectors(text: str, sources: Sequence[str]) -> set[str]:
    """A unit made the inspectors' own: "Wickerby inspectors" for "at Wickerby, inspectors"."""
    found = set()
    for name in re.findall(r"([A-Z][\w’-]+) [Ii]nspectors?\b(?! of)", text):
        known = " ".join(sources)
        if name in _SUBJECTS:
            continue
        if f"{name} inspector" not in known.replace("Inspector", "inspector") and re.search(
            rf"\b{re.escape(name)}\b", known
        ):
            found.add(f"{name} inspectors")
    return found

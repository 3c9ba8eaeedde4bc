"""Sentence → who does what in each of its clauses, as far as words alone tell it.

No parser: small words, endings and order are enough for the plain sentences of news, and where
they are not, a clause is passed over rather than guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.briefs.wording import FUNCTION_WORDS, stem_of, words_of

__all__ = ["PREPOSITIONS", "Deed", "deeds_of", "verb_stem"]

_PARTS = re.compile(r"[,;:–—()|]|\.\s|\s-\s")
_LINKS = frozenset(
    "and but or while whilst whereas although though because when where which who whom that if "
    "after before so unless until as than since".split()
)
_GOES_ON = frozenset({"and", "but", "or"})
"""Links after which a clause without a subject has that of the clause before."""
_BE = frozenset("is are was were be been being isn't aren't wasn't weren't".split())
_AUXILIARIES = _BE | frozenset(
    "has have had having do does did will would shall should can could may might must cannot "
    "hasn't haven't hadn't don't doesn't didn't won't wouldn't shouldn't can't couldn't "
    "get gets got".split()
)
_NOUNS_IN_LY = frozenset("family supply assembly".split())
_HAVING = frozenset("has have had having".split())
_FINITE = _AUXILIARIES - frozenset("be been being having".split())
PREPOSITIONS = frozenset(
    "of in on at by for from with to into onto over under about as within between among across "
    "through during against towards toward without despite per amid behind".split()
)
_NO_SUBJECT = PREPOSITIONS | frozenset(
    "a an the its their his her our my this these those very not never more most less least "
    "newly well poorly badly highly fully too so all some many few several no both "
    "also still often always rarely seldom now then just only even already yet to".split()
)
"""Words behind which a form in "-ed" is an adjective or an infinitive's, not a clause's verb."""
_ADVERBS = frozenset(
    "not never also still often always rarely seldom now then just only even already yet both all "
    "too so more most less well there here again now n't".split()
)
_PRONOUNS = frozenset("it they he she i we you this that these those there who which".split())
_IRREGULAR = {
    form: pair.split()[0]
    for pair in (
        "speak spoke spoken speaks speaking",
        "give gave given gives giving",
        "take took taken takes taking",
        "see saw seen sees seeing",
        "tell told tells telling",
        "know knew known knows knowing",
        "show showed shown shows showing",
        "write wrote written writes writing",
        "make made makes making",
        "find found finds finding",
        "meet met meets meeting",
        "send sent sends sending",
        "put puts putting",
        "keep kept keeps keeping",
        "leave left leaves leaving",
        "hold held holds holding",
        "hear heard hears hearing",
        "bring brought brings bringing",
        "teach taught teaches teaching",
        "catch caught",
        "feel felt feels feeling",
        "think thought thinks thinking",
        "say said says saying",
        "lead led leads leading",
        "run ran runs running",
        "pay paid pays paying",
        "choose chose chosen chooses",
        "begin began begun begins",
        "fall fell fallen falls falling",
        "rise rose risen rises rising",
        "draw drew drawn draws drawing",
        "drive drove driven drives driving",
        "hide hid hidden hides",
        "hurt hurts hurting",
        "beat beaten beats",
        "forget forgot forgotten",
        "build built builds building",
        "spend spent spends spending",
        "lose lost loses losing",
        "sell sold",
        "understand understood understands",
        "expect expected expects expecting",
        "ask asked asks asking",
        "want wanted wants wanting",
        "supervise supervised supervises",
    )
    for form in pair.split()
}
_PAST = frozenset(
    "spoke gave took saw told knew wrote made found met sent kept left held heard brought taught "
    "felt thought said led ran paid chose began fell rose drew drove hid spent lost built "
    "understood says expects expect tells asks ask wants want know knows needs need hopes "
    "supervise supervises treat treats".split()
)
"""Forms without "-ed" that are a clause's verb by themselves."""


_RELATIVES = frozenset("who which that whose".split())
_QUESTIONS = frozenset("how why whether what".split())
_SAID = frozenset("said says say concluded added warned".split())
_NOMINATIVES = frozenset("they he she we i".split())


@dataclass(frozen=True)
class Deed:
    """What one clause says that somebody does or undergoes.

    Attributes:
        subject: its content words, prepositions and pronouns, in small letters; empty where words
            alone do not tell it.
        verb: a stem.
        passive: whether the subject undergoes it; None where words alone do not tell.
    """

    subject: tuple[str, ...]
    verb: str
    passive: bool | None

    @property
    def head(self) -> str | None:
        """The noun of the subject: the last content word before its first preposition."""
        cut = next(
            (i for i, word in enumerate(self.subject) if i and word in PREPOSITIONS),
            len(self.subject),
        )
        words = [word for word in self.subject[:cut] if word not in PREPOSITIONS | {"other"}]
        return words[-1] if words else None


_OBJECTS = tuple((word,) for word in "us them me him you".split())
"""What stands behind a form only where its subject does the deed."""
_ACTIVE = frozenset("spoke gave took saw knew wrote chose began fell rose drew drove hid".split())
"""Past forms that are no participle."""


@dataclass(frozen=True)
class _Run:
    """Words of one clause, the link before them, and the subject that they may go on with."""

    link: str
    words: tuple[str, ...]


def verb_stem(word: str) -> str:
    """A stem that all forms of a verb share, irregular ones too."""
    return stem_of(_IRREGULAR.get(word, word)).rstrip("eiy")


_SAYING = frozenset(
    map(
        verb_stem,
        "say tell feel think believe report find hope know fear worry expect warn add note "
        "conclude".split(),
    )
)


def deeds_of(text: str, *, bare: bool | None = None) -> tuple[Deed, ...]:
    """The deeds of a sentence's clauses, in their order.

    Args:
        text: the sentence.
        bare: the voice of a form in its first part that may be past or participle and has no
            auxiliary: a written sentence has whole clauses, the line of a list may not.
    """
    found: list[Deed] = []
    aside: tuple[str, ...] = ()  # a subject whose verb a relative clause keeps waiting
    for place, part in enumerate(_PARTS.split(text)):
        words = words_of(part)
        opens_aside = bool(words) and words[0] in _RELATIVES
        subject = () if opens_aside else aside
        for run in _runs(words):
            for deed in _deeds(run, subject, found[-1] if found else None, None if place else bare):
                found.append(deed)
                subject = deed.subject
        if not opens_aside:
            named = _subject(words)
            aside = () if _has_verb(_Run("", tuple(words))) else (*aside, *named)
    return tuple(found)


def _runs(words: Sequence[str]) -> Iterator[_Run]:
    """Each clause's words.

    Nouns joined by "and" stay together: words without a verb are part of the next clause.
    """
    link, run = "", list[str]()
    for place, word in enumerate(words):
        ends = _has_verb(_Run(link, tuple(run)))
        if word in _LINKS and (ends or not run or word in {"who", "which", "whose"}):
            if run:
                yield _Run(link, tuple(run))
            link, run = word, []
        elif ends and _begins_clause(words, place):
            yield _Run(link, tuple(run))
            link, run = "", [word]
        else:
            run.append(word)
            if word in _SAID and words[place - 1 : place] and words[place - 1] not in _AUXILIARIES:
                yield _Run(link, tuple(run))
                link, run = "", []
    if run:
        yield _Run(link, tuple(run))


def _begins_clause(words: Sequence[str], place: int) -> bool:
    """Whether a pronoun at this place is a subject ("told him they", "a rating it had")."""
    after = words[place + 1 : place + 2]
    return words[place] in _NOMINATIVES or (
        words[place] == "it" and bool(after) and (after[0] in _FINITE or _is_past(after[0]))
    )


def _has_verb(run: _Run) -> bool:
    return any(_is_verb(run.words, place) for place in range(len(run.words))) or (
        run.link in {"", *_RELATIVES, *_GOES_ON} and bool(run.words) and _is_past(run.words[0])
    )


def _is_past(word: str) -> bool:
    return word in _PAST or (len(word) > 4 and word.endswith("ed"))


def _is_verb(words: Sequence[str], place: int) -> bool:
    word = words[place]
    if word in _FINITE:
        return True
    if not _is_past(word) or place == 0:
        return False
    return words[place - 1] not in _NO_SUBJECT | _AUXILIARIES


def _deeds(
    run: _Run, subject: tuple[str, ...], before: Deed | None, bare: bool | None
) -> Iterator[Deed]:
    """The deed of one clause: its first verb that is not a participle behind its noun."""
    words = run.words
    place = _main_verb(words)
    start = next((i for i, word in enumerate(words) if word not in _ADVERBS), None)
    if start is not None and (place == start or _goes_on(words, start)):
        own = subject if run.link in {*_GOES_ON, ""} else ()
        yield from _deed(words, start, own, bare=None)
    elif place is not None:
        own = _subject(words[:place])
        if own in {("they",), ("he",), ("she",)}:
            own = before.subject if before and before.verb in _SAYING else own
        if run.link not in _RELATIVES or own:
            yield from _deed(words, place, own, bare=bare)


def _goes_on(words: Sequence[str], place: int) -> bool:
    """Whether a clause begins with its verb: "treated with respect", not "balanced reports"."""
    after = words[place + 1 : place + 2]
    return _is_past(words[place]) and (not after or after[0] in FUNCTION_WORDS)


def _main_verb(words: Sequence[str]) -> int | None:
    verbs = [place for place in range(len(words)) if _is_verb(words, place)]
    if not verbs:
        return None
    first = verbs[0]
    if words[first].endswith("ed") and (words[first + 1 : first + 2] == ("by",) or len(verbs) > 1):
        return next((place for place in verbs[1:] if words[place] in _FINITE), None)
    return first


def _is_participle(word: str) -> bool:
    return (len(word) > 4 and word.endswith("ed")) or (
        word in _IRREGULAR and not word.endswith("ing")
    )


def _subject(words: Sequence[str]) -> tuple[str, ...]:
    """Content words, prepositions and pronouns before a verb, from the last "how" on."""
    start = max((place + 1 for place, word in enumerate(words) if word in _QUESTIONS), default=0)
    return tuple(
        word
        for word in words[start:]
        if (word not in FUNCTION_WORDS or word in PREPOSITIONS | _PRONOUNS | {"other"})
        and not (word.endswith("ly") and word not in _NOUNS_IN_LY)
    )


def _deed(
    words: Sequence[str], place: int, subject: tuple[str, ...], *, bare: bool | None
) -> Iterator[Deed]:
    """The main verb from ``place`` on, auxiliaries and adverbs passed over.

    ``bare`` is the voice of a form that may be past or participle and has no auxiliary.
    """
    group = set()
    for at, word in enumerate(words[place:], start=place):
        if word in _AUXILIARIES or word in _ADVERBS or word.endswith("ly"):
            group.add(word)
            continue
        owns = bool(group) and group <= _HAVING and not _is_participle(word)
        if (word not in FUNCTION_WORDS or word in _IRREGULAR) and not owns:
            passive: bool | None = bool(_BE & group) and _is_participle(word)
            if not group & _AUXILIARIES and _is_participle(word) and word not in _ACTIVE:
                passive = False if words[at + 1 : at + 2] in _OBJECTS else bare
            yield Deed(subject, verb_stem(word), passive)
        return

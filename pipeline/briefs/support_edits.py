"""False claims: a true one with a number, a name, a denial, a role … changed.

Every edit takes a true claim and a random generator, and returns the claim made false, or None
where it finds nothing to change. What is made is checked by no one, so each edit keeps to changes
that alter the meaning wherever they apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.briefs.support_words import (
    ACTORS,
    ADDITIONS,
    ANTONYMS,
    DENIALS,
    MONTHS,
    NUMBERS,
    PAST,
    SCALES,
    STRENGTHENED,
)
from pipeline.briefs.wording import words_of

__all__ = ["EDITS", "Bank", "Edit", "actors_in", "begin_sentence", "capitalised", "replaced"]


@dataclass(frozen=True)
class Bank:
    """What other articles offer to false claims.

    Attributes:
        people: names of persons; places: other capitalised names.
        phrases: endings of other sentences, each beginning with a preposition or conjunction.
        clauses: whole short sentences; plain: words that are no names.
    """

    people: tuple[str, ...]
    places: tuple[str, ...]
    phrases: tuple[str, ...]
    clauses: tuple[str, ...]
    plain: frozenset[str] = frozenset()


Edit = Callable[[str, str, Bank, random.Random], str | None]
"""Claim, its sources as one text, bank, random generator → false claim."""

_NUMBER = re.compile(rf"\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(NUMBERS[1:])})\b", re.IGNORECASE)
_FRACTIONS = ("a quarter", "a third", "half", "two-thirds", "three-quarters", "a fifth")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w’'-]+(?: (?:and |of )?[A-Z][\w’'-]+)*")
_AUXILIARY = re.compile(
    r"\b(?:is|are|was|were|has been|have been|had been|can|could|will|should|must)\b(?! not)"
)
_DENIED_VERB = re.compile(r"\b(did|does|do) not ([a-z]+)\b|\b(did|does|do)n[’']t ([a-z]+)\b")
_SPEECH = re.compile(
    r"^(?P<who>[A-Z][\w’' .,-]{2,70}?),? (?P<verb>said|says|wrote|warned|added|told|called|urged|"
    r"argued|described|praised|criticised|welcomed|found|noted|want|wants|recommended|asked)\b"
)
_CLAUSES = re.compile(
    r"^(?P<first>.{15,}?)(?:,? (?=but|while|whereas|though)|, )"
    r"(?P<join>and|but|while|whereas|though) (?P<then>.{15,})$"
)
_VERB = re.compile(
    r" (?:is|are|was|were|has|have|had|can|could|do|did|does|need|needs|must|should|found|made|"
    r"gave|got|took|felt|knew|lacked|received|said) "
)


def replaced(
    text: str, swaps: Mapping[str, str] | Iterable[tuple[str, str]], chance: random.Random
) -> str | None:
    """The text with one of the words or phrases replaced, its capital kept; None without any."""
    pairs = list(swaps.items() if isinstance(swaps, Mapping) else swaps)
    found: list[tuple[re.Match[str], str]] = [
        (match, new)
        for old, new in pairs
        for match in re.finditer(rf"(?<![\w’'-]){re.escape(old)}(?![\w’-])", text, re.IGNORECASE)
    ]
    if not found:
        return None
    match, new = chance.choice(found)
    if match.group()[:1].isupper() and match.start() == 0:
        new = capitalised(new)
    return text[: match.start()] + new + text[match.end() :]


def capitalised(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def begin_sentence(text: str, plain: Collection[str]) -> str:
    """The text as it stands inside a sentence: a small letter, unless it begins with a name.

    Args:
        text: a sentence.
        plain: words that are no names.
    """
    first = text.split(" ")[0]
    lower = first[:1].lower() + first[1:]
    return lower + text[len(first) :] if lower.rstrip(",:") in plain else text


def _number(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """A number near the right one, or another number of the sources."""
    del bank
    matches = list(_NUMBER.finditer(claim))
    fraction = replaced(claim, [(a, b) for a in _FRACTIONS for b in _FRACTIONS if a != b], chance)
    if not matches or (fraction and chance.random() < 0.3):
        return fraction
    match = chance.choice(matches)
    others = [n for n in _NUMBER.findall(source) if n.casefold() not in claim.casefold()]
    if others and chance.random() < 0.3:
        new = chance.choice(others)
    else:
        new = _near(match.group(), chance)
    if match.start() == 0:
        new = capitalised(new)
    made = claim[: match.start()] + new + claim[match.end() :]
    return made if made != claim else None


def _near(number: str, chance: random.Random) -> str:
    folded = number.casefold()
    if folded in NUMBERS:
        place = NUMBERS.index(folded)
        others = [p for p in range(1, len(NUMBERS)) if p != place and abs(p - place) <= 3]
        return NUMBERS[chance.choice(others)]
    if "." in number:
        return f"{float(number.replace(',', '')) + chance.choice((-1, 1, 2)):.1f}"
    value = int(number.replace(",", ""))
    ways = [value + chance.choice((1, 2, 3, 10)), max(0, value - chance.choice((1, 2, 3)))]
    swapped = "".join(reversed(str(value)))
    if value > 20 and swapped != str(value) and swapped[0] != "0":
        ways.append(int(swapped))
    if value < 1000:
        ways.append(value * 10 if value < 100 else value + 100)
    new = chance.choice([way for way in ways if way != value])
    return f"{new:,}" if "," in number else str(new)


def _date(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """Another month, or another year."""
    del source, bank
    month = replaced(claim, [(a, b) for a in MONTHS for b in MONTHS if a != b], chance)
    years = list(re.finditer(r"\b(?:19|20)\d\d\b", claim))
    if years and (month is None or chance.random() < 0.5):
        match = chance.choice(years)
        new = str(int(match.group()) + chance.choice((-3, -2, -1, 1, 2)))
        return claim[: match.start()] + new + claim[match.end() :]
    return month


def _rating(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """Another rating of the same scale."""
    del source, bank
    if not re.search(r"\b(?:rat|grad|judg|mark|score|overall|verdict|mark)", claim):
        return None
    for scale in chance.sample(SCALES, len(SCALES)):
        found = [
            rating
            for rating in scale
            if re.search(rf"(?<![\w-]){re.escape(rating)}(?![\w-])", claim)
        ]
        others = [rating for rating in scale if rating not in found]
        if found and others:
            old = max(found, key=len)
            new = chance.choice(others)
            return re.sub(rf"(?<![\w-]){re.escape(old)}(?![\w-])", new, claim, count=1)
    return None


def _name(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """Another place or unit: of the sources where they have one, else of another article."""
    matches = [m for m in _NAME.finditer(claim) if m.group().split()[0] not in MONTHS]
    matches = [m for m in matches if m.group() not in {r for scale in SCALES for r in scale}]
    if not matches:
        return None
    match = chance.choice(matches)
    here = [n for n in _NAME.findall(source) if n not in claim]
    new = chance.choice(here if here and chance.random() < 0.4 else bank.places)
    words, others = match.group().split(), new.split()
    if len(words) > 1 and chance.random() < 0.6:
        at = chance.randrange(len(words))
        proper = [w for w in others if w[0].isupper() and w not in words]
        if words[at][0].isupper() and proper:
            new = " ".join([*words[:at], chance.choice(proper), *words[at + 1 :]])
    made = claim[: match.start()] + new + claim[match.end() :]
    return made if words_of(made) != words_of(claim) else None


def _speaker(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """Somebody else says it."""
    match = _SPEECH.match(claim)
    if match is None:
        return None
    who = match.group("who")
    people = [p for p in bank.people if p not in source]
    here = [n for n in _NAME.findall(source) if n not in claim and len(n.split()) == 2]
    groups = [
        capitalised(actor) for line in ACTORS for actor in line if not _kinds(actor) & _kinds(who)
    ]
    if re.search(r"[A-Z]\w+ [A-Z]\w+$", who):
        new = chance.choice(here if here and chance.random() < 0.5 else people)
        title = re.match(r"(.*? )[A-Z]\w+ [A-Z]\w+$", who)
        new = f"{title.group(1)}{new}" if title else new
    else:
        new = chance.choice([*chance.sample(people, 2), *chance.sample(groups, 4)])
    made = new + claim[len(who) :]
    return made if made != claim else None


def _dropped(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """A denial left out."""
    del source, bank
    ways = []
    verb = _DENIED_VERB.search(claim)
    if verb:
        helper, plain = (verb.group(1) or verb.group(3)), (verb.group(2) or verb.group(4))
        past = PAST.get(plain, f"{plain.removesuffix('e')}ed")
        asserted = {"did": past, "does": f"{plain}s", "do": plain}[helper]
        ways.append(claim[: verb.start()] + asserted + claim[verb.end() :])
    elif re.search(r"(?<!could)(?<!if) not (?!all|always|only|enough|every|just)", claim):
        ways.append(re.sub(r" not (?!all|always|only|enough|every|just)", " ", claim, count=1))
    elif swapped := replaced(claim, DENIALS, chance):
        ways.append(swapped)
    return chance.choice(ways) if ways else None


def _denied(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """A denial put in."""
    del source, bank
    matches = [m for m in _AUXILIARY.finditer(claim) if not claim[m.end() :].startswith(" no")]
    verbs = {past: plain for plain, past in PAST.items() if plain not in {"have", "be", "do"}}
    deeds = [
        m
        for m in re.finditer(
            r"(?<=[a-z] )([a-z]+)(?= (?:the|a|their|its|that|to|in|of|more|with)\b)", claim
        )
        if m.group() in verbs
        and not re.search(r"\b(?:is|are|was|were|has|have|had|be|been) $", claim[: m.start()])
    ]
    if deeds and (not matches or chance.random() < 0.4):
        match = chance.choice(deeds)
        return f"{claim[: match.start()]}did not {verbs[match.group()]}{claim[match.end() :]}"
    if not matches:
        return None
    match = chance.choice(matches)
    first, _, rest = match.group().partition(" ")
    denied = f"{first} not {rest}".strip() if first != "can" else "cannot"
    return claim[: match.start()] + denied + claim[match.end() :]


def _opposite(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """A word turned round."""
    del source, bank
    return replaced(claim, ANTONYMS, chance)


def _strengthened(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """More, surer or done where the claim has fewer, doubt or a call."""
    del source, bank
    found = replaced(claim, STRENGTHENED, chance)
    plural = re.match(r"(Staff|Officers|Managers|Children|Plans|Assessments|Cases|Nurses)\b", claim)
    if plural and (found is None or chance.random() < 0.3):
        return f"All {claim[0].lower()}{claim[1:]}"
    return found


def _kinds(text: str) -> set[int]:
    words = f" {' '.join(words_of(text))} "
    return {
        place
        for place, line in enumerate(ACTORS)
        for actor in line
        if f" {actor.removeprefix('the ').rstrip('s')}" in words
    }


def actors_in(text: str) -> list[str]:
    """The actors that a text names, in its words, in their order."""
    names = sorted({actor for line in ACTORS for actor in line}, key=len, reverse=True)
    pattern = rf"\b(?:{'|'.join(map(re.escape, names))})\b"
    return [match.group() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _role(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """Two actors in each other's place, or another actor, of the sources if they have one."""
    here = actors_in(claim)
    ways: list[str] = []
    for first in here:
        for second in here[here.index(first) + 1 :]:
            if not _kinds(first) & _kinds(second):
                ways.append(_exchanged(claim, first, second))
    others = [a for a in actors_in(source) if not _kinds(a) & {k for h in here for k in _kinds(h)}]
    others = others or [actor for line in ACTORS for actor in line]
    for first in here:
        new = chance.choice(others)
        if not _kinds(first) & _kinds(new):
            made = replaced(claim, {first: new.lower()}, chance)
            ways += [made] if made else []
    parts = _with_subjects_exchanged(claim, bank.plain)
    ways += [parts] if parts else []
    return chance.choice(ways) if ways else None


def _exchanged(claim: str, first: str, second: str) -> str:
    at, to = claim.find(first), claim.rfind(second)
    new = second.lower() if at else capitalised(second)
    return (
        claim[:at] + new + claim[at + len(first) : to] + first.lower() + claim[to + len(second) :]
    )


def _with_subjects_exchanged(claim: str, plain: Collection[str]) -> str | None:
    """``A was x, but B was y`` as ``B was x, but A was y``."""
    match = _CLAUSES.match(claim)
    if match is None:
        return None
    first, then = match.group("first"), match.group("then")
    here, there = _VERB.search(first), _VERB.search(then)
    if not here or not there or here.start() > 40 or there.start() > 40:
        return None
    subject, other = first[: here.start()], then[: there.start()]
    if words_of(other)[:1] in (["it"], ["they"], ["that"], ["this"], []):
        return None
    new = f"{capitalised(other)}{first[here.start() :]}, {match.group('join')} "
    return f"{new}{begin_sentence(subject, plain)}{then[there.start() :]}"


def _added(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """A circumstance, a reason or another statement that no source has."""
    known = set(words_of(source))
    kind = chance.random()
    body = claim.rstrip(".")
    if kind < 0.45:
        phrases = [
            p for p in chance.sample(bank.phrases, min(30, len(bank.phrases))) if _is_new(p, known)
        ]
        phrase = chance.choice(phrases) if phrases else chance.choice(ADDITIONS)
    elif kind < 0.8:
        phrase = chance.choice(ADDITIONS)
    else:
        clause = chance.choice(bank.clauses).rstrip(".")
        clause = begin_sentence(clause, bank.plain)
        phrase = f"{chance.choice(('and', 'because', 'and', 'although', 'so that'))} {clause}"
    place = chance.random()
    if place < 0.2 and len(phrase.split()) < 8 and not phrase.startswith(("and ", "which ", "so ")):
        return f"{capitalised(phrase)}, {begin_sentence(claim, bank.plain)}"
    comma = [m.start() for m in re.finditer(r",? (?:and|but|while) ", body)]
    if place < 0.45 and comma:
        at = chance.choice(comma)
        return f"{body[:at]} {phrase}{body[at:]}."
    return f"{body}{',' if chance.random() < 0.3 else ''} {phrase}."


def _is_new(phrase: str, known: Collection[str]) -> bool:
    words = [word for word in words_of(phrase) if len(word) > 3]
    return sum(word in known for word in words) <= len(words) / 2


def _reason(claim: str, source: str, bank: Bank, chance: random.Random) -> str | None:
    """One thing made the cause of another that stands beside it."""
    del bank
    if re.search(
        r"\b(?:because|so that|led to|due to|owing to|as a result)\b", f"{claim} {source}"
    ):
        return None
    match = _CLAUSES.match(claim)
    if match is None or not _VERB.search(match.group("then")):
        return None
    join = chance.choice(
        ("because", "so", "which meant that", "even though", "as a result of which")
    )
    return f"{match.group('first')}, {join} {match.group('then')}"


EDITS: Sequence[tuple[str, Edit, float]] = (
    ("number", _number, 1.3),
    ("date", _date, 1.0),
    ("rating", _rating, 2.5),
    ("name", _name, 1.0),
    ("speaker", _speaker, 1.5),
    ("negation", _dropped, 2.5),
    ("negation", _denied, 0.6),
    ("opposite", _opposite, 1.2),
    ("degree", _strengthened, 1.0),
    ("role", _role, 1.6),
    ("addition", _added, 1.8),
    ("addition", _reason, 0.6),
)
"""Kind of error, what makes it, and how often it is chosen where it applies."""

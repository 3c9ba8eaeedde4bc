"""Who is named in an article: full names, titles, what sex their titles give, and their roles.

Names are found by their capitals and by what stands beside them. A person is a first name and
a surname, or a title and a surname; organisations and places are told apart by their words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.tagging.given_names import FEMALE_NAMES, MALE_NAMES
from pipeline.tagging.people_mentions import (
    GIVEN_NAMES,
    SPEECH_BEFORE,
    SPEECH_BESIDE,
    Mention,
    find_mentions,
)
from pipeline.tagging.people_words import (
    DROPPED_TITLES,
    FEMALE_ROLES,
    FEMALE_TITLES,
    KEPT_TITLES,
    MALE_ROLES,
    MALE_TITLES,
    NO_ROLES,
    ORGANISATIONS,
    PEERAGES,
    PREPOSITIONS,
    ROLES,
    STARTERS,
)

__all__ = ["People", "Person", "is_role_word"]


_APPOSITION = re.compile(
    r"\s*,\s*(?:aged\s+)?(?:\d\d\b|who\b|(?:the|a|an|its|their|his|her)\s|(?:[a-z]+\s){0,3}"
    r"(?:chair|chief|head|director|leader|minister|governor|manager|secretary|officer|inspector|"
    r"commissioner|member|lead|president|mayor|spokes\w+|founder|mother|father)\b)",
    re.IGNORECASE,
)
_AGE = re.compile(r",\s(?:(?:aged\s)?\d\d,|who\b|whose\b)")
_APPOSED = re.compile(r"\s*[,(]\s*+(?!whose|which|with)(?:who\s+)?(?P<role>[^.;:,“”\"()\n]{3,90})")
_LEFT_APPOSED = re.compile(r"(?P<role>(?:[\w’'-]+\s){1,9}[\w’'-]+),\s+$")
_RUNS = {"runs": "head", "heads": "head", "leads": "leader", "chairs": "chair"}
_LEFT_ROLE = re.compile(r"(?:[^\W\d_]+(?:[’'-][^\W\d_]+)*[ \u00a0]+){1,8}$")
_ROLE_ENDING = re.compile(r"(?:man|woman|person|ist|or|er|ant|head|chair|chief|mp|lead|ary|iff)$")
_PLACED = re.compile(
    r"\b(?:in|at|near|above|from|across|around|outside|into|through|the|a)\s+$", re.I
)
_DIED = re.compile(
    r"(?:[’']s (?:death|murder|killing|killers?)\b|(?:,(?:[^,.;:]{1,60},)?)?\s(?:had\s|also\s)?"
    r"(?:died|(?:was|were) (?:killed|murdered|found dead|strangled)|"
    r"took (?:his|her|their) own life)\b)"
)
_DEAD_BEFORE = re.compile(r"\b(?:late|murder of|death of|killing of|murdered|murdering|killed)\s+$")
_RELATION_BEFORE = re.compile(r"\b(son|brother|husband|father|daughter|sister|wife|mother)\s+$")
_KIN = re.compile(
    r"[’']s\s(?:[a-z-]+\s){0,2}(?:mum|mother|dad|father|sister|brother|widow|widower|wife|husband|"
    r"partner|son|daughter|nan|gran|grandmother|grandfather|aunt|uncle),?\s"
)
_MOST_PEOPLE = 200
"""People that an article may name; those after are not looked at."""
_CONTEXT = 90
"""Characters beside a name in which its role is looked for."""


@dataclass(slots=True)
class Person:
    """Somebody named with first name and surname (or title and surname) in the article.

    Attributes:
        name: the fullest form, with Dame, Sir, Lord, Lady or Baroness.
        sex: ``m``, ``f``, or empty where nothing tells.
        roles: words of the roles that stand beside the name, in lower case.
        certain: whether something besides the capitals says that this is a person.
        placed: whether "in", "at" or "the" stands before the name somewhere, as with places.
        dead: whether the article says that the person has died; the dead are not quoted on it.
    """

    name: str
    sex: str = ""
    roles: set[str] = field(default_factory=set)
    certain: bool = False
    placed: bool = False
    dead: bool = False

    @property
    def likely(self) -> bool:
        """Whether this is a person, as far as words tell, and no place or firm."""
        if " " not in self.name:
            return self.certain and not self.placed
        return self.certain or not self.placed


def is_role_word(word: str) -> bool:
    """Whether a word names an office or an occupation ("governor", "campaigner")."""
    word = word.lower()
    return word not in NO_ROLES and (
        word in ROLES
        or word in {"mp", "pcc", "am", "ms", "msp", "judge", "coroner"}
        or (len(word) > 3 and bool(_ROLE_ENDING.search(word)))
    )


class People:
    """The people of an article, by surname and by first name."""

    def __init__(self, text: str) -> None:
        self.mentions = find_mentions(text)
        self.starts = [mention.start_char for mention in self.mentions]
        self._known: dict[tuple[str, str], Person] = {}
        self._surnames: dict[str, list[Person]] = defaultdict(list)
        self._first_names: dict[str, list[Person]] = defaultdict(list)
        for mention in self.mentions:
            if len(mention.tokens) >= 2 and len(self._known) < _MOST_PEOPLE:
                self._add(text, mention)
        for mention in self.mentions:
            if self._is_lone_first_name(text, mention):
                self._add(text, mention)
            elif mention.title and self._is_unknown(mention):
                self._add_titled(text, mention)
        for mention in self.mentions:
            self._learn(text, mention)
        self.everyone = list(self._known.values())
        self._kin = self._relatives(text)

    def _is_unknown(self, mention: Mention) -> bool:
        word = mention.tokens[-1].lower()
        return (
            len(mention.tokens) == 1
            and len(self._known) < _MOST_PEOPLE
            and not self._surnames.get(word)
            and not self._first_names.get(word)
        )

    def _add_titled(self, text: str, mention: Mention) -> None:
        """Somebody whom the article names by title and surname alone."""
        name = text[mention.start_char : mention.end_char]
        if mention.title in PEERAGES:
            seat = re.match(r" of [A-Z][\w’-]+", text[mention.end_char : mention.end_char + 40])
            name += seat.group() if seat else ""
        if mention.title in DROPPED_TITLES:
            name = mention.tokens[0]
        person = Person(name=name, certain=True)
        last = mention.tokens[0].lower()
        self._known[(mention.title, last)] = person
        self._surnames[last].append(person)
        _take_sex(person, mention)
        person.roles |= _roles(text, mention)

    def _is_lone_first_name(self, text: str, mention: Mention) -> bool:
        """Whether a single word is a person's whole name in this article ("Kelly, 34, said")."""
        if mention.title:
            return False
        word = mention.tokens[0].lower()
        if not self._is_unknown(mention):
            return False
        return word in GIVEN_NAMES or bool(
            _AGE.match(text, mention.end_char) or _is_apposed(text, mention)
        )

    def _add(self, text: str, mention: Mention) -> None:
        key = (mention.tokens[0].lower(), mention.tokens[-1].lower())
        form = " ".join(mention.tokens)
        person = self._known.get(key)
        if person is None:
            person = self._known[key] = Person(name=form)
            self._surnames[key[1]].append(person)
            self._first_names[key[0]].append(person)
        kept = mention.title.capitalize() + " " if mention.title in KEPT_TITLES else ""
        if len(kept + form) > len(person.name):
            person.name = (
                kept + form if kept or " " not in person.name else _with_title(person, form)
            )
        _take_sex(person, mention)
        person.certain = person.certain or _certain(text, mention)
        if mention.title and mention.title not in MALE_TITLES | FEMALE_TITLES:
            person.roles.add(mention.title)
        before = text[max(0, mention.start_char - 12) : mention.start_char]
        person.placed = person.placed or bool(_PLACED.search(before))
        person.roles |= _roles(text, mention)
        if not person.sex:
            person.sex = _sex_of_relation(text, mention)

    def _learn(self, text: str, mention: Mention) -> None:
        """What a mention by surname or first name alone tells of a person."""
        person = self.whose(mention)
        if person is None:
            return
        if mention.title and len(mention.tokens) == 1:
            _take_sex(person, mention)
            person.certain = True
        person.certain = person.certain or bool(SPEECH_BESIDE.match(text, mention.end_char))
        before = text[max(0, mention.start_char - 12) : mention.start_char]
        died = _DIED.match(text, mention.end_char) or _DEAD_BEFORE.search(before)
        person.dead = person.dead or bool(died)

    def whose(self, mention: Mention) -> Person | None:
        """The person that a mention means; None where nobody or several fit."""
        if len(mention.tokens) >= 2:
            found = self._known.get((mention.tokens[0].lower(), mention.tokens[-1].lower()))
            if found is not None:
                return found
        last = mention.tokens[-1].lower()
        fitting = list(self._surnames.get(last, ()))
        if len(mention.tokens) == 1 and (mention.title in KEPT_TITLES or not mention.title):
            fitting += [one for one in self._first_names.get(last, ()) if one not in fitting]
        fitting = _of_sex(fitting or self._first_names.get(last, []), mention)
        if mention.title in KEPT_TITLES and len(fitting) > 1:
            fitting = [one for one in fitting if one.name.lower().startswith(mention.title)]
        return fitting[0] if len(fitting) == 1 else None

    def living(self, mention: Mention) -> Person | None:
        """The one living person whom a surname with a title means, beside a namesake who died.

        Somebody told of by a first name alone, as a relative of the dead, may be meant as well.
        """
        if not mention.title or len(mention.tokens) > 1:
            return None
        namesakes = self._surnames.get(mention.tokens[0].lower(), [])
        if not any(one.dead for one in namesakes):
            return None
        fitting = [one for one in namesakes if not one.dead]
        fitting = fitting or [kin for kin, of in self._kin if of in namesakes]
        fitting = _of_sex(fitting, mention)
        return fitting[0] if len(fitting) == 1 else None

    def relative(self, sex: str) -> Person | None:
        """The one person of a sex whom the article calls by first name as somebody's relative."""
        fitting = {kin.name: kin for kin, _ in self._kin if kin.sex == sex and not kin.dead}
        return next(iter(fitting.values())) if len(fitting) == 1 else None

    def _relatives(self, text: str) -> list[tuple[Person, Person]]:
        """Those told of by first name as somebody's relatives, each with whose they are."""
        found = []
        for owner, named in pairwise(self.mentions):
            between = text[owner.end_char : named.start_char]
            if owner.possessive and len(named.tokens) == 1 and _KIN.fullmatch(between):
                people = (self.whose(named), self.whose(owner))
                if people[0] and people[1] and people[0] is not people[1]:
                    found.append((people[0], people[1]))
        return found

    def between(self, start: int, end: int) -> list[Mention]:
        """The names that begin in ``text[start:end]``."""
        return self.mentions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def with_roles(self, wanted: set[str]) -> Person | None:
        """The one person whose roles have all these words; None where nobody or several do."""
        fitting = [one for one in self.everyone if one.likely and wanted <= one.roles]
        return fitting[0] if wanted and len(fitting) == 1 else None


def _with_title(person: Person, form: str) -> str:
    """A longer form of a name, under the title already known."""
    first = person.name.split()[0]
    return f"{first} {form}" if first.lower() in KEPT_TITLES else form


def _take_sex(person: Person, mention: Mention) -> None:
    if mention.title in MALE_TITLES:
        person.sex = "m"
    elif mention.title in FEMALE_TITLES:
        person.sex = "f"
    elif not person.sex:
        first = mention.tokens[0].lower()
        person.sex = "m" if first in MALE_NAMES else "f" if first in FEMALE_NAMES else ""


def _sex_of_relation(text: str, mention: Mention) -> str:
    """What sex an apposition gives away ("his mother", "chairman of"); empty where none does."""
    right = _APPOSED.match(text, mention.end_char, mention.end_char + _CONTEXT)
    first = set(right.group("role").lower().split()[:2]) if right else set()
    left = _RELATION_BEFORE.search(text[max(0, mention.start_char - 12) : mention.start_char])
    if left:
        return "m" if left.group(1) in {"son", "brother", "husband", "father"} else "f"
    return "f" if first & FEMALE_ROLES else "m" if first & MALE_ROLES else ""


def _of_sex(people: list[Person], mention: Mention) -> list[Person]:
    """Those whom a title fits: of its sex where some are known to be, else of no known sex."""
    if mention.title not in MALE_TITLES | FEMALE_TITLES:
        return people
    sex = "m" if mention.title in MALE_TITLES else "f"
    known = [person for person in people if person.sex == sex]
    return known or [person for person in people if not person.sex]


def _certain(text: str, mention: Mention) -> bool:
    """Whether something beside a full name says that it is a person's."""
    first = mention.tokens[0].lower()
    if mention.title or first in GIVEN_NAMES:
        return True
    before = text[max(0, mention.start_char - 30) : mention.start_char]
    word = re.search(r"([^\W\d_]+)\s+$", before)
    if word and is_role_word(word.group(1)) and word.group(1).lower() not in PREPOSITIONS:
        return True
    return bool(
        SPEECH_BESIDE.match(text, mention.end_char)
        or SPEECH_BEFORE.search(before)
        or _APPOSITION.match(text, mention.end_char)
    )


def _is_apposed(text: str, mention: Mention) -> bool:
    """Whether a name stands between a comma and a verb of saying ("his mother, Ada, said")."""
    before = text[max(0, mention.start_char - 2) : mention.start_char]
    return before == ", " and bool(SPEECH_BESIDE.match(text, mention.end_char))


def _roles(text: str, mention: Mention) -> set[str]:
    """Words of the roles on either side of a full name."""
    roles: set[str] = set()
    left = _LEFT_ROLE.search(text[max(0, mention.start_char - _CONTEXT) : mention.start_char])
    if left:
        listed = left.group().lower().split()
        if is_role_word(listed[-1]) or listed[-1] in ORGANISATIONS:
            roles |= set(listed)
    apposed = _LEFT_APPOSED.search(text[max(0, mention.start_char - _CONTEXT) : mention.start_char])
    if apposed and re.match(r"\s*(?:[,.;:]|$)", text[mention.end_char : mention.end_char + 3]):
        listed = apposed.group("role").lower().split()
        if any(is_role_word(word) for word in listed):
            roles |= set(listed)
    right = _APPOSED.match(text, mention.end_char, mention.end_char + _CONTEXT)
    if right:
        listed = re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", right.group("role").lower())
        if any(is_role_word(word) for word in listed[:8]):
            roles |= set(listed)
        roles |= {_RUNS[word] for word in listed[:1] if word in _RUNS}
    return {re.sub(r"[’']s?$", "", role) for role in roles} - STARTERS

"""Who has come to the fore in an article so far, and whom "she", "it" or "one" then means."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.schema import Sentence
from pipeline.tagging.people import People, Person
from pipeline.tagging.people_mentions import Mention
from pipeline.tagging.speaker_wording import head, plural_people, singular

__all__ = ["KIN_OF", "PREPOSITION", "Credit", "Kind", "Memory"]

Kind = Literal["person", "unnamed", "group", "report", "organisation"]

PREPOSITION = re.compile(
    r"\b(?:of|for|from|with|by|to|at|in|on|about|against|under|like|than)\s+(?:the\s+)?$"
)
"""What stands before a name that is no subject."""
KIN_OF = re.compile(
    r"\b(?:mum|mother|dad|father|parents?|sister|brother|widow|widower|wife|husband|partner|son|"
    r"daughter|family|friend|relatives?)\s+of\s+(?:[\w,-]+\s+){0,2}$",
    re.IGNORECASE,
)
"""What stands before somebody whose relative speaks ("the mother of murdered Ann Lee")."""
_INDEFINITE = {
    "f": re.compile(
        r"\b(?:an?|one|another)\s(?:[\w’'-]+\s){0,2}?(?:woman|girl|mother|daughter|sister|widow|"
        r"grandmother|wife)\b"
    ),
    "m": re.compile(
        r"\b(?:an?|one|another)\s(?:[\w’'-]+\s){0,2}?(?:man|boy|father|son|brother|lad|widower|"
        r"grandfather|husband)\b"
    ),
}
"""Somebody new, whom a pronoun may mean as well."""
_ANYBODY = re.compile(
    r"\b(?:an?|one|another)\s(?:[\w’'-]+\s){0,2}?(?:officer|teacher|nurse|worker|resident|"
    r"prisoner|shopkeeper|newsagent|victim|patient|parent|carer|neighbour|manager|shoplifter|"
    r"teenager|youngster|pupil|student|offender|volunteer|practitioner)\b"
)
_A_REPORT = re.compile(r"\b(?:the|an?|its|their|this) (?:[\w’'-]+ ){0,2}report\b", re.IGNORECASE)
_APPOSED = re.compile(r",\s(?:an?|the|its|their|\d\d|[a-z])")
_SAYS = re.compile(r",?\s(?:also\s|has\s|had\s)?(?:said|says|told|added|wrote|replied|disagreed)\b")
_MOST_EVENTS = 40
"""Events back to which a pronoun, or "the officer", may point."""
_REACH = 1500
"""Characters back to which a pronoun may point."""
_NAME_AFTER = 60
"""Characters after "Ann's" in which her relative's or colleague's name stands."""
_NEAR = 500
"""Characters back to which "it", "they" or a pronoun for somebody unnamed may point."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody, or something, that an article has speaking.

    Attributes:
        name: as the brief will give it.
        kind: what a later pronoun may mean by it.
        person: who it is, where the article names them.
        sex: ``m``, ``f`` or empty, for an unnamed person.
    """

    name: str
    kind: Kind
    person: Person | None = None
    sex: str = ""

    def is_same(self, other: Credit | None) -> bool:
        """Whether both are the same speaker."""
        return other is not None and self.name == other.name

    def may_be(self, sex: str) -> bool:
        """Whether this is a person of a sex, or one whose sex is unknown."""
        known = self.person.sex if self.person else self.sex
        return self.kind in {"person", "unnamed"} and known in {"", sex}


@dataclass(frozen=True, slots=True)
class Event:
    """Somebody came to the fore: as the subject of a sentence, or by speaking."""

    end_char: int
    credit: Credit
    spoke: bool


class Memory:
    """The events of an article so far, in order.

    Args:
        text: the article's text.
        sentences: its sentences, in order.
        people: who is named in it.
        quoted: half-open bounds of its quotations, in order; names in them are not the author's.
        inspectorate: the inspectorate's name, which "they" may mean.
    """

    def __init__(
        self,
        text: str,
        sentences: Sequence[Sentence],
        people: People,
        quoted: Sequence[tuple[int, int]],
        inspectorate: str | None,
    ) -> None:
        self.text, self.people, self.inspectorate = text, people, inspectorate
        self.events: list[Event] = []
        self._quoted_starts = [start for start, _ in quoted]
        self._quoted_ends = [end for _, end in quoted]
        self._sentence_starts = [sentence.start_char for sentence in sentences]
        self._sentence_ends = [sentence.end_char for sentence in sentences]

    @property
    def last(self) -> Credit | None:
        """Who came to the fore last."""
        return self.events[-1].credit if self.events else None

    def note(self, credit: Credit, position: int, *, spoke: bool = False) -> None:
        """Note that ``credit`` is in the foreground from the sentence at ``position`` on."""
        place = bisect_left(self._sentence_ends, position)
        end = self._sentence_ends[place] if place < len(self._sentence_ends) else position
        self.events.append(Event(end, credit, spoke))

    def before(self, position: int, sentences: int) -> int:
        """Where the sentence begins that lies this many before the one at ``position``."""
        place = max(0, bisect_right(self._sentence_starts, position) - 1 - sentences)
        return self._sentence_starts[place] if self._sentence_starts else 0

    def pronoun(self, sex: str, position: int) -> Credit | None:
        """Whom "he" or "she" means: the last in the foreground whose sex agrees."""
        recent = self.events[-_MOST_EVENTS:]
        event = next((one for one in reversed(recent) if one.credit.may_be(sex)), None)
        if event is None or (event.credit.person and event.credit.person.dead):
            return None
        if self._rival(event.credit, sex, event.end_char, position):
            return None
        far = event.end_char < position - _REACH
        if far and not event.spoke and not self._is_only(event.credit, sex):
            return None
        person = event.credit.person
        if person is None and self._somebody_new(sex, event.end_char, position):
            return None
        if person and not person.sex:
            person.sex = sex
        return event.credit

    def _somebody_new(self, sex: str, start: int, position: int) -> bool:
        """Whether somebody else without a name has been brought in, or too much lies between."""
        between = self.text[start:position]
        return (
            len(between) > _NEAR
            or _INDEFINITE[sex].search(between) is not None
            or _ANYBODY.search(between) is not None
        )

    def _is_only(self, credit: Credit, sex: str) -> bool:
        """Whether nobody else in the article can be "he" or "she"."""
        return credit.person is not None and all(
            one is credit.person
            for one in self.people.everyone
            if one.likely and one.sex in {"", sex}
        )

    def _rival(self, credit: Credit, sex: str, start: int, position: int) -> bool:
        """Whether somebody else of that sex is named between."""
        for mention in self.told_between(start, position):
            person = self.people.whose(mention)
            if person is None or person is credit.person or mention.possessive:
                continue
            if PREPOSITION.search(
                self.text[max(start, mention.start_char - 20) : mention.start_char]
            ):
                continue
            known = credit.person is None or bool(credit.person.sex)
            if person.certain and (person.sex == sex or (not known and not person.sex)):
                return True
        return False

    def told_between(self, start: int, end: int) -> list[Mention]:
        """The names in ``text[start:end]``, those within quotations left out."""
        return [one for one in self.people.between(start, end) if not self._quoted(one.start_char)]

    def _quoted(self, position: int) -> bool:
        place = bisect_right(self._quoted_starts, position) - 1
        return place >= 0 and position < self._quoted_ends[place]

    def others_between(self, credit: Credit, start: int, end: int) -> bool:
        """Whether somebody other than ``credit`` is named in ``text[start:end]``."""
        for mention in self.told_between(start, end):
            person = self.people.whose(mention)
            if person is None or not person.likely or person.name == credit.name:
                continue
            if mention.possessive and credit.name.startswith(person.name):
                continue
            if mention.possessive and self._leads_to(credit, mention.end_char):
                continue
            before = self.text[max(start, mention.start_char - 9) : mention.start_char]
            if not PREPOSITION.search(before):
                return True
        return False

    def _leads_to(self, credit: Credit, position: int) -> bool:
        """Whether the name before ``position`` only says whose relative or colleague speaks."""
        named = self.people.between(position, position + _NAME_AFTER)
        person = self.people.whose(named[0]) if named else None
        between = self.text[position : named[0].start_char] if named else "."
        return person is not None and person is credit.person and not re.search(r"[.;:!?]", between)

    def newcomer_after(self, position: int) -> Credit | None:
        """Somebody new who begins the next sentence (“…,” says the governor. Ann Lee …)."""
        following = bisect_right(self._sentence_starts, position)
        if following >= len(self._sentence_starts):
            return None
        start = self._sentence_starts[following]
        for mention in self.people.between(start, start + 1):
            person = self.people.whose(mention)
            if person is None or not person.likely or len(mention.tokens) < 2:
                continue
            met = (self.people.whose(earlier) for earlier in self.people.between(0, position))
            told = set(re.findall(r"[a-z]+", self.text[position:start].lower()))
            another = _APPOSED.match(self.text, mention.end_char) and not person.roles & told
            if person in met or another or _SAYS.match(self.text, mention.end_char):
                return None
            return Credit(person.name, "person", person)
        return None

    def thing(self, position: int, *, plural: bool) -> Credit | None:
        """What "it" or "they" means: the last institution in the foreground, if it came last."""
        reach = _NEAR // 2 if plural else _NEAR
        recent = [event for event in self.events[-6:] if event.end_char >= position - reach]
        wanted = {"group", "unnamed"} if plural else {"report", "organisation"}
        for event in reversed(recent):
            credit = event.credit
            if plural and credit.kind == "person" and self._several(event.end_char):
                return None
            body = plural and credit.kind == "organisation" and credit.name == self.inspectorate
            if (credit.kind in wanted and not credit.sex) or body:
                return credit
        told = self.text[self.before(position, 1) : position]
        return Credit("the report", "report") if not plural and _A_REPORT.search(told) else None

    def _several(self, end: int) -> bool:
        """Whether two people are named together in the sentence that ends at ``end``."""
        named = self.told_between(self.before(end - 1, 0), end)
        whose = [self.people.whose(mention) for mention in named]
        return len({person.name for person in whose if person and person.likely}) > 1

    def one_of(self, word: str, position: int) -> Credit:
        """Who "one" or "another" is, of the people in the foreground, as "one prisoner"."""
        near, far = self.before(position, 2), self.before(position, 4)
        for event in reversed(self.events[-6:]):
            name = event.credit.name
            if word == "another" and event.credit.kind == "unnamed" and event.end_char > near:
                rest = re.sub(r"^(?:one|another|an?)\s", "", name, flags=re.IGNORECASE)
                return Credit(f"another {rest}" if rest != "one" else word, "unnamed")
            if event.end_char <= far:
                break
            if event.credit.kind == "group" and name != self.inspectorate:
                one = singular(event.credit.name, word)
                return Credit(one or word, "unnamed")
        told = plural_people(self.text[self.before(position, 2) : position])
        return Credit((singular(told, word) if told else None) or word, "unnamed")

    def many_of(self, position: int) -> Credit | None:
        """Who "some" or "many" are: the people in the foreground, or those spoken of before."""
        far = self.before(position, 2)
        for event in reversed(self.events[-3:]):
            if event.end_char <= far:
                break
            if event.credit.kind == "group" and event.credit.name != self.inspectorate:
                return event.credit
        told = plural_people(self.text[far:position])
        return Credit(told, "group") if told else None

    def same_noun(self, noun: str) -> Credit | None:
        """The last unnamed speaker whose head word is ``noun``: "the officer" means that one."""
        for event in reversed(self.events[-_MOST_EVENTS:]):
            kinds = {"unnamed", "organisation"} if noun == "family" else {"unnamed"}
            if event.credit.kind in kinds and head(event.credit.name) == noun:
                return event.credit
        return None

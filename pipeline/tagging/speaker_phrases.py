"""From the words that credit somebody to the name of the speaker.

"Mr Jones", "she", "the chief inspector", "inspectors" and "a Home Office spokesperson" each
become the fullest form that the article gives, or None where it leaves them open.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.schema import Sentence
from pipeline.tagging.people import Mention, People, Person, is_role_word
from pipeline.tagging.speaker_wording import (
    Bodies,
    head,
    is_spokesperson,
    singular,
    unnamed_phrase,
)

__all__ = ["Credit", "Discourse"]

Kind = Literal["person", "unnamed", "group", "report", "organisation"]

_INSPECTORATE_NAME = re.compile(
    r"(?:(?:His|Her) Majesty[’']s|HM) (?:Chief )?Inspectorates? (?:of|for) "
    r"[A-Z][\w’']+(?:(?:,| and|,? &) (?:[A-Z][\w’']+|Fire(?: & | and )Rescue Services?))*"
    r"(?: in (?:Scotland|England|Wales))?(?: (?:Services|Rescue Services))?"
    r"|(?:the )?(?:Probation|Prisons?|Police|Care|Education|Fire|Constabulary) Inspectorate"
    r"(?: (?:of )?Wales| for Wales)?"
    r"|Inspectorate of (?:Probation|Prisons|Constabulary)|Healthcare Inspectorate Wales"
    r"|Care Quality Commission|Criminal Justice Inspection(?: Northern Ireland)?"
    r"|Healthcare Improvement Scotland|Education Scotland|Care Inspectorate(?: Wales)?"
    r"|Independent Schools Inspectorate|Regulation and Quality Improvement Authority"
    r"|HMI (?:Probation|Prisons)|HMICFRS|HMIP|HMIC|Ofsted|Estyn|CQC|HMICS|CJINI|RQIA|CSSIW|HIW"
)
_INSPECTORS = re.compile(
    r"(?:(?:the|its|their|his|her|hm|government|official|prison|prisons|probation|police|school|"
    r"schools|care|health|education|fire|independent|lead|visiting|ofsted|estyn|cqc|hmip|these|"
    r"justice|joint|state|national|regulator's|watchdog's)\s+)*"
    r"(?:inspectors|inspectorate|inspection (?:team|body)|watchdog|watchdogs|regulator|"
    r"quality watchdog)(?:'s team)?$"
)
_REPORT = re.compile(
    r"(?:(?:the|its|their|his|her|this|that|a|an|new|latest|full|official|damning|critical|"
    r"scathing|final|same|inspection|inspectors'|inspectorate's|watchdog's|ofsted|estyn|cqc|"
    r"published|\d+-page|probation|prison|police|school|care|[a-z]+'s)\s+)*"
    r"(?:inspection )?report(?:'s authors| itself)?"
    r"(?: (?:by|from) .*(?:inspect|ofsted|estyn|watchdog|cqc).*)?$"
    r"|(?:the|its|their) (?:document|foreword|executive summary|report's (?:foreword|summary))$"
)
_POSSESSED = re.compile(r"(?P<whose>his|her) (?P<what>office|letter|e-?mail|statement|memo|blog)$")
_PREPOSITION = re.compile(
    r"\b(?:of|for|from|with|by|to|at|in|on|about|against|under|like|than)\s+(?:the\s+)?$"
)
_OFFICE_AFTER = re.compile(
    r"\s(?:[a-z]+ ){0,2}(?:spokes\w+|source|official|officer|manager|boss|leader|chief|director|"
    r"worker|member|inspectors?)\s*$"
)
_PEOPLE = re.compile(
    r"(?:staff|officers|prisoners|inmates|patients|residents|pupils|students|parents|carers|"
    r"children|women|men|people|workers|practitioners|managers|nurses|teachers|victims|members)$"
)
_CONTENT = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_EMPTY = frozenset(
    "a an the this that his her its their our one another and of for from at in on by to with "
    "new then now some any".split()
)
_NARROWING = frozenset("deputy assistant former shadow acting vice ex junior".split())
_PERSON_NOUN = re.compile(
    r"(?:one|another|mother|father|parent|woman|man|boy|girl|child|pupil|prisoner|inmate|patient|"
    r"resident|teenager|victim|survivor|sister|brother|widow|widower|wife|husband|daughter|son|"
    r"grandmother|grandfather|spokes\w+|source|insider|trainee|employee|governor|colleague|nurse|"
    r"apprentice|student|detainee|carer|youth|lad|judge|rep|constituent|neighbour|aunt|uncle|"
    r"guard|chaplain|chef|cook|\d\d-year-old|youngster|offender)$",
    re.IGNORECASE,
)
_EPITHET = re.compile(
    r"(?:father|mother|mum|dad|grandmother|grandfather|grandad|gran|pensioner|widow|widower|"
    r"\d\d-year-old)(?:-of-\w+)?$"
)
"""Nouns by which papers mean somebody just named."""
_FEMALE = re.compile(r"(?:mother|woman|girl|sister|widow|wife|daughter|aunt|chairwoman)$", re.I)
_MALE = re.compile(r"(?:(?<!wo)man|boy|father|brother|widower|husband|son|lad|uncle|monk)$", re.I)
_ASIDE = re.compile(r"\([^()\n]{0,120}\)|\[[^\[\]\n]{0,120}\]")
_MOST_EVENTS = 40
"""Events back to which a pronoun, or "the officer", may point."""
_REACH = 1500
"""Characters back to which a pronoun may point."""


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


@dataclass(frozen=True, slots=True)
class _Event:
    """Somebody came to the fore: as the subject of a sentence, or by speaking."""

    end_char: int
    credit: Credit


class Discourse:
    """An article's people and things, and who is in the foreground where."""

    def __init__(self, text: str, sentences: Sequence[Sentence]) -> None:
        self.text = without_asides(text)
        self.people = People(self.text)
        self.events: list[_Event] = []
        self.inspectorate = _inspectorate_name(text)
        self.bodies = Bodies(self.text)
        self._sentence_starts = [sentence.start_char for sentence in sentences]
        self._sentence_ends = [sentence.end_char for sentence in sentences]

    def foreground(self, credit: Credit, position: int) -> None:
        """Note that ``credit`` is in the foreground from the sentence at ``position`` on."""
        place = bisect_left(self._sentence_ends, position)
        end = self._sentence_ends[place] if place < len(self._sentence_ends) else position
        self.events.append(_Event(end, credit))

    def credit(self, start: int, end: int) -> Credit | None:
        """The speaker that the noun phrase ``text[start:end]`` means; None if not understood."""
        phrase = self.text[start:end].strip(" ,\n\t—–-")
        lowered = phrase.lower().replace("’", "'")
        if lowered in {"he", "she"}:
            return self.pronoun("m" if lowered == "he" else "f", start)
        if lowered in {"it", "they"}:
            return self._thing(start, plural=lowered == "they")
        if lowered in {"a second", "a third", "a fourth"}:
            return Credit(lowered, "unnamed")
        if lowered in {"one", "another"}:
            return self._one_of(lowered)
        possessed = _POSSESSED.match(lowered)
        if possessed:
            return self._possessed(possessed, start)
        if not phrase or lowered in {"i", "we", "you", "who", "that", "which", "this", "there"}:
            return None
        return (
            self._institution(lowered, phrase)
            or self._named(start, end)
            or self._by_role(lowered)
            or self._unnamed(lowered, phrase, start)
        )

    def _possessed(self, match: re.Match[str], position: int) -> Credit | None:
        """Whose letter speaks: its writer; an office speaks for somebody else."""
        whose = self.pronoun("m" if match["whose"] == "his" else "f", position)
        if whose is None or match["what"] != "office":
            return whose
        return Credit(f"{whose.name}'s office", "organisation")

    def _unnamed(self, lowered: str, phrase: str, start: int) -> Credit | None:
        """An unnamed speaker; "the officer" is the one who was in the foreground before."""
        found = _unnamed(phrase)
        if found is None or found.kind != "unnamed":
            return found
        if lowered.startswith(("the ", "same ", "its ")):
            for event in reversed(self.events[-_MOST_EVENTS:]):
                earlier = event.credit
                if earlier.kind == "unnamed" and head(earlier.name) == head(found.name):
                    return earlier
            named = self._by_epithet(found) if _EPITHET.match(head(found.name)) else None
            if named is not None:
                return named
        return self._with_body(found, start)

    def _by_epithet(self, found: Credit) -> Credit | None:
        """The person in the foreground, whom "the father of two" or "the 41-year-old" means."""
        last = self.events[-1].credit if self.events else None
        if last is None or last.person is None or not _may_be(last, found.sex or last.person.sex):
            return None
        return last

    def _with_body(self, credit: Credit, position: int) -> Credit:
        """A spokesperson with the organisation: the one named just before, or in full."""
        role = credit.name.split()[-1]
        if not is_spokesperson(role):
            return credit
        if credit.name == role:
            body = self._body_before(position)
        else:
            body = self.bodies.full(credit.name.removesuffix(role).strip())
        return Credit(f"{body} {role}", "unnamed", sex=credit.sex) if body else credit

    def _body_before(self, position: int) -> str | None:
        """The organisation that came to the fore in this sentence or the one before."""
        place = max(0, bisect_left(self._sentence_ends, position) - 1)
        start = self._sentence_starts[place] if self._sentence_starts else 0
        body = self.bodies.last_between(start, position)
        if body is None and self.events and self.events[-1].end_char > start:
            last = self.events[-1].credit
            body = last.name if last.kind == "organisation" and last.name[0].isupper() else None
        return body

    def _institution(self, lowered: str, phrase: str) -> Credit | None:
        """The inspection report, or the inspectorate."""
        if _REPORT.match(lowered):
            return Credit("the report", "report")
        bare = re.sub(r"^[Tt]he\s+", "", phrase)
        if _INSPECTORATE_NAME.fullmatch(bare):
            return Credit(self.inspectorate or bare, "organisation")
        if _INSPECTORS.match(lowered):
            name = self.inspectorate or re.sub(r"^the\s+", "", lowered)
            return Credit(name, "group" if lowered.endswith("ors") else "organisation")
        full = self.bodies.full(phrase)
        return Credit(full, "organisation") if full else None

    def _named(self, start: int, end: int) -> Credit | None:
        for mention in self.people.between(start, end):
            before = self.text[start : mention.start_char]
            rest = self.text[mention.end_char : end]
            if mention.possessive or _PREPOSITION.search(before) or _OFFICE_AFTER.match(rest):
                continue
            found = self.by_mention(mention)
            if found is not None:
                return found
        return None

    def by_mention(self, mention: Mention) -> Credit | None:
        """The speaker that a name means; None for a lone capitalised word that nothing explains."""
        person = self.people.whose(mention)
        if person is not None:
            return Credit(person.name, "person" if person.likely else "organisation", person)
        return None

    def _by_role(self, lowered: str) -> Credit | None:
        """The one person who has the office that a phrase names."""
        if re.match(r"(?:a|an|one|another)\s", lowered):
            return None
        content = [re.sub(r"'s?$", "", word) for word in _CONTENT.findall(lowered)]
        wanted = {word for word in content if word not in _EMPTY}
        if not any(is_role_word(word) for word in wanted):
            return None
        person = self.people.with_roles(wanted)
        if person is None or (person.roles & _NARROWING) - wanted:
            return None
        return Credit(person.name, "person", person)

    def pronoun(self, sex: str, position: int) -> Credit | None:
        """Whom "he" or "she" means: the last in the foreground whose sex agrees."""
        event = next(
            (one for one in reversed(self.events[-_MOST_EVENTS:]) if _may_be(one.credit, sex)), None
        )
        if event is None or self._rival(event.credit, sex, event.end_char, position):
            return None
        if event.end_char < position - _REACH and not self._is_only(event.credit, sex):
            return None
        person = event.credit.person
        if person and not person.sex:
            person.sex = sex
        return event.credit

    def _is_only(self, credit: Credit, sex: str) -> bool:
        """Whether nobody else in the article can be "he" or "she"."""
        return credit.person is not None and all(
            one is credit.person
            for one in self.people.everyone
            if one.likely and one.sex in {"", sex}
        )

    def _rival(self, credit: Credit, sex: str, start: int, position: int) -> bool:
        """Whether somebody else of that sex is named between."""
        for mention in self.people.between(start, position):
            person = self.people.whose(mention)
            if (
                person is None
                or person is credit.person
                or mention.possessive
                or _PREPOSITION.search(
                    self.text[max(start, mention.start_char - 20) : mention.start_char]
                )
            ):
                continue
            known = credit.person is None or bool(credit.person.sex)
            if person.certain and (person.sex == sex or (not known and not person.sex)):
                return True
        return False

    def _thing(self, position: int, plural: bool) -> Credit | None:
        """What "it" or "they" means: the last institution in the foreground, if it came last."""
        recent = [event for event in self.events[-6:] if event.end_char >= position - _REACH // 3]
        wanted = {"group", "unnamed"} if plural else {"report", "organisation"}
        for event in reversed(recent):
            credit = event.credit
            body = plural and credit.kind == "organisation" and credit.name == self.inspectorate
            if (credit.kind in wanted and not credit.sex) or body:
                return credit
        return None

    def _one_of(self, word: str) -> Credit:
        """Who "one" or "another" is, of the people in the foreground, as "one prisoner"."""
        for event in reversed(self.events[-6:]):
            if event.credit.kind == "group":
                one = singular(event.credit.name, word)
                return Credit(one or word, "unnamed")
        return Credit(word, "unnamed")

    def others_between(self, credit: Credit, start: int, end: int) -> bool:
        """Whether somebody other than ``credit`` is named in ``text[start:end]``."""
        for mention in self.people.between(start, end):
            person = self.people.whose(mention)
            if person is not None and person.likely and person.name != credit.name:
                return True
        return False


def _may_be(credit: Credit, sex: str) -> bool:
    known = credit.person.sex if credit.person else credit.sex
    return credit.kind in {"person", "unnamed"} and known in {"", sex}


def without_asides(text: str) -> str:
    """The text with blanks for brackets and what they hold; offsets stay."""
    return _ASIDE.sub(lambda match: " " * len(match.group()), text)


def _inspectorate_name(text: str) -> str | None:
    """The inspectorate's fullest name in the article."""
    found = [re.sub(r"[’']s$", "", match.group()) for match in _INSPECTORATE_NAME.finditer(text)]
    return max(found, key=len, default=None) if found else None


def _unnamed(phrase: str) -> Credit | None:
    """An unnamed speaker as the article has it, without the article before it."""
    name = unnamed_phrase(phrase)
    content = _CONTENT.findall(name or "")
    if name is None or not content or name.lower() in _EMPTY:
        return None
    noun = head(name)
    person = bool(_PERSON_NOUN.match(noun)) or is_role_word(noun)
    capital = any(word[0].isupper() for word in content)
    plural = (noun.endswith("s") and not capital) or bool(_PEOPLE.match(noun))
    if not (person or capital or plural):
        return Credit(name, "organisation") if _is_body(noun) else None
    kind: Kind = "group" if plural else "unnamed" if person else "organisation"
    sex = "f" if _FEMALE.search(noun) else "m" if _MALE.search(noun) else ""
    return Credit(name, kind, sex=sex)


def _is_body(head: str) -> bool:
    return bool(
        re.match(
            r"(?:union|council|charity|trust|company|firm|ministry|department|force|board|service|"
            r"consortium|team|authority|government|review|study|letter|statement|document|survey|"
            r"summary|foreword|report|partnership|association|agency|provider|school|college|committee)$",
            head,
        )
    )

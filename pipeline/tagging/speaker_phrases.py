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
    r"published|\d+-page|[a-z]+'s)\s+)*(?:inspection )?report(?:'s authors| itself)?"
    r"(?: (?:by|from) .*(?:inspect|ofsted|estyn|watchdog|cqc).*)?$"
)
_DETERMINER = re.compile(
    r"(?:a|an|the|this|that|his|her|its|their|our|but|and|so|yet|then|with|as|where|when)\s+", re.I
)
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
_CUT = re.compile(
    r"\s(?:who|which|whose|when|where|while|as|after|before|during|at|in|on|to|with|yesterday|"
    r"today|tonight|last|this|later|earlier|again|also|has|had|have)\b"
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
_SPOKES = re.compile(
    r"(?P<role>spokes(?:man|woman|person)) (?:for|of|from) (?:the )?(?P<body>[A-Z].*)"
)
_FEMALE = re.compile(r"(?:mother|woman|girl|sister|widow|wife|daughter|aunt|chairwoman)$", re.I)
_MALE = re.compile(r"(?:(?<!wo)man|boy|father|brother|widower|husband|son|lad|uncle|monk)$", re.I)
_ASIDE = re.compile(r"\([^()\n]{0,120}\)|\[[^\[\]\n]{0,120}\]")
_LONGEST_PHRASE = 9
"""Words of a phrase that may be an unnamed speaker; a longer one was not understood."""
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
        if not phrase or lowered in {"i", "we", "you", "who", "that", "which", "this", "there"}:
            return None
        return (
            self._institution(lowered, phrase)
            or self._named(start, end)
            or self._by_role(lowered)
            or self._unnamed(lowered, phrase)
        )

    def _unnamed(self, lowered: str, phrase: str) -> Credit | None:
        """An unnamed speaker; "the officer" is the one who was in the foreground before."""
        found = _unnamed(phrase)
        if found is None or not lowered.startswith(("the ", "same ")) or found.kind != "unnamed":
            return found
        head = _head(found.name)
        for event in reversed(self.events[-_MOST_EVENTS:]):
            earlier = event.credit
            if earlier.kind == "unnamed" and _head(earlier.name) == head:
                return earlier
        return found

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
        return None

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
        recent = (
            event
            for event in reversed(self.events[-_MOST_EVENTS:])
            if event.end_char >= position - _REACH and _may_be(event.credit, sex)
        )
        event = next(recent, None)
        if event is None or self._rival(event.credit, sex, event.end_char, position):
            return None
        person = event.credit.person
        if person and not person.sex:
            person.sex = sex
        return event.credit

    def _rival(self, credit: Credit, sex: str, start: int, position: int) -> bool:
        """Whether somebody else of that sex is named between."""
        for mention in self.people.between(start, position):
            person = self.people.whose(mention)
            if person and person is not credit.person and person.certain and person.sex == sex:
                return True
        return False

    def _thing(self, position: int, plural: bool) -> Credit | None:
        """What "it" or "they" means: the last institution in the foreground, if it came last."""
        recent = [event for event in self.events[-6:] if event.end_char >= position - _REACH // 3]
        credits = [event.credit for event in reversed(recent)]
        wanted = "group" if plural else "report"
        found = next((credit for credit in credits if credit.kind == wanted), None)
        if found is None and credits:
            kinds = {"unnamed"} if plural else {"organisation"}
            found = credits[0] if credits[0].kind in kinds and not credits[0].sex else None
        return found

    def _one_of(self, word: str) -> Credit:
        """Who "one" or "another" is, of the people in the foreground, as "one prisoner"."""
        for event in reversed(self.events[-6:]):
            name = event.credit.name.lower()
            if name.endswith("staff"):
                return Credit(f"{word} of the staff", "unnamed")
            if event.credit.kind == "group" and re.fullmatch(r"[a-z][a-z ]+[^s]s", name):
                return Credit(f"{word} {name.removesuffix('s')}", "unnamed")
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
    name = _CUT.split(re.sub(r"\s+", " ", phrase), maxsplit=1)[0].strip(" ,")
    while match := _DETERMINER.match(name):
        name = name[match.end() :]
    name = re.sub(r"^([A-Z]\w+) from .*", r"\1", name)
    if spokesman := _SPOKES.fullmatch(name):
        name = f"{spokesman['body']} {spokesman['role']}"
    content = _CONTENT.findall(name)
    if not content or name.lower() in _EMPTY or len(name.split()) > _LONGEST_PHRASE:
        return None
    head = _head(name)
    person = bool(_PERSON_NOUN.match(head)) or is_role_word(head)
    capital = any(word[0].isupper() for word in content)
    plural = (head.endswith("s") and not capital) or bool(_PEOPLE.match(head))
    if not (person or capital or plural):
        return Credit(name, "organisation") if _is_body(head) else None
    kind: Kind = "group" if plural else "unnamed" if person else "organisation"
    sex = "f" if _FEMALE.search(head) else "m" if _MALE.search(head) else ""
    return Credit(name, kind, sex=sex)


def _head(name: str) -> str:
    """The word that says what a phrase is: the last before "of", "for" or "from"."""
    before = re.split(r"\s(?:of|for|from|by)\s", name, maxsplit=1)[0]
    return before.split()[-1].lower() if before.split() else ""


def _is_body(head: str) -> bool:
    return bool(
        re.match(
            r"(?:union|council|charity|trust|company|firm|ministry|department|force|board|service|"
            r"consortium|team|authority|government|review|study|letter|statement|document|survey|"
            r"summary|foreword|report|partnership|association|agency|provider|school|college|committee)$",
            head,
        )
    )

"""From the words that credit somebody to the name of the speaker.

"Mr Jones", "she", "the chief inspector", "inspectors" and "a Home Office spokesperson" each
become the fullest form that the article gives, or None where it leaves them open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.schema import Sentence
from pipeline.tagging.people import People, is_role_word
from pipeline.tagging.people_capitals import with_capitals, without_opening_capitals
from pipeline.tagging.people_mentions import Mention
from pipeline.tagging.speaker_inspectorates import INSPECTORATE_NAME, Inspectorates
from pipeline.tagging.speaker_memory import KIN_OF, PREPOSITION, Credit, Kind, Memory
from pipeline.tagging.speaker_wording import (
    Bodies,
    head,
    is_spokesperson,
    unnamed_phrase,
)

__all__ = ["Discourse"]

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
    r"published|\d+-page|probation|prison|police|school|care|lead|chief|[a-z]+'s)\s+)*"
    r"(?:inspection )?report(?:'s authors| itself| card)?"
    r"(?: (?:by|from) .*(?:inspect|ofsted|estyn|watchdog|cqc).*| (?:to|on|into) .*)?$"
    r"|(?:the|its|their|an?) (?:document|foreword(?: to .*)?|executive summary|"
    r"report's (?:foreword|summary))$"
)
_DOCUMENT = re.compile(
    r"(?:the|its|their|his|her|this|that)\s+(?:\w+\s){0,2}?(?P<noun>letter|e-?mail|statement|memo|card|"
    r"notice|note|leaflet|poster|review|study|survey)(?:\s(?:to|from|by|on|for)\s.*)?$"
)
"""What is written, and is "it" afterwards, as the report is."""
_ISSUED = re.compile(
    r"(?i:(?:(?:an?|the|its|their|this)\s)?(?:[\w-]+\s){0,2}?(?:statement|letter|e-?mail|message|"
    r"post|tweet|press release|blog(?: post)?)\s(?:[^,.;:]{0,40}?\s)??(?:from|by|on behalf of|"
    r"issued by)\s(?:the\s)?)(?=[A-Z]|[a-z-]+\s[A-Z])"
)
"""What stands before the body or the person whose statement it is."""
_OWNED = re.compile(
    r"(?P<owner>[A-Z][^,.;:]*)[’']s (?:\w+ )?"
    r"(?P<noun>letter|e-?mail|statement|memo|review|study|survey)"
)
"""Whose letter speaks ("Ofsted's letter")."""
_PROPER_BODY = re.compile(
    r"(?:[a-z][\w’'-]*\s)*(?:[Cc]harity|Campaign group|Think tank|union|company|firm|"
    r"group|trust|think tank|consultancy)\s"
    r"(?P<name>[A-Z][\w’'&-]*(?:\s(?:(?:of|for|and|the)\s)?[A-Z][\w’'&-]*)*)"
)
_POSSESSED = re.compile(r"(?P<whose>his|her) (?P<what>office|letter|e-?mail|statement|memo|blog)$")
_PLURALS = frozenset(
    "critic note email memo poster guideline record file member activist ally".split()
)
_BODY_GOES_ON = re.compile(
    r"(?:It|They|The (?:company|firm|council|trust|charity|union))\b(?![’'])"
)
"""The start of a sentence on the body of the sentence before."""
_THE_BODY = re.compile(
    r"\bthe (ministry|council|company|trust|union|inspectorate|department|firm|charity)\b"
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
_SOLE_OFFICES = frozenset("mp minister governor headteacher mayor leader head".split())
"""Offices of which an article seldom tells of two holders."""
_NARROWING = frozenset("deputy assistant former shadow acting vice ex junior".split())
_PERSON_NOUN = re.compile(
    r"(?:one|another|mother|father|mum|dad|nan|gran|grandad|parent|woman|man|boy|girl|child|pupil|prisoner|inmate|patient|"
    r"resident|teenager|victim|survivor|sister|brother|widow|widower|wife|husband|daughter|son|"
    r"grandmother|grandfather|spokes\w+|source|official|friend|aide|expert|observer|client|caller|customer|insider|trainee|employee|governor|colleague|nurse|"
    r"apprentice|student|detainee|carer|youth|lad|judge|rep|constituent|neighbour|aunt|uncle|"
    r"guard|chaplain|chef|cook|\d\d-year-old|youngster|offender|relative|visitor|adult|"
    r"whistleblower|learner|person|witness|volunteer|graduate|newcomer)$",
    re.IGNORECASE,
)
_EPITHET = re.compile(
    r"(?:father|mother|mum|dad|grandmother|grandfather|grandad|gran|pensioner|widow|widower|"
    r"\d\d-year-old)(?:-of-\w+)?$"
)
"""Nouns by which papers mean somebody just named."""
_OBJECT_FIRST = re.compile(r"\s*(?:which|whom|what)\s+(?=\w)")
"""An object before its subject ("which inspectors described as")."""
_GRADED = re.compile(r"(?<=[a-z])\s(?:rated|branded|judged|deemed|slammed)\s.*$", re.DOTALL)
"""What a headline tells of a service after whoever speaks for it."""
_ARTICLE = re.compile(r"(?:the|same|its|an?|one|another|some|his|her|their|our|my)\s")
_AGED = re.compile(r"\b\d\d-year-old\b")
_CALLED = {"mum": "mother", "dad": "father", "nan": "grandmother", "gran": "grandmother"}
_RELATION = re.compile(
    r"(?:mum|dad|nan|gran|mother|father|sister|brother|widow|widower|wife|husband|son|daughter|grandmother|"
    r"grandfather|aunt|uncle)$"
)
_LATER_TOLD = frozenset(
    "mp councillor mayor commissioner campaigner solicitor barrister academic".split()
)
"""Offices that a report may tell only after the name."""
_FEMALE = re.compile(
    r"(?:mum|nan|gran|mother|woman|girl|sister|widow|wife|daughter|aunt|chairwoman)$", re.I
)
_MALE = re.compile(
    r"(?:(?<!wo)man|boy|dad|father|brother|widower|husband|\b(?:grand|step)?son|lad|uncle|monk)$",
    re.I,
)
_MARKED = re.compile(r"[“”\"«»„‟`]")
_ENTITY = re.compile(r"&#?\w{2,6};")
_AROUND = " ,\n\r\t•·▪●◦*—–-“”‘’«»„‟‚`\"'"
"""Characters around a noun phrase that are no part of it."""
_ASIDE = re.compile(r"\([^()\n]{0,120}\)|\[[^\[\]\n]{0,120}\]")


class Discourse:
    """An article's people and things, and who is in the foreground where."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], quoted: Sequence[tuple[int, int]]
    ) -> None:
        text = without_opening_capitals(text)
        self.text = with_capitals(without_asides(text))
        self.people = People(self.text)
        self.inspectorates = Inspectorates(text)
        self.memory = Memory(self.text, sentences, self.people, quoted, self.inspectorates.main)
        self.bodies = Bodies(self.text)

    def credit(self, start: int, end: int) -> Credit | None:
        """The speaker that the noun phrase ``text[start:end]`` means; None if not understood."""
        relative = _OBJECT_FIRST.match(self.text, start, end)
        start = relative.end() if relative else start
        phrase = _ENTITY.sub(" ", self.text[start:end]).strip(_AROUND)
        phrase = _GRADED.sub("", phrase)
        lowered = phrase.lower().replace("’", "'")
        if lowered in {"he", "she"}:
            return self.memory.pronoun("m" if lowered == "he" else "f", start)
        if lowered in {"it", "they"}:
            return self.memory.thing(start, plural=lowered == "they")
        if lowered in {"a second", "a third", "a fourth"}:
            return Credit(lowered, "unnamed")
        if lowered in {"one", "another"}:
            return self.memory.one_of(lowered, start)
        if lowered in {"some", "many", "most", "others", "several"}:
            return self.memory.many_of(start)
        possessed = _POSSESSED.match(lowered)
        if possessed:
            return self._possessed(possessed, start)
        if not phrase or lowered in {"i", "we", "you", "who", "that", "which", "this", "there"}:
            return None
        return (
            self._institution(lowered, phrase, start)
            or self._issuer(start, end)
            or self._named(start, end)
            or self._by_role(lowered)
            or self._unnamed(lowered, phrase, start)
        )

    def _issuer(self, start: int, end: int) -> Credit | None:
        """Whose statement speaks ("a statement from Oakhurst Care")."""
        low = re.compile(r"\s*").match(self.text, start, end)
        issued = _ISSUED.match(self.text, low.end() if low else start, end)
        return self.credit(issued.end(), end) if issued else None

    def _possessed(self, match: re.Match[str], position: int) -> Credit | None:
        """Whose letter speaks: its writer; an office speaks for somebody else."""
        whose = self.memory.pronoun("m" if match["whose"] == "his" else "f", position)
        if whose is None or match["what"] != "office":
            return whose
        return Credit(f"{whose.name}'s office", "organisation")

    def _unnamed(self, lowered: str, phrase: str, start: int) -> Credit | None:
        """An unnamed speaker; "the officer" is the one who was in the foreground before."""
        found = _unnamed(phrase)
        if found is not None and found.kind == "organisation":
            return replace(found, name=self.bodies.fullest(found.name))
        if found is None or (found.kind != "unnamed" and found.name != "family"):
            return found
        if phrase[0].isupper() and not _ARTICLE.match(lowered):
            return self._by_relation(found) or self._with_body(found, start, reach=1)
        if lowered.startswith(("the ", "same ", "its ")):
            earlier = self.memory.same_noun(head(found.name))
            if earlier is not None:
                return earlier
            named = self._by_relation(found) or self._by_epithet(found, start)
            if named is not None:
                return named
        return self._with_body(found, start, reach=2 if lowered.startswith("its ") else 1)

    def _by_relation(self, found: Credit) -> Credit | None:
        """The one person whom the article calls somebody's sister, for "the sister of"."""
        noun = head(found.name)
        person = None
        for called in (noun, _CALLED.get(noun, "")) if _RELATION.match(noun) else ():
            person = person or self.people.with_roles({called} - {""})
        if _RELATION.match(noun):
            person = person or self.people.relative(found.sex)
        return Credit(person.name, "person", person) if person and not person.dead else None

    def _by_epithet(self, found: Credit, position: int) -> Credit | None:
        """The person in the foreground, whom "the father of two" or "the 41-year-old" means.

        "the MP" means somebody of whom no office has been said, if named in the sentence before.
        """
        last, noun = self.memory.last, head(found.name)
        if last is None or last.person is None or not last.may_be(found.sex or last.person.sex):
            return None
        if _EPITHET.match(noun) or _AGED.search(found.name):
            return last
        if self.memory.events[-1].end_char <= self.memory.before(position, 1):
            return None
        idle = not any(is_role_word(role) for role in last.person.roles)
        told_later = noun in _LATER_TOLD or found.name.startswith("former ")
        fuller = found.name[0].isupper() and noun in last.person.roles
        return last if fuller or (idle and told_later) else None

    def _with_body(self, credit: Credit, position: int, *, reach: int) -> Credit:
        """A spokesperson with the organisation: the one named just before, or in full."""
        role = credit.name.split()[-1]
        if role == "official" and credit.name.islower():
            told = self.bodies.full(credit.name.split()[0])
            body = None if told else self._body_before(position, reach)
            return replace(credit, name=f"{body} {credit.name}") if body else credit
        if not is_spokesperson(role):
            return credit
        last = self.memory.last
        here = last is not None and self.memory.events[-1].end_char > position
        if here and last and last.kind == "unnamed" and last.name.endswith(f" {role}"):
            return last
        if credit.name == role:
            body = self._body_before(position, reach)
        else:
            body = self.bodies.full(credit.name.removesuffix(role).strip())
        return Credit(f"{body} {role}", "unnamed", sex=credit.sex) if body else credit

    def _body_before(self, position: int, reach: int) -> str | None:
        """The organisation that came to the fore in the ``reach`` sentences before, or in this."""
        start = self.memory.before(position, reach)
        if _BODY_GOES_ON.match(self.text, start):
            start = self.memory.before(position, reach + 1)
        body = self.bodies.last_between(start, position)
        last = self.memory.last
        if body is None and last and self.memory.events[-1].end_char > start:
            body = last.name if last.kind == "organisation" and last.name[0].isupper() else None
        if body is None:
            told = {match[1] for match in _THE_BODY.finditer(self.text, start, position)}
            noun = told.pop() if len(told) == 1 else None
            body = (self.bodies.full(noun) or noun) if noun else None
        return body

    def _writer(self, noun: str, position: int) -> Credit | None:
        """Who says something in a letter, where one of the two sentences before tells."""
        if noun not in {"letter", "email", "e-mail", "statement", "memo"}:
            return None
        start = self.memory.before(position, 2)
        for event in reversed(self.memory.events):
            if event.end_char <= start:
                return None
            low = self.memory.before(event.end_char - 1, 0)
            told = re.search(
                rf"\bIn (?:an?|the|his|her|their) (?:\w+ )?{noun}\b",
                self.text[low : event.end_char],
            )
            if told and event.credit.kind == "person":
                return event.credit
        return None

    def _institution(self, lowered: str, phrase: str, start: int) -> Credit | None:
        """The inspection report, or the inspectorate."""
        plain = INSPECTORATE_NAME.sub("official", phrase).lower().replace("’", "'")
        if _REPORT.match(lowered) or _REPORT.match(plain):
            return Credit("the report", "report")
        bare = re.sub(r"^[Tt]he\s+", "", phrase)
        if INSPECTORATE_NAME.fullmatch(bare):
            return Credit(self.inspectorates.full(bare), "organisation")
        if _INSPECTORS.match(lowered):
            name = self.inspectorates.main or re.sub(r"^the\s+", "", lowered)
            return Credit(name, "group" if lowered.endswith("ors") else "organisation")
        document = _DOCUMENT.match(lowered)
        if document:
            return self._writer(document["noun"], start) or Credit(
                f"the {document['noun']}", "report"
            )
        owned = _OWNED.fullmatch(phrase)
        if owned:
            low = self.text.find(owned["owner"], start)
            named = self.people.between(low, low + len(owned["owner"]))
            owner = self.by_mention(named[-1]) if named else None
            return owner if owner and owner.person else Credit(f"the {owned['noun']}", "report")
        full = self.bodies.full(phrase)
        return Credit(full, "organisation") if full else None

    def _named(self, start: int, end: int) -> Credit | None:
        for mention in self.people.between(start, end):
            before = self.text[start : mention.start_char]
            rest = self.text[mention.end_char : end]
            if (
                KIN_OF.search(before)
                or mention.possessive
                or PREPOSITION.search(before)
                or _OFFICE_AFTER.match(rest)
            ):
                continue
            found = self.by_mention(mention)
            if found is not None:
                return found
        return None

    def by_mention(self, mention: Mention) -> Credit | None:
        """The speaker that a name means; None for a lone capitalised word that nothing explains."""
        person = self.people.whose(mention)
        if person is None or person.dead:
            person = self.people.living(mention) or person
        firm = self.bodies.fullest(person.name) if person and not person.sex else None
        if person is not None and firm and firm != person.name:
            return Credit(firm, "organisation")
        if person is not None:
            return Credit(person.name, "person" if person.likely else "organisation", person)
        return None

    def office_holder(self, credit: Credit) -> str | None:
        """The one person with the office that an unnamed speaker is given by ("says MP")."""
        noun = head(credit.name)
        if credit.kind != "unnamed" or noun not in _SOLE_OFFICES:
            return None
        person = self.people.with_roles({noun})
        return person.name if person and not person.roles & _NARROWING else None

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


def without_asides(text: str) -> str:
    """The text with blanks for brackets and what they hold; offsets stay."""
    return _ASIDE.sub(lambda match: " " * len(match.group()), text)


def _unnamed(phrase: str) -> Credit | None:
    """An unnamed speaker as the article has it, without the article before it."""
    name = None if _MARKED.search(phrase) else unnamed_phrase(phrase)
    proper = _PROPER_BODY.fullmatch(name or "")
    if proper:
        return Credit(proper["name"], "organisation")
    content = _CONTENT.findall(name or "")
    if name is None or not content or name.lower() in _EMPTY:
        return None
    noun = head(name)
    person = bool(_PERSON_NOUN.match(noun)) or is_role_word(noun)
    capital = any(word[0].isupper() for word in content)
    plural = (not capital and _is_plural(noun)) or bool(_PEOPLE.match(noun))
    if not (person or capital or plural):
        return Credit(name, "organisation") if _is_body(noun) else None
    kind: Kind = "group" if plural else "unnamed" if person else "organisation"
    sex = "f" if _FEMALE.search(noun) else "m" if _MALE.search(noun) else ""
    return Credit(name, kind, sex=sex)


def _is_plural(noun: str) -> bool:
    """Whether a noun means several people, bodies or papers ("ministers", "charities")."""
    one = noun.removesuffix("s").removesuffix("ie") + ("y" if noun.endswith("ies") else "")
    return noun.endswith("s") and (
        bool(_PERSON_NOUN.match(one)) or is_role_word(one) or _is_body(one) or one in _PLURALS
    )


def _is_body(head: str) -> bool:
    return bool(
        re.match(
            r"(?:union|council|charity|trust|company|firm|ministry|department|force|board|service|"
            r"consortium|team|authority|government|review|study|letter|statement|document|survey|"
            r"summary|foreword|report|partnership|association|agency|provider|school|college|committee|"
            r"family)$",
            head,
        )
    )

"""Whom a sentence brings to the foreground: its subject, or somebody whom it introduces."""

from __future__ import annotations

import re

from pipeline.tagging.people import is_role_word
from pipeline.tagging.speaker_memory import Credit
from pipeline.tagging.speaker_phrases import Discourse
from pipeline.tagging.speech_grammar import FINITE_VERB, chunks, is_role_prefix

__all__ = ["WINDOW", "Foreground"]

WINDOW = 400
"""Characters of a sentence, or beside a quotation, in which a person is looked for."""
_LEAD_IN = re.compile(
    r"(?:(?:in|on|at|by|for|from|with|after|before|during|under|as|when|while|however|"
    r"asked|speaking|writing|responding|last|earlier|later|yesterday|today|meanwhile|although|"
    r"though|despite|following|since|if|introducing|launching|summing)\b[^,]{0,120},\s*)+",
    re.IGNORECASE,
)
_UNNAMED_SUBJECT = re.compile(
    r"(?:One|Another|A|An|The)(?:\s(?!of\b|in\b|on\b|for\b|is\b|was\b)[\w’'-]+){0,5}?\s"
    r"(?=(?:told|said|says|tells|who|wrote|described|added|from|in|at|explained|recalled)\b)|"
    r"(?:A|The|Its|Their) spokes\w+ (?:for|from|of) [^,.;:]{2,60}?(?=\s(?:said|told|added|says)|,)|"
    r"(?:One|Another|An?|The|His|Her|Their)(?:\s[\w’'-]+){1,4}(?=,)|"
    r"(?:Inspectors|The inspectors|The inspectorate|The watchdog|The union|The council|"
    r"(?:The|Their|Its) (?:(?:inspection|inspectors[’']|inspectorate[’']s|watchdog[’']s) )?report"
    r")\b(?![’'])|"
    r"(?:(?!(?:on|of|with|by|in|for|to|from|at|about|between|against|among|and)\s)[A-Z][a-z]+\s){0,2}"
    r"(?:staff|officers|prisoners|inmates|patients|residents|pupils|students|"
    r"parents|carers|children|women|men|boys|girls|people|workers|practitioners|managers|nurses|"
    r"teachers|victims|members|relatives|families|trainees|employees|teenagers)\b(?=\s)",
    re.IGNORECASE,
)
_ACCORDING = re.compile(
    r"(?:According to|In the words of)\s+(?P<who>[^,.;:]{2,60}),", re.IGNORECASE
)
_REPORTED = re.compile(
    r",\s+(?:(?:according to)\s+(?P<source>[^,.;:]{2,60})|(?P<who>[^,.;:]{2,60}?)\s+(?:also\s+)?"
    r"(?:said|says|found|find|finds|added|adds|reported|reports|wrote|write|writes|concluded|"
    r"concludes|noted|notes))(?:\.?\s*$|:\s)"
)
"""A source named at a sentence's end ("…, the report said.")."""
_TOLD_BY = re.compile(
    r"\b(?:told by|heard from)\s+(?P<who>(?:one|an?|another)\s[\w’'-]+(?:\s[\w’'-]+){0,2}?)"
    r"(?=\s(?:that|how|who|of|about)\b|[,.])"
)
_ASIDE = re.compile(r"\s*(?:who|which|whose|where|aged|now|then|formerly)\b")
_EXPLAINED = re.compile(r",\s(?:\d\d\b|who\b|whose\b|the\s|a\s|its\s)")
_SAID_BEFORE = re.compile(r"\b(?:said|says|added|wrote)\s+$")
_MET_BEFORE = re.compile(r"\b(?:asked|heard from|spoke to|met)\s+$")
_OBLIQUE = re.compile(r"\b(?:of|for|to|about|with|against|than|like)\s+$")
_SECOND_CLAUSE = re.compile(r",\s(?:and|but|while|when|as|after)\s+$")
_AND_BEFORE = re.compile(r"\band\s+$")
_IS_AFTER = re.compile(r"\s(?:is|was|has|had)\b")
_INVERTED = re.compile(
    r"(?:Among|One|The|Its|Their|His|Her|Our|First|Next|Last|Also)\b[^.,;:]{0,100}"
    r"\s(?:was|is|came)\s+(?=[A-Z])"
)
_WHENCE = re.compile(
    r"\s?from [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*(?=[,.]|\s(?:who|whose|said|says|told|tells|added)\b)"
)
"""The home that tells an unnamed person from others ("a woman from Ulvermoor")."""
_CONJUNCTION = re.compile(
    r"(?:but|and|so|yet|or|when|while|as|after|before|because|if|although|though|then|now)\s+", re.I
)
_RELATIVES = re.compile(r"(?:wife|husband|son|daughter|parents?|child|children|family|friend)")
_PRONOUN = re.compile(r"(?:he|she)\b", re.IGNORECASE)
_THING = re.compile(r"(?:it|they)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"The [a-z]")


class Foreground:
    """Reads sentences outside quotations for the people in them."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse, self.text = discourse, discourse.text

    def hear(self, start: int, end: int) -> None:
        """Bring the people of the sentence ``text[start:end]`` to the foreground."""
        end = min(end, start + WINDOW)
        leading = self.subject(start, end)
        later = self._introduced(start, end, only=leading is None)
        for credit in (leading, later, self._source(start, end)):
            if credit is not None:
                self.discourse.memory.note(credit, start + 1)

    def subject(self, start: int, end: int) -> Credit | None:
        """The person or institution that a sentence begins with, after its lead-in."""
        lead = _LEAD_IN.match(self.text, start, end)
        start = lead.end() if lead else start
        conjunction = _CONJUNCTION.match(self.text, start, end)
        start = conjunction.end() if conjunction else start
        pronoun = _PRONOUN.match(self.text, start, end)
        if pronoun:
            return self.discourse.credit(start, pronoun.end())
        thing = _THING.match(self.text, start, end)
        if thing:
            meant = self.discourse.credit(start, thing.end())
            return (
                meant if meant is not None and meant.is_same(self.discourse.memory.last) else None
            )
        inverted = _INVERTED.match(self.text, start, end)
        named = self._leading_name(start, end)
        if named is None and inverted:
            named = self._leading_name(inverted.end(), end)
        if named is not None:
            return named
        match = _UNNAMED_SUBJECT.match(self.text, start, end)
        body = self.discourse.inspectorates.leading(self.text, start)
        if body:
            return Credit(body, "group" if " and " in body else "organisation")
        if match:
            whence = _WHENCE.match(self.text, match.end(), end)
            credit = self.discourse.credit(start, whence.end() if whence else match.end())
            wordy = len(match.group().split()) > 3
            return None if credit and credit.kind == "group" and wordy else credit
        return self._definite_role(start, end)

    def _introduced(self, start: int, end: int, only: bool) -> Credit | None:
        """Somebody brought in further on, as the subject of another clause.

        Where nobody else is in the foreground (``only``), an apposition or a meeting is enough.
        """
        for mention in reversed(self.discourse.people.between(start, end)):
            credit = None if mention.possessive else self.discourse.by_mention(mention)
            if credit is None or credit.person is None or not credit.person.likely:
                continue
            after = self.text[mention.end_char : mention.end_char + 12]
            before = self.text[max(start, mention.start_char - 30) : mention.start_char]
            if _SAID_BEFORE.search(before):
                return credit
            explained = _EXPLAINED.match(after) and not _OBLIQUE.search(before)
            if only and (explained or _MET_BEFORE.search(before)):
                return credit
            if only and _AND_BEFORE.search(before) and _IS_AFTER.match(after):
                return credit
            if _SECOND_CLAUSE.search(before) and re.match(r"\s[a-z]", after):
                return credit
        return None

    def _source(self, start: int, end: int) -> Credit | None:
        """Who is named as the source of a sentence, at its start or its end."""
        found = _ACCORDING.match(self.text, start, end) or _REPORTED.search(self.text, start, end)
        if found is None:
            told = _TOLD_BY.search(self.text, start, end)
            return self.discourse.credit(*told.span("who")) if told else None
        group = "source" if found.groupdict().get("source") else "who"
        return self.discourse.credit(*found.span(group))

    def _leading_name(self, start: int, end: int) -> Credit | None:
        """The name in a subject: at once, after an office, or beside one between commas."""
        owner = None
        for low, high in chunks(self.text, start, end)[:4]:
            if _ASIDE.match(self.text, low, high):
                continue
            for mention in self.discourse.people.between(low, high):
                if not is_role_prefix(self.text[low : mention.start_char]):
                    continue
                credit = self.discourse.by_mention(mention)
                if credit is None or credit.person is None or not credit.person.likely:
                    continue
                if not mention.possessive:
                    return owner if owner is not None and credit.person.dead else credit
                if not self._owns_a_person(mention.end_char, high):
                    owner = owner or credit
            if FINITE_VERB.search(self.text, low, high):
                break
        return owner

    def _owns_a_person(self, position: int, end: int) -> bool:
        """Whether ``'s`` at ``position`` is followed by a living relative or a colleague."""
        owned = self.text[position + 2 : position + 60].split()[:3]
        named = self.discourse.people.between(position, min(position + 60, end))
        who = self.discourse.people.whose(named[0]) if named else None
        relative = any(is_role_word(word) or _RELATIVES.match(word) for word in owned)
        return relative and not (who is not None and who.dead)

    def _definite_role(self, start: int, end: int) -> Credit | None:
        match = re.compile(r"The (?:[\w’'-]+ ){0,3}?[a-z]+\b").match(self.text, start, end)
        if not match:
            return None
        words = self.text[start:end].split(" ", 6)
        for count in range(min(6, len(words)), 1, -1):
            stop = start + len(" ".join(words[:count]))
            if FINITE_VERB.search(self.text, start, stop) or self._names(start, stop):
                continue
            credit = self.discourse.credit(start, stop)
            if credit is not None and credit.person is not None:
                return credit
        role = words[1] if len(words) > 1 else ""
        return self.discourse.memory.newcomer_after(start) if is_role_word(role) else None

    def _names(self, start: int, end: int) -> bool:
        return bool(self.discourse.people.between(start, end))

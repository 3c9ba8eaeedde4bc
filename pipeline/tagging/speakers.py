"""Who speaks each quotation: what stands before, after or inside it, and what ran before.

Rules, in order: a speech verb or a colon that leads straight to the marks; a credit straight
after them; a speech verb further back in the sentence; the same quotation's other half; the
running quotation or the one person in the foreground. Where these fail the speaker is None.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from pipeline.schema import Sentence
from pipeline.tagging.foreground import WINDOW, Foreground
from pipeline.tagging.quotation_marks import QuotedSpan
from pipeline.tagging.repeated_words import from_repetition
from pipeline.tagging.speaker_inspectorates import INSPECTORATE_NAME
from pipeline.tagging.speaker_memory import Credit
from pipeline.tagging.speaker_phrases import Discourse
from pipeline.tagging.speech_grammar import (
    FINITE_VERB,
    SPEECH_VERB,
    Subjects,
    first_verb,
    is_role_prefix,
    last_verb,
)

__all__ = ["attribute", "speech_verbs"]

_VERB_FIRST = re.compile(rf"[\s,—–-]*(?:\w+ly\s+|also\s+)?{SPEECH_VERB.pattern}\s+(?=\S)")
_ACCORDING = re.compile(
    r"[\s,]*(?:according to|in the words of|(?:is|was) the (?:verdict|view) of)\s+",
    re.IGNORECASE,
)
_ACCORDING_BEFORE = re.compile(r"\b(?:according to|in the words of)\s+", re.IGNORECASE)
_QUOTED_AS = re.compile(
    r"\b(?:quotes|quoted|cites|cited|records|recorded)\s+(?!as\b)(?P<who>[^,.;:]{2,60}?)\s+(?:as\s+)?"
    r"(?:saying|telling|reporting|describing)\b|"
    r"(?P<whom>[^,.;:]{2,60}?)\s+(?:is|was|are|were)\s+(?:quoted|cited|recorded|reported)\s+as\s+"
    r"(?:saying|telling|describing)\b"
)
"""Somebody whose words another hands on ("the report quotes a victim as saying")."""
_INVERTED = re.compile(
    r"(?:^|,)\s*(?:says|said|writes|wrote|adds|added|notes|noted|warns|warned|finds|found|concludes|"
    r"concluded)\s+(?=(?:the|an?|one|another)\s|[A-Z])(?P<who>[^,;:]{2,60}),"
)
"""A credit in the midst of a sentence ("As a result, says the report, …")."""
_POSSESSIVE_PRONOUN = re.compile(r"(?:in\s+)?(his|her)\s", re.IGNORECASE)
_ENDS_IN_VERB = re.compile(rf"{SPEECH_VERB.pattern}(?:\s\w+){{0,2}}\.$")
_SHORT_CREDIT = 60
"""Characters of a sentence that is nothing but a credit."""
_SOMEBODY = Credit("", "unnamed")
"""A credit is there, but whom it means is not understood."""
_NEW_SUBJECT = re.compile(r"\w(?!.*\b(?:and|but|or)\s+(?:\w+ly\s+)?$)", re.DOTALL)
"""Words before a verb that do not end in a conjunction: the verb has a subject of its own."""
_HEADLINE_CREDIT = re.compile(
    r"\s*[,:–—-]\s*(?P<who>[^,.:;“”‘\"]{3,60}?)\s+"
    r"(?:find|finds|found|say|says|said|warn|warns|hear|hears|tell|tells|conclude|concludes)\s*"
)
"""A credit that ends a headline, in the words of headlines (“…, inspectors find”)."""
_HEADLINE_END = re.compile(
    r"[^“”‘\"]*?[,:–—-]\s*(?:find|finds|found|say|says|said|warn|warns|hear|hears|conclude|concludes)\s"
    r"(?P<who>[^,.;:“”‘\"]{2,60})"
)
"""A headline's last words ("‘Shocking’ failings at unit, says MP")."""
_HEADLINE_SOURCE = re.compile(
    rf"\s*[:–—|-]\s*(?:the\s)?(?P<who>{INSPECTORATE_NAME.pattern}|(?:joint |new |prison |probation |"
    r"police |school |schools |care )?(?:inspectors|inspectorate|inspection|watchdog|report)\b)"
    r"(?![’']|\s(?:chief|boss|head|report|grade|rating))[^“”‘\"]*",
    re.IGNORECASE,
)
"""Who is named after a headline's quotation ("‘…’: Ofsted slams council", "‘…’ – joint inspection")."""
_SOURCE_FIRST = re.compile(
    rf"(?P<who>{INSPECTORATE_NAME.pattern}|(?:[A-Z][a-z]+ )?(?:[Ii]nspectors|[Ww]atchdog|[Rr]eport))\s*:\s*"
)
_HOW_PUT = re.compile(
    r"\s*(?:is|was) how\s+(?P<who>[^,.;:]{2,60}?)\s+(?:puts?|describes?|described|summed|sums?)\b"
)
"""A credit that takes the quotation for its subject ("… is how the report puts it")."""
_PLURAL_VERB = re.compile(
    r"[\s,]*(?:they|(?:the )?inspectors) (?P<verb>write|add|find|conclude|warn)\b"
)
_DEFINITE = re.compile(r"the\s", re.IGNORECASE)
_SOMEBODYS_WORDS = re.compile(
    r"\b(?:he|she|they|i|we|his|her|who|letter|e-?mail|poster|sign|card|slogan|motto|banner|song|"
    r"so-called|known as|named|nicknamed|entitled|titled)\b",
    re.IGNORECASE,
)
"""Words of a sentence that makes its quotation likely somebody else's than the report's."""
_IN_THE_VIEW = re.compile(r"(?:For|To) (?P<who>(?:the )?[A-Z][^,.;:]{2,60}),")
"""Whose view a sentence gives ("For the union, the report is …")."""
_ONES_OWN = re.compile(
    r"\b(?:he|she|i|we|his|her|letter|e-?mail|poster|sign|card|slogan|motto|banner|so-called|"
    r"known as|named|nicknamed|entitled|titled)\b",
    re.IGNORECASE,
)
"""Words before a quotation that make it likely somebody else's than its sentence's subject's."""
_SET_OUT = re.compile(
    r"So (?:says|said|begins|concludes|ends|wrote|writes|ran|runs)\s+"
    r"(?:the \w+ (?:by|of|from)\s+)?|Thus\s+|(?:With|In) (?:those|these) words,?\s+|"
    r"That(?:[’']s| is| was)\s+(?=(?:[Cc]hief |[A-Z][\w ]{2,40} on\b))|"
    r"(?:That|This)(?:[’']s| is| was) how\s+|"
    r"(?:That|This|Those|These)(?:[’']s| was| is| were| are) (?:how\s+|(?:the |a )?(?:\w+ ){0,2}"
    r"(?:words?|message|verdict|view|warning|conclusion|judg\w+|plea|assessment|summary|claim|"
    r"opinion|reaction|response|answer|reply|description|complaint|admission|promise) "
    r"(?:of|from|by)\s+)"
)


def speech_verbs(text: str) -> bool:
    """Whether a verb of saying stands in a text."""
    return SPEECH_VERB.search(text) is not None


def attribute(
    text: str, sentences: Sequence[Sentence], spans: Sequence[QuotedSpan]
) -> list[str | None]:
    """The speaker of each quotation, by the fullest form of the name in the article.

    Args:
        text: the article's text.
        sentences: its sentences, in order.
        spans: its quotations, in order, as ``quotation_marks.find_spans`` returns them.

    Returns:
        For each quotation the speaker, or None where the article leaves it open.
    """
    attribution = _Attribution(text, sentences, spans)
    names = [credit.name if credit else None for credit in attribution.run()]
    sure = [None if attribution.is_vague(place) else name for place, name in enumerate(names)]
    repeated = from_repetition(text, spans, sure)
    return [name or vague for name, vague in zip(repeated, names, strict=True)]


class _Attribution:
    """Goes through an article's quotations in order."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], spans: Sequence[QuotedSpan]
    ) -> None:
        quoted = [(span.outer_start, span.outer_end) for span in spans]
        self.discourse = Discourse(text, sentences, quoted)
        self.memory = self.discourse.memory
        self.subjects = Subjects(self.discourse)
        self.foreground = Foreground(self.discourse)
        self.text, self.sentences, self.spans = self.discourse.text, sentences, spans
        self.starts = [sentence.start_char for sentence in sentences]
        self.retells = bool(
            self.discourse.inspectorates.main or re.search(r"\binspect(?:ors|orate|ion)\b", text)
        )
        self.heard = 0
        self.beside: set[int] = set()
        self.credits: list[Credit | None] = []

    def run(self) -> list[Credit | None]:
        """The credit of each quotation."""
        for place in range(len(self.spans)):
            self._hear(place)
            credit = self._credit(place)
            self.credits.append(credit)
            if credit is not None:
                self.memory.note(credit, self.spans[place].outer_end, spoke=True)
        self._complete_runs()
        return self.credits

    def is_vague(self, place: int) -> bool:
        """Whether a headline gives a quotation to somebody whom the article may name later."""
        credit = self.credits[place]
        unnamed = credit is not None and credit.kind == "unnamed"
        return place in self.beside or (unnamed and self._is_headline(place))

    def _complete_runs(self) -> None:
        """A quotation re-opened at each paragraph has one speaker, wherever the credit stands."""
        by_run: dict[int, Credit] = {}
        for span, credit in zip(self.spans, self.credits, strict=True):
            if credit is not None:
                by_run.setdefault(span.run, credit)
        self.credits = [
            credit or by_run.get(span.run)
            for span, credit in zip(self.spans, self.credits, strict=True)
        ]

    def _hear(self, place: int) -> None:
        """Bring the subjects of the sentences before a quotation to the foreground."""
        span = self.spans[place]
        previous_end = self.spans[place - 1].outer_end if place else 0
        while self.heard < len(self.sentences):
            sentence = self.sentences[self.heard]
            if sentence.start_char >= span.outer_start:
                return
            self.heard += 1
            if sentence.start_char < previous_end or sentence.furniture:
                continue
            if sentence.text[-1].isalnum():  # a headline, a byline or a caption
                continue
            end = min(sentence.end_char, span.outer_start)
            self.foreground.hear(sentence.start_char, end)

    def _credit(self, place: int) -> Credit | None:
        credit = self._choose(place)
        return None if credit is _SOMEBODY else credit

    def _choose(self, place: int) -> Credit | None:
        span = self.spans[place]
        sentence = self._sentence_at(span.outer_start)
        left = self._left(place, sentence)
        inside_sentence = bool(place) and self.spans[place - 1].outer_end > (
            sentence.start_char if sentence else 0
        )
        tight, loose = self._before(*left)
        if tight is not None:
            return tight
        after = self._after(place)
        if after is not None:
            return after
        if loose is not None:
            return loose
        if place and span.run == self.spans[place - 1].run:
            return self.credits[place - 1]
        if inside_sentence:
            return self.credits[place - 1]
        if self.text[slice(*left)].strip():
            return self._narrated(place)
        return self._carried(place)

    def _narrated(self, place: int) -> Credit | None:
        """The report, for words woven into a sentence that retells it without naming a source."""
        span = self.spans[place]
        sentence = self._sentence_at(span.outer_start)
        if sentence is None or not self.retells or span.outer_end > sentence.end_char:
            return None
        if sentence.text.rstrip("’”\"' ")[-1:] not in {".", "!", "?", ";"}:  # a headline
            return None
        outside = (
            self.text[sentence.start_char : span.outer_start]
            + self.text[span.outer_end : sentence.end_char]
        )
        if SPEECH_VERB.search(outside):
            return None
        inspecting = self._inspecting(sentence, span)
        if inspecting is not None or _SOMEBODYS_WORDS.search(outside):
            return inspecting
        people = self.discourse.people.between(sentence.start_char, sentence.end_char)
        if any(person and person.likely for person in map(self.discourse.people.whose, people)):
            return None
        before = self.sentences[sentence.index - 1] if sentence.index else sentence
        for event in reversed(self.memory.events):
            if event.end_char < before.end_char:
                break
            if event.credit.kind in {"person", "unnamed"}:
                return None
        return self._running_source(sentence) or Credit("the report", "report")

    def _inspecting(self, sentence: Sentence, span: QuotedSpan) -> Credit | None:
        """The inspectors or their report, where they are the subject ("The watchdog was glad …")."""
        view = _IN_THE_VIEW.match(self.text, sentence.start_char, span.outer_start)
        whose = self.discourse.credit(*view.span("who")) if view else None
        if whose is not None:
            return whose if whose.kind in {"person", "organisation"} else None
        subject = self.foreground.subject(sentence.start_char, span.outer_start)
        if subject is None or _ONES_OWN.search(self.text, sentence.start_char, span.outer_start):
            return None
        names = {self.discourse.inspectorates.main, "inspectors"}
        return subject if subject.name in names or subject.name == "the report" else None

    def _running_source(self, sentence: Sentence) -> Credit | None:
        """The inspectors, where one of the two sentences before credits them with something."""
        for event in reversed(self.memory.events):
            start = self.memory.before(event.end_char - 1, 0)
            if event.end_char < self.memory.before(sentence.start_char, 2):
                return None
            if start < sentence.start_char:
                names = {self.discourse.inspectorates.main, "inspectors"}
                told = last_verb(self.text[start : event.end_char], near=False)
                return event.credit if told and event.credit.name in names else None
        return None

    def _sentence_at(self, position: int) -> Sentence | None:
        place = bisect_right(self.starts, position) - 1
        return self.sentences[place] if place >= 0 else None

    def _left(self, place: int, sentence: Sentence | None) -> tuple[int, int]:
        """What stands before a quotation in its own sentence, after the quotation before it."""
        end = self.spans[place].outer_start
        start = max(0, end - WINDOW)
        if sentence is not None:
            start = max(start, min(sentence.start_char, end))
        if place:
            start = max(start, self.spans[place - 1].outer_end)
        if sentence is not None and sentence.index and not self.text[start:end].strip():
            before = self.sentences[sentence.index - 1]
            free = not place or before.start_char >= self.spans[place - 1].outer_end
            if before.text.endswith(":") and free:
                start = max(before.start_char, end - WINDOW)
        return min(start, end), end

    def _before(self, start: int, end: int) -> tuple[Credit | None, Credit | None]:
        """The credit before a quotation: one that leads straight to it, and one further back."""
        lead = self.text[start:end]
        stripped = lead.rstrip()
        if not stripped:
            return None, None
        verb = last_verb(lead)
        handed_on = _QUOTED_AS.search(lead) or _INVERTED.search(lead)
        if handed_on and (verb is None or verb.start() < handed_on.end()):
            group = handed_on.lastgroup or "who"
            low, high = (start + edge for edge in handed_on.span(group))
            if not FINITE_VERB.search(self.text, low, high):
                return self.discourse.credit(low, high) or _SOMEBODY, None
        according = _ACCORDING_BEFORE.search(lead)
        if according and (verb is None or verb.start() < according.start()):
            return self.subjects.phrase_from(start + according.end(), end), None
        colon = stripped.endswith(":")
        if verb is None:
            credit = self._colon_subject(start, end) if colon else None
            return credit, None
        participle = verb.group().endswith("ing")
        subject = self.subjects.before(start, start + verb.start(), participle=participle)
        if subject is None and colon:
            subject = self._colon_subject(start, end)
        if subject is None and not participle and _NEW_SUBJECT.search(lead[: verb.start()]):
            subject = _SOMEBODY
        gap = lead[verb.end() :].strip(" \n:,")
        direct = colon or (len(gap) <= 60 and not re.search(r"\b(?:and|but)\b", gap))
        return (subject, None) if direct else (None, subject)

    def _colon_subject(self, start: int, end: int) -> Credit | None:
        """Whom the words before a colon name, where they have no verb of saying."""
        pronoun = _POSSESSIVE_PRONOUN.match(self.text, start, end)
        if pronoun:
            return self.memory.pronoun("m" if pronoun[1].lower() == "his" else "f", start)
        for mention in self.discourse.people.between(start, end):
            if is_role_prefix(self.text[start : mention.start_char]):
                return self.discourse.by_mention(mention)
            break
        source = _SOURCE_FIRST.fullmatch(self.text, start, end)
        return self._source(source) if source else self.foreground.subject(start, end)

    def _after(self, place: int) -> Credit | None:
        """The credit straight after a quotation, in its own sentence."""
        span = self.spans[place]
        start = span.outer_end
        sentence = self._sentence_at(max(start - 1, 0))
        end = min(sentence.end_char if sentence else start, start + WINDOW)
        if place + 1 < len(self.spans):
            end = min(end, self.spans[place + 1].outer_start)
        if end <= start:
            return self._after_full_stop(place, sentence)
        for headline in (_HEADLINE_CREDIT, _HEADLINE_END):
            found = headline.fullmatch(self.text, start, end)
            if found and (headline is _HEADLINE_CREDIT or self._is_headline(place)):
                return self.discourse.credit(*found.span("who")) or _SOMEBODY
        source = _HEADLINE_SOURCE.fullmatch(self.text, start, end)
        if source and self._is_headline(place):
            self.beside.add(place)
            return self._source(source)
        how = _HOW_PUT.match(self.text, start, end)
        if how:
            return self.discourse.credit(*how.span("who")) or _SOMEBODY
        first = _VERB_FIRST.match(self.text, start, end) or _ACCORDING.match(self.text, start, end)
        if first:
            return self._phrase(first.end(), end) or _SOMEBODY
        return self._subject_first(start, end)

    def _source(self, match: re.Match[str]) -> Credit | None:
        """Whom a headline names beside its quotation."""
        if match["who"].lower().endswith("inspection"):
            return Credit("the report", "report")
        return self.discourse.credit(*match.span("who"))

    def _is_headline(self, place: int) -> bool:
        """Whether a quotation stands in a line that ends without a full stop."""
        sentence = self._sentence_at(self.spans[place].outer_start)
        return sentence is not None and sentence.text.rstrip("’”\"'")[-1:].isalnum()

    def _phrase(self, start: int, end: int) -> Credit | None:
        """Whom the noun phrase at ``start`` means, or whom the next sentence says it does."""
        credit = self.subjects.phrase_from(start, end)
        if credit is None or credit.kind != "unnamed":
            return credit
        return self._named_next(start) or credit

    def _named_next(self, start: int) -> Credit | None:
        """Whom the next sentence names, where a definite phrase begins at ``start``."""
        return self.memory.newcomer_after(start) if _DEFINITE.match(self.text, start) else None

    def _after_full_stop(self, place: int, sentence: Sentence | None) -> Credit | None:
        """A credit set as a sentence of its own (“We tried.” Mr Jones said.)."""
        if sentence is None or sentence.index + 1 >= len(self.sentences):
            return None
        following = self.sentences[sentence.index + 1]
        set_out = _SET_OUT.match(self.text, following.start_char, following.end_char)
        if set_out:
            verb = first_verb(self.text[set_out.end() : following.end_char])
            end = set_out.end() + verb.start() if verb else following.end_char
            return self._phrase(set_out.end(), end)
        gap = self.text[self.spans[place].outer_end : following.start_char]
        if "\n" in gap or len(following.text) > _SHORT_CREDIT:
            return None
        if not _ENDS_IN_VERB.search(following.text):
            return None
        return self._subject_first(following.start_char, following.end_char)

    def _subject_first(self, start: int, end: int) -> Credit | None:
        window = self.text[start:end]
        verb = SPEECH_VERB.search(window) or _PLURAL_VERB.match(window)
        if verb is None or re.match(r"\s*[.;:)(]|[\s,]*(?:and|but|or|that|which|who)\b", window):
            return None
        verb_start = verb.start("verb") if verb.re is _PLURAL_VERB else verb.start()
        found = self.subjects.before(start, start + verb_start, must_begin=True)
        if found is not None and found.kind == "unnamed":
            begins = start + len(window) - len(window.lstrip(" ,"))
            found = self._named_next(begins) or found
        return found or _SOMEBODY

    def _carried(self, place: int) -> Credit | None:
        """The speaker of a quotation that stands without any credit of its own."""
        span = self.spans[place]
        ended = self.text[span.start_char : span.end_char].rstrip("’”\"'")[-1:] in {
            ".",
            "!",
            "?",
            "…",
        }
        if not ended and place + 1 < len(self.spans) and self.spans[place + 1].run != span.run:
            return None
        return self._just_introduced(span) or self._still_speaking(place)

    def _just_introduced(self, span: QuotedSpan) -> Credit | None:
        """The one person in the foreground of the sentence before."""
        sentence = self._sentence_at(span.outer_start)
        if sentence is None or not sentence.index or not self.memory.events:
            return None
        before = self.sentences[sentence.index - 1]
        event = self.memory.events[-1]
        if before.furniture or before.text[-1] not in ".:!?”’\"'":
            return None
        if event.end_char != before.end_char or event.credit.kind not in {"person", "unnamed"}:
            return None
        if self.memory.others_between(event.credit, before.start_char, before.end_char):
            return None
        return event.credit

    def _still_speaking(self, place: int) -> Credit | None:
        """The last speaker, where nobody else has come in since."""
        if not place:
            return None
        span, previous, credit = self.spans[place], self.spans[place - 1], self.credits[place - 1]
        near = span.outer_start - previous.outer_end <= WINDOW
        if credit is None or not near or span.paragraph - previous.paragraph > 1:
            return None
        for event in reversed(self.memory.events):
            if event.end_char <= previous.outer_end:
                break
            if not event.credit.is_same(credit):
                return None
        if self.memory.others_between(credit, previous.outer_end, span.outer_start):
            return None
        return credit

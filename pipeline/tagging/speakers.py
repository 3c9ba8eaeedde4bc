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
from pipeline.tagging import speaker_cues as cue
from pipeline.tagging.foreground import WINDOW, Foreground
from pipeline.tagging.quotation_marks import QuotedSpan
from pipeline.tagging.repeated_words import from_repetition
from pipeline.tagging.speaker_headlines import Headlines
from pipeline.tagging.speaker_memory import Credit
from pipeline.tagging.speaker_phrases import Discourse
from pipeline.tagging.speaker_retelling import Retelling
from pipeline.tagging.speech_grammar import (
    FINITE_VERB,
    SPEECH_VERB,
    Subjects,
    first_verb,
    is_role_prefix,
    last_verb,
)

__all__ = ["attribute", "speech_verbs"]

_SHORT_CREDIT = 60
"""Characters of a sentence that is nothing but a credit."""
_LABEL = 4
"""Words of a label before a colon ("Grieving dad: …")."""
_SOMEBODY = Credit("", "unnamed")
"""A credit is there, but whom it means is not understood."""


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
    return [
        name or attribution.in_office(place) or names[place] for place, name in enumerate(repeated)
    ]


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
        self.retelling = Retelling(self.discourse, self.foreground, sentences)
        self.headlines = Headlines(self.discourse)
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

    def in_office(self, place: int) -> str | None:
        """The one person of the article who has the office that a headline quotes."""
        credit = self.credits[place]
        return self.discourse.office_holder(credit) if credit else None

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
        passive = self._by_whom(span, *left)
        if passive is not None:
            return passive
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
            if sentence is None:
                return None
            return self.retelling.listed(sentence) or self.retelling.source(span, sentence)
        return self._carried(place)

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

    def _by_whom(self, span: QuotedSpan, start: int, end: int) -> Credit | None:
        """Who is named by "by" after words that something "was called" or "told"."""
        if not cue.PASSIVE_LEAD.search(self.text[start:end]):
            return None
        by = cue.BY_AFTER.match(self.text, span.outer_end)
        return (self.subjects.phrase_from(*by.span("who")) or _SOMEBODY) if by else None

    def _before(self, start: int, end: int) -> tuple[Credit | None, Credit | None]:
        """The credit before a quotation: one that leads straight to it, and one further back."""
        lead = self.text[start:end]
        stripped = lead.rstrip()
        if not stripped:
            return None, None
        verb = last_verb(lead)
        handed_on = cue.QUOTED_AS.search(lead) or cue.INVERTED.search(lead)
        if handed_on and (verb is None or verb.start() < handed_on.end()):
            group = handed_on.lastgroup or "who"
            low, high = (start + edge for edge in handed_on.span(group))
            if not FINITE_VERB.search(self.text, low, high):
                return self.discourse.credit(low, high) or _SOMEBODY, None
        told_by = cue.TOLD_BY.search(lead)
        if told_by:
            low, high = (start + edge for edge in told_by.span("who"))
            return self._phrase(low, high) or _SOMEBODY, None
        according = cue.ACCORDING_BEFORE.search(lead)
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
        if subject is None and not participle and cue.NEW_SUBJECT.search(lead[: verb.start()]):
            subject = _SOMEBODY
        gap = lead[verb.end() :].strip(" \n:,")
        direct = colon or (len(gap) <= 60 and not re.search(r"\b(?:and|but)\b", gap))
        return (subject, None) if direct else (None, subject)

    def _colon_subject(self, start: int, end: int) -> Credit | None:
        """Whom the words before a colon name, where they have no verb of saying."""
        pronoun = cue.POSSESSIVE_PRONOUN.match(self.text, start, end)
        if pronoun:
            return self.memory.pronoun("m" if pronoun[1].lower() == "his" else "f", start)
        lead = cue.FROM_WHOM.match(self.text, start, end)
        start = lead.end() if lead else start
        for mention in self.discourse.people.between(start, end):
            if is_role_prefix(self.text[start : mention.start_char]):
                named = self.discourse.by_mention(mention)
                if named is not None:
                    return named
            break
        source = cue.SOURCE_FIRST.fullmatch(self.text, start, end)
        if source:
            return self.headlines.named(source)
        subject = self.foreground.subject(start, end)
        if subject is None and 0 < len(self.text[start:end].split()) <= _LABEL:
            label = self.discourse.credit(start, start + self.text[start:end].rindex(":"))
            subject = label if label and label.kind in {"person", "unnamed"} else None
        return subject

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
        for headline in (cue.HEADLINE_CREDIT, cue.HEADLINE_END):
            found = headline.fullmatch(self.text, start, end)
            if found and (headline is cue.HEADLINE_CREDIT or self._is_headline(place)):
                return self.discourse.credit(*found.span("who")) or _SOMEBODY
        if self._is_headline(place):
            credit = self.headlines.after(start, end)
            if credit is not None:
                self.beside |= {place} if credit.person is None else set()
                return credit
        how = cue.HOW_PUT.match(self.text, start, end)
        if how:
            return self.discourse.credit(*how.span("who")) or _SOMEBODY
        first = cue.VERB_FIRST.match(self.text, start, end) or cue.ACCORDING.match(
            self.text, start, end
        )
        if first:
            return self._phrase(first.end(), end) or _SOMEBODY
        return self._subject_first(start, end)

    def _is_headline(self, place: int) -> bool:
        """Whether a quotation stands in a line that ends without a full stop."""
        sentence = self._sentence_at(self.spans[place].outer_start)
        return sentence is not None and sentence.text.rstrip("’”\"'")[-1:].isalnum()

    def _phrase(self, start: int, end: int) -> Credit | None:
        """Whom the noun phrase at ``start`` means, or whom the next sentence says it does."""
        credit = self.subjects.phrase_from(start, end)
        if credit is None or credit.kind != "unnamed":
            return credit
        return self._named_next(start) or self._told_next(start) or credit

    def _told_next(self, position: int) -> Credit | None:
        """Whom the next sentence says was speaking, where a phrase gives only the office."""
        following = bisect_right(self.starts, position)
        if following >= len(self.sentences):
            return None
        start = self.sentences[following].start_char
        for mention in self.discourse.people.between(start, start + 1):
            if cue.SPOKE_THEN.match(self.text, mention.end_char):
                return self.discourse.by_mention(mention)
        return None

    def _named_next(self, start: int) -> Credit | None:
        """Whom the next sentence names, where a definite phrase begins at ``start``."""
        return self.memory.newcomer_after(start) if cue.DEFINITE.match(self.text, start) else None

    def _after_full_stop(self, place: int, sentence: Sentence | None) -> Credit | None:
        """A credit set as a sentence of its own (“We tried.” Mr Jones said.)."""
        if sentence is None or sentence.index + 1 >= len(self.sentences):
            return None
        following = self.sentences[sentence.index + 1]
        set_out = cue.SET_OUT.match(self.text, following.start_char, following.end_char)
        if set_out:
            verb = first_verb(self.text[set_out.end() : following.end_char])
            end = set_out.end() + verb.start() if verb else following.end_char
            return self._phrase(set_out.end(), end)
        gap = self.text[self.spans[place].outer_end : following.start_char]
        if "\n" in gap or len(following.text) > _SHORT_CREDIT:
            return None
        if not cue.ENDS_IN_VERB.search(following.text):
            return None
        return self._subject_first(following.start_char, following.end_char)

    def _subject_first(self, start: int, end: int) -> Credit | None:
        window = self.text[start:end]
        verb = SPEECH_VERB.search(window) or cue.PLURAL_VERB.match(window)
        if verb is None or (window.startswith(" to ", verb.end()) and verb.group() == "told"):
            return None
        if re.match(r"\s*[.;:)(]|[\s,]*(?:and|but|or|that|which|who)\b", window):
            return None
        verb_start = verb.start("verb") if verb.re is cue.PLURAL_VERB else verb.start()
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
        return (
            self._just_introduced(span) or self._still_speaking(place) or self._signed_below(place)
        )

    def _signed_below(self, place: int) -> Credit | None:
        """Who signs a quotation that is a paragraph, in a line of its own below it."""
        span = self.spans[place]
        following = bisect_right(self.starts, span.outer_end - 1)
        if following >= len(self.sentences):
            return None
        line = self.sentences[following]
        if len(line.text) > _SHORT_CREDIT or not line.text[-1].isalnum():
            return None
        dash = cue.SIGNED.match(self.text, line.start_char)
        return self.headlines.signer(dash.end() if dash else line.start_char)

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

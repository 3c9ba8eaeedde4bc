"""Whose words a sentence weaves in that retells a report without a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.schema import Sentence
from pipeline.tagging import speaker_cues as cue
from pipeline.tagging.foreground import Foreground
from pipeline.tagging.quotation_marks import QuotedSpan
from pipeline.tagging.speaker_memory import Credit
from pipeline.tagging.speaker_phrases import Discourse
from pipeline.tagging.speech_grammar import SPEECH_VERB, last_verb

__all__ = ["Retelling"]


_MOST_POINTS = 20
"""Points of a list back over which its first line is looked for."""


class Retelling:
    """Reads the sentences of an article that retell an inspection.

    Args:
        discourse: the article's people and things.
        foreground: who its sentences bring in.
        sentences: its sentences, in order.
    """

    def __init__(
        self, discourse: Discourse, foreground: Foreground, sentences: Sequence[Sentence]
    ) -> None:
        self.discourse, self.foreground, self.sentences = discourse, foreground, sentences
        self.text, self.memory = discourse.text, discourse.memory
        self.retells = bool(
            self.discourse.inspectorates.main
            or re.search(r"\b[Ii]nspect(?:ors|orate|ion)\b", self.text)
        )

    def source(self, span: QuotedSpan, sentence: Sentence) -> Credit | None:
        """Whom the words woven into a sentence are, which retells the report without a credit.

        Args:
            span: the quotation.
            sentence: the sentence in which it begins.

        Returns:
            The inspectors, their report, or whose view the sentence gives; None where somebody
            else may have said it.
        """
        if not self.retells or span.outer_end > sentence.end_char:
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
        if inspecting is not None or cue.SOMEBODYS_WORDS.search(outside):
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

    def listed(self, sentence: Sentence) -> Credit | None:
        """Whose words a point of a list holds: those of the line that the list hangs from."""
        if not cue.POINT.match(sentence.text):
            return None
        lead = sentence
        for lead in reversed(
            self.sentences[max(0, sentence.index - _MOST_POINTS) : sentence.index]
        ):
            if not cue.POINT.match(lead.text):
                break
        if not lead.text.rstrip().endswith(":"):
            return None
        subject = self.foreground.subject(lead.start_char, lead.end_char)
        return subject if subject and self._is_inspecting(subject) else None

    def _is_inspecting(self, credit: Credit) -> bool:
        """Whether a speaker is the inspectors or their report."""
        return credit.name in {self.discourse.inspectorates.main, "inspectors", "the report"}

    def _inspecting(self, sentence: Sentence, span: QuotedSpan) -> Credit | None:
        """The inspectors or their report, where they are the sentence's subject."""
        view = cue.IN_THE_VIEW.match(self.text, sentence.start_char, span.outer_start)
        whose = self.discourse.credit(*view.span("who")) if view else None
        if whose is not None:
            return whose if whose.kind in {"person", "organisation"} else None
        subject = self.foreground.subject(sentence.start_char, span.outer_start)
        if subject is None or cue.ONES_OWN.search(self.text, sentence.start_char, span.outer_start):
            return None
        return subject if self._is_inspecting(subject) else None

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

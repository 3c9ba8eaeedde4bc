"""Whom a headline, or a line below a quotation, names beside the quoted words."""

from __future__ import annotations

import re

from pipeline.tagging import speaker_cues as cue
from pipeline.tagging.speaker_memory import Credit
from pipeline.tagging.speaker_phrases import Discourse

__all__ = ["Headlines"]


class Headlines:
    """Reads what stands beside quotations in lines that are no sentences."""

    def __init__(self, discourse: Discourse) -> None:
        self.discourse, self.text = discourse, discourse.text

    def after(self, start: int, end: int) -> Credit | None:
        """Whom the rest of a headline ``text[start:end]``, or a signature, names."""
        signed = cue.SIGNED.match(self.text, start, end)
        signer = self.signer(signed.end()) if signed else None
        if signer is not None:
            return signer
        source = cue.HEADLINE_SOURCE.fullmatch(self.text, start, end)
        if source:
            return self.named(source)
        reaction = cue.HEADLINE_REACTION.fullmatch(self.text, start, end)
        who = self.discourse.credit(*reaction.span("who")) if reaction else None
        return who if who and who.kind in {"person", "unnamed"} else None

    def signer(self, start: int) -> Credit | None:
        """Whose name begins at ``start``; None where nothing says that it is a person's."""
        for mention in self.discourse.people.between(start, start + 1):
            credit = self.discourse.by_mention(mention)
            return credit if credit and credit.person and credit.person.certain else None
        return None

    def named(self, match: re.Match[str]) -> Credit | None:
        """The inspectorate, or the report, that ``match`` has found as ``who``."""
        if match["who"].lower().endswith("inspection"):
            return Credit("the report", "report")
        return self.discourse.credit(*match.span("who"))

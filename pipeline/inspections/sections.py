"""Articles that tell of several units under a heading each ("Marlow - Requires improvement")."""

from __future__ import annotations

import re

from pipeline.inspections.found import Found

__all__ = ["sections"]

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_HEADING_WORDS = 14


def sections(found: Found) -> dict[int, int]:
    """The subject under whose heading a passage stands, by the passage's number.

    Only where two subjects or more have a heading each. A section ends at the next heading; how
    far the last one reaches is not said, so it is given as many paragraphs as the longest of the
    others.
    """
    passages = found.reading.passages
    headings = [
        (number, subject)
        for number in range(1, len(passages))  # the first passage is the article's own headline
        if (subject := _headed(found, number)) is not None
    ]
    if len({subject for _, subject in headings}) < 2:
        return {}
    ends = [number for number, _ in headings[1:]]
    placed: dict[int, int] = {}
    longest = 0
    for (start, subject), end in zip(headings[:-1], ends, strict=True):
        placed |= dict.fromkeys(range(start + 1, end), subject)
        longest = max(longest, len({p.paragraph for p in passages[start + 1 : end]}))
    start, subject = headings[-1]
    for number in range(start + 1, len(passages)):
        if len({p.paragraph for p in passages[start + 1 : number + 1]}) <= longest:
            placed[number] = subject
    return placed


def _headed(found: Found, number: int) -> int | None:
    """The one subject that a heading names; None where a passage is no heading, or names others."""
    passage = found.reading.passages[number]
    alone = sum(other.paragraph == passage.paragraph for other in found.reading.passages) == 1
    short = len(passage.text.split()) <= _HEADING_WORDS
    if not (alone and short) or _SENTENCE_END.search(passage.text.rstrip()):
        return None
    named = found.named_in(number)
    return next(iter(named)) if len(named) == 1 else None

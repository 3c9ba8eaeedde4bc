"""What a themed or national inspection looked at, where no single service was inspected."""

from __future__ import annotations

import re

from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Place, Reading, alternatives
from pipeline.inspections.units import Unit

__all__ = ["find_theme", "find_topic", "is_themed"]

_THEMED = re.compile(
    r"\b(?:thematic|themed|national (?:report|review|study|inspection|report card)|one-off look)\b",
    re.IGNORECASE,
)
_NO_TOPIC = (
    r"the|an?|its|their|his|her|that|this|these|those|how|what|each|all|one|some|many|more|cases|"
    r"files|records|evidence|progress|documents|inspectors"
)
_TOPIC = re.compile(
    r"\b(?:study|review|(?:thematic|themed|national|joint) (?:inspection|report)|report)\s"
    rf"(?:of|on|into)\s(?P<topic>(?!(?:{_NO_TOPIC})\b)[a-z][\w'-]*(?:\s[a-z][\w'-]*){{0,4}}?)"
    r"(?=[.,;:]|\s-\s|\s(?:by|which|that|found|finds|has|have|was|is|published|says|said|in|"
    r"across)\b|$)"
)
_WHERE = (
    r"(?:\s(?:in|across|throughout)\s(?:England and Wales|England|Wales|Scotland|the country|"
    r"Britain))?"
)
_LEAD = 12
"""Passages from the start in which an article says what sort of report it tells of."""


def is_themed(reading: Reading) -> bool:
    """Whether the article says early on that the report is a themed or a national one."""
    return any(_THEMED.search(passage.text) for passage in reading.passages[:_LEAD])


def find_theme(reading: Reading, profile: ReadyProfile) -> Unit | None:
    """The services that a themed inspection looked at, in the article's words.

    They are the kind that the article names most often in the plural ("probation delivery units
    in England and Wales"); None where it names none.
    """
    best: tuple[int, Unit] | None = None
    for pattern in profile.kinds:
        wordings = [_plural(ending) for ending in pattern.kind.endings if len(ending) > 4]
        plurals = [word for word in (*wordings, *pattern.kind.services) if word.endswith("s")]
        listed = alternatives([re.escape(word) for word in plurals])
        expression = re.compile(rf"\b(?:{listed})\b{_WHERE}", re.IGNORECASE)
        places = [
            Place(number, match.start(), match.end())
            for number, passage in enumerate(reading.passages)
            for match in expression.finditer(passage.text)
        ]
        if places and (best is None or len(places) > best[0]):
            place = max(places, key=lambda p: (p.end - p.start, -p.passage))
            unit = Unit(reading.text(place), place, pattern.kind.name, tuple(places))
            best = (len(places), unit)
    return best[1] if best else None


def find_topic(reading: Reading) -> Unit | None:
    """What a study or a themed inspection was of ("unpaid work"), by the article's own words.

    None where no sentence near the start says it.
    """
    for number, passage in enumerate(reading.passages[:_LEAD]):
        match = _TOPIC.search(passage.text)
        if match:
            place = Place(number, *match.span("topic"))
            return Unit(reading.text(place), place, "", (place,))
    return None


def _plural(word: str) -> str:
    if word.endswith("s"):
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"

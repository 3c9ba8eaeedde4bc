"""What a passage names that a rating may be about: units, parts of them, others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Reading, alternatives
from pipeline.inspections.units import Unit

__all__ = ["Event", "find_events", "part_words"]

_PARTS = (
    "leadership|management|staffing|staff|safeguarding|services? for|areas?|standards?|"
    "categor(?:y|ies)|aspects?|elements?|domains?|measures|work|works|casework|cases|assessments?|"
    "planning|plans?|deliver(?:y|ing)|reviews?|reviewing|reports?|resettlement|risk|information|"
    "facilities|partnerships?|support|provision|care|help|delivery of|implementation|victims?|"
    "supervision|governance|culture|training|policy|policies|arrangements|quality|outcomes? for|"
    "activit(?:y|ies)|education|health|links|relationships|meals|effectiveness|disposals|courts?|"
    "decisions?|features?|practices?|strand|theme|themes|tests?|scheme|project|programme|questions?"
)
_OTHERS = re.compile(
    r"\b(?:(?<!\bthe )(?<!\ball )(?:two|three|four|five)|six|seven|eight|nine|ten|most|some|"
    r"several|many|other|few|none|\d{1,3}|"
    r"neighbouring|similar|sister|stablemate|no|any|every|each|half)\s(?:of\s)?(?:the\s|its\s|"
    r"our\s)?(?:[\w-]+\s){0,3}?(?:units?|services|schools|prisons|jails|forces|homes|teams|"
    r"regions?|areas|companies|crcs|pdus|trusts|hospitals|divisions?|providers|colleges)\b",
    re.IGNORECASE,
)
_PLURALS = (
    r"units|services|schools|prisons|jails|forces|homes|teams|regions|companies|pdus|trusts|"
    r"hospitals|divisions"
)
_ALL = re.compile(
    r"\b(?:(?:both|all (?:two|three|four|five)|the (?:two|three|four|five))(?:\sof)?(?:\sthe)?\s"
    rf"(?:[\w-]+\s){{0,2}}?(?:{_PLURALS})|(?<![,\w]\s)(?:both|all (?:two|three|four|five)|the "
    r"(?:pair|trio)))\b",
    re.IGNORECASE,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six")
_LEAD = 6
"""Passages from the start in which a number of units is that of those reported on."""
_PRONOUN = re.compile(r"\b(?:it|they|them|which|we|us)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Event:
    """Something in a passage that a rating may be about.

    Attributes:
        start, end: half-open offsets into the passage's folded text.
        kind: "unit", "generic" ("the unit"), "pronoun", "all" ("both units"), "part" of a service
            ("its leadership") or "others" ("most units").
        unit: index of the unit, where one is named.

    """

    start: int
    end: int
    kind: str
    unit: int | None = None


def part_words(profile: ReadyProfile) -> re.Pattern[str]:
    """Words for the parts of a service, the profile's own among them."""
    return re.compile(
        rf"\b(?:{_PARTS}|{alternatives(profile.profile.parts)})\b(?!\s(?:rated|graded))",
        re.IGNORECASE,
    )


def _counted(units: Sequence[Unit]) -> re.Pattern[str] | None:
    """What counts the units that an article lists ("three neighbouring probation areas")."""
    count = sum(unit.listed for unit in units)
    if not 1 < count <= len(_NUMBERS):
        return None
    return re.compile(
        rf"(?<!other )\b{_NUMBERS[count - 1]}\s(?!other\b)(?:[\w-]+\s){{0,3}}?(?:{_PLURALS}|"
        r"areas|crcs|providers|colleges)\b",
        re.IGNORECASE,
    )


def find_events(
    reading: Reading,
    number: int,
    units: Sequence[Unit],
    profile: ReadyProfile,
    parts: re.Pattern[str],
) -> list[Event]:
    """Units, generic words, pronouns, parts and other services named in a passage, in order."""
    text = reading.passages[number].text
    own_parts = re.compile(rf"\b(?:{alternatives(profile.profile.parts)})\b", re.IGNORECASE)
    events = [
        Event(place.start, place.end, "unit", index)
        for index, unit in enumerate(units)
        for place in unit.mentions
        if place.passage == number
    ]
    counted = _counted(units) if number < _LEAD else None
    for kind, pattern in (
        *((("all", counted),) if counted else ()),
        ("others", _OTHERS),
        ("all", _ALL),
        ("part", own_parts),
        ("generic", profile.generic if number > 1 else profile.generic_in_headline),
        ("part", parts),
        ("pronoun", _PRONOUN),
    ):
        for match in pattern.finditer(text):
            if not any(match.start() < e.end and e.start < match.end() for e in events):
                events.append(Event(match.start(), match.end(), kind))
    return sorted(events, key=lambda event: event.start)

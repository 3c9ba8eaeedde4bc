"""Names that stand for a service though no word for its kind stands beside them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inspections.names import components
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import NAME, NOT_IN_NAMES, is_headline_style
from pipeline.inspections.reading import Place, Reading, alternatives

__all__ = ["find_fuller", "find_listed", "find_spoken_of"]

_NUMBER = (
    r"(?:\d{1,2}|none|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty(?:-\w+)?)"
)
_SCORED = re.compile(
    rf"(?<![\w-])(?P<name>{NAME})(?:,\s(?:which|with)\s[^.;]{{0,90}})?,?\s(?:scored|took|got|gets|"
    rf"earned|received|was (?:marked|given|awarded))\s(?:just\s|only\s)?{_NUMBER}"
    r"(?=\s(?:points?|out of|of|stars)\b|[.,;]|$)"
)
_ORDINAL = re.compile(
    r"\b(?:[Aa]|[Tt]he|[Ii]ts)\s(?:second|third|fourth|fifth|other|last|final|remaining)"
    rf"(?:\s[^,.;:\"]{{0,50}})?,\s(?P<name>{NAME})(?=[,.\s]|$)"
)
_NEIGHBOUR = re.compile(
    r"\b(?:[Nn]eighbour|[Nn]eighbouring|[Ss]ister(?:\s\w+)?|[Cc]ounterpart)(?:,|\sin|\sat)?\s"
    rf"(?:the\s)?(?P<name>{NAME})"
)
_HEADING = re.compile(rf"(?:The\s)?(?P<name>{NAME})")
_SEVERAL = re.compile(
    r"\b(?:both|all (?:two|three|four|five)|(?:two|three|four|five|six|other|twin) "
    r"(?:[\w-]+ ){0,2}?"
    r"(?:units|services|teams|homes|schools|prisons|jails|forces|regions|companies|trusts|"
    r"hospitals|reports|verdicts|offices|areas|places)|trio|pair|neighbour\w*|a third|so too)\b",
    re.IGNORECASE,
)
_TOLD_OF = re.compile(
    r"\b(?:reports?|inspection|verdict|findings|visit|visited|inspected|looked at|examined|"
    r"inspectors (?:in|at|to))\s(?:(?:on|into|of|at|to|in)\s)?(?:the\s)?"
    rf"(?:work\sin\s|services?\sin\s|probation\sin\s)?(?P<name>{NAME})"
)
_STAFF_OF = re.compile(
    r"\b(?i:probation|youth justice|youth offending)\s(?:chiefs?|bosses|leaders?|officers?|staff|"
    r"managers?|workers?|teams?|officials)\s(?:in|across|at|for|of|throughout)\s(?:the\s)?"
    rf"(?P<name>{NAME})"
)
_OWN_REPORT = re.compile(
    rf"(?<![\w-])(?P<name>{NAME})'s\s(?i:probation|youth justice)\s(?:report|inspection|service|"
    r"services|unit|team|office)\b"
)
_WHERE = re.compile(rf"\b(?:in|across|for|at|throughout)\s(?:the\s)?(?P<name>{NAME})")
_SPEAKS = re.compile(r"\s(?:said|says|told|added|adds|writes|wrote)\b|,\s(?:who|aged|\d\d|MP)\b")
_NO_SERVICE = re.compile(
    r"\b(?:court|street|road|lane|council|ministry|university|mp|party|parliament|house|commons|"
    r"lords|association|union|alliance|partnership|government|secretary|minister|police|england|"
    r"wales|britain|uk|london|westminster|department|inspectorate|commission|ofsted|office|agency|"
    r"picture|photo|news|times|post|star|gazette|courier|telegraph|echo|mr|mrs|ms|dr|dame|sir|"
    r"christmas|easter|covid|covid-19|act|bill)\b",
    re.IGNORECASE,
)
_SEAT = re.compile(r"\b(?:MP|MS|MSP|MLA|member|candidate) for (?:the )?$")
"""What stands before a constituency ("the MP for Marlow and Thame"), which is no service."""
_ON_A_DAY = re.compile(r"\son\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b.*$")
_LEAD = 10
"""Passages from the start in which an article says where the service works."""
_MOST = 30
"""Services that one article may list; a longer list is no news of inspections."""
_LONGEST_HEADING = 5
"""Words of a heading that is a service's name."""


def find_listed(reading: Reading, lowered: frozenset[str]) -> list[Place]:
    """Names of services that an article tells of one by one, beside others of their kind.

    "A third unit, Marlow, ...", "its neighbour Marlow", "Marlow got three points", and headings.
    Only where the article speaks of several; each name must come again elsewhere or be scored.
    """
    if not any(_SEVERAL.search(passage.text) for passage in reading.passages):
        return []
    found = [*_headings(reading)]
    for number, passage in enumerate(reading.passages):
        if is_headline_style(passage.text):
            continue
        for pattern, alone in ((_SCORED, True), (_ORDINAL, False), (_NEIGHBOUR, False)):
            for match in pattern.finditer(passage.text[:1000]):
                place = _place(number, passage.text, match, lowered)
                if place and (alone or _occurrences(reading, place) > 1):
                    found.append(place)
                if len(found) >= _MOST:
                    return found
    return found


def _headings(reading: Reading) -> list[Place]:
    found = []
    for number, passage in enumerate(reading.passages[2:], start=2):
        match = _HEADING.fullmatch(passage.text.strip())
        if match is None or len(passage.text.split()) > _LONGEST_HEADING:
            continue
        place = _place(number, passage.text, match, frozenset())
        if place and _occurrences(reading, place) > 1 and not passage.text.isupper():
            found.append(place)
    return found if len(found) > 1 else []


def _occurrences(reading: Reading, place: Place) -> int:
    name = re.compile(rf"(?<![\w-]){re.escape(reading.text(place))}(?![\w-])")
    folded = re.compile(name.pattern.replace("’", "'"))
    return sum(len(folded.findall(passage.text)) for passage in reading.passages)


def find_fuller(
    reading: Reading, short: Sequence[frozenset[str]], lowered: frozenset[str]
) -> list[Place]:
    """Names of two places or more of which one is a loosely named service's own.

    "Marlow and the Chilterns" for "Marlow's probation team".
    """
    pattern = re.compile(rf"(?<![\w-])(?P<name>{NAME})")
    found = []
    for number, passage in enumerate(reading.passages):
        if is_headline_style(passage.text):
            continue
        for match in pattern.finditer(passage.text[:1000]):
            if not 1 < len(components(match["name"])) <= 4 or ", " in match["name"]:
                continue
            place = _place(number, passage.text, match, lowered)
            if place and any(own < components(reading.text(place)) for own in short):
                found.append(place)
    return found


def find_spoken_of(reading: Reading, profile: ReadyProfile, lowered: frozenset[str]) -> list[Place]:
    """Every place of the name that an article most plainly gives to the service it speaks of.

    "The unit is Marlow and Thame", "the report on Marlow", "officers in Marlow": for articles
    that never set the service's name beside a word for its kind. Empty where none stands out.
    """
    generic = alternatives(
        [re.escape(word) for kind in profile.profile.unit_kinds for word in kind.generic]
    )
    called = re.compile(
        rf"\b(?:{generic})\b(?:,\s(?:known as|called)|\s(?:is|for|in|at|of|covering|serving|"
        rf"that covers|known as|called))\s(?:the\s)?(?P<name>{NAME})"
    )
    scores: dict[str, float] = {}
    places: dict[str, Place] = {}
    for number, passage in enumerate(reading.passages):
        if is_headline_style(passage.text):
            continue
        for pattern, points in (
            (called, 3.0),
            (_TOLD_OF, 2.0),
            (_OWN_REPORT, 2.0),
            (_STAFF_OF, 1.0),
            (_WHERE, 1.0),
        ):
            for match in pattern.finditer(passage.text[:1000]):
                place = _place(number, passage.text, match, lowered)
                if place and (points > 1 or number < _LEAD):
                    name = reading.text(place)
                    scores[name] = scores.get(name, 0.0) + points
                    places.setdefault(name, place)
    if not scores:
        return []
    best = max(scores, key=lambda name: (scores[name] + len(components(name)), -len(name)))
    return [places[best]] if scores[best] >= 2 else []


def _place(number: int, text: str, match: re.Match[str], lowered: frozenset[str]) -> Place | None:
    """The place of a name that may be a service's; None for people, papers and plain words."""
    name = _ON_A_DAY.sub("", match["name"]).rstrip("'.").removesuffix("'s")
    start = match.start("name")
    words = [word.casefold() for word in name.split()]
    if (
        _SEAT.search(text[:start])
        or words[0] in NOT_IN_NAMES
        or _NO_SERVICE.search(name)
        or not components(name)
    ):
        return None
    opens = not text[:start].strip("\"' -")
    if len(words) == 1 and words[0] in lowered and (opens or not name[0].isupper()):
        return None
    if len(name) < 3 or name.isupper() or _SPEAKS.match(text, start + len(name)):
        return None
    return Place(number, start, start + len(name))

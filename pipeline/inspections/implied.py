"""Services that an article names without a word for their kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.inspections.names import DIRECTIONS, PLAIN_SERVICE, components, same_kind
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import NAME, NOT_IN_NAMES, is_headline_style
from pipeline.inspections.reading import Place, Reading, alternatives
from pipeline.inspections.wording import SUPERLATIVE
from pipeline.schema import UnitKind

__all__ = ["find_implied", "is_stated", "usual_kind"]

_RATED = (
    r"(?:,\s[^,.;\"]{1,60},)?"
    r"(?:\s(?:was said by [^,.;]{3,60} to be\s|as\s)|\s(?:was|were|is|has been|have been|had "
    r"been|emerges as|emerged as|came out as|comes out as|has come out|remains|got|gets|earned|"
    r"received|was given|is given|"
    r"has (?:dropped|fallen|risen|improved|moved|slipped|gone (?:up|down)) to)\s(?:(?:also|now|"
    r"again|"
    r"still|rated|graded|judged|marked|ranked|found|told|an?|as|to be|it|overall|overall rating "
    r"of)\s){0,4}|:\s|\s-\s|,\s|\s)[\"']?"
)
_SHARED = (
    rf"(?<![\w-])(?P<names>{NAME}(?:,? and {NAME})*),?\s(?:were|are|have been|"
    r"have all been|have both been|got|received|both|all|each)\s(?:(?:also|now|again|still|both|"
    r"all|each|rated|given|awarded|handed|an?|as|to be|overall|ratings? of)\s){0,5}[\"']?"
)
_JOINTS = re.compile(r",\s(?:and\s)?")
_AND = re.compile(r"\sand\s")
_ASIDE = r"(?:\s(?:is|was)\s|,\s(?:a|an|the|which|where|one|in)\s|\s\()"
_AFTER_PREPOSITION = re.compile(r"\b(?:in|across|at|of|from|for|to|near|by|on)\s(?:the\s)?$")
_PEOPLE = (
    r"head|manager|director|chief|governor|leader|chair\w*|minister|mp|officer|inspector|cllr|"
    r"councillor|who|secretary|spokes\w+|owner|principal|teacher|commissioner|union|charity"
)
_NO_ONE = frozenset(
    {"council", "england", "wales", "minister", "mr", "mrs", "ms", "dr", "cllr", "sir", "dame"}
)
_LONGEST = 4
"""Words of a name that "The" may open."""
_LEAD = 4
"""Passages from the start in which an article names what it is about."""
_NO_PLACE = frozenset(
    "leadership staffing resettlement safety respect overall grade rating verdict result "
    "recommendations assessment assessments plans reviews care medicines graded rated safeguarding "
    "probation ofsted leaders safe effective caring responsive government ministers teaching "
    "behaviour supervision planning casework napo unison parliament".split()
)


def usual_kind(reading: Reading, profile: ReadyProfile) -> str:
    """The kind of service that the article speaks of most; the profile's first where of none.

    Where it only says "unit" or "team", a like kind that it names in its own words ("probation
    unit").
    """
    counts: dict[str, int] = {}
    for pattern in profile.kinds:
        plain = {word.casefold() for word in pattern.kind.generic}
        endings = [e for e in pattern.kind.endings if " " in e or e.isupper() or e in plain]
        words = [re.escape(word) for word in {*endings, *pattern.kind.generic}]
        many = "" if pattern.kind.name == PLAIN_SERVICE else "s?"
        listed = re.compile(rf"(?<![\w-])(?:{alternatives(words)}){many}(?![\w-])", re.IGNORECASE)
        counts[pattern.kind.name] = sum(
            len(listed.findall(passage.text)) for passage in reading.passages
        )
    most = max(counts, key=lambda kind: counts[kind])
    stated = [p.kind.name for p in profile.kinds if is_stated(reading, p.kind)]
    like = [kind for kind in stated if same_kind(kind, most) and kind != PLAIN_SERVICE]
    return most if most in stated or not like else max(like, key=lambda kind: counts[kind])


def is_stated(reading: Reading, kind: UnitKind) -> bool:
    """Whether an article uses a kind's own wording, not only a word such as "unit"."""
    plain = {word for word in kind.generic if word.islower() and " " not in word} - {kind.name}
    words = [re.escape(word) for word in {kind.name, *kind.endings, *kind.generic} - plain]
    wording = re.compile(rf"(?<![\w-])(?:{alternatives(words)})s?(?![\w-])", re.IGNORECASE)
    return any(wording.search(passage.text) for passage in reading.passages)


def find_implied(
    reading: Reading, profile: ReadyProfile, known: Sequence[Place], lowered: frozenset[str]
) -> Iterator[Place]:
    """Proper names that are rated ("Marlow was rated Good") or explained ("Marlow, a unit ...").

    Places that ``known`` names hold already are left out, and so are headlines in capitals and
    words that open a sentence and are no names.
    """
    rated = re.compile(rf"(?<![\w-])({NAME}){_RATED}(?i:{profile.rating.pattern})")
    grade = rf"(?:{profile.rating.pattern}|(?:the\s)?{SUPERLATIVE})"
    shared = re.compile(rf"{_SHARED}(?i:{grade})")
    for number, passage in enumerate(reading.passages):
        if not profile.ratings or is_headline_style(passage.text):
            continue
        listed = [
            span
            for match in shared.finditer(passage.text)
            if not _AFTER_PREPOSITION.search(passage.text[: match.start()])
            for span in _each(match)
        ]
        single = [match.span(1) for match in rated.finditer(passage.text)]
        spans = [s for s in single if not any(s[0] < o[1] and o[0] < s[1] for o in listed)]
        for span in sorted([*listed, *spans]):
            place = _place(number, passage.text, span, lowered, profile)
            shouted = passage.text[slice(*span)].isupper()
            if place and not shouted and not any(_overlaps(place, other) for other in known):
                yield place
    if not known or not any(place.passage < _LEAD for place in known):
        yield from _explained(reading, profile, lowered)


def _each(match: re.Match[str]) -> list[tuple[int, int]]:
    """The names of a list that shares a rating; "A and B, and C" are two, "both A and B" too.

    Without a comma, and without "both", "A and B" is one service of two places.
    """
    names = match["names"]
    joints = list(_JOINTS.finditer(names))
    if not joints and re.search(r"\bboth\b", match.group()):
        joints = list(_AND.finditer(names))
    if not joints:
        return []
    last = list(_AND.finditer(names, joints[-1].end())) if joints else []
    if len(last) == 1 and ", and " not in names:
        joints += last
    offset = match.start("names")
    edges = [0, *(edge for joint in joints for edge in joint.span()), len(names)]
    return [
        (offset + low, offset + high) for low, high in zip(edges[::2], edges[1::2], strict=True)
    ]


def _explained(reading: Reading, profile: ReadyProfile, lowered: frozenset[str]) -> Iterator[Place]:
    words = {word for kind in profile.profile.unit_kinds for word in kind.generic}
    listed = alternatives([re.escape(word) for word in words])
    explained = re.compile(
        rf"(?<![\w-])({NAME})(?:,\s(?:in|on|at|near)\s[^,.;]{{1,40}},)?{_ASIDE}(?P<aside>[^.;:\"]{{0,50}}?\b(?:{listed})\b)(?!')"
    )
    people = re.compile(rf"\b(?:{_PEOPLE})\b", re.IGNORECASE)
    for number, passage in enumerate(reading.passages):
        for match in explained.finditer(passage.text[:600]):
            place = _place(number, passage.text, match.span(1), lowered, profile)
            if place and not people.search(match["aside"]):
                yield place


def _place(
    number: int,
    text: str,
    span: tuple[int, int],
    lowered: frozenset[str],
    profile: ReadyProfile,
) -> Place | None:
    """The place of a proper name that may be a service's; None for other names and words."""
    start, end = span
    name = text[start:end]
    name = name.rstrip("'")
    name = name if name.startswith("St ") else name.removesuffix("'s")
    end = start + len(name)
    if name.startswith("The ") and name.count(" ") < _LONGEST:
        start, name = start + 4, name.removeprefix("The ")
    words = [word.casefold().removesuffix("'s") for word in name.split()]
    if words[0].split("'")[0] in NOT_IN_NAMES or name.casefold() in _NO_PLACE:
        return None
    if any(re.fullmatch(part, name, re.IGNORECASE) for part in profile.profile.parts):
        return None
    if len(name) < 3 or not components(name) or _NO_ONE & set(words):
        return None
    if _AFTER_PREPOSITION.search(text[max(0, start - 16) : start]):
        return None
    opens = not text[:start].strip("\"' -")
    direction = len(words) > 1 and words[0] in DIRECTIONS
    if words[0] in lowered | _NO_PLACE and (opens or len(words) == 1) and not direction:
        return None
    return Place(number, start, end)


def _overlaps(one: Place, other: Place) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end

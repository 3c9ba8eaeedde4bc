"""The points that a unit scored, where an article gives them out of how many."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspections.found import Found
from pipeline.inspections.numbers import NUMBER, read_number
from pipeline.inspections.reading import Place
from pipeline.inspections.tense import entry_year, is_about_the_past
from pipeline.schema import Fact

__all__ = ["find_score"]

_OUT_OF = re.compile(
    rf"\b(?P<points>{NUMBER}|no|zero|nil|nought)(?:\s(?P<noun>points?|marks?))?\s?(?:/|"
    rf"(?:out\s)?of\s(?:a\s)?|"
    rf"from\s(?:a\s)?)(?P<possible>(?:possible|maximum|total)\s(?:of\s|"
    rf"score\sof\s)?)?(?P<most>{NUMBER})\b"
    r"(?P<after>\s(?:points?|marks?)\b)?",
    re.IGNORECASE,
)
_SCORED = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|marked|marks?|tall(?:y|ied)|totalled|awarded|overall score|total)\b"
    r"(?:\s(?:of|it|just|only|a|the|unit|service|at|was|is|with|them|total|mere|meagre))*[\s:]*$",
    re.IGNORECASE,
)
_THIS_TIME = re.compile(
    rf"\b(?:this time|on this occasion|now)\b,?\s(?:it|they|the \w+)\s(?:has\s|have\s)?(?:scored|"
    rf"got|managed|earned|was (?:given|awarded))\s(?P<points>{NUMBER})\b"
    r"(?!\s(?:out|of|per|%|cases))",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:from|than|compared with|against)\s(?:just\s|only\s|an?\s|its\s)*$", re.I
)
_AT_THE_FIRST = re.compile(
    r"\s(?:at|in|after)\s(?:that|its|the)\s(?:first|last|previous|earlier)\s(?:\w+\s)?(?:inspection|"
    r"visit|report)\b(?!\sunder\b)"
)
_BESIDE_BEFORE = re.compile(
    r",?\s(?:compared (?:with|to)|(?:up|down) from|against)\s[^,.;]{1,40}", re.IGNORECASE
)
"""What sets points of this time beside those of the time before."""
_OPENING_YEAR = re.compile(r"[\"' ]*(?:Back )?In (?:\w+ )?(?P<year>(?:19|20)\d\d)\b")
_GOES_ON = re.compile(
    r"[\"']?(?:It|They|The (?:unit|service|PDU|team|region|company)|HM\w*|Inspectors)\b"
)
_LEAST, _MOST = 9, 60
"""Bounds of a whole number of points; other numbers "out of" are of cases or posts."""


def find_score(found: Found, subject: int) -> Fact | None:
    """A subject's points ("9 out of 36"); None where none or several are given."""
    own = [one for one in _scores(found) if _is_own(found, subject, one[2])]
    now = [one for one in own if not one[3]]
    if not now:
        return _of_same_scale(found, subject, own)
    values = {(points, most) for points, most, _, _ in now}
    if len(values) != 1:
        return None
    points, most, place, _ = now[0]
    return found.reading.fact(f"{points} out of {most}", place, 0.9)


def _scores(found: Found) -> Iterator[tuple[int, int, Place, bool]]:
    """Points, how many there might have been, where, and whether of an earlier inspection."""
    past_paragraph = -1
    for number, passage in enumerate(found.reading.passages):
        past = _is_of_before(found, passage.text)
        follows = passage.paragraph == past_paragraph and bool(_GOES_ON.match(passage.text))
        past_paragraph = passage.paragraph if past or follows else -1
        for match in _OUT_OF.finditer(passage.text):
            before = passage.text[max(0, match.start() - 60) : match.start()]
            scored = match["noun"] or match["possible"] or match["after"] or _SCORED.search(before)
            nothing = match["points"].casefold() in {"no", "zero", "nil", "nought"}
            points = 0 if nothing else read_number(match["points"])
            most = read_number(match["most"])
            if scored and points <= most and _LEAST <= most <= _MOST:
                earlier = past or follows or bool(_BEFORE.search(before))
                earlier = earlier or bool(_AT_THE_FIRST.match(passage.text, match.end()))
                yield points, most, Place(number, match.start(), match.end()), earlier


def _is_of_before(found: Found, text: str) -> bool:
    """Whether a passage is about the past: by its words, or by a year that it opens with."""
    if is_about_the_past(_BESIDE_BEFORE.sub(" ", text), found.year):
        return True
    opening = _OPENING_YEAR.match(text)
    year = int(opening["year"]) if opening else entry_year(text)
    return year is not None and (found.today is None or year < found.today.year)


def _is_own(found: Found, subject: int, place: Place) -> bool:
    return len(found.subjects) == 1 or found.nearest(place) == subject


def _of_same_scale(
    found: Found, subject: int, earlier: list[tuple[int, int, Place, bool]]
) -> Fact | None:
    """Points of this time, told beside an earlier number of points and without their maximum."""
    scales = {most for _, most, _, _ in earlier}
    for number, passage in enumerate(found.reading.passages):
        match = _THIS_TIME.search(passage.text)
        if match and len(scales) == 1:
            place = Place(number, match.start("points"), match.end("points"))
            points, most = read_number(match["points"]), scales.pop()
            if points <= most and _is_own(found, subject, place):
                told = found.reading.fact(f"{points} out of {most}", place, 0.7)
                scale = found.reading.evidence(earlier[0][2])
                return told.model_copy(update={"evidence": (*told.evidence, scale)})
    return None

"""How many recommendations are for whom."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspections.found import Found
from pipeline.inspections.numbers import NUMBER, read_number
from pipeline.inspections.proper_names import NAME
from pipeline.inspections.reading import Place
from pipeline.inspections.tense import is_about_the_past
from pipeline.schema import AddressedRecommendations

__all__ = ["find_addressed"]

_BODY = (
    r"(?:probation delivery unit|PDU|unit|service itself|service|region(?:al (?:probation )?"
    r"(?:director|leadership|team))?|company|CRC|trust|force|prison|jail|governor|head of service|"
    r"youth justice (?:service|partnership|board)|management board|board|partnership|council|local "
    r"authority|county council|city council|national probation service|probation service|prison "
    r"service|HM Prison and Probation Service|HMPPS|ministry of justice|justice ministry|MoJ|home "
    r"office|department (?:for|of) [\w ]{3,30}|government|ministers?|police|"
    r"secretary of state|chief constable|police and crime commissioner|NHS(?: England)?|"
    r"health (?:board|trust|services?)|"
    r"integrated care board|children's services|courts?(?: service)?|youth justice board|national "
    r"police chiefs' council|college of policing|"
    r"(?:his|her) majesty's prison and probation service|crown prosecution service|CPS)"
)
_TO = (
    r"(?:(?:are|is|were|was)\s)?(?:made\s|addressed\s|directed\s|aimed\s|intended\s)?(?:for|to|"
    r"at)\s"
    rf"(?P<whom>(?:the\s|its\s)?(?:(?:{NAME})\s)?(?i:{_BODY})\b|(?:{NAME}))"
)
_SHARE = re.compile(
    rf"\b(?P<number>(?i:{NUMBER}))\s(?:of\s(?:them|these|which|"
    rf"those)\s)?(?:recommendations?\s)?{_TO}"
)
_TALKS_OF = re.compile(r"\brecommendations?\b", re.IGNORECASE)
_NOT_NUMBERED = re.compile(r"\s(?:cases|people|officers|posts|units|prisoners|children)\b")


def find_addressed(found: Found) -> tuple[AddressedRecommendations, ...]:
    """Numbers of recommendations by addressee, where an article on one inspection splits them.

    A single number with its addressee is no split unless it is said to be some of them.
    """
    if len(found.subjects) != 1:
        return ()
    shares: dict[str, AddressedRecommendations] = {}
    for number, passage in enumerate(found.reading.passages):
        near = [passage.text, found.reading.passages[number - 1].text if number else ""]
        talks = any(_TALKS_OF.search(text) for text in near)
        if not talks or is_about_the_past(passage.text, found.year):
            continue
        for share in _shares(found, number):
            shares.setdefault(share.addressee.casefold(), share)
    return tuple(shares.values())


def _shares(found: Found, number: int) -> Iterator[AddressedRecommendations]:
    text = found.reading.passages[number].text
    matches = [m for m in _SHARE.finditer(text) if not _NOT_NUMBERED.match(text, m.end("number"))]
    some = [m for m in matches if re.search(r"\bof (?:them|these|which|those)\b", m.group())]
    if len(matches) < 2 and not some:
        return
    for match in matches:
        place = Place(number, match.start(), match.end("whom"))
        whom = found.reading.text(Place(number, *match.span("whom")))
        count = found.reading.fact(read_number(match["number"]), place, 0.9)
        yield AddressedRecommendations(addressee=whom, number=count)

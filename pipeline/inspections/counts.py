"""How many recommendations an inspection made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.inspections.numbers import NUMBER, read_number
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.tense import is_about_the_past
from pipeline.inspections.units import Unit

__all__ = ["Count", "find_counts"]

_COUNT = re.compile(
    rf"\b(?P<number>{NUMBER})\s(?:(?!of\b|out\b|in\b|and\b|per\b)[a-z-]+,?\s){{0,3}}?"
    r"recommendations?\b",
    re.IGNORECASE,
)
_SOME_OF_THEM = re.compile(
    r"(?<!\btotal )\b(?:of (?:the|its|their|those|these)|of|among (?:the|its)|in|"
    r"(?<!report )(?<!document )includes?|including)\s$",
    re.IGNORECASE,
)
_PART_OF_ALL = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|half|most|many|some|all|none|several|chief|key|main|"
    r"another)\sof\s(?:(?:the|its|their|his|her)\s)?$",
    re.IGNORECASE,
)
"""What comes before the number of all recommendations: "two of its nine recommendations"."""
_NOT_A_TOTAL = re.compile(
    r"\b(?:previous|earlier|last time|met|achieved|implemented|carried out|outstanding "
    r"from|from (?:the )?(?:last|previous)|had been|already|completed|national(?:ly)?|"
    r"first (?:report|inspection)|a "
    r"further)\b",
    re.IGNORECASE,
)
_ACCEPTED = re.compile(r"\baccepted\b|\bprogress\s(?:against|on|with)\b", re.IGNORECASE)
_MORE_TO_OTHERS = re.compile(r",?\s(?:and|with|plus)\sa?\s?further\b.*$")
_THEIR_FATE = re.compile(
    r"[^;]{0,120}\b(?:have|has|had|were|was)\s(?:now\s)?(?:been\s)?(?:\w+\s)?(?:achieved|implemented|"
    r"met|completed)\b",
    re.IGNORECASE,
)
"""What has become of the recommendations of an earlier report."""
_SEVERAL_NUMBERS = re.compile(rf"\b(?:{NUMBER})(?:,|\sand|\sor)\s$", re.IGNORECASE)
_AND_ONES = re.compile(
    rf"\sand\s(?P<number>{NUMBER})\s(?:[a-z-]+\s){{1,2}}(?:ones|recommendations)\b", re.IGNORECASE
)
"""A second kind of recommendations: "six strategic recommendations and 11 operational ones"."""
_ALL_OF = re.compile(
    rf"\ball\s(?P<number>{NUMBER})\sof\s(?:the|its|their)\s(?:\w+\s)?recommendations\b"
    rf"|\brecommendations,\sof\swhich\sthere\s(?:are|were)\s(?P<there>{NUMBER})\b",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"\s(?:that\s(?:were|had been)\s)?made\s(?:on that|in|last|at|by|then|before)\b"
)
_MADE_NOW = re.compile(
    rf"^[\"']?(?P<number>{NUMBER})\s(?:have been|were|are)\s(?:made|issued)\b", re.IGNORECASE
)
_TO_IMPROVE = re.compile(
    rf"\b(?P<number>{NUMBER})\s(?:(?:specific|separate|key|formal|other)\s)?(?:areas|points)\s"
    r"for\simprovement\b",
    re.IGNORECASE,
)
"""What inspectorates that make no recommendations ask for."""
_NOT_ALL_AREAS = re.compile(
    r"\b(?:among|further|another|and|plus|of(?: the)?|previous|last time|earlier)\s$", re.IGNORECASE
)
_TO_THE_REGION = re.compile(
    rf"\b(?P<number>{NUMBER})\sof\s(?:which|them|these|those)\s(?:(?:is|are|was|were)\s)?"
    r"(?:made\s|addressed\s|directed\s|aimed\s)?(?:for|to|at)\s(?:the\s)?(?:[A-Z]\w+\s)?"
    r"(?:probation\s)?region\b"
)
_SOME_MORE = re.compile(r"\b(?:first|further|other|another|these|more)\b", re.IGNORECASE)
"""Words before or within a number by which it is of some recommendations only."""
_TO_OTHERS = re.compile(
    rf"\b(?P<number>{NUMBER})\s(?:of\s(?:which|them|these|those)\s)(?:(?:is|are|was|were)\s)?"
    r"(?:made\s|addressed\s|directed\s|aimed\s)?(?:for|to|at)\s(?:the\s)?(?:hmpps|ministry|"
    r"hm prison|"
    r"his majesty's prison|her majesty's prison|probation service|prison service|home office|"
    r"government|department|ministers|national)\b",
    re.IGNORECASE,
)
"""How many of all recommendations are for bodies above the unit."""


_ONLY_ONE = re.compile(
    r"\b(?:makes?|made|with|just|only|(?:is|was|been) given|given just|gets|got|received|contains?)"
    r"\s(?:just\s|only\s)?$"
)
_AMONG = re.compile(r"\bamong (?:the|its)\s$", re.IGNORECASE)
_COMPARED = re.compile(
    r",?\s(?:(?:down|up) from|compared (?:with|to)) \w+(?: in (?:19|20)\d\d)?(?: last time|"
    r" previously|"
    r" before)?",
    re.IGNORECASE,
)
_TO_THE_UNIT = re.compile(
    rf"\b(?P<number>{NUMBER})\s(?:of (?:them|these|which|those)\s)?(?:(?:are|is|were|was)\s)?"
    r"(?:made\s|addressed\s|directed\s|aimed\s)?(?:for|to|at)\sthe\s(?P<body>pdu|unit|service|"
    r"region|"
    r"company|crc|trust|force|prison|jail|governor|team|yjs|yos|yot|division)\b"
    r"(?!\s(?:director|head|probation director))",
    re.IGNORECASE,
)
"""How many of all recommendations are for the unit itself."""
_BY_A_WORD = re.compile(
    r"\bthe\s(?P<word>[A-Za-z]+)\s(?:pdu|units?|service|region|division|prison|jail|force|team|"
    r"school|"
    r"home|company)\b",
    re.IGNORECASE,
)
_KIND_OF_BODY = {
    "pdu": "unit",
    "crc": "company",
    "jail": "prison",
    "governor": "prison",
    "force": "police",
}
_KIND_OF_BODY |= dict.fromkeys(("yjs", "yos", "yot"), "youth")
_SHARE_OF = rf"(?P<number>{NUMBER})\s(?:of them\s)?(?:to|for)\s(?:the\s)?$"


@dataclass(frozen=True)
class Count:
    """A number of recommendations, and the index of the unit that it is for, if one is named."""

    value: int
    place: Place
    unit: int | None


def find_counts(reading: Reading, units: Sequence[Unit], article_year: int | None) -> list[Count]:
    """The numbers of recommendations that the article states, in order.

    A number of some of them ("two of its nine recommendations"), or of an earlier report's, is
    left out; "one recommendation" counts only as "makes one" or "a single".
    """
    found = []
    for number, passage in enumerate(reading.passages):
        text = passage.text
        for match in _COUNT.finditer(text):
            if _is_total(text, match, article_year):
                place = Place(number, match.start(), match.end())
                own = _own_share(reading, number, match.end(), units)
                if own:
                    found.append(own)
                    continue
                unit = _recipient(units, place, text)
                value = _without_others(text, match, units)
                if value > 0:
                    found.append(Count(value, place, unit))
        found += _told_otherwise(reading, number, units, article_year)
        found += _counts_of_others(text, number, units, found)
    return found or _areas(reading, article_year)


def _without_others(text: str, match: re.Match[str], units: Sequence[Unit]) -> int:
    """The number of all recommendations less those to bodies above the unit."""
    value = read_number(match["number"])
    more = _AND_ONES.match(text, match.end())
    value += read_number(more["number"]) if more else 0
    others = _TO_OTHERS.search(text, match.end())
    if not others and not _is_main_unit("region", units):
        others = _TO_THE_REGION.search(text, match.end())
    return value - (read_number(others["number"]) if others else 0)


def _told_otherwise(
    reading: Reading, number: int, units: Sequence[Unit], article_year: int | None
) -> list[Count]:
    """Numbers that do not stand before the word: "all five of the recommendations"."""
    text = reading.passages[number].text
    match = _ALL_OF.search(text)
    if match is None and number and "recommendations" in reading.passages[number - 1].text:
        match = _MADE_NOW.match(text)
    if (
        match is None
        or is_about_the_past(text, article_year)
        or _OF_BEFORE.match(text, match.end())
    ):
        return []
    place = Place(number, match.start(), match.end())
    value = match["number"] or match["there"]
    return [Count(read_number(value), place, _recipient(units, place, text))]


def _areas(reading: Reading, article_year: int | None) -> list[Count]:
    """The numbers of areas for improvement, of an article that counts no recommendations."""
    return [
        Count(read_number(match["number"]), Place(number, match.start(), match.end()), unit=None)
        for number, passage in enumerate(reading.passages)
        for match in _TO_IMPROVE.finditer(passage.text)
        if not _NOT_ALL_AREAS.search(passage.text[: match.start()])
        and not is_about_the_past(passage.text, article_year)
    ]


def _own_share(reading: Reading, number: int, end: int, units: Sequence[Unit]) -> Count | None:
    """The number for the unit itself, told after that of all ("nine, seven of them to the unit").

    It is looked for in the rest of the passage and in the one after.
    """
    for place, low in ((number, end), (number + 1, 0)):
        if place >= len(reading.passages):
            return None
        match = _TO_THE_UNIT.search(reading.passages[place].text, low)
        if match and _is_main_unit(match["body"].casefold(), units):
            return Count(
                read_number(match["number"]), Place(place, match.start(), match.end()), unit=None
            )
    return None


def _is_main_unit(body: str, units: Sequence[Unit]) -> bool:
    """Whether "the region" or "the PDU" is of the kind of the unit spoken of most."""
    main = max(units, key=lambda unit: len(unit.mentions), default=None)
    return main is not None and _KIND_OF_BODY.get(body, body) in main.kind


def _is_total(text: str, match: re.Match[str], article_year: int | None) -> bool:
    before = text[max(0, match.start() - 60) : match.start()]
    after = _MORE_TO_OTHERS.sub(" ", text[match.end() : match.end() + 40])
    around = _COMPARED.sub(" ", text[max(0, match.start() - 40) : match.end()] + after)
    if _SEVERAL_NUMBERS.search(before) or _ACCEPTED.search(before):
        return False
    all_of_them = re.search(r"\bof (?:the|its|their)\s$", before[-12:], re.IGNORECASE)
    if all_of_them and not before[: all_of_them.start()].strip(" \"'"):
        return not _NOT_A_TOTAL.search(around) and not _THEIR_FATE.match(text, match.end())
    whole = _PART_OF_ALL.search(before) or _AMONG.search(before)
    if not whole and _SOME_OF_THEM.search(before):
        return False
    if _SOME_MORE.search(before[-12:] + match.group()):
        return False
    if _NOT_A_TOTAL.search(around) or is_about_the_past(_COMPARED.sub(" ", text), article_year):
        return False
    if read_number(match["number"]) == 1 and match["number"].casefold() != "a single":
        return bool(_ONLY_ONE.search(before))
    return True


def _recipient(units: Sequence[Unit], place: Place, text: str) -> int | None:
    """The unit that the number is for: named in the same clause, before or after it."""
    low = max(text.rfind(mark, 0, place.start) for mark in (";", ", and ", " while ", " and "))
    high = min(
        (at for mark in (";", " and ", ",") if (at := text.find(mark, place.end)) >= 0),
        default=len(text),
    )
    named = [
        (abs(mention.start - place.start), index)
        for index, unit in enumerate(units)
        for mention in unit.mentions
        if mention.passage == place.passage and low <= mention.start and mention.end <= high
    ]
    return min(named)[1] if named else _described(units, text[max(0, low) : high])


def _described(units: Sequence[Unit], clause: str) -> int | None:
    """The one unit of which "the city unit" or "the northern team" gives a word of its name."""
    words = {match["word"].casefold() for match in _BY_A_WORD.finditer(clause)}
    fitting = [
        index for index, unit in enumerate(units) if words & set(unit.name.casefold().split())
    ]
    return fitting[0] if len(fitting) == 1 else None


def _shares(text: str, number: int, units: Sequence[Unit]) -> list[Count]:
    """Numbers before the names of units ("recommendations were made: six to Marlow, ...")."""
    if not re.search(r"\brecommendations\b", text, re.IGNORECASE):
        return []
    shares = []
    for index, unit in enumerate(units):
        for mention in unit.mentions:
            if mention.passage == number:
                match = re.search(_SHARE_OF, text[: mention.start], re.IGNORECASE)
                longer = re.match(r"\s[A-Z]", text[mention.end :])
                told = match and not re.match(r"\srecommendations", text[match.end("number") :])
                if match and told and not longer:
                    place = Place(number, match.start(), mention.end)
                    shares.append(Count(read_number(match["number"]), place, index))
    return shares


def _counts_of_others(
    text: str, number: int, units: Sequence[Unit], found: Sequence[Count]
) -> list[Count]:
    """Numbers that leave the word out: "... eight recommendations and Foxley seven"."""
    before = [count for count in found if count.place.passage >= number - 1]
    counts = _shares(text, number, units)
    if not before:
        return counts
    for index, unit in enumerate(units):
        for mention in unit.mentions:
            if mention.passage != number:
                continue
            following = re.match(
                rf"\s(?:(?:was|has been|is|were) given\s|gets\s|got\s|receives?d?\s|has\s)?"
                rf"(?P<number>{NUMBER})\b(?=\s*[.,;]|$)",
                text[mention.end :],
            )
            if following:
                place = Place(number, mention.start, mention.end + following.end())
                counts.append(Count(read_number(following["number"]), place, index))
    return counts

"""Where an article puts a rating in words, and how plainly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import NAME

__all__ = [
    "BECAME",
    "HANDED",
    "NOUN",
    "OVERALL_IS",
    "RATED",
    "SUPERLATIVE",
    "RatingWords",
    "is_former_state",
    "rating_words",
]

RATED = (
    r"re-?rated|rated|rates?|graded|grades?|judged|judges?|deemed|deems?|ranked|ranks?|classed|"
    r"classified|named|branded|brands?|labelled|declared|marked|marks?|assessed|scored|downgraded|"
    r"upgraded|dubbed|adjudged|pronounced|found|finds|told|concluded"
)
HANDED = (
    r"given|gives?|gave|handed|hands?|awarded|awards?|received|receives?|gets?|got|earned|earns?|"
    r"secured|achieved|achieves?|obtained|returned|issued|slapped|hit|collects?|collected|"
    r"attracted|landed|lands|kept|keeps|"
    r"retained|retains|held|holds|maintained|maintains|wins?|won|assigned|came away|bowed out|"
    r"walked away"
)
BECAME = (
    r"is|was|are|were|remains?|remained|emerges?|emerged|comes?|came|passed|slumps?|slumped|"
    r"drops?|dropped|falls?|fell|slips?|slipped|rises?|rose|moves?|moved|improves?|improved|"
    r"climbs?|climbed|jumps?|jumped|stays?|stayed|still|again|going|gone|goes|went|up|down"
)
NOUN = r"rating|grade|grading|mark|verdict|judg(?:e)?ment|score|category|status|outcome|result"
_GLUE = (
    r"(?:\s|[\"',:(-]|\b(?:overall|as|to|be|being|been|is|was|it|an?|the|now|also|only|just|"
    r"both|all|once|again|still|with|at|out|in|of|by|from|that|its|their|second|same|single|"
    r"disappointing|damning|straight|lowest|possible|clear|coveted|overarching|headline|whole|"
    rf"{NOUN})\b)*"
)
_ENDS_WITH_VERB = re.compile(rf"\b(?P<verb>{RATED}|{HANDED}|{BECAME})\b{_GLUE}$", re.IGNORECASE)
_ENDS_WITH_NOUN = re.compile(
    rf"\b(?:{NOUN})s?\b(?:\s(?:of|is|was|were|as|being|for|from|came|:)|:|,)?[\s\"']*"
    r"(?:an?\s|the\s)?[\"']*$",
    re.IGNORECASE,
)
_ADJACENT = re.compile(
    r"\b(?:it|they|unit|pdu|service|services|school|trust|team|company|region|home|hospital|"
    r"prison|jail|force|provider|practice|college|nursery|council|division|[A-Z][\w']+)\s(?:is|"
    r"are|was|were|remains)\s$"
)
_FOUND_TO_BE = re.compile(
    r"\b(?:it|they|unit|pdu|services?|school|trust|team|company|region|home|hospital|prison|"
    r"provider|practice|college|nursery|council|division)\s(?:is|are|was|were|(?:has|have|had) "
    r"been)\sfound to be\s$"
)
_WAS_IN = re.compile(
    r"[\"')]*(?:,\s\w+,)?\s(?:when (?:it was )?last \w+,?\s)?in (?:\w+ )?(?:19|20)\d\d\b"
)
_RATED_BY_NAME = re.compile(
    r"\b(?:rated?|rates|graded?|grades|judged?|judges|deemed?|deems|branded|declared?|ranked|"
    r"marked|"
    rf"labelled|assessed)\s(?:the\s)?(?:{NAME}|[Ii]t|[Tt]hem|"
    rf"(?:[a-z][\w'-]*\s){{0,3}}?(?:units?|services?|team|"
    r"region|company|prison|jail|school|force|home|trust|hospital|division|council))"
    r"(?:\s\([^()]{2,20}\))?\s(?:as\s|to\sbe\s|overall\s|both\s|an?\s)*[\"']?$"
)
"""Who rated what: "inspectors rated Marlow PDU inadequate"."""
OVERALL_IS = re.compile(
    rf"\boverall\s(?:{NOUN})\b(?:\s(?:for|of|at)\s[^,.;]{{1,50}}?)?,?\s(?:(?:has|have|"
    rf"had)\s)?(?:(?:is|was|"
    r"been|still|now|also|therefore)\s)*(?:remains?|remained|stays?|stayed|unchanged|unaffected|"
    r"gone|going|"
    r"goes|went|dropped|drops|fallen|falls|fell|moved|moves|risen|rises|rose|improved|improves|"
    r"raised|"
    r"lowered|cut|changed|slipped)\s[^,.;]{0,50}$",
    re.IGNORECASE,
)
"""What says that the rating of the whole is what follows ("the overall rating remains good")."""
_THEN_NOUN = re.compile(
    rf"[\"']*\s(?:overall\s)?(?:{NOUN}|overall|across the board)\b", re.IGNORECASE
)
_MOVED_TO = re.compile(
    r"\b(?:lifted|raised|upgraded|downgraded|promoted|moved|improved|climbed|dropped|lowered|cut|"
    r"slipped|fell|fallen|risen|rose|gone|"
    r"goes|went|moves|drops|falls|rises|slips|climbs|upgrading|downgrading)\b[^.;]{0,120}?\sto\s(?:an?\s|overall\s)*[\"']*$",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:an?\s|overall\s|(?:its|a) (?:previous|former|earlier)\s)*[\"']*$")
_OUT_OF = re.compile(r"\b(?:lifted|climbs?|climbed|moved|pulled|brought) out of\s[\"']*$")
_THEN_TO = re.compile(
    r"[\"']*(?:\s(?:rating|overall))?(?:\s\(?in\s(?:\w+\s)?(?:19|20)\d\d\)?)?,?\sto\s"
    r"(?:an?\s|overall\s)*[\"']*(?P<rating>\w+(?:\s\w+)?)",
    re.IGNORECASE,
)
_NEXT_IN_LIST = re.compile(
    r"[\"']*(?:\soverall)?[,;]?\s(?:(?:and|while|whereas|but)\s)?(?:the\s|its\s)?(?:next-door\s|"
    rf"neighbouring\s|nearby\s)?{NAME}(?:,\s[^,;.]{{1,40}},)?\s(?:(?:was|is|as|were|are|only|"
    r"also|both|an?)\s){0,3}[\"']?"
)
"""What joins the ratings of several ("Marlow was rated good, Thame inadequate")."""
_SAID_TO_BE = re.compile(
    r"\b(?:said|found|judged|considered|held|thought|deemed)\sby\s[^,.;]{3,60}\sto\sbe\s[\"']?$"
)
_PUT_INTO = re.compile(
    r"\b(?:placed|put|go|goes|went|going|plunged|remains?|is|are|was|be|sent|kept)\s(?:back\s|"
    r"now\s)?"
    r"(?:in|into|under)\s[\"']*$",
    re.IGNORECASE,
)
_BEST = r"(?:highest|top|best)"
_WORST = r"(?:lowest|worst|bottom|poorest)"
SUPERLATIVE = (
    r"(?:second[- ])?(?:highest|top|best|lowest|worst|bottom|poorest)[- ](?:\w+\s)?"
    r"(?:ratings?|grades?|marks?)"
)
"""A rating by its place on the scale."""
_SUPERLATIVE = re.compile(
    rf"\b(?P<second>second[- ])?(?:(?P<best>{_BEST})|(?P<worst>{_WORST}))[- ](?:possible |"
    r"available |overall |ofsted |inspection |of (?:the )?four |of (?:its|their) )*(?:ratings?|"
    r"grades?|gradings?|marks?|verdict|ranking)\b",
    re.IGNORECASE,
)
_WINDOW = 240
"""Characters on either side of a rating that are read with it."""


@dataclass(frozen=True)
class RatingWords:
    """Words that put a rating.

    Attributes:
        rating: the official wording.
        start, end: half-open offsets into the folded text.
        weight: how plainly the words are used as a rating, above 0 and up to 1.2.
        spelt_out: whether they are the scale's own, not "the lowest grade".

    """

    rating: str
    start: int
    end: int
    weight: float
    spelt_out: bool = True


def rating_words(text: str, profile: ReadyProfile) -> Iterator[RatingWords]:
    """Each rating that a text puts in words, those of a list that explains the scale left out."""
    matches = list(profile.rating.finditer(text))
    last = -1
    for match in () if _explains_scale(text, matches) else matches:
        weight = _wording(text, match) or _former(text, match, profile)
        weight = weight or float(
            last >= 0 and bool(_NEXT_IN_LIST.fullmatch(text, last, match.start()))
        )
        if weight:
            last = match.end()
            rating = profile.ratings[match.group().casefold()]
            yield RatingWords(rating, *match.span(), weight)
    ratings = profile.scales[0].ratings
    for match in _SUPERLATIVE.finditer(text):
        low = text[max(0, match.start() - 30) : match.start()]
        if re.search(r"(?:one of|among)\s(?:the|its|their)\s$", low):
            continue
        step = 1 if match["second"] else 0
        rating = ratings[step] if match["best"] else ratings[-1 - step]
        yield RatingWords(rating, *match.span(), 0.7, spelt_out=False)


def _former(text: str, match: re.Match[str], profile: ReadyProfile) -> float:
    """How plainly a rating is put as the one that another took the place of ("from good to")."""
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    to = _THEN_TO.match(text, match.end())
    changed = _FROM.search(before) and to and profile.rating.match(to["rating"])
    return 1.0 if changed or _OUT_OF.search(before) else 0.0


def is_former_state(text: str, start: int, end: int) -> bool:
    """Whether the rating at ``start:end`` is what a service "was in 2019"."""
    was = re.search(r"\bwas\s[\"']*$", text[max(0, start - 8) : start])
    return bool(was and _WAS_IN.match(text, end))


def _explains_scale(text: str, matches: Sequence[re.Match[str]]) -> bool:
    """Whether three ratings or more stand in one list ("Outstanding, Good or Inadequate")."""
    listed = 1
    for one, other in pairwise(matches):
        between = text[one.end() : other.start()]
        listed = listed + 1 if re.fullmatch(r"[\s\"',/-]*(?:and|or)?[\s\"']*", between) else 1
        if listed >= 3:
            return True
    return False


def _wording(text: str, match: re.Match[str]) -> float:
    """How plainly a word of the scale is used as a rating; 0 where it is an everyday word."""
    before = text[max(0, match.start() - _WINDOW) : match.start()]
    after = text[match.end() : match.end() + 40]
    if match.group().casefold() in {"special measures", "serious weaknesses"}:
        return 1.0 if _PUT_INTO.search(before) else 0.0
    marked = before.endswith(('"', "'")) and after[:1] in {'"', "'"}
    capital = match.group()[0].isupper() and bool(before.strip("\"' ")) and not text.isupper()
    verb = _ENDS_WITH_VERB.search(before[-120:])
    noun = bool(_ENDS_WITH_NOUN.search(before[-60:]) or _THEN_NOUN.match(after))
    plain = bool(verb and re.fullmatch(RATED, verb["verb"], re.IGNORECASE))
    several_words = " " in match.group()
    if _MOVED_TO.search(before[-160:]):
        return 1.0
    if _SAID_TO_BE.search(before[-100:]):
        return 1.2
    if _RATED_BY_NAME.search(before[-160:]) or OVERALL_IS.search(before[-160:]):
        return 1.2
    if plain and not (verb and verb["verb"].casefold() == "found" and not (marked or capital)):
        return 1.2
    if noun:
        return 1.2
    if marked or capital:
        return 1.0 if verb else 0.8
    adjacent = _ADJACENT.search(before)
    if match.group().casefold() == "inadequate" and _FOUND_TO_BE.search(before):
        return 0.8
    if adjacent and is_former_state(text, *match.span()):
        return 0.8
    if adjacent and match.group().casefold() == "inadequate":
        return 0.8
    return (
        0.8 if several_words and (verb or match.group().casefold().startswith("require")) else 0.0
    )

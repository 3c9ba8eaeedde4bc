"""What a rating is a rating of: a unit, all units, a part of one, or others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inspections.events import Event
from pipeline.inspections.wording import NOUN

__all__ = ["is_after_aside", "is_of_part", "rated_things"]

_AFTER_ASIDE = re.compile(
    r",\s(?:has|have|had|was|were|is|are|got|gets|received|earned|remains|emerges|"
    r"came)\b[^,;]{0,90}$",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\s(?:that|which|responsible for|covering|serving|run by|based (?:in|at))\s"
    r"(?!(?:was|were|is|are|has|have)\s(?:\w+\s){0,2}(?:rated|graded|judged|found|given))"
)
_VERB_BETWEEN = re.compile(
    r",?\s(?:were|are|have|had|have been|got|received|earned)\s", re.IGNORECASE
)
_WITHIN = re.compile(
    r"(?:\s(?:for|of)(?:\s[\w'-]+){1,4})?\s(?:at|of|in|within|across|for|by|inside|run by)\s"
    r"(?:(?:the|an?)\s)?",
    re.IGNORECASE,
)
_VERDICT_ON = re.compile(
    rf"[\"']*\s(?:(?:is|was)\s(?:the\s|its\s)?(?:[\w-]+\s){{0,3}}?)?(?:overall\s)?(?:{NOUN})\s"
    r"(?:on|for|to|given to|handed to|of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_AFTER_PART = re.compile(
    r"[\"')]*(?:,?\s(?:overall|rating|grade|grading|mark|marks))?[\"']*\s"
    r"(?:for|in|on|at|to|under|against|when it comes to|regarding)\s(?P<rest>[^.;:]{0,60})",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    r"(?:[\"']?(?:good|outstanding|inadequate|requires? improvement)\b|(?:the (?:second|third|"
    r"first|latest|new|report|inspection|findings)|a (?:row|new|report|second)|"
    r"an? (?:[\w-]+ ){0,2}(?:report|review|inspection)|"
    r"every (?:area|category|respect)|all (?:areas|categories|respects|"
    r"\w+ areas)|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|its (?:latest|first|most|last|second|report|previous)|this|"
    r"(?:today|yesterday|(?:this|last) (?:week|month)|[\w-]+)'s (?:report|inspection)|"
    r"overall|its overall|one of|the bleakest|the worst|the most|"
    r"the strength|the basis|effectiveness|last|both|the same)\b)",
    re.IGNORECASE,
)


def is_after_aside(clause: str) -> bool:
    """Whether a clause ends in a verb that takes up its subject past an aside (", has been")."""
    return bool(_AFTER_ASIDE.search(clause))


_HOW = re.compile(r"\W*how\s", re.IGNORECASE)
"""What opens a clause whose subject is an aspect ("How well led the home is was rated ...")."""


_THE_WAY = re.compile(r"\W*the (?:way|manner)\s(?:that|in which|the|its)?", re.IGNORECASE)
"""What opens a clause on how something is done ("The way that the unit is led was graded ...")."""
_FOR = re.compile(r"\W*for\s(?:being\s|the\s|its\s)?", re.IGNORECASE)
"""What opens a clause on a part ("For safe it has gone up from ...")."""
_RATED_AT = re.compile(r"[\w][\"']\s(?:at|in|for)\s(?:the\s)?$")
"""What places another rating ("unpaid work was 'good' at Marlow and 'outstanding' at Thame")."""
_PLACED = re.compile(
    r"(?:\s(?!(?:was|were|is|are|has|have|had|said|says|found|when|which|who|that)\b)[\w'-]+){1,8}"
    r"\s(?:at|in|within|across|inside)\s(?:the\s)?"
)
"""What stands between a part and the unit that it is in ("support given to children in ...")."""


def is_of_part(text: str, end: int, parts: re.Pattern[str]) -> bool:
    """Whether what follows the rating narrows it to a part ("for leadership")."""
    match = _AFTER_PART.match(text, end)
    narrowed = False
    if match and not _NO_PART.match(match["rest"]):
        rest = match["rest"]
        narrowed = bool(parts.search(rest) or re.match(r"(?:the way|how)\b", rest))
    if narrowed:
        return True
    following = re.match(r"[\"']*\s(\w+)", text[end : end + 40])
    return bool(following and parts.fullmatch(following.group(1)) and text[end : end + 1] != ",")


def rated_things(
    text: str, low: int, span: tuple[int, int], events: Sequence[Event]
) -> list[Event]:
    """What a rating is about.

    The last thing named before it in its clause, with those that a list joins to it; past an
    aside, the first; else what a verdict is "on".
    """
    start, end = span
    within = [event for event in events if low <= event.start and event.end <= start]
    within = [event for event in within if not _is_owner(text, event, start)]
    if _THE_WAY.match(text, low):
        return [Event(low, low, "part")]
    if not within:
        ahead = [event for event in events if event.start >= end]
        on = ahead[:1] if ahead and _VERDICT_ON.fullmatch(text[end : ahead[0].start]) else []
        return [event for event in on if event.kind in {"unit", "generic"}]
    if within[0].kind == "part" and _FOR.fullmatch(text, low, within[0].start):
        return within[:1]
    aspects = [event for event in within if event.kind == "part"]
    if aspects and _HOW.match(text, low):
        return aspects[:1]
    if len(within) > 1 and within[-1].kind == "all" and _sums_up(text, within[-2], within[-1]):
        within = within[:-1]
    last = _head(text, within)
    listed = _with_those_joined(text, last, within)
    if is_after_aside(text[low:start]) and len(listed) == 1:
        comma = text.find(", ", within[0].start)
        opening = [e for e in within if e.end <= comma and e.kind != "pronoun"]
        last = opening[-1] if opening else last
    if last.kind == "unit" and _RATED_AT.search(text[: last.start]):
        return [Event(last.start, last.end, "part")]
    if _is_its_work(text, within, start):
        return [Event(last.start, last.end, "pronoun")]
    if _is_within_another(text, within, last):
        return [within[-2]]
    if last.kind == "pronoun":
        return [_meant(text, last, events)]
    if last.kind == "part" and _is_the_work(text, last, start):
        return [Event(last.start, last.end, "generic")]
    return _with_those_joined(text, last, within)


def _sums_up(text: str, named: Event, last: Event) -> bool:
    """Whether "both" or "all three" only sums up the units just named ("..., were both rated")."""
    return named.kind == "unit" and bool(_VERB_BETWEEN.fullmatch(text[named.end : last.start]))


def _is_within_another(text: str, within: Sequence[Event], last: Event) -> bool:
    """Whether the last thing named only places a part or others ("leadership at the unit")."""
    if len(within) < 2 or last is not within[-1] or within[-2].kind not in {"part", "others"}:
        return False
    between = text[within[-2].end : last.start]
    placed = within[-2].kind == "part" and last.kind == "unit" and _PLACED.fullmatch(between)
    return bool(_WITHIN.fullmatch(between) or placed)


def _head(text: str, within: Sequence[Event]) -> Event:
    """The last thing named, or what a clause with "that" or "responsible for" describes by it."""
    for event in within[:-1]:
        if event.kind in {"unit", "generic"} and _DESCRIBED.match(text, event.end):
            return event
    return within[-1]


def _meant(text: str, pronoun: Event, events: Sequence[Event]) -> Event:
    """What a pronoun stands for in its sentence; itself where that names nothing before it."""
    named = [e for e in events if e.end <= pronoun.start and e.kind != "pronoun"]
    if not named:
        return pronoun
    if text[pronoun.start : pronoun.end].casefold() == "which":
        adjacent = re.fullmatch(
            r"(?:\s\([^()]{0,20}\)|\))?,?\s", text[named[-1].end : pronoun.start]
        )
        return named[-1] if adjacent else Event(pronoun.start, pronoun.end, "others")
    if named[0].kind == "others" and text[pronoun.start : pronoun.end] in {"they", "them"}:
        return named[0]
    if named[-1].kind in {"part", "others"}:
        return pronoun
    return named[-1] if named[-1].kind in {"unit", "all"} else pronoun


def _is_the_work(text: str, event: Event, start: int) -> bool:
    """Whether "the work" is what a themed inspection graded as a whole."""
    words = text[max(0, event.start - 5) : event.end].casefold()
    between = text[event.end : start]
    return bool(
        re.search(r"\b(?:the|this|that) work$", words)
        and re.fullmatch(
            rf"(?:\sas a whole)?[\s\"']*(?:an?\s|as\s)?(?:single\s)?(?:{NOUN})?[,:\s\"']*", between
        )
    )


def _is_its_work(text: str, within: Sequence[Event], start: int) -> bool:
    """Whether "its work" or "the team's work", with nothing to narrow it, is what is rated."""
    between = text[max(0, within[-1].start - 40) : start]
    return bool(
        within[-1].kind == "part"
        and re.search(
            r"(?:\b[Ii]ts|\b[a-z]+'s)\swork\s(?:is|was|has been)\s(?:now\s)?(?:\w+ed\s)?"
            r"(?:as\s)?[\"']*$",
            between,
        )
    )


def _with_those_joined(text: str, last: Event, within: Sequence[Event]) -> list[Event]:
    joined = [last]
    for event in reversed([event for event in within if event.end <= last.start]):
        between = text[event.end : joined[-1].start]
        if event.kind != "unit" or last.kind != "unit":
            break
        if not re.fullmatch(r",?\s(?:and\s)?(?:the\s)?|,\s", between):
            break
        joined.append(event)
    return joined


def _is_owner(text: str, event: Event, start: int) -> bool:
    """Whether an event only owns something else ("the unit's ...") before the rating."""
    following = text[event.end : min(start, event.end + 40)]
    owned = re.match(
        rf"'s?\s(?!(?:been|now|overall|own|new|latest|{NOUN}|performance)\b)", following
    )
    return event.kind in {"unit", "generic"} and bool(owned) and len(following) > 3

"""Where an article rates something, and whether a whole service is rated, now or before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from pipeline.inspections.events import Event, find_events, part_words
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.units import Unit

__all__ = ["Grade", "Target", "find_grades", "is_about_the_past"]


class Target(StrEnum):
    """What a rating is a rating of."""

    UNIT = "unit"
    ALL = "all"
    OPEN = "open"


@dataclass(frozen=True)
class Grade:
    """A rating of a whole service.

    Attributes:
        rating: the official wording.
        place: where the rating's words stand.
        target: whether a unit is named or meant, all units are, or the text leaves it open.
        unit: index of the unit named; None where a generic word or pronoun stands for it.
        past: whether it is an earlier inspection's.
        weight: how plainly it is put, from 0 to 2.

    """

    rating: str
    place: Place
    target: Target
    unit: int | None
    past: bool
    weight: float
    spelt_out: bool = True


_RATED = (
    r"re-?rated|rated|rates?|graded|grades?|judged|judges?|deemed|deems?|ranked|ranks?|classed|"
    r"classified|named|branded|brands?|labelled|declared|marked|marks?|assessed|scored|downgraded|"
    r"upgraded|dubbed|adjudged|pronounced|found|finds|told|concluded"
)
_HANDED = (
    r"given|gives?|gave|handed|hands?|awarded|awards?|received|receives?|gets?|got|earned|earns?|"
    r"secured|achieved|achieves?|obtained|returned|issued|slapped|hit|collects?|collected|"
    r"attracted|landed|lands|kept|keeps|"
    r"retained|retains|held|holds|maintained|maintains|wins?|won|assigned|came away|bowed out|"
    r"walked away"
)
_BECAME = (
    r"is|was|are|were|remains?|remained|emerges?|emerged|comes?|came|passed|slumps?|slumped|"
    r"drops?|dropped|falls?|fell|slips?|slipped|rises?|rose|moves?|moved|improves?|improved|"
    r"climbs?|climbed|jumps?|jumped|stays?|stayed|still|again|going|gone|goes|went|up|down"
)
_NOUN = r"rating|grade|grading|mark|verdict|judg(?:e)?ment|score|category|status|outcome|result"
_GLUE = (
    r"(?:\s|[\"',:(-]|\b(?:overall|as|to|be|being|been|is|was|it|an?|the|now|also|only|just|"
    r"both|all|once|again|still|with|at|out|in|of|by|from|that|its|their|second|same|single|"
    r"disappointing|damning|straight|lowest|possible|clear|coveted|overarching|headline|whole|"
    rf"{_NOUN})\b)*"
)
_ENDS_WITH_VERB = re.compile(rf"\b(?P<verb>{_RATED}|{_HANDED}|{_BECAME})\b{_GLUE}$", re.IGNORECASE)
_ENDS_WITH_NOUN = re.compile(
    rf"\b(?:{_NOUN})s?\b(?:\s(?:of|is|was|were|as|being|for|from|came|:)|:|,)?[\s\"']*"
    r"(?:an?\s|the\s)?[\"']*$",
    re.IGNORECASE,
)
_ADJACENT = re.compile(
    r"\b(?:it|they|unit|pdu|service|services|school|trust|team|company|region|home|hospital|"
    r"practice|college|nursery|provider|council|division|[A-Z][\w']+)\s(?:is|are|was|were|remains)\s$"
)
_THEN_NOUN = re.compile(
    rf"[\"']*\s(?:overall\s)?(?:{_NOUN}|overall|across the board)\b", re.IGNORECASE
)
_CLAUSE_EDGE = re.compile(
    r";|\s-\s|,?\s(?:while|whilst|whereas|although|though|but|despite|even if|as well as)\s"
    r"|,\swith\s|\.\s|:\s(?=\w+\s\w+\s)|,\s(?:and|yet)\s(?=(?:its|the|their|it|they|[A-Z])\b)"
    r"|\sand\s(?=(?:its|their|the)\s)",
)
_PAST = re.compile(
    r"\b(?:previous(?:ly)?|last (?:inspect\w*|visit\w*|rated|report\w*|time|looked|reviewed|full|"
    r"judged|graded|check\w*)|(?:earlier|prior|former) (?:inspect\w*|visit|report|rating|grade)|"
    r"had (?:\w+ ){0,2}(?:been|received|got|managed|earned|held|scored|come|told|rated|judged|"
    r"graded|found|called|put|marked|dropped|edged|given|taken|stood)|formerly|"
    r"(?:years?|months) (?:ago|earlier|before|previously|after)|compared (?:with|to)|"
    r"predecessor\w*|before (?:that|then)|at the time|used to be|was once|its first inspection|"
    r"following an? inspection in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|after being (?:rated|graded|judged)|since being (?:rated|graded|judged)|having "
    r"been(?: \w+)?|after it was (?:rated|graded|judged))\s(?:an?\s|the\s|its\s)?"
    rf"(?:previous\s|earlier\s|former\s|last\s|overall\s|(?:{_NOUN})\sof\s)*[\"']*$",
    re.IGNORECASE,
)
_UNREAL = re.compile(
    r"\b(?:if|could|would|might|whether|unless|hopes?|hoping|aims?|aiming|wants? to|ambition|on "
    r"track|should be|journey to|no longer|never|neither|nor|avoid\w*|short of|missed out|bid to|"
    r"scale|can be|may be|ranging|ranges|possible ratings|ratings? (?:are|range)|expects? to|until|"
    r"regain|restore|return to|towards|target of|spared|instead of|rather than|cannot|can't|"
    r"isn't|wasn't|aren't|weren't|hasn't|haven't|doesn't)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|n't|hardly|almost|nearly|narrowly)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_THEN = re.compile(
    r"[\s\"']*(?:Back )?[Ii]n (?:\w+ )?(?P<year>(?:19|20)\d\d),? "
    r"(?:it|they|the|its|his|her|that|[A-Z]\w+)\b[^,;]{0,60}?\b(?:was|were|got|received|came|found)\b"
)
_LAST_SEASON = re.compile(r"\blast (?:autumn|spring|summer|winter|year)\b", re.IGNORECASE)
_COMPARED = re.compile(
    r"\b(?:same (?:as|grade as|mark as|rating as)|since|than|unlike|up from|down from|up on|from)\b"
    r"[^,;.]{0,60}"
)
_PRESENT = re.compile(
    rf"\b(?:(?:has|have)(?!\sto\b)|(?:'s|'ve)(?=\s(?:\w+\s)?been\b))\s"
    rf"(?:now\s|again\s|also\s|just\s|today\s|once\s)*(?:been\s)?(?:{_RATED}|"
    rf"{_HANDED}|{_BECAME})\b[^,;]{{0,80}}$|\b(?:is|are|remains?|requires?|moves|rises|drops|falls|"
    r"gets|earns|receives|comes out|emerges)\b[^,;]{0,30}$|\bnow\s[\"']*$",
    re.IGNORECASE,
)
_AFTER_ASIDE = re.compile(
    r",\s(?:has|have|had|was|were|is|are|got|gets|received|earned|remains|emerges|came)\b[^,;]{0,90}$",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"\s(?:that|which|responsible for|covering|serving|run by|based (?:in|at))\s"
    r"(?!(?:was|were|is|are|has|have)\s(?:\w+\s){0,2}(?:rated|graded|judged|found|given))"
)
_RATING_OF = re.compile(rf"\ba (?:{_NOUN}) of [\"']*$", re.IGNORECASE)
_WITHIN = re.compile(r"\s(?:at|of|in|within|across|for|by|inside)\s(?:the\s)?", re.IGNORECASE)
_PUT_INTO = re.compile(
    r"\b(?:placed|put|go|goes|went|going|plunged|remains?|is|are|was|be|sent|kept)\s(?:back\s|now\s)?"
    r"(?:in|into|under)\s[\"']*$",
    re.IGNORECASE,
)
_VERDICT_ON = re.compile(
    rf"[\"']*\s(?:(?:is|was)\s(?:the\s|its\s)?(?:[\w-]+\s){{0,3}}?)?(?:overall\s)?(?:{_NOUN})\s"
    r"(?:on|for|to|given to|handed to|of)\s(?:the\s)?$",
    re.IGNORECASE,
)
_ALONE = re.compile(
    rf"[\"' -]*(?:(?:so|overall|the)\s?)*(?:{_NOUN})?\s?(?:is|was|:|-)?[\s\"']*$", re.IGNORECASE
)
_AFTER_PART = re.compile(
    r"[\"')]*(?:,?\s(?:overall|rating|grade|grading|mark|marks))?[\"']*\s"
    r"(?:for|in|on|at|to|under|against|when it comes to|regarding)\s(?P<rest>[^.;:]{0,60})",
    re.IGNORECASE,
)
_NO_PART = re.compile(
    r"(?:the (?:second|third|first|latest|new|report|inspection|findings)|a (?:row|new|report|"
    r"second)|an? inspection|every (?:area|category|respect)|all (?:areas|categories|respects|"
    r"\w+ areas)|(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|"
    r"october|november|december|its (?:latest|first|most|last|second|report|previous)|this|"
    r"overall|its overall|the strength|the basis|effectiveness|last|both|the same)\b",
    re.IGNORECASE,
)
_BEST = r"(?:highest|top|best)"
_WORST = r"(?:lowest|worst|bottom|poorest)"
_SUPERLATIVE = re.compile(
    rf"\b(?P<second>second[- ])?(?:(?P<best>{_BEST})|(?P<worst>{_WORST}))[- ](?:possible |"
    r"available |overall |ofsted |inspection |of (?:the )?four |of (?:its|their) )*(?:ratings?|"
    r"grades?|gradings?|marks?|verdict|ranking)\b",
    re.IGNORECASE,
)
_LEAD = 6
"""Passages from the start in which a rating may be the unit's without saying so."""
_WINDOW = 240
"""Characters on either side of a rating that are read with it."""


def is_about_the_past(clause: str, article_year: int | None) -> bool:
    """Whether a clause tells of an earlier inspection."""
    if _PAST.search(clause):
        return True
    then = _THEN.match(clause)
    if then and (article_year is None or int(then["year"]) < article_year):
        return True
    years = [int(year) for year in _YEAR.findall(_COMPARED.sub(" ", clause))]
    return bool(years and article_year and max(years) < article_year - 1)


def find_grades(
    reading: Reading, profile: ReadyProfile, units: Sequence[Unit], article_year: int | None
) -> tuple[Grade, ...]:
    """The ratings of whole services in an article, in its order.

    A rating of a part (its leadership), of other services in general, of the scale itself or of
    what might have been is left out.
    """
    if not profile.ratings:
        return ()
    parts = part_words(profile)
    found: list[Grade] = []
    for number, passage in enumerate(reading.passages):
        events = find_events(reading, number, units, profile, parts)
        for rating, start, end, weight in _rating_words(passage.text, profile):
            found += _grades(
                passage.text, number, (start, end), rating, weight, events, parts, article_year
            )
    return tuple(found)


def _rating_words(text: str, profile: ReadyProfile) -> Iterator[tuple[str, int, int, float]]:
    """Each rating put in words: the rating, its offsets, the weight of the wording."""
    matches = list(profile.rating.finditer(text))
    for match in () if _explains_scale(text, matches) else matches:
        weight = _wording(text, match)
        if weight:
            yield profile.ratings[match.group().casefold()], match.start(), match.end(), weight
    ratings = profile.scales[0].ratings
    for match in _SUPERLATIVE.finditer(text):
        low = text[max(0, match.start() - 30) : match.start()]
        if re.search(r"(?:one of|among)\s(?:the|its|their)\s$", low):
            continue
        step = 1 if match["second"] else 0
        rating = ratings[step] if match["best"] else ratings[-1 - step]
        yield rating, match.start(), match.end(), 0.7


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
    plain = bool(verb and re.fullmatch(_RATED, verb["verb"], re.IGNORECASE))
    several_words = " " in match.group()
    if plain and not (verb and verb["verb"].casefold() == "found" and not (marked or capital)):
        return 1.2
    if noun:
        return 1.2
    if marked or capital:
        return 1.0 if verb else 0.8
    if _ADJACENT.search(before) and match.group().casefold() == "inadequate":
        return 0.8
    return (
        0.8 if several_words and (verb or match.group().casefold().startswith("require")) else 0.0
    )


def _grades(
    text: str,
    number: int,
    span: tuple[int, int],
    rating: str,
    weight: float,
    events: Sequence[Event],
    parts: re.Pattern[str],
    article_year: int | None,
) -> Iterator[Grade]:
    start, end = span
    low = _clause_start(text, start, events)
    clause = text[low : _clause_end(text, end)]
    if _is_unreal(text, low, start, end) or _is_of_part(text, end, parts):
        return
    targets = _subjects(text, low, span, events)
    overall = bool(re.search(r"\boverall\b", clause[-200:], re.IGNORECASE))
    of_all = overall or bool(_RATING_OF.search(text[max(0, start - 30) : start]))
    if not targets and (of_all or _stands_alone(text, start, end)):
        targets = [Event(low, low, "generic")]
    if any(event.kind in {"part", "others"} for event in targets):
        return
    past = _is_past(text, low, start, clause, article_year)
    place = Place(number, start, end)
    own = not _SUPERLATIVE.match(text, start)
    if not targets and number < _LEAD:
        yield Grade(rating, place, Target.OPEN, None, past, weight * 0.5, own)
    for event in targets:
        target = Target.ALL if event.kind == "all" else Target.UNIT
        share = {"unit": 1.0, "all": 1.0, "generic": 0.9, "pronoun": 0.7}[event.kind]
        yield Grade(rating, place, target, event.unit, past, weight * share + 0.4 * overall, own)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the passage is nothing but the rating ("Verdict: Good")."""
    return bool(_ALONE.match(text[:start])) and len(text[end:].strip("\"' .!")) < 3 and start < 40


def _is_past(text: str, low: int, start: int, clause: str, article_year: int | None) -> bool:
    """Whether a rating is an earlier inspection's: its tense, its date, "up from"."""
    before = text[low:start]
    if _FROM.search(text[max(0, start - 80) : start]):
        return True
    if _PRESENT.search(before) and not re.search(r"\bprevious(?:ly)?\b", before, re.IGNORECASE):
        return False
    if re.search(r"\bto(?: be)?(?: an?)?(?: overall)?[\s\"']*$", text[max(0, start - 20) : start]):
        clause = clause.split(" from ")[0]
    return bool(_LAST_SEASON.search(clause)) or is_about_the_past(clause, article_year)


def _clause_start(text: str, start: int, events: Sequence[Event]) -> int:
    """Where the clause of a rating starts; the "and" within a unit's name ends none."""
    low = max(0, start - _WINDOW)
    names = [event for event in events if event.kind == "unit"]
    edges = [
        match.end()
        for match in _CLAUSE_EDGE.finditer(text, low, start)
        if not any(name.start < match.end() <= name.end for name in names)
    ]
    return edges[-1] if edges else low


def _clause_end(text: str, end: int) -> int:
    match = _CLAUSE_EDGE.search(text, end, min(len(text), end + 120))
    return match.start() if match else min(len(text), end + 120)


def _is_unreal(text: str, low: int, start: int, end: int) -> bool:
    """Whether the rating is denied, wished for, possible, or one of alternatives."""
    before = text[low:start]
    if _UNREAL.search(before) or _NOT.search(before[-30:]):
        return True
    after = text[end : end + 25]
    return bool(re.match(r"[\"']*\sor\s", after) or re.search(r"\bor\s[\"']*$", before[-8:]))


def _is_of_part(text: str, end: int, parts: re.Pattern[str]) -> bool:
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


def _subjects(text: str, low: int, span: tuple[int, int], events: Sequence[Event]) -> list[Event]:
    """What a rating is about.

    The last thing named before it in its clause, with those that a list joins to it; past an
    aside, the first; else what a verdict is "on".
    """
    start, end = span
    within = [event for event in events if low <= event.start and event.end <= start]
    within = [event for event in within if not _is_owner(text, event, start)]
    if not within:
        ahead = [event for event in events if event.start >= end]
        on = ahead[:1] if ahead and _VERDICT_ON.fullmatch(text[end : ahead[0].start]) else []
        return [event for event in on if event.kind in {"unit", "generic"}]
    last = _head(text, within)
    if _AFTER_ASIDE.search(text[low:start]):
        comma = text.find(", ", within[0].start)
        opening = [e for e in within if e.end <= comma and e.kind != "pronoun"]
        last = opening[-1] if opening else last
    if _is_within_another(text, within, last):
        return [within[-2]]
    if last.kind == "pronoun":
        return [_meant(text, last, events)]
    if last.kind == "part" and _is_the_work(text, last, start):
        return [Event(last.start, last.end, "generic")]
    return _with_those_joined(text, last, within)


def _is_within_another(text: str, within: Sequence[Event], last: Event) -> bool:
    """Whether the last thing named only places a part or others ("leadership at the unit")."""
    return (
        len(within) > 1
        and last is within[-1]
        and within[-2].kind in {"part", "others"}
        and bool(_WITHIN.fullmatch(text[within[-2].end : last.start]))
    )


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
        adjacent = re.fullmatch(r"(?:\s\([^()]{0,20}\))?,?\s", text[named[-1].end : pronoun.start])
        return named[-1] if adjacent else Event(pronoun.start, pronoun.end, "others")
    if named[-1].kind in {"part", "others"}:
        return pronoun
    return named[-1] if named[-1].kind == "unit" else pronoun


def _is_the_work(text: str, event: Event, start: int) -> bool:
    """Whether "the work" is what a themed inspection graded as a whole."""
    words = text[max(0, event.start - 5) : event.end].casefold()
    between = text[event.end : start]
    return bool(
        re.search(r"\b(?:the|this|that) work$", words)
        and re.fullmatch(
            rf"(?:\sas a whole)?[\s\"']*(?:an?\s|as\s)?(?:single\s)?(?:{_NOUN})?[,:\s\"']*", between
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
        rf"'s?\s(?!(?:been|now|overall|own|new|latest|{_NOUN}|performance)\b)", following
    )
    return event.kind in {"unit", "generic"} and bool(owned) and len(following) > 3

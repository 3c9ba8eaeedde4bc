"""Ratings of the parts of a service: standards, tests, questions and areas of work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.inspections.found import Found
from pipeline.inspections.orders import is_order
from pipeline.inspections.reading import Place
from pipeline.inspections.tense import is_about_the_past
from pipeline.schema import PartRating

__all__ = ["find_parts"]

_VERB = (
    r"(?:rated|rates|graded|grades|judged|judges|marked|assessed|deemed|given|gave|awarded|"
    r"received|"
    r"earned|got|found to be|classed|ranked)"
)
_LINK = re.compile(
    r"(?:\s|[,:'\"(-]|\b(?:was|were|is|are|has|have|had|been|being|be|also|both|all|each|again|now|"
    rf"still|{_VERB}|as|to|at|an?|the|only|grades?|ratings?|judgements?|marks?|of|which|that|work|"
    r"overall|separately|individually)\b)*",
    re.IGNORECASE,
)
"""What stands between a part and its rating ("Leadership was also rated as 'Good'")."""
_AHEAD = re.compile(
    r"[\"')]*,?\s(?:(?:grades?|ratings?|marks?|outcomes?|judgements?)\s)?(?:for|in|at|on|under|"
    r"when it (?:came|comes) to)\s"
    r"(?:(?:two|three|four|five|six|seven|both|all)\s(?:of\s(?:the\s|its\s)?(?:\w+\s)?)?"
    r"(?:[\w-]+\s){0,2}?(?:areas|tests|standards|categories|questions|domains|respects)\s?(?:-|"
    r":|,)\s)?"
    r"(?:(?:its|their|the|both|how|work|to)\s){0,3}",
    re.IGNORECASE,
)
"""What leads from a rating to the parts that it is for ("rated poor for safety")."""
_AS_WERE = re.compile(
    r"[\"')]*,?\s(?:and\s)?(?:as|so)\s(?:too\s)?(?:was|were|is|are)\s(?:(?:the|its|their)\s)?"
    r"(?:quality of\s)?(?:the\s)?"
)
"""What leads from a rating to further parts with it (", as were leadership and staffing")."""
_JOINT = (
    r",?\s(?:and|&)\s(?:(?:for|in|at|its|their|the|both|how|work|to)\s){0,3}|"
    r",\s(?:(?:its|the)\s)?|/"
)
_STRONG = re.compile(rf"\b{_VERB}\b|\b(?:rating|grade|judgement|outcome)s?\b", re.IGNORECASE)
_UNREAL = re.compile(
    r"\b(?:if|could|would|might|whether|should|must|hopes?|aims?|unless|not yet|until)\b", re.I
)
_OVERALL = re.compile(r"\b(?:overall|as a whole)\b", re.IGNORECASE)
_RATES_THIS = re.compile(
    rf"(?:(?:the\s)?inspect\w+\s)?(?:(?:was|were)\s)?{_VERB}\s(?:this|it|these)?\s?[\"']*$",
    re.IGNORECASE,
)
_AS_BEFORE = re.compile(
    r",?\s(?:just\s)?as (?:it|they) (?:was|were|had been) (?:in|at) [^,.;]{4,30}"
)
_MOVED = (
    r"\s(?:(?:has|have|had|was|were|is|are)\s)?(?:now\s|also\s|been\s)*(?:gone|went|dropped|fallen|"
    r"fell|slipped|moved|improved|risen|rose|raised|lowered|cut|downgraded|upgraded|declined)\s"
    r"(?:up\s|down\s)?from\s[\"']*(?P<former>{ratings})[\"']*\sto\s[\"']*(?:an?\s)?[\"']*$"
)
"""What leads from a part to its rating past a former one ("Safety had slipped from good to")."""
_LONGEST = 600
"""Characters of a passage that are read for ratings of parts."""


def find_parts(found: Found, subject: int) -> tuple[PartRating, ...]:
    """Ratings of a subject's parts, a part once, in the article's order.

    A part for which the article gives two ratings is left out, and so is an earlier rating.
    """
    rated: dict[str, PartRating] = {}
    disputed: set[str] = set()
    for part, rating, place in _rated_parts(found):
        if not _is_own(found, subject, place):
            continue
        name = _plain(part)
        key = name.casefold()
        if key in rated and rated[key].rating.value != rating:
            disputed.add(key)
        rated.setdefault(key, PartRating(part=name, rating=found.reading.fact(rating, place, 0.8)))
    return tuple(part for key, part in rated.items() if key not in disputed)


def _is_own(found: Found, subject: int, place: Place) -> bool:
    """Whether a rating stands in a passage on a subject alone, or in one that goes on about it."""
    if len(found.subjects) == 1 or found.named_in(place.passage) == {subject}:
        return True
    return not found.named_in(place.passage) and found.nearest(place) == subject


def _plain(part: str) -> str:
    """A part's name without the capital that only opens a sentence."""
    words = " ".join(part.split())
    return words[0].lower() + words[1:] if words[1:].islower() else words


def _rated_parts(found: Found) -> Iterator[tuple[str, str, Place]]:
    """Part, rating, and the place of the rating's words."""
    profile = found.profile
    if profile.standard is None or not profile.all_ratings:
        return
    heading: str | None = None
    for number, passage in enumerate(found.reading.passages):
        text = passage.text[:_LONGEST]
        parts = [match.span() for match in profile.standard.finditer(text)]
        if len(parts) == 1 and text.strip(" :-") == text[slice(*parts[0])]:
            heading = text[slice(*parts[0])]
            continue
        ratings = list(profile.any_rating.finditer(text))
        under, heading = heading, None
        told = _AS_BEFORE.sub(" ", text)
        if is_order(text) or is_about_the_past(told, found.year) or _UNREAL.search(text):
            continue
        if under and ratings and _rates_heading(text, ratings[0]):
            first, *ratings = ratings
            yield under, profile.all_ratings[first.group().casefold()], Place(number, *first.span())
        yield from _rated_in(found, number, text, parts, ratings)


def _rated_in(
    found: Found,
    number: int,
    text: str,
    parts: Sequence[tuple[int, int]],
    ratings: Sequence[re.Match[str]],
) -> Iterator[tuple[str, str, Place]]:
    """What one passage rates; a rating that a part moved from is passed over."""
    profile = found.profile
    listed = "|".join(re.escape(wording) for wording in profile.all_ratings)
    moved = re.compile(_MOVED.format(ratings=listed), re.IGNORECASE)
    for place, match in enumerate(ratings):
        low = ratings[place - 1].end() if place else 0
        high = ratings[place + 1].start() if place + 1 < len(ratings) else len(text)
        step = moved.search(text, 0, match.start())
        own = (
            _run_back(text, [part for part in parts if part[1] <= step.start()])
            if step and any(part[1] == step.start() for part in parts)
            else _parts_of(text, match.span(), parts, low, high)
        )
        for part in own:
            name = found.reading.text(Place(number, *part))
            rating = profile.all_ratings[match.group().casefold()]
            yield name, rating, Place(number, *match.span())


def _rates_heading(text: str, rating: re.Match[str]) -> bool:
    """Whether a passage under a part's name opens with its rating ("Good.", "Rated this Good.")."""
    before, after = text[: rating.start()], text[rating.end() :]
    alone = not before.strip("\"' ") and bool(re.match(r"[\"']?[.,:;-]|[\"']?$", after))
    return alone or bool(_RATES_THIS.fullmatch(before))


def _parts_of(
    text: str, rating: tuple[int, int], parts: Sequence[tuple[int, int]], low: int, high: int
) -> list[tuple[int, int]]:
    """The parts that one rating is of: those after "for", else those it is said of before it.

    Args:
        text: the passage.
        rating: the rating's offsets.
        parts: offsets of all parts named.
        low: the end of the rating before; high: the start of the next.
    """
    end = rating[1]
    plain = _is_put(text, rating, low)
    also = _AS_WERE.match(text, end) if plain else None
    following = [part for part in parts if end < part[0] < high]
    too = _run(text, following, also.end()) if also else []
    return [*_said_of(text, rating, parts, low, high), *too]


def _said_of(
    text: str, rating: tuple[int, int], parts: Sequence[tuple[int, int]], low: int, high: int
) -> list[tuple[int, int]]:
    """The parts that a rating is said of, "as were" apart; arguments as of ``_parts_of``."""
    start, end = rating
    lead = _AHEAD.match(text, end)
    plain = _is_put(text, rating, low)
    if lead and plain:
        after = [part for part in parts if end < part[0] < high]
        listed = _run(text, after, lead.end())
        if listed:
            return listed
    before = [part for part in parts if low <= part[0] and part[1] <= start]
    if not before or not _LINK.fullmatch(text[before[-1][1] : start]) or not plain:
        return []
    if _OVERALL.search(text[before[-1][1] : start]):
        return []
    return _run_back(text, before)


def _is_put(text: str, rating: tuple[int, int], low: int) -> bool:
    """Whether the words are used as a rating: in marks, with a capital, after a verb or a colon."""
    start, end = rating
    before, word = text[low:start], text[start:end]
    marked = before.endswith(("'", '"')) and text[end : end + 1] in {"'", '"'}
    capital = word[0].isupper() and bool(text[:start].strip("\"' "))
    colon = before.rstrip("\"' ").endswith((":", " -"))
    chained = low > 0 and re.search(r"\band\b|,", before) is not None
    verb = _STRONG.search(text, max(0, start - 120), start)
    return marked or capital or colon or " " in word or bool(verb) or (chained and bool(verb))


def _run(text: str, parts: Sequence[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    """The parts that follow one another from ``at`` on, joined by commas and "and"."""
    run: list[tuple[int, int]] = []
    for start, end in parts:
        between = text[at:start]
        if not (re.fullmatch(_JOINT, between, re.IGNORECASE) if run else not between.strip()):
            break
        run.append((start, end))
        at = end
    return run


def _run_back(text: str, parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The last part, with those that a list joins to it."""
    run = [parts[-1]]
    for start, end in reversed(parts[:-1]):
        if not re.fullmatch(_JOINT, text[end : run[0][0]], re.IGNORECASE):
            break
        run.insert(0, (start, end))
    return run

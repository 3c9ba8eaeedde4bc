"""Whether two articles report one inspection: a score from 0 to 1, and its reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from pipeline.inspections.identity import Identity, Likeness, identity, likeness
from pipeline.inspections.names import components
from pipeline.inspections.partial_dates import days_between, days_between_in_any_year
from pipeline.inspections.reading import fold
from pipeline.schema import Inspection, InspectorateProfile

__all__ = [
    "JOINED_FROM",
    "Comparison",
    "InspectorateNames",
    "Linker",
    "block_keys",
    "identity_of",
]

JOINED_FROM = 0.6
"""Score from which two articles are taken to report one inspection."""
_NEAR_DAYS = 31
"""Reports are told within a month of one another, and dates misread by no more."""
_LATER_DAYS = 120
_APART_DAYS = 240
"""Days between two reports, or two visits, from which they are of different inspections."""
_SLIGHT = -0.05
"""What outlets that count otherwise differ by; more is a contradiction."""
_YEARLESS_APART_DAYS = 60
_SPELT_OTHERWISE_FROM = 6
"""Letters of a place from which a slip of one letter leaves it the same place."""


@dataclass(frozen=True)
class Comparison:
    """The judgement on two articles' inspections.

    Attributes:
        score: 0 to 1; from ``JOINED_FROM`` they are one.
        reason: what speaks for and against it, in words.
    """

    score: float
    reason: str

    @property
    def joined(self) -> bool:
        """Whether they are taken as one inspection."""
        return self.score >= JOINED_FROM


class InspectorateNames:
    """Tells which inspectorates a wording may mean, by the profiles' names."""

    def __init__(self, profiles: Sequence[InspectorateProfile] = ()) -> None:
        self._patterns = [
            (profile.name, [re.compile(name, re.IGNORECASE) for name in _wordings(profile)])
            for profile in profiles
        ]
        self._known: dict[str, frozenset[str]] = {}

    def meant(self, wording: str) -> frozenset[str]:
        """Official names that a wording may stand for ("HMIP" has two); empty where none is."""
        if wording not in self._known:
            bare = re.sub(r"^the\s+", "", fold(wording).casefold().strip())
            self._known[wording] = frozenset(
                official
                for official, patterns in self._patterns
                if any(pattern.fullmatch(bare) for pattern in patterns)
            )
        return self._known[wording]

    def differ(self, one: str | int | None, other: str | int | None) -> bool:
        """Whether two wordings stand for different inspectorates, as far as is known."""
        if one is None or other is None:
            return False
        first, second = self.meant(str(one)), self.meant(str(other))
        return bool(first and second and not first & second)


def _wordings(profile: InspectorateProfile) -> tuple[str, ...]:
    return (re.escape(profile.name), *profile.names, *profile.nicknames)


def identity_of(inspection: Inspection) -> Identity:
    """The inspected unit, read for comparing."""
    kind = inspection.value("unit_type")
    return identity(str(inspection.value("unit")), str(kind) if kind else None)


class Linker:
    """Judges pairs of inspections of single articles.

    Args:
        found: all inspections that are to be linked; units that one of their articles tells
            apart are never taken for one.
        dates: the articles' own dates, where known.
        profiles: the inspectorates known, to tell their names apart.
    """

    def __init__(
        self,
        found: Sequence[Inspection],
        dates: Mapping[str, str | None],
        profiles: Sequence[InspectorateProfile] = (),
    ) -> None:
        self._dates = dates
        self._inspectorates = InspectorateNames(profiles)
        self._told_apart = _told_apart(found)

    def compare(self, one: Inspection, other: Inspection) -> Comparison:
        """Judge whether two articles report one inspection."""
        if set(one.sentences) & set(other.sentences):
            return Comparison(0.0, "one article tells them apart")
        if self._inspectorates.differ(one.value("inspectorate"), other.value("inspectorate")):
            return Comparison(0.0, "different inspectorates")
        first, second = identity_of(one), identity_of(other)
        if frozenset({first.places, second.places}) in self._told_apart:
            return Comparison(0.0, "an article names them as two services")
        names = likeness(first, second)
        if not names.score:
            return Comparison(0.0, names.reason)
        return _weighed(names, self._points(one, other))

    def _points(self, one: Inspection, other: Inspection) -> list[tuple[float, str]]:
        near = _when(one, other, self._dates)
        points = [near, *_agreements(one, other, is_near=near[0] > 0)]
        if _follows(one, other, self._dates) or _follows(other, one, self._dates):
            points.append((-0.5, "one is the other's earlier inspection"))
        return points


def _weighed(names: Likeness, points: Sequence[tuple[float, str]]) -> Comparison:
    """Names and facts together; a doubtful name bears no contradiction."""
    score = names.score + sum(point for point, _ in points)
    if names.score < JOINED_FROM and any(point < _SLIGHT for point, _ in points):
        score = min(score, names.score)
    reasons = [names.reason, *(reason for point, reason in points if point)]
    return Comparison(round(min(1.0, max(0.0, score)), 2), "; ".join(reasons))


def _told_apart(found: Sequence[Inspection]) -> set[frozenset[frozenset[str]]]:
    """Pairs of names that one article gives to two services."""
    by_article: dict[str, set[frozenset[str]]] = {}
    for inspection in found:
        for article in inspection.sentences:
            by_article.setdefault(article, set()).add(identity_of(inspection).places)
    return {frozenset(pair) for names in by_article.values() for pair in combinations(names, 2)}


def _when(one: Inspection, other: Inspection, dates: Mapping[str, str | None]) -> tuple[float, str]:
    """What the dates say: of the reports, else of the visits, else of the articles."""
    for field, noun in (("published", "reports"), ("inspected", "visits")):
        first, second = one.value(field), other.value(field)
        if first is None or second is None:
            continue
        gap = days_between(str(first), str(second))
        if gap == 0 and "-" in str(first) and "-" in str(second):
            return 0.2, f"{noun} of one date"
        if gap is not None:
            return _gap_points(gap, noun)
        gap = days_between_in_any_year(str(first), str(second))
        if gap is not None and gap > _YEARLESS_APART_DAYS:
            return -0.4, f"{noun} dated {first} and {second}"
    gap = days_between(_day_of(one, dates), _day_of(other, dates))
    return (0.0, "") if gap is None else _gap_points(gap, "articles")


def _gap_points(gap: int, noun: str) -> tuple[float, str]:
    if gap > _APART_DAYS:
        return -1.0, f"{noun} {gap} days apart"
    if gap > _LATER_DAYS:
        return -0.3, f"{noun} {gap} days apart"
    if gap > _NEAR_DAYS:
        return -0.15, f"{noun} {gap} days apart"
    return 0.1, f"{noun} within a month"


def _day_of(inspection: Inspection, dates: Mapping[str, str | None]) -> str:
    stated = inspection.value("published") or inspection.value("inspected")
    if stated is not None and days_between(str(stated), str(stated)) is not None:
        return str(stated)
    own = (dates.get(name) for name in inspection.sentences)
    return next((date for date in own if date), "")


def _agreements(one: Inspection, other: Inspection, *, is_near: bool) -> list[tuple[float, str]]:
    """What ratings and counts speak for, or against, one inspection."""
    points = []
    for field, plus, minus, noun in (
        ("overall_rating", 0.1, -0.2, "rating"),
        ("recommendations", 0.1, -0.05, "number of recommendations"),
        ("chief_inspector", 0.05, -0.3, "chief inspector"),
        ("score", 0.1, -0.2, "score"),
        ("caseload", 0.05, 0.0, "caseload"),
    ):
        first, second = _stated(one, field), _stated(other, field)
        if first is None or second is None:
            continue
        if first == second:
            points.append((plus, f"the same {noun}"))
        elif minus:
            points.append((minus / 2 if is_near else minus, f"another {noun}"))
    return points


def _stated(inspection: Inspection, field: str) -> str | None:
    """A fact or detail for comparing: of a person the last name, as papers drop the first."""
    fact = inspection.facts.get(field) or inspection.details.get(field)
    if fact is None:
        return None
    words = fold(str(fact.value)).casefold().split()
    return words[-1] if field == "chief_inspector" else " ".join(words)


def _follows(later: Inspection, earlier: Inspection, dates: Mapping[str, str | None]) -> bool:
    """Whether ``later`` names, as its previous inspection, what may be ``earlier``.

    By its date; or by its rating, where the two say different things of today.
    """
    day, now = _day_of(earlier, dates), _day_of(later, dates)
    if now and days_between(day, now) is not None and (days_between(day, now) or 0) <= _NEAR_DAYS:
        return False
    before, rating = later.value("previous_date"), earlier.value("overall_rating")
    if before is not None and day:
        gap = days_between(str(before), day)
        if gap is not None and gap == 0 and not (now and now.startswith(str(before))):
            return True
    return (
        rating is not None
        and later.value("overall_rating") not in {None, rating}
        and later.value("previous_rating") == rating
    )


@lru_cache(maxsize=65536)
def block_keys(unit: str) -> frozenset[str]:
    """Keys under which a unit's name is filed: two names of one unit share at least one.

    Each place of the name, and, as spellings differ, the place with any one letter left out;
    and its initials, for acronyms.
    """
    places = components(unit)
    keys = set(places)
    for place in places:
        if len(place) >= _SPELT_OTHERWISE_FROM:
            keys |= {place[:at] + place[at + 1 :] for at in range(len(place))}
    return frozenset(keys | {f"^{initials}" for initials in _initials(unit)})


def _initials(unit: str) -> list[str]:
    """The first three initials of a name, or the letters of the acronym that it begins with."""
    words = fold(unit).split()
    first = "".join(letter for letter in words[0] if letter.isupper()) if words else ""
    capitals = "".join(word[0] for word in words if word[:1].isupper() and not word.isupper())
    found = [first[:3]] if len(first) >= 3 and components(words[0]) else []
    return [*found, capitals[:3]] if len(capitals) >= 3 else found

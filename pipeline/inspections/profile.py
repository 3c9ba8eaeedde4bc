"""An inspectorate's profile made ready for matching, and the choice of one for an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pipeline.inspections.proper_names import name_before
from pipeline.inspections.reading import Place, Reading, alternatives
from pipeline.schema import InspectorateProfile, RatingScale, UnitKind

__all__ = ["KindPattern", "ReadyProfile", "choose_profile"]

_INSPECTORS = re.compile(
    r"\b(?:inspectors?|inspectorate|inspected|inspection|watchdog|grade|graded|rated)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class KindPattern:
    """The expressions that recognise one kind of unit; None where the kind has no such words."""

    kind: UnitKind
    ending: re.Pattern[str] | None
    beginning: re.Pattern[str] | None
    service: re.Pattern[str] | None
    plural: re.Pattern[str] | None


@dataclass(frozen=True)
class ReadyProfile:
    """A profile with its expressions compiled. All read folded text."""

    profile: InspectorateProfile

    @cached_property
    def names(self) -> tuple[re.Pattern[str], ...]:
        """Names of the inspectorate, the fullest first, and then its nicknames."""
        names = (*self.profile.names, *self.profile.nicknames)
        return tuple(re.compile(rf"(?<!\w)(?:{name})(?!\w)", re.IGNORECASE) for name in names)

    @cached_property
    def kinds(self) -> tuple[KindPattern, ...]:
        """Kinds of unit, in the profile's order."""
        return tuple(
            KindPattern(
                kind,
                _words(kind.endings),
                _words(kind.beginnings, ignore_case=False),
                _words(kind.services, after=r"\s+(?:in|across|for|of|at|throughout)\s+(?:the\s+)?"),
                _words(_plurals(kind), ignore_case=False, after=r"(?!\s[A-Z])"),
            )
            for kind in self.profile.unit_kinds
        )

    @cached_property
    def scales(self) -> tuple[RatingScale, ...]:
        """Scales that rate a whole service."""
        return tuple(scale for scale in self.profile.scales if scale.overall)

    @cached_property
    def ratings(self) -> dict[str, str]:
        """The official rating of each wording, wordings in lower case."""
        wordings: dict[str, str] = {}
        for scale in self.scales:
            wordings |= {rating.casefold(): rating for rating in scale.ratings}
            wordings |= {alias.casefold(): rating for alias, rating in scale.aliases.items()}
        return wordings

    @cached_property
    def all_ratings(self) -> dict[str, str]:
        """The official rating of each wording of every scale, of parts too, in lower case."""
        wordings: dict[str, str] = {}
        for scale in reversed(self.profile.scales):
            wordings |= {rating.casefold(): rating for rating in scale.ratings}
            wordings |= {alias.casefold(): rating for alias, rating in scale.aliases.items()}
        return wordings

    @cached_property
    def any_rating(self) -> re.Pattern[str]:
        """Any wording of a rating of any scale."""
        listed = alternatives([re.escape(wording) for wording in self.all_ratings])
        return re.compile(rf"\b(?:{listed})\b", re.IGNORECASE)

    @cached_property
    def standard(self) -> re.Pattern[str] | None:
        """Any name of a standard or an area that gets a rating of its own; None where none has."""
        if not self.profile.standards:
            return None
        listed = alternatives(list(self.profile.standards))
        return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])", re.IGNORECASE)

    @cached_property
    def rating(self) -> re.Pattern[str]:
        """Any wording of a rating."""
        return re.compile(rf"\b(?:{alternatives([re.escape(w) for w in self.ratings])})\b", re.I)

    @cached_property
    def generic(self) -> re.Pattern[str]:
        """A reference to the unit that does not name it ("the unit", "a busy probation unit")."""
        return re.compile(
            r"\b(?:the|this|that|its|whole|local|entire|an?|[\w]+'s)\s(?!third|second|fourth|new|"
            rf"different|neighbouring|sister)(?:[\w-]+\s){{0,2}}?(?:{self._generic_words})\b",
            re.IGNORECASE,
        )

    @cached_property
    def generic_in_headline(self) -> re.Pattern[str]:
        """The same in a headline, where the article may be left out ("Probation unit rated")."""
        return re.compile(rf"\b(?:{self._generic_words})\b", re.IGNORECASE)

    @cached_property
    def _generic_words(self) -> str:
        words = {word for kind in self.profile.unit_kinds for word in kind.generic}
        return alternatives([re.escape(word) for word in words])

    @cached_property
    def chief_titles(self) -> str:
        """An expression for the titles of the inspectorate's head."""
        return alternatives([title.replace(" ", r"\s+") for title in self.profile.chief_titles])

    def name_places(self, reading: Reading) -> list[tuple[int, Place]]:
        """Where the article names the inspectorate, with the rank of the name used (0 fullest)."""
        taken: set[tuple[int, int]] = set()
        found = []
        for number, passage in enumerate(reading.passages):
            for rank, pattern in enumerate(self.names):
                for match in pattern.finditer(passage.text):
                    if (number, match.end()) not in taken:
                        taken.add((number, match.end()))
                        found.append((rank, Place(number, match.start(), match.end())))
        return found


def _plurals(kind: UnitKind) -> tuple[str, ...]:
    """Plurals of the endings that say the kind by themselves ("PDUs", "probation regions")."""
    exact = [ending for ending in kind.endings if " " in ending or ending.isupper()]
    bare = [ending[:-1] + "ie" if ending.endswith("y") else ending for ending in exact]
    plurals = [ending + "s" for ending in bare if not ending.endswith("s")]
    return tuple(
        {
            *plurals,
            *(plural.capitalize() for plural in plurals if plural.islower()),
            *(plural.title() for plural in plurals if " " in plural),
        }
    )


def _words(
    wordings: tuple[str, ...], *, ignore_case: bool = True, after: str = ""
) -> re.Pattern[str] | None:
    if not wordings:
        return None
    listed = alternatives([re.escape(word).replace(r"\ ", r"\s") for word in wordings])
    flags = re.IGNORECASE if ignore_case else 0
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-]){after}", flags)


@lru_cache(maxsize=64)
def _ready(profile: InspectorateProfile) -> ReadyProfile:
    """A profile with its expressions, which are compiled once for all articles."""
    return ReadyProfile(profile)


def choose_profile(
    reading: Reading, profiles: Sequence[InspectorateProfile]
) -> ReadyProfile | None:
    """The inspectorate whose work the article reports; None where it names none.

    An article that says only "inspectors" is read with the profile whose units it names.
    """
    ready = [_ready(profile) for profile in profiles]
    speaks_of_inspectors = any(_INSPECTORS.search(passage.text) for passage in reading.passages)
    best: tuple[float, ReadyProfile] | None = None
    for candidate in ready:
        named = _weight_of_names(reading, candidate)
        if not named and not speaks_of_inspectors:
            continue
        weight = 3 * named + _weight_of_units(reading, candidate)
        if weight > 0 and (best is None or weight > best[0]):
            best = (weight, candidate)
    return best[1] if best else None


def _weight_of_names(reading: Reading, profile: ReadyProfile) -> float:
    named = min(4, len(profile.name_places(reading)))
    if not profile.profile.chief_titles:
        return named
    titles = re.compile(profile.chief_titles, re.IGNORECASE)
    return named + any(titles.search(passage.text) for passage in reading.passages)


def _weight_of_units(reading: Reading, profile: ReadyProfile) -> float:
    """How much the article speaks of the kinds of unit, from 0 to 6."""
    count = 0.0
    for passage in reading.passages:
        count += 0.3 * any(k.ending and k.ending.search(passage.text) for k in profile.kinds)
        for kind in profile.kinds:
            for pattern in (kind.ending, kind.beginning):
                count += bool(pattern and _names_one(passage.text, pattern, kind.kind))
    return min(6.0, count)


def _names_one(text: str, pattern: re.Pattern[str], kind: UnitKind) -> bool:
    """Whether a kind's wording stands with a name; a mere word of names ("court") is no sign."""
    match = pattern.search(text)
    if match is None:
        return False
    before = text[: match.start()].rstrip()
    word = match.group().casefold()
    plain = " " not in word and word not in {generic.casefold() for generic in kind.generic}
    abbreviated = match.group().isupper() and len(match.group()) <= 4
    named = abbreviated or (name_before(before, len(before)) < len(before) and not plain)
    return named or (match.group()[0] == "H" and bool(re.match(r"\s[A-Z]", text[match.end() :])))

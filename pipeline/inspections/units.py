"""The inspected services that an article names, each under all its names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.inspections.candidates import find_fuller, find_listed, find_spoken_of
from pipeline.inspections.described import IMPLIED, Mention, is_one_of_many, only_describes
from pipeline.inspections.implied import find_implied, is_stated, usual_kind
from pipeline.inspections.lists import NO_PLACES, jails_of_a_list, units_of_a_list
from pipeline.inspections.names import PLAIN_SERVICE, components, same_kind, same_name
from pipeline.inspections.owned import find_owned
from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.proper_names import (
    is_headline_style,
    name_after,
    name_before,
)
from pipeline.inspections.reading import Passage, Place, Reading

__all__ = ["Unit", "find_units"]

_NO_UNIT_AFTER = re.compile(
    r"(?:'s)?\s(?:managers'? association|board\b|institute|ombudsman|officers?\b|minister|"
    r"orders?\b|and crime|federation|station|commissioner|union|workers?\b|governors|period|"
    r"inspect|chiefs|journal|authority|watchdog|system\b|service\b)",
    re.IGNORECASE,
)
_HIGH = re.compile(r"(?<=\w\s)High(?![\w-])(?!\s[A-Z])")
"""What a secondary school's name may end in, without the word "School"."""
_ONE_OF_ITS_KIND = re.compile(
    r"(?:^|\s)(?:[Aa]n?|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive)\s(?:[a-z-]+\s)?$"
)
"""What stands before a service that is not named ("a probation unit in Derbyshire")."""
_OTHER_PLACE = frozenset(
    "north south east west northern southern eastern western central upper lower mid new".split()
)
_TOWARDS = re.compile(
    r"\b(?:North|South|East|West|Northern|Southern|Eastern|Western|Upper|Lower|Inner|Outer)[ -]$"
)
"""What makes another place of the name that follows ("North Marlow")."""
_MOST_UNITS = 60
"""Units that one article may name; a list of more is no news of an inspection."""
_NO_UNIT = re.compile(r"\b(?:crown|magistrates'?|county|high|town|supreme) (?:court|house)$", re.I)
_OWNER = re.compile(
    r"(?<!council)['’]s(?=\s(?:youth|probation|children|social|mental|adult|fire|unit|team|"
    r"office)\b)",
    re.IGNORECASE,
)
_LOOSE = frozenset({"unit", "team", "youth team", "office"})
"""Words for a service that any sort of name may stand before."""
_ALIAS = re.compile(
    r"[\"']?\s?\(([^()]{2,40})\)|,? (?:also |better )?known as (?:the )?([A-Z][\w ]+)"
)


@dataclass(frozen=True)
class Unit:
    """A service that the article names.

    Attributes:
        name: its fullest name, in the article's own words.
        place: where that name stands.
        kind: its kind, as the profile calls it; "" where the article does not tell.
        mentions: every place that names it, in order: names, short names and aliases.
        named: whether its name says what kind of service it is.
        listed: whether the article tells of it as one of several.

    """

    name: str
    place: Place
    kind: str
    mentions: tuple[Place, ...]
    named: bool = True
    listed: bool = False


def find_units(reading: Reading, profile: ReadyProfile) -> tuple[Unit, ...]:
    """The units named in the article, in the order of their first mention.

    Headlines in capitals hide where a name begins, so they are used only where the rest of the
    article names no unit.
    """
    lowered = _lowered_words(reading.passages)
    numbers = range(len(reading.passages))
    named = [mention for n in numbers for mention in _named(reading, n, profile, lowered)]
    plain = [m for m in named if not is_headline_style(reading.passages[m.place.passage].text)]
    together = {jail for n in numbers for jail in jails_of_a_list(reading, n)}
    together |= {unit[0] for n in numbers for unit in units_of_a_list(reading, n, profile)}
    listed = find_listed(reading, lowered)
    listed += [mention.place for mention in plain if mention.place in together]
    implied = _implied(reading, profile, plain, listed, lowered, named)
    groups = _joined_by_aside(reading, _grouped([*plain, *implied] or named))
    groups = [group for group in groups if not only_describes(group, groups)]
    groups = [group for group in groups if not is_one_of_many(reading, group, groups)]
    stated = {kind.name for kind in profile.profile.unit_kinds if is_stated(reading, kind)}
    units = [_unit(reading, group, groups, listed, stated) for group in groups]
    owned = None if units else find_owned(reading, profile)
    if owned:
        units = [Unit(owned[1], owned[0], owned[2], (owned[0],))]
    return tuple(sorted(units, key=lambda unit: (unit.mentions[0].passage, unit.mentions[0].start)))


def _implied(
    reading: Reading,
    profile: ReadyProfile,
    plain: Sequence[Mention],
    listed: Sequence[Place],
    lowered: frozenset[str],
    in_headlines: Sequence[Mention],
) -> list[Mention]:
    """Names that do not say their kind: rated, listed beside others, or fuller than a loose one."""
    known = [mention.place for mention in plain]
    places = [*find_implied(reading, profile, known, lowered), *listed]
    if all(mention.loose for mention in plain):
        short = [components(mention.name) for mention in plain or in_headlines]
        short += [components(reading.text(place)) for place in places]
        places += find_fuller(reading, short, lowered)
        if not plain and not places:
            places = find_spoken_of(reading, profile, lowered)
            short = [components(reading.text(place)) for place in places]
            places += find_fuller(reading, short, lowered)
    free = [p for p in dict.fromkeys(places) if not any(_overlap(p, other) for other in known)]
    free = [place for place in free if not _is_list_of(reading.text(place), reading, free)]
    kind = usual_kind(reading, profile)
    return [Mention(place, reading.text(place), kind, IMPLIED) for place in free]


def _is_list_of(name: str, reading: Reading, places: Sequence[Place]) -> bool:
    """Whether a name is but several of the others in a row ("Marlow and Thame")."""
    own = components(name)
    within = {c for p in places if (c := components(reading.text(p))) < own}
    return len(within) > 1 and frozenset().union(*within) == own


def _named(
    reading: Reading, number: int, profile: ReadyProfile, lowered: frozenset[str]
) -> Iterator[Mention]:
    """Named units of one passage, those that overlap a longer wording left out."""
    text = reading.passages[number].text
    spans: list[tuple[int, int, int, int, str, int]] = []
    for rank, pattern in enumerate(profile.kinds):
        kind = pattern.kind.name
        for match in pattern.ending.finditer(text) if pattern.ending else ():
            if not _NO_UNIT.search(text, 0, match.end()) and not _NO_UNIT_AFTER.match(
                text, match.end()
            ):
                edge = match.start() - (text[: match.start()][-1:] == " ")
                start = name_before(text, edge, lowered)
                start = start if start < edge else match.start()
                spans.append((match.start(), match.end(), start, match.end(), kind, rank))
        for match in (
            *(pattern.beginning.finditer(text) if pattern.beginning else ()),
            *(pattern.service.finditer(text) if pattern.service else ()),
        ):
            ahead = name_after(text, match.end() + (text[match.end() : match.end() + 1] == " "))
            if ahead:
                spans.append((match.start(), match.end(), match.start(), ahead[1], kind, rank))
        if kind == "school":
            for match in _HIGH.finditer(text):
                start = name_before(text, match.start() - 1, lowered)
                spans.append((*match.span(), min(start, match.start()), match.end(), kind, rank))
        if kind == "prison":
            jails = jails_of_a_list(reading, number)
            yield from (Mention(place, reading.text(place), kind, rank) for place in jails)
    of_lists = units_of_a_list(reading, number, profile)
    lists = [Mention(item[0], reading.text(item[0]), item[1], item[2]) for item in of_lists]
    yield from lists
    spans.sort(key=lambda span: (span[0] - span[1], span[5]))
    bodies = [match.span() for name in profile.names for match in name.finditer(text)]
    taken = [*bodies]
    placed: list[tuple[int, int, int]] = []
    taken += [(mention.place.start, mention.place.end) for mention in lists]
    plurals = [kind.plural for kind in profile.kinds if kind.plural and lists]
    taken += [match.span() for plural in plurals for match in plural.finditer(text)]
    whole = {word for k in profile.profile.unit_kinds for word in k.endings if word.istitle()}
    for low, high, start, end, kind, rank in spans:
        if any(low < other_high and other_low < high for other_low, other_high in taken):
            continue
        taken.append((low, high))
        place = Place(number, start, end)
        named = start < low or end > high or text[low:high] in whole
        named = named and not any(start < at[1] and at[0] < end for at in bodies)
        named = named and not any(at[0] < start < at[1] and at[2] < rank for at in placed)
        if named and _is_name(text, place, low):
            taken.append((start, end))
            placed.append((start, end, rank))
            loose = kind == PLAIN_SERVICE or text[low:high].casefold() in _LOOSE
            yield Mention(place, reading.text(place), kind, rank, loose)


def _is_name(text: str, place: Place, low: int) -> bool:
    """Whether a name holds a place or a proper name, and is not one of its kind ("a unit in ...").

    ``low`` is where the word for the kind begins.
    """
    if place.start == low and _ONE_OF_ITS_KIND.search(text[:low]):
        return False
    return bool(components(text[place.start : place.end]) - NO_PLACES)


def _lowered_words(passages: tuple[Passage, ...]) -> frozenset[str]:
    return frozenset(
        word.strip(".,;:!?\"'")
        for passage in passages
        for word in passage.text.split()
        if word[:1].islower()
    )


def _grouped(named: Sequence[Mention]) -> list[list[Mention]]:
    """Mentions of one unit together; the fullest names open the groups."""
    groups: list[list[Mention]] = []
    for mention in sorted(
        named, key=lambda m: (-len(components(m.name)), m.name.split()[-1].islower())
    ):
        fitting = [
            group
            for group in groups
            if same_name(mention.name, group[0].name)
            and (IMPLIED in {mention.rank, group[0].rank} or same_kind(mention.kind, group[0].kind))
        ]
        fitting = fitting or _described(mention, groups) or _opening(mention, groups)
        if fitting:
            max(fitting, key=len).append(mention)
        elif len(groups) < _MOST_UNITS:
            groups.append([mention])
    return groups


def _joined_by_aside(reading: Reading, groups: list[list[Mention]]) -> list[list[Mention]]:
    """The groups, one that stands in brackets after another's name ("... (BeNCH CRC)") with it."""
    joined: list[list[Mention]] = []
    for group in groups:
        owner = next((one for one in joined if _glosses(reading, group, one)), None)
        owner = owner or next((one for one in joined if _glosses(reading, one, group)), None)
        if owner is None:
            joined.append(list(group))
        else:
            owner += group
    return joined


def _glosses(reading: Reading, short: Sequence[Mention], full: Sequence[Mention]) -> bool:
    """Whether a name of ``short`` is given in brackets straight after one of ``full``."""
    return any(
        one.place.passage == other.place.passage
        and reading.passages[one.place.passage].text[other.place.end : one.place.start] == " ("
        and reading.passages[one.place.passage].text[one.place.end : one.place.end + 1] == ")"
        for one in short
        for other in full
    )


def _opening(mention: Mention, groups: list[list[Mention]]) -> list[list[Mention]]:
    """The one group whose name a bare one opens ("Marlow" of "Marlow Lodge")."""
    if mention.rank != IMPLIED:
        return []
    fitting = [g for g in groups if any(m.name.startswith(f"{mention.name} ") for m in g)]
    return fitting if len(fitting) == 1 else []


def _described(mention: Mention, groups: list[list[Mention]]) -> list[list[Mention]]:
    """The one group that a name in loose words is of; none where several could be.

    "Marlow hospital trust" is of "Royal Marlow Hospitals NHS Trust".
    """
    if mention.rank == IMPLIED or not mention.name.split()[-1].islower():
        return []
    own = components(mention.name)
    fitting = [
        group
        for group in groups
        if mention.kind == group[0].kind
        and group[0].name.split()[-1][0].isupper()
        and all(any(_is_within(piece, p) for p in components(group[0].name)) for piece in own)
    ]
    return fitting if len(fitting) == 1 else []


def _is_within(piece: str, place: str) -> bool:
    """Whether a place's name holds another's as words, with none added that set them apart."""
    words, all_words = piece.split(), place.split()
    added = set(all_words) - set(words)
    return bool(words) and set(words) <= set(all_words) and not added & _OTHER_PLACE


def _unit(
    reading: Reading,
    group: list[Mention],
    groups: list[list[Mention]],
    listed: Sequence[Place],
    stated: set[str],
) -> Unit:
    fullest = max(group, key=_fullness)
    others = [other for other in groups if other is not group]
    mentions = {mention.place for mention in group}
    elsewhere = [mention.place for other in others for mention in other]
    for wording in _short_names(reading, group, others):
        pattern = re.compile(rf"(?<![\w-]){re.escape(wording)}(?![\w-])")
        for number, passage in enumerate(reading.passages):
            for match in pattern.finditer(passage.text):
                place = Place(number, match.start(), match.end())
                if _TOWARDS.search(passage.text[: match.start()]):
                    continue
                if not any(_overlap(place, other) for other in (*mentions, *elsewhere)):
                    mentions.add(place)
    ordered = sorted(mentions, key=lambda place: (place.passage, place.start))
    named = any(mention.rank != IMPLIED for mention in group)
    kind = _kind(group, fullest)
    loose = all(mention.loose or mention.rank == IMPLIED for mention in group)
    return Unit(
        name=_without_owner(fullest.name),
        place=fullest.place,
        kind=kind if kind in stated or not loose else "",
        mentions=tuple(ordered),
        named=named,
        listed=any(mention.place in listed for mention in group),
    )


def _without_owner(name: str) -> str:
    """The name with "Marlow's youth team" as "Marlow youth team"; "St Ann's School" stays."""
    return _OWNER.sub("", name, count=1)


def _fullness(mention: Mention) -> tuple[int, bool, bool, int, int, int]:
    capitals = sum(word[:1].isupper() for word in mention.name.split())
    return (
        len(components(mention.name)),
        not mention.name[:1].islower() and " in " not in mention.name,
        not mention.name.isupper(),
        capitals,
        0 if " in " in mention.name else len(mention.name),
        -mention.place.passage,
    )


def _kind(group: Sequence[Mention], fullest: Mention) -> str:
    """The fullest name's kind, unless a shorter name says it more exactly."""
    exact = [m for m in group if m.rank < fullest.rank and m.kind != PLAIN_SERVICE]
    plain = fullest.rank == IMPLIED or fullest.kind == PLAIN_SERVICE
    return min(exact, key=lambda mention: mention.rank).kind if plain and exact else fullest.kind


def _overlap(one: Place, other: Place) -> bool:
    return one.passage == other.passage and one.start < other.end and other.start < one.end


def _short_names(
    reading: Reading, group: Sequence[Mention], others: Sequence[Sequence[Mention]]
) -> list[str]:
    """Aliases that the article defines, and the places in the name that no other unit has."""
    elsewhere = {
        piece for other in others for mention in other for piece in components(mention.name)
    }
    found = []
    for mention in group:
        text = reading.passages[mention.place.passage].text
        alias = _ALIAS.match(text, mention.place.end)
        wording = (alias.group(1) or alias.group(2)).strip(" '\"") if alias else ""
        if components(wording) and wording[:1].isupper():
            found.append(wording)
        for piece in components(mention.name) - elsewhere:
            at = text[mention.place.start : mention.place.end].casefold().find(piece)
            if at >= 0:
                start = mention.place.start + at
                found.append(text[start : start + len(piece)])
    return sorted({wording for wording in found if len(wording) > 2}, key=len, reverse=True)

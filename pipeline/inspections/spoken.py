"""Which of its inspections each sentence of an article speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.inspections.found import Found
from pipeline.inspections.names import PLAIN_SERVICE, components, same_kind
from pipeline.inspections.proper_names import NAME, NOT_IN_NAMES
from pipeline.inspections.reading import Place
from pipeline.inspections.sections import sections

__all__ = ["sentences_on"]

_SERVICES = (
    r"(?:units?|PDUs?|services?|teams?|homes?|prisons?|jails?|forces?|hospitals?|schools?|reports?|"
    r"inspections?|areas?|regions?|offices?|companies|company|trusts?|CRCs?|places)"
)
_OF_SEVERAL = re.compile(
    r"\b(?:units|services|teams|homes|prisons|forces|hospitals|schools|reports|both|"
    r"all (?:two|three|four|five)|each|region|across|trio|pair|in total)\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    rf"\bboth\s(?:of\s(?:the|them|its|their)\b|(?:the\s)?(?:[\w-]+\s){{0,2}}{_SERVICES}\b|were\b|"
    r"are\b|had\b|have\b|was\b|got\b|need\b|must\b|should\b|rated\b|received\b|scored\b)"
    rf"|\b(?:in|at|for|of|on|by|to|were|are|have|had)\sboth\b(?!\s\w+\sand\b)"
    rf"|\bthe (?:two|pair|twin)\b(?:\s(?:[\w-]+\s){{0,2}}{_SERVICES}\b|(?=[.,;]|\s(?:were|are|had|"
    r"have)\b))",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:all (?:three|four|five|six)|each of|(?<!of )the (?:three|four|five|six|trio)|"
    r"none of the|neither|"
    rf"^(?:two|three|four|five|six)\s(?:[\w-]+\s){{0,2}}{_SERVICES})\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"\b(?:(?:[Ii]n|[Aa]t|[Oo]f|[Ff]or)\s)?[Tt]he (?P<which>first|second|former|latter)"
    rf"(?:\s{_SERVICES})?(?=,|\.|'s\b|\s(?:was|were|is|has|had|got|scored|received|where)\b)"
)
_FOR_ALL = re.compile(
    r"\b(?:chief inspector|spokes(?:man|woman|person)|minister|ministry|HMPPS|MPs?|union|regional|"
    r"(?:prison|probation) service)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"(?!.*\bthe (?:CRC|company)\b).{0,60}\b(?:it|its|there)\b", re.IGNORECASE)
"""A paragraph that takes up what the one before was about."""
_SISTERS = re.compile(
    rf"\b(?:its|the) (?:sister|neighbouring|other) {_SERVICES}\b|\bits neighbours\b", re.IGNORECASE
)
_CALLS_FOR = re.compile(r"\b(?:CRCs?|compan(?:y|ies)|should|must|transfer\w*)\b")
_NATIONAL = re.compile(r"\b(?:[Tt]he NPS|National Probation Service)\b")
_SEVERAL = re.compile(
    rf"\b(?:both|two|three|four|five|all|neighbour\w*|next-door)\s(?:[\w-]+\s){{0,3}}?{_SERVICES}\b",
    re.IGNORECASE,
)
_OPENS_ON = re.compile(
    rf"(?:(?:In|At|On|For)\s(?:the\s)?(?P<where>{NAME})(?=,\s|\sthe\s))|"
    rf"(?:The\s)?(?P<what>{NAME})(?=\s(?:was|were|has|had|is|covers|did|got|scored|staff)\b)|"
    rf"The\s(?:(?:report|verdict|findings?|inspection)\s(?:on|at|for|in|into)\s)?(?P<of>{NAME})"
    rf"(?=\s(?:{_SERVICES}|was|were|is|had|has)\b)"
)
_BESIDE = (
    r"(?:\b(?:and|while|but|whereas|than|with|in|of|next-door|neighbouring|neighbour)\s|,\s)"
    r"(?:the\s)?{name}(?![\w-])|(?<![\w-]){name}(?:,|\sand\b)|"
    r"^{name}\b.{{0,120}}\b(?:while|whereas|but|compared with)\s"
)
"""A name in a list or a comparison."""
_PLACE_WORDS = frozenset({"city", "county", "town", "borough"})
_OTHER = -1
"""Stands for a service that the article names beside its subjects."""


def sentences_on(found: Found, subject: int) -> tuple[int, ...]:
    """The indexes of the sentences that speak of a subject, alone or among others."""
    passages = zip(found.reading.passages, _spoken_of(found), strict=True)
    return tuple(passage.index for passage, spoken in passages if subject in spoken)


def _spoken_of(found: Found) -> tuple[frozenset[int], ...]:
    """For each passage the subjects that it speaks of; none where it tells of another service.

    Those that name none go on about what went before, over paragraphs too, until one speaks of
    several, or the chief inspector comes to speak: a statement shown under another unit than its
    own is worse than one left out.
    """
    passages, everything = found.reading.passages, frozenset(found.subjects)
    first = min(m.passage for index in everything for m in found.units[index].mentions)
    others = tuple(place for place in _others(found) if place.passage >= first)
    headed = sections(found) if len(everything) > 1 else {}
    spoken: list[frozenset[int]] = []
    current, paragraph = everything, -1
    pair: tuple[int, ...] = ()
    for number, passage in enumerate(passages):
        order = _named(found, number, others)
        named = frozenset(order)
        opens = passage.paragraph != paragraph
        if opens and not current and not _GOES_ON.match(passage.text):
            current = next((earlier for earlier in reversed(spoken) if earlier), everything)
        if number in headed and len(named) != 1:
            current = frozenset({headed[number]})
        elif referred := _referred(passage.text, everything, named, pair):
            current = referred
        elif named:
            current = named - {_OTHER}
        elif _SISTERS.search(passage.text):
            current = everything - current or current
        elif number - 1 in headed or (opens and _is_on_all(passage.text, everything, spoken)):
            current = everything
        if len(named - {_OTHER}) == 2:
            pair = tuple(dict.fromkeys(index for index in order if index != _OTHER))
        paragraph = passage.paragraph
        spoken.append(current)
    return tuple(spoken)


def _is_on_all(text: str, everything: frozenset[int], spoken: Sequence[frozenset[int]]) -> bool:
    """Whether a paragraph that names no subject opens with words for several, or sums up."""
    if _OF_SEVERAL.search(text):
        return True
    return bool(_FOR_ALL.search(text)) and _each_had_its_turn(everything, spoken)


def _each_had_its_turn(everything: frozenset[int], spoken: Sequence[frozenset[int]]) -> bool:
    """Whether the article has told of each subject alone, so that a new speaker sums up."""
    return everything <= {index for of in spoken if len(of) == 1 for index in of}


def _referred(
    text: str, everything: frozenset[int], named: frozenset[int], pair: tuple[int, ...]
) -> frozenset[int]:
    """Subjects that words such as "both", "all three" or "the latter" stand for, if any."""
    if _ALL.search(text) and len(named - {_OTHER}) < 2:
        return everything
    if _BOTH.search(text) and len(named - {_OTHER}) < 2:
        return frozenset(pair) if len(everything) > 2 and pair else everything
    order = _IN_ORDER.search(text)
    if order and len(pair) == 2:
        return frozenset({pair[order["which"] in {"second", "latter"}]})
    return frozenset()


def _named(found: Found, number: int, others: tuple[Place, ...]) -> list[int]:
    """The subjects that a passage names, in its order, and ``_OTHER`` for any other service."""
    own = [(place, index) for index in found.subjects for place in found.units[index].mentions]
    own += [
        (place, index) for index in found.subjects for place in _by_a_word(found, index, number)
    ]
    named = [(p, i) for p, i in [*own, *((p, _OTHER) for p in others)] if p.passage == number]
    free = [
        (place.start, index)
        for place, index in named
        if not any(i != index and _within(place, p) for p, i in named)
    ]
    return [index for _, index in sorted(free)]


def _within(inner: Place, outer: Place) -> bool:
    length, other = inner.end - inner.start, outer.end - outer.start
    return outer.start <= inner.start and inner.end <= outer.end and length < other


def _by_a_word(found: Found, subject: int, number: int) -> Iterator[Place]:
    """Where a passage calls a subject by the one word that sets it apart ("the Vale unit")."""
    others = {w for i in found.subjects if i != subject for w in _words(found.units[i].name)}
    for word in _words(found.units[subject].name) - others:
        pattern = rf"\bthe {re.escape(word)} {_SERVICES}\b|\b(?-i:{re.escape(word.upper())})\b"
        if word in _PLACE_WORDS:
            pattern += rf"|\bin the {word}\b"
        for match in re.finditer(pattern, found.reading.passages[number].text, re.IGNORECASE):
            yield Place(number, *match.span())


def _words(name: str) -> frozenset[str]:
    words = {word for piece in components(name) for word in piece.split()}
    return frozenset(words | (_PLACE_WORDS & set(name.casefold().split())))


def _others(found: Found) -> Iterator[Place]:
    """Where the article names services of a subject's kind, or a company's public partner."""
    for index, unit in enumerate(found.units):
        if index not in found.subjects and _is_another(found, index):
            yield from unit.mentions
    yield from _told_of_by_name(found)
    if any(
        found.units[subject].kind == "community rehabilitation company"
        for subject in found.subjects
    ):
        for number, passage in enumerate(found.reading.passages):
            for match in (
                () if _CALLS_FOR.search(passage.text) else _NATIONAL.finditer(passage.text)
            ):
                yield Place(number, *match.span())


def _told_of_by_name(found: Found) -> Iterator[Place]:
    """Where a sentence opens on a place that the article has set beside a subject.

    "In Foxley, ...", after "Marlow was rated Good, while Foxley ...": a service whose name the
    article never writes out. Only where it speaks of several services.
    """
    passages = found.reading.passages
    if not any(_SEVERAL.search(passage.text) for passage in passages):
        return
    own = {word for subject in found.subjects for word in _words(found.units[subject].name)}
    beside = {
        passage.text
        for number, passage in enumerate(passages)
        if any(m.passage == number for index in found.subjects for m in found.units[index].mentions)
    }
    for number, passage in enumerate(passages):
        match = _OPENS_ON.match(passage.text)
        name = (match["where"] or match["what"] or match["of"]) if match else ""
        if not name or _words(name) & own or name.split()[0].casefold() in NOT_IN_NAMES:
            continue
        if any(re.search(_BESIDE.format(name=re.escape(name)), text) for text in beside):
            start = passage.text.index(name)
            yield Place(number, start, start + len(name))


def _is_another(found: Found, index: int) -> bool:
    """Whether a service is one like the subjects, and no loose word for one of them."""
    unit, subjects = found.units[index], [found.units[subject] for subject in found.subjects]
    told = _is_rated(found, index) or (len(subjects) > 1 and (unit.named or unit.listed))
    if unit.kind == PLAIN_SERVICE or not told:
        return False
    alike = any(same_kind(unit.kind, subject.kind) for subject in subjects)
    places = components(unit.name)
    return alike and not any(places & components(subject.name) for subject in subjects)


def _is_rated(found: Found, index: int) -> bool:
    return any(grade.unit == index and not grade.past for grade in found.grades)

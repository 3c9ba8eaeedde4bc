"""What an article says of a service itself: its region, who runs it, whom it supervises."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.inspections.found import Found
from pipeline.inspections.names import components
from pipeline.inspections.proper_names import NAME, name_after, name_before
from pipeline.inspections.reading import Place
from pipeline.schema import Fact

__all__ = ["find_caseload", "find_provider", "find_region"]

_IN_REGION = re.compile(
    rf"\b(?:in|of|within|across|throughout|to)\sthe\s(?P<name>{NAME})\s(?:probation\s)?region\b"
)
_REGION_OF = re.compile(
    r"\b(?i:regional\s(?:probation\s)?director|regional director of probation|probation director)"
    r"\s(?:for|of|in)\s(?:the\s)?(?=[A-Z])"
)
_REGIONS = re.compile(r"(?:'s|(?<=s)')\sregional\s(?:probation\s)?director\b")
_NO_REGION = re.compile(
    r"\b(?:Probation|Service|Prison|Justice|Inspectorate|Police|Council|Region)\b"
)
_OF_PROBATION = re.compile(
    r"probation|community rehab|approved premises|youth|young", re.IGNORECASE
)
_RUN_BY = re.compile(
    r"\b(?:(?:run|owned|managed|operated|provided)\s(?:jointly\s|privately\s)?by|belongs?\sto|"
    r"(?:a\s)?subsidiary\sof|registered\sto)\s(?:the\s|a\s)?"
    r"(?:(?:private|outsourcing|security|multinational|local|giant|contractor|firm|company|charity|"
    r"operator|group|council)\s){0,3}(?=[A-Z])"
)
_PART_OF = re.compile(r"\b(?:part\sof|schools\sin)\s(?:the\s)?(?=[A-Z])")
_BODY = re.compile(r"(?:Trust|Council|Board|Federation|Academies)$")
"""The last word of what may run a service that is "part of" it."""
_OWNER = re.compile(
    r"(?:'s\s(?:private\s)?(?:owner|parent(?:\scompany)?|operator)|,\swhose\s(?:owner|parent"
    r"(?:\scompany)?))(?:\sis)?,?\s(?=[A-Z])"
)
"""What leads from a service to its owner ("the CRC's owner, ...")."""
_SPEAKS = re.compile(r",?\s(?:said|says|added|told|who|aged)\b")
"""What follows the name of a person."""
_COUNCILS = re.compile(
    rf"(?<![\w-])(?P<name>{NAME}\s(?:[Cc]ouncil))'s\s(?:\w+\s){{0,1}}(?i:youth\s(?:justice|offending)\s"
    r"(?:service|team|partnership)|children's\sservices)\b"
)
_WHICH_RUNS = re.compile(
    rf"(?<![\w-])(?P<name>{NAME}),\swhich\s(?:runs|owns|manages|operates)\s(?:the\s)?$"
)
_NAME_RUN = re.compile(
    r"(?<![\w-])(?P<name>[A-Z][\w&]*(?:\s[A-Z][\w&]*)?)-(?:run|owned|managed|operated)\s$"
)
_LEADS_TO_RUN = re.compile(
    r"(?:'s)?(?:,\swhich\s[^,.;]{3,60},)?(?:\s\([^()]{1,40}\))?(?:\s(?:in|near|at)\s[A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)?,?\s"
    r"(?:(?:which|that)\s)?(?:(?:is|are|was|were|has been|been)\s)?(?:now\s|currently\s|"
    r"also\s|both\s)*"
    r"(?:(?:one of|a|an)\s(?:[\w-]+\s){0,5}?)?"
)
"""What may stand between a service and "run by" without another thing being run."""
_QUALIFIED = (
    r"(?:(?:more|fewer|less)\sthan|over|about|around|some|nearly|almost|roughly|approximately|"
    r"just\s(?:over|under)|at least|close to)"
)
_COUNT = rf"(?P<count>(?:{_QUALIFIED}\s)?(?:\d{{1,3}},\d{{3}}|\d{{2,5}}))"
_PEOPLE = (
    r"(?:people|offenders|prisoners|men|women|inmates|detainees|children|young people|teenagers|"
    r"service users|cases|adults|residents|boys|girls|criminals|individuals)"
)
_SUPERVISES = re.compile(
    r"\b(?:supervis(?:es|ed|ing)|manag(?:es|ed|ing)|overse(?:es|eing)|oversaw|"
    r"look(?:s|ed|ing)? after|(?:is |was )?responsible for|work(?:s|ed|ing) with|"
    r"deal(?:s|t|ing) with|takes|hold(?:s|ing)|held|hous(?:es|ed|ing)|home to|"
    rf"supports?|serves?)\s(?:just\s|only\s)?{_COUNT}\s(?:[\w-]+,?\s){{0,5}}?{_PEOPLE}\b"
)
_CASELOAD = re.compile(
    rf"\bcaseloads?\s(?:in\s\w+\s)?(?:of|was|is|stood at|stands at)\s{_COUNT}\b(?!%|\sper\scent)"
)
_ON_ITS_BOOKS = re.compile(
    rf"\b(?:has|had|with)\s(?:just\s|only\s)?{_COUNT}(?:\s(?:[\w-]+\s){{0,3}}?{_PEOPLE})?\s(?:on|under)\s"
    r"(?:its|their)\s(?:books|caseload|supervision)\b"
)
_THAT_IT_HAS = re.compile(
    rf"\bthe\s{_COUNT}\s(?:[\w-]+\s){{0,2}}?{_PEOPLE}\s(?:that|whom)\s(?:it|the\s\w+)\s(?:supervis|manag|"
    r"hold|look|oversee|work)\w*"
)
_ARE_HELD = re.compile(
    rf"(?:\bThere\swere|^)\s?(?i:{_COUNT})\s(?:[\w-]+\s){{0,2}}?{_PEOPLE}\s(?:(?:are|were)\sheld\s(?:there|at\s"
    r"the)|(?:living\s)?there\s(?:at\sthe\stime|during|when)|living\sthere|in\sit\sat\sthe\stime)\b"
)
"""What an article on one service says of whom it has, without its name."""
_SHARE = re.compile(
    r"^[^,.;]{0,20}\b(?:each|apiece|per|every|a head|on average|average)\b|^\sof them\b"
)
_CAN = re.compile(r"\b(?:can|could|may|built to|designed to|able to)\s$")
"""What makes a number that of places, not of people."""
_OF_STAFF = re.compile(
    r"\b(?:has|had|employs|with)\s[\w,]+\s(?:staff|officers|workers|employees)\b"
)
"""Its own people, told of in passing: "has 61 staff and looks after ..."."""
_SOMEBODY = re.compile(
    r"\b(?:staff|officers?|practitioners?|managers?|workers?|some|others|many|who|inspectors|they|"
    r"each|he|she|team members|officials|charity|centre|hub|wing|unions?|members)\b",
    re.IGNORECASE,
)
_AT_IT = re.compile(r"\b(?:at|in|of|for|inside|across|to|with|from|by)\s(?:the\s)?$")
_IT = re.compile(r"(?:^|[.;]\s)[\"']?(?:It|Its(?=\scaseload\b))\b|\btime\sit\b")
_NEAR = 70
"""Characters between a service and what it does."""
_FEWEST = {"youth": 20, "young": 20, "premises": 10, "home": 5}
_FEW = 50
"""People below whom a number is of a team's or an officer's cases."""


def find_region(found: Found, subject: int) -> Fact | None:
    """The region that a unit belongs to ("Southern Coast"); None where it is one, or in doubt."""
    unit = found.units[subject]
    if "region" in unit.kind or not _OF_PROBATION.search(unit.kind or found.profile.profile.name):
        return None
    places = [place for place in _regions(found) if _is_another(found, subject, place)]
    names = {found.reading.text(place).casefold() for place in places}
    return (
        found.reading.fact(found.reading.text(places[0]), places[0], 0.8)
        if len(names) == 1
        else None
    )


def _regions(found: Found) -> Iterator[Place]:
    for number, passage in enumerate(found.reading.passages):
        text = passage.text
        spans = [match.span("name") for match in _IN_REGION.finditer(text)]
        owners = ((name_before(text, m.start()), m.start()) for m in _REGIONS.finditer(text))
        spans += [(start, end) for start, end in owners if start < end]
        spans += [span for m in _REGION_OF.finditer(text) if (span := name_after(text, m.end()))]
        for start, end in spans:
            if not _NO_REGION.search(text[start:end]):
                yield Place(number, start, end)


def _is_another(found: Found, subject: int, place: Place) -> bool:
    """Whether a region's name is not the unit's own."""
    return components(found.reading.text(place)) != components(found.units[subject].name)


def find_provider(found: Found, subject: int) -> Fact | None:
    """Who runs or owns a service, by name; None where none or several are named."""
    places = list(dict.fromkeys(_providers(found, subject)))
    names = {found.reading.text(place).casefold() for place in places}
    return (
        found.reading.fact(found.reading.text(places[0]), places[0], 0.8)
        if len(names) == 1
        else None
    )


def _providers(found: Found, subject: int) -> Iterator[Place]:
    for number, passage in enumerate(found.reading.passages):
        text = passage.text
        things = [*_things(found, subject, number), *_its(found, text)]
        yield from _owners(found, subject, number, things)
        for match in (*_RUN_BY.finditer(text), *_PART_OF.finditer(text)):
            name = name_after(text, match.end())
            if name and match.re is _PART_OF and not _BODY.search(text[slice(*name)]):
                continue
            led = any(
                _LEADS_TO_RUN.fullmatch(text[end : match.start()])
                and _is_subject(text, start, text[end : match.start()])
                for start, end in things
            )
            if name and led:
                yield Place(number, *name)
        for start, _ in things:
            for owner in (_WHICH_RUNS.search(text[:start]), _NAME_RUN.search(text[:start])):
                if owner:
                    yield Place(number, *owner.span("name"))


def _owners(
    found: Found, subject: int, number: int, things: list[tuple[int, int]]
) -> Iterator[Place]:
    """Owners named after a service ("the CRC's owner, ..."), and councils before theirs."""
    text = found.reading.passages[number].text
    for _, end in things:
        owner = _OWNER.match(text, end)
        name = name_after(text, owner.end()) if owner else None
        if name and not _SPEAKS.match(text, name[1]):
            yield Place(number, *name)
    if len(found.subjects) == 1 and re.search("youth|children", found.units[subject].kind):
        for match in _COUNCILS.finditer(text):
            if match["name"].split()[0] not in {"A", "The"}:
                yield Place(number, *match.span("name"))


def _things(found: Found, subject: int, number: int) -> list[tuple[int, int]]:
    """Where a passage names a subject, or stands for it by "the company"; half-open offsets."""
    text = found.reading.passages[number].text
    named = [(m.start, m.end) for m in found.units[subject].mentions if m.passage == number]
    if len(found.subjects) > 1 and not named:
        return []
    return [*named, *(match.span() for match in found.profile.generic.finditer(text))]


def find_caseload(found: Found, subject: int) -> Fact | None:
    """How many people a service supervises or holds, as the article puts it ("about 1,900")."""
    kind = found.units[subject].kind
    fewest = next((few for word, few in _FEWEST.items() if word in kind), _FEW)
    alone = (_THAT_IT_HAS, _ARE_HELD) if len(found.subjects) == 1 else ()
    for number, passage in enumerate(found.reading.passages):
        text = passage.text
        subjects = [*_things(found, subject, number), *_its(found, text)]
        for pattern in (_SUPERVISES, _CASELOAD, _ON_ITS_BOOKS, *alone):
            for match in pattern.finditer(text):
                people = int(re.sub(r"\D", "", match["count"]))
                shared = _SHARE.search(text[match.end() : match.end() + 30])
                told = pattern in alone or _has_subject(text, match, subjects)
                if people >= fewest and not shared and told:
                    return found.reading.fact(
                        match["count"], Place(number, *match.span("count")), 0.8
                    )
    return None


def _has_subject(text: str, verb: re.Match[str], subjects: list[tuple[int, int]]) -> bool:
    """Whether a service is what supervises: named before the verb, with nobody between."""
    before = sorted((span for span in subjects if span[1] <= verb.start()), key=lambda s: -s[1])
    for start, end in before:
        between = text[end : verb.start()]
        if _is_subject(text, start, between):
            people = _CAN.search(between) or _SOMEBODY.search(_OF_STAFF.sub(" ", between))
            return len(between) <= _NEAR and people is None
    return False


def _is_subject(text: str, start: int, between: str) -> bool:
    """Whether a service does what follows it, and not somebody at it; ", which" takes it up."""
    return between.startswith((",", " (")) or not _AT_IT.search(text[max(0, start - 12) : start])


def _its(found: Found, text: str) -> list[tuple[int, int]]:
    """Where "It" opens a sentence of an article on one unit."""
    return [match.span() for match in _IT.finditer(text)] if len(found.subjects) == 1 else []

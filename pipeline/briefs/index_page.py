"""Briefs → the index page: what there is, the newest first, and what needs a person's look."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pipeline.briefs.field_labels import FACT_LABELS, disagreements, field_label
from pipeline.briefs.page import NOT_STATED, shown_value
from pipeline.briefs.plain_text import one_line, shown_date
from pipeline.briefs.rating_plot import Plot, RatedInspection, make_plot, rating_order
from pipeline.schema import FACT_FIELDS, Brief, Origin

__all__ = [
    "Choice",
    "Entry",
    "Filter",
    "Format",
    "IndexPage",
    "Look",
    "looks_of",
    "make_index_page",
]

_FORMATS = {".html": "HTML", ".docx": "Word", ".md": "Markdown", ".json": "JSON"}
_FEW = 2
"""So many facts that are not stated are named; of more, their number says enough."""
_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
_LOOKS = (
    "Articles disagree",
    "Copied summary sentences",
    "Facts not stated",
    "Quotations without speaker",
    "Points to check",
    "Nothing",
)
"""Reasons for a person to look at a brief; the last one is that there is none."""


@dataclass(frozen=True)
class Format:
    """A file of a brief."""

    name: str
    link: str


@dataclass(frozen=True)
class Look:
    """A reason for a person to look at a brief; ``name`` is its kind, ``text`` the details."""

    name: str
    text: str


@dataclass(frozen=True)
class Entry:
    """A brief in the index; ``keys`` are the filters' choices that it belongs to."""

    title: str
    link: str
    rating: str
    kind: str
    inspectorate: str
    date: str
    checks: tuple[str, ...]
    formats: tuple[Format, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Choice:
    """A choice of a filter, and how many briefs it shows."""

    key: str
    text: str
    count: int


@dataclass(frozen=True)
class Filter:
    """A group of choices of which one holds."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class IndexPage:
    """What the index shows."""

    lead: str
    entries: tuple[Entry, ...]
    filters: tuple[Filter, ...]
    plot: Plot | None


def make_index_page(
    briefs: Iterable[Brief], files: Iterable[tuple[Path, ...]], folder: Path
) -> IndexPage:
    """Work out what the index shows.

    Args:
        briefs: the briefs, in any order.
        files: for each brief the paths of its files, HTML among them.
        folder: where the index lies; links lead from there.

    Raises:
        ValueError: there are not as many groups of files as briefs.
    """
    # Of each brief only what the index shows of it is kept, so that memory holds them all.
    listed = [_listed(brief, paths, folder) for brief, paths in zip(briefs, files, strict=True)]
    listed.sort(key=lambda one: one.title.casefold())
    listed.sort(key=lambda one: one.date[1], reverse=True)
    filters = _filters(listed)
    return IndexPage(
        lead=_lead(listed),
        entries=tuple(_entry(one, filters) for one in listed),
        filters=filters,
        plot=make_plot([one.rated for one in listed]),
    )


@dataclass(frozen=True)
class _Listed:
    """What the index shows of a brief; ``date`` with what it dates, ``aspects`` by filter."""

    title: str
    date: tuple[str, str]
    inspectorate: str
    looks: tuple[Look, ...]
    formats: tuple[Format, ...]
    rated: RatedInspection
    aspects: Mapping[str, tuple[str, ...]]


def _listed(brief: Brief, paths: Sequence[Path], folder: Path) -> _Listed:
    looks = looks_of(brief)
    return _Listed(
        title=_title(brief),
        date=_newest(brief),
        inspectorate=shown_value("inspectorate", brief.inspection.value("inspectorate")),
        looks=looks,
        formats=tuple(
            Format(name, _link(path, folder))
            for suffix, name in _FORMATS.items()
            for path in paths
            if path.suffix == suffix and path.stem == paths[0].stem
        ),
        rated=_rated(brief),
        aspects={
            "rating": (_rating(brief),),
            "kind": (_kind(brief),),
            "region": (_region(brief),),
            "look": tuple(look.name for look in looks) or _LOOKS[-1:],
        },
    )


def looks_of(brief: Brief) -> tuple[Look, ...]:
    """What in a brief a person should look at."""
    inspection = brief.inspection
    disputed = [field_label(name) for name, _ in disagreements(inspection)]
    copied = sum(statement.origin is Origin.COPIED for statement in brief.summary)
    absent = [FACT_LABELS[name] for name in FACT_FIELDS if name not in inspection.facts]
    unattributed = sum(quote.speaker is None for quote in brief.quotes)
    points = (*brief.findings, *brief.strengths, *brief.recommendations)
    uncertain = sum(point.uncertain for point in points)
    details = (
        _list(disputed),
        f"{copied} of {len(brief.summary)}" if copied else "",
        _list(absent) if len(absent) <= _FEW else f"{len(absent)} of {len(FACT_FIELDS)}",
        str(unattributed) if unattributed else "",
        f"{uncertain} of {len(points)}" if uncertain else "",
    )
    return tuple(Look(name, text) for name, text in zip(_LOOKS, details, strict=False) if text)


def _list(names: Sequence[str]) -> str:
    return ", ".join(n if not place else n[:1].lower() + n[1:] for place, n in enumerate(names))


def _title(brief: Brief) -> str:
    return one_line(str(brief.inspection.value("unit")))


def _newest(brief: Brief) -> tuple[str, str]:
    """What the brief is dated by, and the date: published, else inspected, else the article's."""
    for name, verb in (("published", "published"), ("inspected", "inspected")):
        value = str(brief.inspection.value(name) or "")
        if _DATE.fullmatch(value):
            return verb, value
    dates = [article.date for article in brief.articles if article.date]
    return ("article", max(dates)) if dates else ("", "")


def _rating(brief: Brief) -> str:
    return shown_value("overall_rating", brief.inspection.value("overall_rating"))


def _kind(brief: Brief) -> str:
    return shown_value("unit_type", brief.inspection.value("unit_type"))


def _region(brief: Brief) -> str:
    fact = brief.inspection.details.get("region")
    return one_line(str(fact.value)) if fact else NOT_STATED


def _lead(briefs: Sequence[_Listed]) -> str:
    looked = sum(bool(brief.looks) for brief in briefs)
    noun = "brief" if len(briefs) == 1 else "briefs"
    return (
        f"{len(briefs)} {noun}, the newest first; {looked} with something for a person to look at."
    )


def _entry(brief: _Listed, filters: Sequence[Filter]) -> Entry:
    verb, date = brief.date
    (rating,), (kind,) = brief.aspects["rating"], brief.aspects["kind"]
    return Entry(
        title=brief.title,
        link=brief.formats[0].link,
        rating=rating,
        kind=kind,
        inspectorate=brief.inspectorate,
        date=f"{verb} {shown_date(date)}" if date else NOT_STATED,
        checks=tuple(f"{look.name}: {look.text}" for look in brief.looks),
        formats=brief.formats,
        keys=_keys(brief, filters),
    )


def _link(path: Path, folder: Path) -> str:
    return quote(Path(os.path.relpath(path, folder)).as_posix())


@dataclass(frozen=True)
class _Aspect:
    """What a filter goes by, and the order of its values."""

    name: str
    title: str
    order: Callable[[str], tuple[int, str]]


def _look_order(name: str) -> tuple[int, str]:
    return _LOOKS.index(name), name


_ASPECTS = (
    _Aspect("rating", "Overall rating", rating_order),
    _Aspect("kind", "Kind of service", lambda kind: (0, kind)),
    _Aspect("region", "Region", lambda region: (0, region)),
    _Aspect("look", "For a person to look at", _look_order),
)


def _filters(briefs: Sequence[_Listed]) -> tuple[Filter, ...]:
    """The filters; one is left out where nothing is stated that it could choose by."""
    filters = [Filter(a.name, a.title, _choices(a, briefs)) for a in _ASPECTS]
    return tuple(f for f in filters if any(c.text != NOT_STATED for c in f.choices))


def _choices(aspect: _Aspect, briefs: Sequence[_Listed]) -> tuple[Choice, ...]:
    """Every value that a brief has, in the aspect's order, "not stated" last."""
    counts = Counter(value for brief in briefs for value in brief.aspects[aspect.name])
    ordered = sorted(counts, key=lambda value: (value == NOT_STATED, aspect.order(value)))
    return tuple(
        Choice(f"{aspect.name}-{place}", value, counts[value])
        for place, value in enumerate(ordered, start=1)
    )


def _keys(brief: _Listed, filters: Sequence[Filter]) -> tuple[str, ...]:
    return tuple(
        choice.key
        for group in filters
        for choice in group.choices
        if choice.text in brief.aspects[group.name]
    )


def _rated(brief: Brief) -> RatedInspection:
    facts = brief.inspection
    _, date = _newest(brief)
    previous, previous_date = facts.value("previous_rating"), facts.value("previous_date")
    return RatedInspection(
        unit=_title(brief),
        rating=str(facts.value("overall_rating") or "") or None,
        date=date,
        previous_rating=str(previous) if previous else None,
        previous_date=str(previous_date) if previous_date else None,
    )

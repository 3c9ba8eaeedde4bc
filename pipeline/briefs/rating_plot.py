"""Ratings over time, as the numbers of a small plot: one row a rating, one dot an inspection."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "Course",
    "Dot",
    "Plot",
    "RatedInspection",
    "Tick",
    "make_plot",
    "rating_order",
    "year_of",
]

_BEST_FIRST = (
    "exceptional",
    "outstanding",
    "strong standard",
    "good",
    "reasonably good",
    "expected standard",
    "adequate",
    "needs attention",
    "requires improvement",
    "not sufficiently good",
    "urgent improvement",
    "inadequate",
    "poor",
)
"""The ratings of the inspectorates' scales, merged into one order for display alone."""

_WIDTH, _LEFT, _RIGHT = 900, 180, 24
_TOP, _ROW, _FOOT = 8, 44, 28
_STEP = 7
"""Distance of dots that would cover each other, in the plot's units."""
_STACK = 5
"""Dots side by side in a row before the next ones cover them."""
_MOST_YEARS = 12
"""Labels of years that fit under the plot."""


@dataclass(frozen=True)
class RatedInspection:
    """A unit's rating and its date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``), now and before."""

    unit: str
    rating: str | None
    date: str | None
    previous_rating: str | None = None
    previous_date: str | None = None


@dataclass(frozen=True)
class Tick:
    """A labelled line of the grid."""

    at: float
    text: str


@dataclass(frozen=True)
class Dot:
    """An inspection; ``before`` for a previous one."""

    x: float
    y: float
    text: str
    before: bool


@dataclass(frozen=True)
class Course:
    """From a unit's previous inspection to this one."""

    start: Dot
    end: Dot


@dataclass(frozen=True)
class Plot:
    """A drawing, in its own units; ``bottom`` is the last row's, ``left`` the first year's.

    ``inspections`` are those drawn, for a table of the same numbers.
    """

    width: float
    height: float
    left: float
    bottom: float
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    courses: tuple[Course, ...]
    description: str
    left_out: str
    inspections: tuple[RatedInspection, ...]


@dataclass(frozen=True)
class _Axes:
    first: int
    last: int
    rows: dict[str, float]

    def x(self, moment: float) -> float:
        share = (moment - self.first) / (self.last - self.first)
        return round(_LEFT + share * (_WIDTH - _LEFT - _RIGHT), 1)


def rating_order(rating: str) -> tuple[int, str]:
    """A key that sorts ratings from best to worst; unknown ones last."""
    name = rating.casefold()
    known = _BEST_FIRST.index(name) if name in _BEST_FIRST else len(_BEST_FIRST)
    return known, name


def year_of(date: str | None) -> float | None:
    """A date as a year with fraction; the middle of the month or year where no more is known."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", date or "")
    if not match:
        return None
    year, month, day = match.groups()
    if month is None:
        return int(year) + 0.5
    return int(year) + (int(month) - 1 + ((int(day) - 1) / 31 if day else 0.5)) / 12


def make_plot(inspections: Sequence[RatedInspection]) -> Plot | None:
    """Lay the plot out; None where no inspection has both a rating and a date.

    Args:
        inspections: in any order.
    """
    shown = [found for found in inspections if found.rating and year_of(found.date) is not None]
    if not shown:
        return None
    axes = _axes(shown)
    placed: Counter[tuple[int, float]] = Counter()
    dots, courses = [], []
    for inspection in shown:
        now = _dot(inspection.unit, inspection.rating, inspection.date, axes, placed, before=False)
        before = _dot(
            inspection.unit,
            inspection.previous_rating,
            inspection.previous_date,
            axes,
            placed,
            before=True,
        )
        dots += [dot for dot in (before, now) if dot]
        if before and now:
            courses.append(Course(before, now))
    bottom = _TOP + _ROW * len(axes.rows)
    return Plot(
        width=_WIDTH,
        height=bottom + _FOOT,
        left=_LEFT,
        bottom=bottom,
        rows=tuple(Tick(at, rating) for rating, at in axes.rows.items()),
        columns=_columns(axes),
        dots=tuple(dots),
        courses=tuple(courses),
        description=_description(shown),
        left_out=_left_out(len(inspections) - len(shown)),
        inspections=tuple(shown),
    )


def _axes(shown: Sequence[RatedInspection]) -> _Axes:
    ratings: dict[str, str] = {}
    years: list[float] = []
    for inspection in shown:
        for rating, date in (
            (inspection.rating, inspection.date),
            (inspection.previous_rating, inspection.previous_date),
        ):
            year = year_of(date)
            if rating and year is not None:
                ratings.setdefault(rating.casefold(), rating)
                years.append(year)
    ordered = sorted(ratings.values(), key=rating_order)
    rows = {name: _TOP + _ROW * (place + 0.5) for place, name in enumerate(ordered)}
    return _Axes(int(min(years)), int(max(years)) + 1, rows)


def _dot(
    unit: str,
    rating: str | None,
    date: str | None,
    axes: _Axes,
    placed: Counter[tuple[int, float]],
    *,
    before: bool,
) -> Dot | None:
    moment = year_of(date)
    if not rating or moment is None:
        return None
    row = next(at for name, at in axes.rows.items() if name.casefold() == rating.casefold())
    x = axes.x(moment)
    cell = (round(x / _STEP), row)
    level = placed[cell] % _STACK
    placed[cell] += 1
    shift = (level + 1) // 2 * _STEP * (1 if level % 2 else -1)
    text = f"{unit}: {rating}, {date}" + (" (previous inspection)" if before else "")
    return Dot(x, row + shift, text, before)


def _columns(axes: _Axes) -> tuple[Tick, ...]:
    step = -(-(axes.last - axes.first) // _MOST_YEARS)
    return tuple(Tick(axes.x(year), str(year)) for year in range(axes.first, axes.last + 1, step))


def _description(shown: Sequence[RatedInspection]) -> str:
    counts = Counter(inspection.rating or "" for inspection in shown)
    parts = [f"{rating} {counts[rating]}" for rating in sorted(counts, key=rating_order)]
    return (
        f"Plot of ratings by date of inspection: {', '.join(parts)}. The table below it has each."
    )


def _left_out(count: int) -> str:
    if not count:
        return ""
    verb, noun = ("is", "brief") if count == 1 else ("are", "briefs")
    return f"{count} {noun} {verb} left out: no article states the rating or the date."

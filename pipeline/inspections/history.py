"""Earlier ratings of an inspected unit: what the articles say, and what earlier runs knew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.inspections.identity import likeness
from pipeline.inspections.linking import JOINED_FROM, identity_of
from pipeline.inspections.partial_dates import date_range, days_between
from pipeline.schema import Inspection, PastRating

__all__ = ["history_of"]

_SAME_DAYS = 240
"""Days within which two dates are of one inspection: its visit, its report, its retelling."""


def history_of(
    inspection: Inspection, earlier: Iterable[Inspection] = ()
) -> tuple[PastRating, ...]:
    """The ratings of a unit's inspections before this one, the earliest first.

    Args:
        inspection: the inspection of today, of one article or several, joined.
        earlier: inspections that earlier runs made, of any unit; those of this unit, of the same
            kind, that are dated well before this one are taken, undated ones are not.

    Returns:
        One entry for each earlier inspection whose rating is known, with its sources. Where the
        article and an earlier run speak of one inspection, the entry has the sources of both; where
        they disagree on its rating, both entries stand.

    """
    entries = [*_from_text(inspection)]
    now = _day(inspection)
    for before in earlier:
        entry = _from_record(inspection, before, now)
        if entry is not None:
            entries.append(entry)
    return tuple(sorted(_pooled(entries), key=lambda entry: entry.date or ""))


def _from_text(inspection: Inspection) -> list[PastRating]:
    """What today's articles say of the last inspection, each of their values."""
    stated = inspection.facts.get("previous_rating")
    if stated is None:
        return []
    dates = [inspection.facts.get("previous_date"), *inspection.conflicts.get("previous_date", ())]
    entries = []
    for fact in (stated, *inspection.conflicts.get("previous_rating", ())):
        articles = {item.article for item in fact.evidence}
        date = next(
            (d for d in dates if d and articles & {item.article for item in d.evidence}), dates[0]
        )
        sources = fact.evidence + (date.evidence if date else ())
        entries.append(
            PastRating(
                rating=str(fact.value),
                date=str(date.value) if date else None,
                evidence=tuple(dict.fromkeys(sources)),
            )
        )
    return entries


def _from_record(inspection: Inspection, before: Inspection, now: str | None) -> PastRating | None:
    """An earlier run's inspection as an entry; None where it is not of this unit's past."""
    rating, date = before.facts.get("overall_rating"), _day(before)
    if rating is None or date is None or now is None:
        return None
    gap = days_between(date, now)
    if gap is None or gap <= _SAME_DAYS or date >= now:
        return None
    if likeness(identity_of(inspection), identity_of(before)).score < JOINED_FROM:
        return None
    return PastRating(
        rating=str(rating.value), date=date, evidence=rating.evidence, known_before=True
    )


def _day(inspection: Inspection) -> str | None:
    """When the report came out, else when the inspection was."""
    for name in ("published", "inspected"):
        value = inspection.value(name)
        if value is not None and date_range(str(value)):
            return str(value)
    return None


def _pooled(entries: Sequence[PastRating]) -> list[PastRating]:
    """Entries of one inspection with one rating as one, with the most precise date."""
    pooled: list[PastRating] = []
    for entry in entries:
        place = next((p for p, one in enumerate(pooled) if _is_same(one, entry)), None)
        if place is None:
            pooled.append(entry)
            continue
        one = pooled[place]
        pooled[place] = PastRating(
            rating=one.rating,
            date=max(one.date or "", entry.date or "", key=len) or None,
            evidence=tuple(dict.fromkeys((*one.evidence, *entry.evidence))),
            known_before=one.known_before and entry.known_before,
        )
    return pooled


def _is_same(one: PastRating, other: PastRating) -> bool:
    if one.rating.casefold() != other.rating.casefold():
        return False
    if one.date is None or other.date is None:
        return one.date == other.date
    gap = days_between(one.date, other.date)
    return gap is not None and gap <= _SAME_DAYS

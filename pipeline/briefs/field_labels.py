"""What a reader sees for each field, and the fields on which articles disagree."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.briefs.extra_facts import DETAIL_LABELS
from pipeline.briefs.plain_text import one_line
from pipeline.schema import FACT_FIELDS, PART_FIELD, Fact, Inspection

__all__ = ["FACT_LABELS", "disagreements", "field_label"]

FACT_LABELS: Mapping[str, str] = {
    "unit": "Unit",
    "unit_type": "Kind of service",
    "inspectorate": "Inspectorate",
    "overall_rating": "Overall rating",
    "previous_rating": "Previous rating",
    "previous_date": "Previous inspection",
    "inspected": "Inspected",
    "published": "Report published",
    "recommendations": "Recommendations made",
    "chief_inspector": "Chief inspector",
}
"""What each field of ``FACT_FIELDS`` is called on the page."""


def disagreements(inspection: Inspection) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    """Each field on which articles disagree, with all its values, the one used first."""
    used = inspection.stated()
    fields = dict.fromkeys((*FACT_FIELDS, *used))
    return tuple(
        (name, (*((used[name],) if name in used else ()), *inspection.conflicts[name]))
        for name in fields
        if inspection.conflicts.get(name)
    )


def field_label(name: str) -> str:
    """What a reader sees for a field of facts or details, or for a part's rating."""
    if name.startswith(PART_FIELD):
        return f"Rating for {one_line(name.removeprefix(PART_FIELD))}"
    return FACT_LABELS.get(name) or DETAIL_LABELS[name]

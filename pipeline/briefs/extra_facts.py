"""What articles may add to the facts of an inspection, with the label that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.briefs.plain_text import one_line
from pipeline.schema import DETAIL_FIELDS, Fact, Inspection

__all__ = ["DETAIL_LABELS", "absent_extras", "extra_facts"]

DETAIL_LABELS: Mapping[str, str] = {
    "score": "Score",
    "region": "Region",
    "provider": "Provider",
    "caseload": "People supervised",
}
"""What each field of ``DETAIL_FIELDS`` is called on the page."""


def extra_facts(inspection: Inspection) -> tuple[tuple[str, Fact], ...]:
    """Details, ratings of parts and numbers of recommendations by addressee.

    Returns:
        Label and fact, in the order of the page; only what an article states.
    """
    details = (
        (DETAIL_LABELS[name], inspection.details[name])
        for name in DETAIL_FIELDS
        if name in inspection.details
    )
    parts = ((f"Rating for {one_line(part.part)}", part.rating) for part in inspection.parts)
    addressed = (
        (f"Recommendations for {one_line(split.addressee)}", split.number)
        for split in inspection.addressed
    )
    return (*details, *parts, *addressed)


def absent_extras(inspection: Inspection) -> tuple[str, ...]:
    """What of these no article states, in words, in the order of the page."""
    details = (
        DETAIL_LABELS[name].lower() for name in DETAIL_FIELDS if name not in inspection.details
    )
    parts = () if inspection.parts else ("ratings of parts",)
    addressed = () if inspection.addressed else ("recommendations by addressee",)
    return (*details, *parts, *addressed)

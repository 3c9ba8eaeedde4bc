"""Brief → the lines that say how it was made and what its marks mean."""

from __future__ import annotations

from pipeline.briefs.plain_text import one_line, shown_moment
from pipeline.schema import Brief, Origin

__all__ = ["NOT_STATED", "UNSURE", "foot_of", "legend_of"]

NOT_STATED = "not stated"
UNSURE = "to check"
"""Marks a point of whose kind the tagger was unsure."""


def legend_of(brief: Brief) -> str:
    """How to tell the copied sentences of the summary from those that software wrote."""
    copied = sum(statement.origin is Origin.COPIED for statement in brief.summary)
    if not brief.summary:
        return ""
    if not copied:
        return "Every sentence was written by software from the sources that it cites."
    if copied == len(brief.summary):
        return "Every sentence is copied word for word from its source."
    return (
        "“Copied” marks a sentence that is word for word that of its source. The others were "
        "written by software from the sources that they cite."
    )


def foot_of(brief: Brief) -> tuple[str, ...]:
    """What made the brief, of what, when; how much of it is copied; what its marks mean."""
    unsure = any(
        statement.uncertain
        for part in (brief.summary, brief.findings, brief.strengths, brief.recommendations)
        for statement in part
    )
    copied = sum(statement.origin is Origin.COPIED for statement in brief.summary)
    models = ", ".join(f"{name} {revision}" for name, revision in sorted(brief.models.items()))
    made_with = f"inspection-briefs {brief.version}" + (f" (models: {models})" if models else "")
    return (
        one_line(
            f"Made automatically by {made_with} on {shown_moment(brief.made_at)}, from the "
            "articles listed and nothing else. It is not a publication of the inspectorate: "
            "check it against the inspection report."
        ),
        f"Of {_count(len(brief.summary), 'summary sentence')}, {len(brief.summary) - copied} "
        f"written by software and checked against the sources cited, {copied} copied "
        "from them. Findings, strengths, recommendations and quotations are copied from the "
        f"articles. “{NOT_STATED.capitalize()}” means that no article says it."
        + (f" “{UNSURE.capitalize()}”: the model was unsure what to make of it." if unsure else ""),
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

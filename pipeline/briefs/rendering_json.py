"""Brief → the JSON that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.briefs.field_labels import disagreements
from pipeline.briefs.page import Changes
from pipeline.schema import (
    DETAIL_FIELDS,
    FACT_FIELDS,
    Brief,
    BriefStatement,
    Evidence,
    Fact,
    SentenceReference,
)

__all__ = ["brief_as_json"]


def brief_as_json(brief: Brief, changes: Changes | None = None) -> dict[str, Any]:
    """A brief in the shape that its readers rely on; texts are exactly as they were read.

    Args:
        brief: the brief.
        changes: how it differs from the version before, where there is one.
    """
    inspection = brief.inspection
    return {
        "inspection": {name: inspection.value(name) for name in FACT_FIELDS},
        "evidence": {
            name: _evidence(inspection.facts[name].evidence)
            for name in FACT_FIELDS
            if name in inspection.facts
        },
        "details": {
            name: _fact(inspection.details[name]) if name in inspection.details else None
            for name in DETAIL_FIELDS
        },
        "parts": [{"part": part.part, **_fact(part.rating)} for part in inspection.parts],
        "addressed": [
            {"addressee": split.addressee, **_fact(split.number)} for split in inspection.addressed
        ],
        "conflicts": [
            {
                "field": name,
                "values": [_fact(fact) for fact in facts],
            }
            for name, facts in disagreements(inspection)
        ],
        "history": [
            {
                "rating": entry.rating,
                "date": entry.date,
                "known_before": entry.known_before,
                "evidence": _evidence(entry.evidence),
            }
            for entry in inspection.history
        ],
        "links": [link.model_dump() for link in inspection.links],
        "changes": {"since": changes.since, "lines": list(changes.lines)} if changes else None,
        "summary": [
            {**_statement(statement), "origin": str(statement.origin)}
            for statement in brief.summary
        ],
        "findings": [_statement(statement) for statement in brief.findings],
        "strengths": [_statement(statement) for statement in brief.strengths],
        "recommendations": [_statement(statement) for statement in brief.recommendations],
        "quotes": [
            {"text": quote.text, "speaker": quote.speaker, "sources": _sources(quote.sources)}
            for quote in brief.quotes
        ],
        "articles": [article.model_dump() for article in brief.articles],
        "made_by": {"version": brief.version, "models": brief.models, "made_at": brief.made_at},
    }


def _fact(fact: Fact) -> dict[str, Any]:
    return {"value": fact.value, "evidence": _evidence(fact.evidence)}


def _statement(statement: BriefStatement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "sources": _sources(statement.sources),
        "uncertain": statement.uncertain,
    }


def _sources(sources: Sequence[SentenceReference]) -> list[dict[str, Any]]:
    return [{"article": source.article, "index": source.index} for source in sources]


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "article": item.article,
            "start_char": item.start_char,
            "end_char": item.end_char,
            "text": item.text,
        }
        for item in evidence
    ]

"""An earlier brief and a later one of the same inspection → what changed, in plain language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pipeline.briefs.extra_facts import extra_facts
from pipeline.briefs.field_labels import FACT_LABELS, disagreements, field_label
from pipeline.briefs.page import NOT_STATED, shown_value
from pipeline.briefs.plain_text import one_line
from pipeline.schema import (
    FACT_FIELDS,
    Brief,
    BriefQuote,
    BriefStatement,
    Inspection,
)

__all__ = ["changes_between"]

_ARROW = " → "


def changes_between(old: Brief, new: Brief) -> tuple[str, ...]:
    """What a reader of the earlier brief should know of the later one, most important first.

    Versions of software and models and the moment of making are no changes; neither is the order
    of statements, nor white space.

    Returns:
        Lines such as ``Overall rating: not stated → Inadequate`` and ``2 findings added``; none
        where both briefs say the same.
    """
    return (
        *_changed_values(_shown_facts(old.inspection), _shown_facts(new.inspection)),
        *_changed_disagreements(old.inspection, new.inspection),
        *_changed_count(_texts(old.summary), _texts(new.summary), "summary sentence"),
        *_changed_count(_texts(old.findings), _texts(new.findings), "finding"),
        *_changed_count(_texts(old.strengths), _texts(new.strengths), "strength"),
        *_changed_count(_texts(old.recommendations), _texts(new.recommendations), "recommendation"),
        *_changed_quotes(old, new),
        *_changed_count(
            (article.article for article in old.articles),
            (article.article for article in new.articles),
            "source article",
        ),
    )


def _shown_facts(inspection: Inspection) -> dict[str, str]:
    """Every stated fact as a person reads it, by label, in the order of the page."""
    shown = {
        FACT_LABELS[name]: shown_value(name, inspection.value(name))
        for name in ("overall_rating", *(n for n in FACT_FIELDS if n != "overall_rating"))
        if name in inspection.facts
    }
    for label, fact in extra_facts(inspection):
        shown[label] = one_line(str(fact.value))
    return shown


def _changed_values(old: dict[str, str], new: dict[str, str]) -> Iterator[str]:
    overall = FACT_LABELS["overall_rating"]
    for label in sorted(dict.fromkeys([*new, *old]), key=lambda label: label != overall):
        before, after = old.get(label, NOT_STATED), new.get(label, NOT_STATED)
        if before != after:
            yield f"{label}: {before}{_ARROW}{after}"


def _changed_disagreements(old: Inspection, new: Inspection) -> Iterator[str]:
    before = {name for name, _ in disagreements(old)}
    after = {name for name, _ in disagreements(new)}
    for name in dict.fromkeys((*FACT_FIELDS, *sorted(before | after))):
        if name in after - before:
            yield f"{field_label(name)}: articles now disagree"
        if name in before - after:
            yield f"{field_label(name)}: articles no longer disagree"


def _texts(statements: Iterable[BriefStatement]) -> list[str]:
    return [one_line(statement.text) for statement in statements]


def _changed_count(old: Iterable[str], new: Iterable[str], noun: str) -> Iterator[str]:
    before, after = Counter(iter(old)), Counter(iter(new))
    for number, verb in (
        ((after - before).total(), "added"),
        ((before - after).total(), "removed"),
    ):
        if number:
            yield f"{_plural(number, noun)} {verb}"


def _changed_quotes(old: Brief, new: Brief) -> Iterator[str]:
    """Added and removed quotations, and those that are now credited to somebody else."""
    before = {one_line(quote.text): _speaker(quote) for quote in old.quotes}
    after = {one_line(quote.text): _speaker(quote) for quote in new.quotes}
    yield from _changed_count(before, after, "quotation")
    for text, speaker in after.items():
        if text in before and before[text] != speaker:
            yield f"Speaker of “{text}”: {before[text]}{_ARROW}{speaker}"


def _speaker(quote: BriefQuote) -> str:
    return one_line(quote.speaker) if quote.speaker else NOT_STATED


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

"""Brief → page: what a brief shows, worked out once, the same for every format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.briefs.addressees import by_addressee
from pipeline.briefs.extra_facts import absent_extras, extra_facts
from pipeline.briefs.field_labels import FACT_LABELS, disagreements, field_label
from pipeline.briefs.history import history_line
from pipeline.briefs.notes import NOT_STATED, foot_of, legend_of
from pipeline.briefs.plain_text import one_line, shown_date, shown_moment
from pipeline.schema import (
    FACT_FIELDS,
    ArticleReference,
    Brief,
    BriefQuote,
    BriefStatement,
    Evidence,
    Fact,
    Inspection,
    Origin,
    SentenceReference,
    TaggedArticle,
)

__all__ = [
    "NOT_STATED",
    "NO_SPEAKER",
    "Changes",
    "Citation",
    "Disagreement",
    "Group",
    "Item",
    "Page",
    "Quote",
    "Row",
    "Section",
    "Source",
    "SourceArticle",
    "make_page",
    "shown_value",
]

NO_SPEAKER = "speaker not stated"
_DATES = ("previous_date", "inspected", "published")


@dataclass(frozen=True)
class Citation:
    """A numbered reference to a sentence.

    Attributes:
        number: of the source, from 1, in the order of citation.
        article: place of the article among the page's articles, from 1.
        index: of the sentence in its article.
    """

    number: int
    article: int
    index: int


@dataclass(frozen=True)
class Row:
    """A line of the fact table; ``disputed`` where articles disagree."""

    label: str
    value: str
    citations: tuple[Citation, ...] = ()
    disputed: bool = False


@dataclass(frozen=True)
class Item:
    """A statement.

    Attributes:
        text: what it says.
        citations: what bears it out.
        copied: whether its words are the source's own.
        uncertain: whether the tagger was unsure of its kind, so that a person should look.
    """

    text: str
    citations: tuple[Citation, ...]
    copied: bool
    uncertain: bool = False


@dataclass(frozen=True)
class Group:
    """Statements under a heading of their own; ``title`` is empty where there is but one group."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Section:
    """A heading and its statements, in one group or several."""

    title: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Quote:
    """A quotation without its outer marks, and its speaker."""

    text: str
    speaker: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Disagreement:
    """A fact on which articles disagree: every value, the one that the brief uses first."""

    label: str
    values: tuple[Row, ...]


@dataclass(frozen=True)
class SourceArticle:
    """An article as the page lists it."""

    number: int
    title: str
    outlet: str
    date: str
    name: str


@dataclass(frozen=True)
class Source:
    """A cited sentence, quoted."""

    citation: Citation
    text: str


@dataclass(frozen=True)
class Changes:
    """How a brief differs from the version before: when that was made (ISO 8601), and lines."""

    since: str
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """The heading of the lines."""
        return f"Changed since the version of {shown_moment(self.since)}"


@dataclass(frozen=True)
class Page:
    """What a brief shows, in the order in which it shows it. All texts are single lines."""

    title: str
    rating: str
    lead: str
    facts: tuple[Row, ...]
    summary: tuple[Item, ...]
    legend: str
    sections: tuple[Section, ...]
    quotes: tuple[Quote, ...]
    conflicts: tuple[Disagreement, ...]
    changes: Changes | None
    articles: tuple[SourceArticle, ...]
    sources: tuple[Source, ...]
    foot: tuple[str, ...]


class _Numbering:
    """Gives every cited sentence a number, in the order of citation."""

    def __init__(self, brief: Brief, articles: Mapping[str, TaggedArticle]) -> None:
        self._articles = articles
        self._places = {ref.article: place for place, ref in enumerate(brief.articles, start=1)}
        self._citations: dict[SentenceReference, Citation] = {}

    def cite(self, references: tuple[SentenceReference, ...]) -> tuple[Citation, ...]:
        return tuple(self._citation(reference) for reference in dict.fromkeys(references))

    def cite_evidence(self, evidence: tuple[Evidence, ...]) -> tuple[Citation, ...]:
        return self.cite(tuple(ref for item in evidence for ref in self._sentences_of(item)))

    def sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(citation, one_line(self._sentence_text(reference)))
            for reference, citation in self._citations.items()
        )

    def _citation(self, reference: SentenceReference) -> Citation:
        found = self._citations.get(reference)
        if found is None:
            found = Citation(
                len(self._citations) + 1, self._places[reference.article], reference.index
            )
            self._citations[reference] = found
        return found

    def _sentences_of(self, evidence: Evidence) -> list[SentenceReference]:
        found = [
            SentenceReference(article=evidence.article, index=sentence.index)
            for sentence in self._articles[evidence.article].sentences
            if sentence.start_char < evidence.end_char and evidence.start_char < sentence.end_char
        ]
        if not found:
            raise ValueError(
                f"evidence {evidence.text[:60]!r} at {evidence.start_char} of {evidence.article} "
                "lies in no sentence; evidence must overlap a sentence of its article"
            )
        return found

    def _sentence_text(self, reference: SentenceReference) -> str:
        return self._articles[reference.article].sentences[reference.index].text


def make_page(
    brief: Brief, articles: Mapping[str, TaggedArticle], changes: Changes | None = None
) -> Page:
    """Work out what a brief shows.

    Args:
        brief: the brief.
        articles: its articles by name.
        changes: how it differs from the version before, where there is one.

    Raises:
        ValueError: a piece of evidence lies in no sentence of its article.
        KeyError: an article that the brief cites is missing.
    """
    numbering = _Numbering(brief, articles)
    inspection = brief.inspection
    facts = (
        *(_row(inspection, name, numbering) for name in FACT_FIELDS),
        *_extra_rows(inspection, numbering),
        *_history(inspection, numbering),
    )
    summary = tuple(_item(statement, numbering) for statement in brief.summary)
    sections = (
        Section("Findings", (_group("", brief.findings, numbering),)),
        Section("Strengths", (_group("", brief.strengths, numbering),)),
        Section(
            "Recommendations",
            tuple(
                _group(title, statements, numbering)
                for title, statements in by_addressee(brief.recommendations, inspection)
            ),
        ),
    )
    quotes = tuple(_quote(quote, numbering) for quote in brief.quotes)
    conflicts = tuple(
        _disagreement(name, facts, numbering) for name, facts in disagreements(inspection)
    )
    return Page(
        title=one_line(str(inspection.value("unit"))),
        rating=shown_value("overall_rating", inspection.value("overall_rating")),
        lead=_lead(inspection),
        facts=facts,
        summary=summary,
        legend=legend_of(brief),
        sections=sections,
        quotes=quotes,
        conflicts=conflicts,
        changes=changes if changes and changes.lines else None,
        articles=tuple(
            _source_article(number, reference)
            for number, reference in enumerate(brief.articles, start=1)
        ),
        sources=numbering.sources(),
        foot=foot_of(brief),
    )


def shown_value(name: str, value: str | int | None) -> str:
    """A fact's value as a person reads it."""
    if value is None:
        return NOT_STATED
    text = one_line(str(value))
    return shown_date(text) if name in _DATES else text


def _row(inspection: Inspection, name: str, numbering: _Numbering) -> Row:
    fact = inspection.facts.get(name)
    if fact is None:
        return Row(FACT_LABELS[name], NOT_STATED, disputed=bool(inspection.conflicts.get(name)))
    return Row(
        FACT_LABELS[name],
        shown_value(name, fact.value),
        numbering.cite_evidence(fact.evidence),
        disputed=bool(inspection.conflicts.get(name)),
    )


def _history(inspection: Inspection, numbering: _Numbering) -> tuple[Row, ...]:
    """The row of ratings over the years; none where no earlier one is known."""
    line = history_line(inspection)
    if line is None:
        return ()
    told_here = (
        item
        for entry in inspection.history
        for item in entry.evidence
        if item.article in inspection.sentences
    )
    return (Row("Ratings over time", one_line(line), numbering.cite_evidence(tuple(told_here))),)


def _extra_rows(inspection: Inspection, numbering: _Numbering) -> tuple[Row, ...]:
    """What articles may add to the facts: a line for what one states, and one for all the rest.

    None where they add nothing.
    """
    rows = tuple(
        Row(label, one_line(str(fact.value)), numbering.cite_evidence(fact.evidence))
        for label, fact in extra_facts(inspection)
    )
    absent = absent_extras(inspection)
    return (*rows, Row("Also not stated", ", ".join(absent))) if rows and absent else rows


def _disagreement(name: str, facts: tuple[Fact, ...], numbering: _Numbering) -> Disagreement:
    values = tuple(
        Row(
            field_label(name),
            shown_value(name, fact.value),
            numbering.cite_evidence(fact.evidence),
            disputed=True,
        )
        for fact in facts
    )
    return Disagreement(field_label(name), values)


def _group(title: str, statements: Sequence[BriefStatement], numbering: _Numbering) -> Group:
    return Group(title, tuple(_item(statement, numbering) for statement in statements))


def _item(statement: BriefStatement, numbering: _Numbering) -> Item:
    return Item(
        one_line(statement.text),
        numbering.cite(statement.sources),
        copied=statement.origin is Origin.COPIED,
        uncertain=statement.uncertain,
    )


def _quote(quote: BriefQuote, numbering: _Numbering) -> Quote:
    speaker = one_line(quote.speaker) if quote.speaker else NO_SPEAKER
    return Quote(one_line(quote.text), speaker, numbering.cite(quote.sources))


def _lead(inspection: Inspection) -> str:
    """The line under the heading: kind of service, inspectorate, date."""
    kind = inspection.value("unit_type")
    inspectorate = inspection.value("inspectorate")
    published = inspection.value("published")
    parts = [
        one_line(str(kind)) if kind else "",
        f"inspected by {one_line(str(inspectorate))}" if inspectorate else "",
        f"report published {shown_value('published', published)}" if published else "",
    ]
    line = ", ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _source_article(number: int, article: ArticleReference) -> SourceArticle:
    return SourceArticle(
        number=number,
        title=one_line(article.title or "") or "title not stated",
        outlet=one_line(article.outlet or "") or "outlet not stated",
        date=shown_date(article.date) if article.date else "date not stated",
        name=one_line(article.article),
    )

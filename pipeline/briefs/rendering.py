"""Brief → JSON, Markdown, HTML and Word, all with the same content in the same order."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx import Document as WordDocument
from docx.shared import Cm, Pt
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.schema import (
    FACT_FIELDS,
    Brief,
    BriefQuote,
    BriefStatement,
    Evidence,
    Origin,
    SentenceReference,
    TaggedArticle,
)

__all__ = ["brief_as_json", "render_html", "render_markdown", "render_word", "write_brief"]

NOT_STATED = "not stated"
_LABELS = {
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
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


@dataclass(frozen=True)
class Row:
    """A line of the fact table, as every format shows it."""

    label: str
    value: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Item:
    """A statement or quotation, as every format shows it."""

    text: str
    numbers: tuple[int, ...]
    speaker: str | None = None
    copied: bool = False


@dataclass(frozen=True)
class Source:
    """A cited sentence."""

    number: int
    article: str
    text: str


@dataclass(frozen=True)
class Page:
    """What a brief shows, the same in every format."""

    title: str
    rating: str
    facts: tuple[Row, ...]
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    quotes: tuple[Item, ...]
    conflicts: tuple[Row, ...]
    articles: tuple[str, ...]
    sources: tuple[Source, ...]
    foot: str


def write_brief(
    brief: Brief, articles: Mapping[str, TaggedArticle], folder: Path, taken: set[str]
) -> tuple[Path, ...]:
    """Write a brief in all formats.

    Args:
        brief: the brief.
        articles: its articles by name.
        folder: where to; made if it is missing.
        taken: file names in use; the brief's own is added.

    Returns:
        The paths, JSON first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    slug = _unique(_slug(str(brief.inspection.value("unit"))), taken)
    page = _page(brief, articles)
    contents: dict[str, str] = {
        ".json": json.dumps(brief_as_json(brief), ensure_ascii=False, indent=2) + "\n",
        ".md": render_markdown(page),
        ".html": render_html(page),
    }
    paths = []
    for suffix, content in contents.items():
        path = folder / f"{slug}{suffix}"
        _replace(path, content.encode("utf-8"))
        paths.append(path)
    word = folder / f"{slug}.docx"
    scratch = word.with_suffix(".docx.part")
    render_word(page, scratch)
    scratch.replace(word)
    return (*paths, word)


def _replace(path: Path, content: bytes) -> None:
    scratch = path.with_name(f"{path.name}.part")
    scratch.write_bytes(content)
    scratch.replace(path)


def _slug(unit: str) -> str:
    plain = unicodedata.normalize("NFKD", unit).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:80].strip("-") or "brief"


def _unique(slug: str, taken: set[str]) -> str:
    name, number = slug, 2
    while name in taken:
        name, number = f"{slug}-{number}", number + 1
    taken.add(name)
    return name


def brief_as_json(brief: Brief) -> dict[str, Any]:
    """A brief in the shape that its readers rely on."""
    inspection = brief.inspection
    return {
        "inspection": {name: inspection.value(name) for name in FACT_FIELDS},
        "evidence": {
            name: [evidence.model_dump() for evidence in fact.evidence]
            for name, fact in inspection.facts.items()
        },
        "conflicts": [
            {
                "field": name,
                "values": [
                    {
                        "value": fact.value,
                        "evidence": [evidence.model_dump() for evidence in fact.evidence],
                    }
                    for fact in (inspection.facts[name], *others)
                ],
            }
            for name, others in inspection.conflicts.items()
        ],
        "summary": [
            {**_statement_json(statement), "origin": str(statement.origin)}
            for statement in brief.summary
        ],
        "findings": [_statement_json(statement) for statement in brief.findings],
        "strengths": [_statement_json(statement) for statement in brief.strengths],
        "recommendations": [_statement_json(statement) for statement in brief.recommendations],
        "quotes": [quote.model_dump() for quote in brief.quotes],
        "articles": [article.model_dump() for article in brief.articles],
        "made_by": {"version": brief.version, "models": brief.models, "made_at": brief.made_at},
    }


def _statement_json(statement: BriefStatement) -> dict[str, Any]:
    return {
        "text": statement.text,
        "sources": [source.model_dump() for source in statement.sources],
    }


class _Numbering:
    """Gives every cited sentence a number, in the order of citation."""

    def __init__(self, articles: Mapping[str, TaggedArticle]) -> None:
        self._articles = articles
        self._numbers: dict[SentenceReference, int] = {}

    def number(self, reference: SentenceReference) -> int:
        return self._numbers.setdefault(reference, len(self._numbers) + 1)

    def of_evidence(self, evidence: Evidence) -> int:
        for sentence in self._articles[evidence.article].sentences:
            if sentence.start_char <= evidence.start_char < sentence.end_char:
                return self.number(
                    SentenceReference(article=evidence.article, index=sentence.index)
                )
        raise ValueError(
            f"evidence at {evidence.start_char} of {evidence.article} is in no sentence"
        )

    def sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(
                number,
                reference.article,
                " ".join(self._articles[reference.article].sentences[reference.index].text.split()),
            )
            for reference, number in self._numbers.items()
        )


def _page(brief: Brief, articles: Mapping[str, TaggedArticle]) -> Page:
    numbering = _Numbering(articles)
    inspection = brief.inspection
    sections = tuple(
        (title, tuple(_item(statement, numbering) for statement in statements))
        for title, statements in (
            ("Summary", brief.summary),
            ("Findings", brief.findings),
            ("Strengths", brief.strengths),
            ("Recommendations", brief.recommendations),
        )
    )
    quotes = tuple(_quote(quote, numbering) for quote in brief.quotes)
    facts = tuple(_row(brief, name, numbering) for name in FACT_FIELDS)
    conflicts = tuple(
        Row(
            _LABELS[name],
            _shown(name, fact.value),
            _numbers(fact.evidence, numbering),
        )
        for name, others in inspection.conflicts.items()
        for fact in (inspection.facts[name], *others)
    )
    return Page(
        title=str(inspection.value("unit")),
        rating=str(inspection.value("overall_rating") or NOT_STATED),
        facts=facts,
        sections=sections,
        quotes=quotes,
        conflicts=conflicts,
        articles=tuple(_article_line(brief, place) for place in range(len(brief.articles))),
        sources=numbering.sources(),
        foot=_foot(brief),
    )


def _row(brief: Brief, name: str, numbering: _Numbering) -> Row:
    fact = brief.inspection.facts.get(name)
    if fact is None:
        return Row(_LABELS[name], NOT_STATED, ())
    return Row(_LABELS[name], _shown(name, fact.value), _numbers(fact.evidence, numbering))


def _numbers(evidence: tuple[Evidence, ...], numbering: _Numbering) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbering.of_evidence(item) for item in evidence))


def _shown(name: str, value: str | int) -> str:
    """A value as a person reads it: 2024-07-18 becomes 18 July 2024."""
    match = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", str(value))
    if name not in ("previous_date", "inspected", "published") or not match:
        return str(value)
    year, month, day = match.groups()
    shown = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {shown}" if day else shown


def _item(statement: BriefStatement, numbering: _Numbering) -> Item:
    return Item(
        statement.text,
        tuple(numbering.number(source) for source in statement.sources),
        copied=statement.origin is Origin.COPIED,
    )


def _quote(quote: BriefQuote, numbering: _Numbering) -> Item:
    return Item(
        " ".join(quote.text.split()),
        tuple(numbering.number(source) for source in quote.sources),
        speaker=quote.speaker or "speaker not stated",
    )


def _article_line(brief: Brief, place: int) -> str:
    article = brief.articles[place]
    parts = [article.title, article.outlet, article.date, article.article]
    return " · ".join(" ".join(part.split()) for part in parts if part)


def _foot(brief: Brief) -> str:
    copied = sum(statement.origin is Origin.COPIED for statement in brief.summary)
    models = ", ".join(f"{name} {revision}" for name, revision in sorted(brief.models.items()))
    return (
        f"Made by inspection-briefs {brief.version} ({models}) at {brief.made_at}. "
        f"Summary sentences: {len(brief.summary) - copied} written by the model from the sources "
        f"cited, {copied} copied (marked *). Findings, strengths, recommendations and quotations "
        "are the articles' own words."
    )


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pipeline.briefs", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_MARKDOWN_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|])")


def _markdown_escape(text: str) -> str:
    return _MARKDOWN_SPECIAL.sub(r"\\\1", text)


def render_markdown(page: Page) -> str:
    """The brief as Markdown; no article's text is taken for markup."""
    environment = _environment()
    environment.filters["md"] = _markdown_escape
    return environment.get_template("brief.md").render(page=page, not_stated=NOT_STATED)


def render_html(page: Page) -> str:
    """The brief as one HTML page without scripts; all text escaped."""
    return _environment().get_template("brief.html").render(page=page, not_stated=NOT_STATED)


def render_word(page: Page, path: Path) -> None:
    """Write the brief as a Word document of A4 size."""
    document = WordDocument()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(10)
    document.add_heading(_clean(page.title), level=1)
    document.add_paragraph(f"Overall rating: {_clean(page.rating)}")
    _word_facts(document, page)
    for title, items in page.sections:
        _word_section(document, title, items)
    document.add_heading("Quotations", level=2)
    for quote in page.quotes:
        text = f"“{_clean(quote.text)}” – {_clean(quote.speaker or '')} {_cited(quote.numbers)}"
        document.add_paragraph(text)
    if not page.quotes:
        document.add_paragraph(NOT_STATED)
    if page.conflicts:
        document.add_heading("Conflicts between sources", level=2)
        for row in page.conflicts:
            document.add_paragraph(f"{row.label}: {_clean(row.value)} {_cited(row.numbers)}")
    document.add_heading("Sources", level=2)
    for line in page.articles:
        document.add_paragraph(_clean(line), style="List Bullet")
    for source in page.sources:
        document.add_paragraph(f"[{source.number}] {_clean(source.article)}: {_clean(source.text)}")
    document.add_paragraph(_clean(page.foot))
    document.save(str(path))


def _word_facts(document: Any, page: Page) -> None:  # noqa: ANN401
    table = document.add_table(rows=0, cols=2)
    table.style = "Light Grid"
    for row in page.facts:
        cells = table.add_row().cells
        cells[0].text = row.label
        cells[1].text = f"{_clean(row.value)} {_cited(row.numbers)}".strip()


def _word_section(document: Any, title: str, items: tuple[Item, ...]) -> None:  # noqa: ANN401
    document.add_heading(title, level=2)
    for item in items:
        mark = "*" if item.copied and title == "Summary" else ""
        document.add_paragraph(
            f"{_clean(item.text)}{mark} {_cited(item.numbers)}",
            style=None if title == "Summary" else "List Bullet",
        )
    if not items:
        document.add_paragraph(NOT_STATED)


def _cited(numbers: tuple[int, ...]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def _clean(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(c for c in text if c in "\t\n" or unicodedata.category(c) not in ("Cc", "Cs"))

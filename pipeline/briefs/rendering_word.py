"""Page → Word document of A4 size, with real headings, lists, table headers and links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as new_document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pipeline.briefs.notes import NOT_STATED, UNSURE
from pipeline.briefs.page import Citation, Page, Row, Section, Source
from pipeline.briefs.plain_text import one_line

__all__ = ["word_document"]

_FONT = "Arial"
_TEXT, _QUIET, _LINK = "0B0C0C", "484949", "1A65A6"
_SIZES = {"Normal": 8.0, "Heading 1": 17, "Heading 2": 10.5, "Heading 3": 8.0, "List Bullet": 8.0}
_SMALL = 6.5
_MARGIN = Cm(1.3)
_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of a part of an archive."""
_LINE_LENGTH = 55
"""Characters of a line of the text, about."""
_WIDTHS = (Cm(3.7), Cm(5.0))
"""Of the fact table's columns, which fill one of the page's two columns."""


def word_document(page: Page, made_at: str) -> bytes:
    """The brief as a Word document.

    Args:
        page: the brief's page.
        made_at: the moment for the document's properties, ISO 8601.
    """
    document = new_document(BytesIO(_empty()))
    moment = _moment(made_at)
    _describe(document, page, moment)
    _add(document, "Heading 1", page.title)
    if page.lead:
        _add(document, "Quiet", page.lead)
    _add(document, "Rating").add_run(f"Overall rating: {page.rating}").bold = True
    _begin_columns(document, 2)
    _add(document, "Heading 2", "Facts")
    _add_facts(document, page.facts)
    _add_summary(document, page)
    for section in page.sections:
        _add_points(document, section)
    _add_quotes(document, page)
    if _opening_is_longer(page):
        _begin_column_at(document, page.sections[0].title)
    _begin_columns(document, 1)
    _add_conflicts(document, page)
    _add_changes(document, page)
    _add_sources(document, page)
    foot = [_add(document, "Quiet", line) for line in page.foot]
    foot[0].paragraph_format.space_before = Pt(4)
    return _packed(document, moment)


def _packed(document: Any, moment: datetime) -> bytes:  # noqa: ANN401
    """The file; its parts bear the moment of the brief, so that it is the same whenever made."""
    stream, packed = BytesIO(), BytesIO()
    document.save(stream)
    with ZipFile(stream) as parts, ZipFile(packed, "w") as dated:
        for name in parts.namelist():
            entry = ZipInfo(name, max(moment.timetuple()[:6], _FIRST_MOMENT))
            dated.writestr(entry, parts.read(name), ZIP_DEFLATED)
    return packed.getvalue()


@cache
def _empty() -> bytes:
    """A document with page size and styles alone, made once: reading it is quicker."""
    document = new_document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = Cm(0.8)
    _set_up_styles(document)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add(document: Any, style: str, text: str = "") -> Any:  # noqa: ANN401
    """A paragraph of a style; python-docx would look for the default style each time anew."""
    paragraph = document.add_paragraph(text)
    paragraph._p.style = style.replace(" ", "")
    return paragraph


def _describe(document: Any, page: Page, moment: datetime) -> None:  # noqa: ANN401
    properties = document.core_properties
    properties.title = f"{page.title}: inspection brief"
    properties.author = "inspection-briefs"
    properties.comments = ""
    properties.language = "en-GB"
    properties.created = properties.modified = moment


def _moment(made_at: str) -> datetime:
    try:
        return datetime.fromisoformat(made_at)
    except ValueError:
        return datetime(1970, 1, 1, tzinfo=UTC)


def _set_up_styles(document: Any) -> None:  # noqa: ANN401
    styles = document.styles
    for name in ("Quiet", "Rating", "Cited", "Quotation"):
        styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
    sizes = {**_SIZES, "Quiet": _SMALL + 0.3, "Cited": _SMALL, "Rating": 11, "Quotation": 8.0}
    for name, size in sizes.items():
        style = styles[name]
        style.font.name, style.font.size = _FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if attribute.endswith(("Theme", "theme")):
                del fonts.attrib[attribute]
        for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(attribute), _FONT)
        style.font.color.rgb = RGBColor.from_string(_QUIET if name == "Quiet" else _TEXT)
        style.paragraph_format.space_before = Pt(3 if name == "Heading 2" else 0)
        style.paragraph_format.space_after = Pt(1.5)
        style.paragraph_format.line_spacing = 1.0
    styles["Quotation"].paragraph_format.left_indent = Cm(0.4)
    styles["Quotation"].paragraph_format.space_after = Pt(3)
    styles["Cited"].paragraph_format.left_indent = Cm(0.5)
    styles["Cited"].paragraph_format.first_line_indent = Cm(-0.5)
    styles["List Bullet"].paragraph_format.left_indent = Cm(0.4)
    styles["List Bullet"].paragraph_format.first_line_indent = Cm(-0.4)
    _set_language(styles["Normal"])


def _set_language(style: Any) -> None:  # noqa: ANN401
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)


def _add_facts(document: Any, rows: Sequence[Row]) -> None:  # noqa: ANN401
    table = document.add_table(rows=1, cols=2)
    _set_borders(table)
    _mark_header(table.rows[0])
    _fill(table.rows[0].cells, "Fact", "What the articles say", bold_value=True)
    for row in rows:
        cells = table.add_row().cells
        _fill(cells, row.label, row.value, bold_value=False)
        paragraph = cells[1].paragraphs[0]
        _cite(paragraph, row.citations)
        if row.disputed:
            paragraph.add_run(" (articles disagree)").italic = True
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width


def _fill(cells: Any, label: str, value: str, *, bold_value: bool) -> None:  # noqa: ANN401
    for cell, text, bold in ((cells[0], label, True), (cells[1], value, bold_value)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.add_run(text).bold = bold


def _set_borders(table: Any) -> None:  # noqa: ANN401
    borders = OxmlElement("w:tblBorders")
    for side in ("w:top", "w:bottom", "w:insideH"):
        border = OxmlElement(side)
        for name, value in (("w:val", "single"), ("w:sz", "4"), ("w:color", "B1B4B6")):
            border.set(qn(name), value)
        borders.append(border)
    indent = OxmlElement("w:tblInd")
    indent.set(qn("w:w"), "110")
    indent.set(qn("w:type"), "dxa")
    table._tbl.tblPr.extend([indent, borders])


def _mark_header(row: Any) -> None:  # noqa: ANN401
    """Tell Word that the row heads the table, so that screen readers announce it."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add_summary(document: Any, page: Page) -> None:  # noqa: ANN401
    _add(document, "Heading 2", "Summary")
    for item in page.summary:
        paragraph = document.add_paragraph(item.text)
        _cite(paragraph, item.citations)
        if item.copied:
            paragraph.add_run(" (copied)").italic = True
        if item.uncertain:
            paragraph.add_run(f" ({UNSURE})").italic = True
    if not page.summary:
        document.add_paragraph(NOT_STATED)
    if page.legend:
        _add(document, "Quiet", page.legend)


def _add_points(document: Any, section: Section) -> None:  # noqa: ANN401
    _add(document, "Heading 2", section.title)
    for group in section.groups:
        if group.title:
            _add(document, "Heading 3", group.title)
        for item in group.items:
            paragraph = _add(document, "List Bullet", item.text)
            _cite(paragraph, item.citations)
            if item.uncertain:
                paragraph.add_run(f" ({UNSURE})").italic = True
        if not group.items:
            document.add_paragraph(NOT_STATED)


def _add_quotes(document: Any, page: Page) -> None:  # noqa: ANN401
    _add(document, "Heading 2", "Quotations")
    for quote in page.quotes:
        paragraph = _add(document, "Quotation", f"“{quote.text}”")
        paragraph.add_run(f" {quote.speaker}").bold = True
        _cite(paragraph, quote.citations)
    if not page.quotes:
        document.add_paragraph(NOT_STATED)


def _add_conflicts(document: Any, page: Page) -> None:  # noqa: ANN401
    if not page.conflicts:
        return
    _add(document, "Heading 2", "Where the articles disagree")
    for conflict in page.conflicts:
        paragraph = _add(document, "List Bullet")
        paragraph.add_run(f"{conflict.label}: ").bold = True
        for place, row in enumerate(conflict.values):
            paragraph.add_run(f"{' or ' if place else ''}{row.value}")
            _cite(paragraph, row.citations)


def _add_changes(document: Any, page: Page) -> None:  # noqa: ANN401
    if not page.changes:
        return
    _add(document, "Heading 2", page.changes.title)
    for line in page.changes.lines:
        _add(document, "List Bullet", one_line(line))


def _add_sources(document: Any, page: Page) -> None:  # noqa: ANN401
    _add(document, "Heading 2", "Sources")
    for article in page.articles:
        document.add_paragraph(
            f"{article.number}. {article.title}, {article.outlet}, {article.date} ({article.name})"
        )
    _add(document, "Heading 3", "Sentences cited")
    _begin_columns(document, 2)
    for source in page.sources:
        _add_source(document, source, several=len(page.articles) > 1)
    _begin_columns(document, 1)


def _add_source(document: Any, source: Source, *, several: bool) -> None:  # noqa: ANN401
    number, article = source.citation.number, source.citation.article
    which = f" (article {article})" if several else ""
    paragraph = _add(document, "Cited", f"{number}.\t{source.text}{which}")
    _bookmark(paragraph, number)


def _opening_is_longer(page: Page) -> bool:
    """Whether facts and summary take more lines than all that follows them in the columns.

    Columns cannot then be made equally long without parting the table, which LibreOffice answers
    with a column as long as the page.
    """
    opening = [row.value for row in page.facts] + [item.text for item in page.summary]
    others = [i.text for section in page.sections for group in section.groups for i in group.items]
    others += [quote.text for quote in page.quotes]
    headings = [section.title for section in page.sections]
    return _lines(opening) >= _lines([*others, *headings])


def _lines(texts: Sequence[str]) -> int:
    return sum(1 + len(text) // _LINE_LENGTH for text in texts)


def _begin_column_at(document: Any, heading: str) -> None:  # noqa: ANN401
    """Let the heading, one of the second level, begin the second column."""
    paragraph = next(
        p for p in document.paragraphs if p.text == heading and p.style.name == "Heading 2"
    )
    run = paragraph.add_run()
    run.add_break(WD_BREAK.COLUMN)
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, run._r)


def _begin_columns(document: Any, count: int) -> None:  # noqa: ANN401
    columns = document.add_section(WD_SECTION.CONTINUOUS)._sectPr.xpath("./w:cols")[0]
    columns.set(qn("w:num"), str(count))
    columns.set(qn("w:space"), "340")


def _bookmark(paragraph: Any, number: int) -> None:  # noqa: ANN401
    """Name a source's paragraph, so that citations can lead to it."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"source_{number}")
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def _cite(paragraph: Any, citations: Sequence[Citation]) -> None:  # noqa: ANN401
    """Add the numbers of sources, each a link to the source in the document's own list."""
    for citation in citations:
        paragraph.add_run("\u00a0")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"source_{citation.number}")
        run = paragraph.add_run(f"[{citation.number}]")
        run.font.size, run.font.color.rgb = Pt(_SMALL), RGBColor.from_string(_LINK)
        link.append(run._r)
        paragraph._p.append(link)

"""Word's .docx → text, a line a paragraph, once the archive is known to be no bomb."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from docx import Document
from docx.opc.exceptions import OpcError
from docx.table import Table
from docx.text.paragraph import Paragraph
from lxml import etree

from pipeline.errors import InputRejected
from pipeline.schema import RejectionReason
from pipeline.sources import ReadLimits

__all__ = ["read_word"]

_MAIN_PART = "word/document.xml"
_MOST_PARTS = 2000
_ENCRYPTED = 0x1
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile, zlib.error, OpcError, etree.LxmlError, KeyError, ValueError, OSError,
    EOFError, NotImplementedError, AttributeError, TypeError, IndexError,
)  # fmt: skip
"""What zipfile, lxml and python-docx raise on a broken file."""


def read_word(content: bytes, name: str, limits: ReadLimits) -> str:
    """The text of a Word file: its paragraphs and the rows of its tables, in their order.

    Raises:
        InputRejected: ``too-large`` (packed or unpacked), ``protected``, ``unreadable`` (broken),
            ``binary`` (another kind of archive) or ``empty``.
    """
    allowed = max(limits.max_bytes, limits.max_pdf_bytes)
    if len(content) > allowed:
        raise _refusal(name, RejectionReason.TOO_LARGE, f"{len(content)} bytes")
    try:
        _check_archive(content, name, limits)
        text = "\n".join(_lines(Document(io.BytesIO(content))))
    except _BROKEN as error:
        found = f"a Word file that cannot be read ({type(error).__name__})"
        raise _refusal(name, RejectionReason.UNREADABLE, found) from error
    if not text.strip():
        raise _refusal(name, RejectionReason.EMPTY, "a Word file without text")
    if len(text.encode("utf-8", "replace")) > limits.max_bytes:
        raise _refusal(name, RejectionReason.TOO_LARGE, f"{len(text)} characters of text")
    return text


def _check_archive(content: bytes, name: str, limits: ReadLimits) -> None:
    """Unpack every part once, within the limit; what a part says of its size is not believed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            raise _refusal(name, RejectionReason.TOO_LARGE, f"{len(parts)} parts")
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise _refusal(name, RejectionReason.PROTECTED, "an encrypted archive")
        if _MAIN_PART not in {part.filename for part in parts}:
            raise _refusal(name, RejectionReason.BINARY, "a ZIP archive without a Word document")
        left = limits.max_unpacked_bytes
        for part in parts:
            with archive.open(part) as file:
                unpacked = file.read(left + 1)
            left -= len(unpacked)
            if left < 0:
                found = f"more than {limits.max_unpacked_bytes} bytes unpacked"
                raise _refusal(name, RejectionReason.TOO_LARGE, found)
            if part.filename.endswith((".xml", ".rels")) and _DOCTYPE.search(unpacked):
                found = "a document type or entity, which Word never writes,"
                raise _refusal(name, RejectionReason.UNREADABLE, found)


def _refusal(name: str, reason: RejectionReason, found: str) -> InputRejected:
    return InputRejected(
        reason,
        f"{name}: {found}; expected a .docx as Word saves it: open it and save the article as "
        "plain text",
    )


def _lines(document: object) -> Iterator[str]:
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if isinstance(block, Paragraph):
            yield from _paragraph(block)
        elif isinstance(block, Table):
            for row in block.rows:
                # A merged cell comes once for each column that it spans.
                cells = {id(cell._tc): cell.text for cell in row.cells}
                yield " ".join(" ".join(text.split()) for text in cells.values()).strip()


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    style = paragraph.style.name if paragraph.style is not None else ""
    mark = "• " if (style or "").startswith("List") else ""
    for line in paragraph.text.split("\n"):
        if line.strip():
            yield mark + line.strip()
            mark = ""
    yield ""

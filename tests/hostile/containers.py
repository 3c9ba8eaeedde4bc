"""Word files, archives, PDFs, feeds and exports that are broken, or bombs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from docx import Document
from pypdf import PdfWriter

from tests.hostile.making import (
    ARTICLE,
    BRIEF,
    LAUGHS,
    PARAGRAPHS,
    PROSE,
    Case,
    feed_case,
    file_case,
    text_case,
)  # fmt: skip

__all__ = ["containers"]

_MAIN = "word/document.xml"


def _docx(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _repacked(change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """A Word file with another main part, and further parts."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_docx(*PROSE.split("\n")))) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if part.filename == _MAIN else content)
        for name, content in more.items():
            new.writestr(name, content)
    return file.getvalue()


def _zipped(count: int, content: bytes, name: str = "{}") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_MAIN, b"<x/>")
        for number in range(count):
            archive.writestr(name.format(number), content)
    return file.getvalue()


def _with_doctype(part: bytes) -> bytes:
    declared = f"<!DOCTYPE w:document [{LAUGHS}]>".encode()
    return part.replace(b"<w:document", declared + b"<w:document", 1)


def _with_nested_tables(part: bytes) -> bytes:
    opened = b"<w:tbl><w:tr><w:tc>" * 3000
    return part.replace(b"<w:body>", b"<w:body>" + opened + b"</w:tc></w:tr></w:tbl>" * 3000, 1)


def _as_encrypted(archive: bytes) -> bytes:
    """Set the flag of encryption on every part, in both kinds of header."""
    content = bytearray(archive)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + offset] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def _pdf(password: str | None = None) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if password is not None:
        writer.encrypt(password, algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _pdf_of_looping_pages() -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9999999 >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF\n"
    )


def containers() -> dict[str, Case]:
    word = _docx(*PROSE.split("\n"))
    return {
        "word bomb": file_case("a.docx", _zipped(1, bytes(60_000_000)), "too-large"),
        "word of many parts": file_case("a.docx", _zipped(3000, b"x"), "too-large"),
        "word with laughs": file_case("a.docx", _repacked(_with_doctype), "unreadable"),
        "word truncated": file_case("a.docx", word[: len(word) // 2], "unreadable"),
        "word with path parts": file_case(
            "a.docx", _repacked(lambda part: part, **{"../../evil.txt": b"x"}), ARTICLE
        ),
        "word encrypted": file_case("a.docx", _as_encrypted(word), "protected"),
        "word of deep tables": file_case("a.docx", _repacked(_with_nested_tables), "unreadable"),
        "word without words": file_case("a.docx", _docx(), "empty"),
        "other archive": file_case("a.docx", _zipped(0, b"").replace(b"word/", b"text/"), "binary"),
        "archive as text": text_case(_zipped(1, bytes(60_000_000)), "too-large"),
        "word of nothing": file_case("a.docx", b"PK\x03\x04", "unreadable"),
        "pdf without text": file_case("a.pdf", _pdf(), "empty"),
        "pdf encrypted": file_case("a.pdf", _pdf("secret"), "protected"),
        "pdf truncated": file_case("a.pdf", _pdf()[:60], "unreadable"),
        "pdf that loops": file_case("a.pdf", _pdf_of_looping_pages(), "unreadable"),
        "pdf mark alone": text_case(b"%PDF-", "unreadable"),
        "feed with laughs": feed_case(
            f"<!DOCTYPE rss [{LAUGHS}]>", "<description>&l9;</description>", "feed"
        ),
        "feed with a script": feed_case(
            "",
            "<title>&lt;script&gt;alert(1)&lt;/script&gt;</title><link>javascript:alert(1)</link>"
            f"<description><![CDATA[<script>alert(1)</script>{PARAGRAPHS}]]></description>",
            BRIEF,
        ),
        "feed that nests": feed_case("", "<a>" * 50_000, "feed"),
        "feed of bytes": file_case("a.rss", bytes(range(256)), "feed"),
        "record that nests": file_case("a.jsonl", "[" * 100_000, "record"),
        "record of a long number": file_case(
            "a.jsonl", '{"text": 1' + "1" * 100_000 + "}", "record"
        ),
        "record of bytes": file_case("a.jsonl", b"\xff\xfe\x00", "record"),
    }

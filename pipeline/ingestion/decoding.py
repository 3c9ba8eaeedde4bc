"""Bytes → text, or the reason why not. Nothing is guessed, and nothing is replaced."""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from pathlib import Path

from pipeline.errors import InputRejected
from pipeline.schema import RejectionReason

__all__ = ["decode_page", "decode_text", "looks_like_html", "read_bytes", "refuse_other_kinds"]

_SIGNATURES = (
    (b"PK\x05\x06", "an empty ZIP archive", "save the article as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old or protected Office document", "save it as .docx, unprotected"),
    (b"{\\rtf", "a rich text document", "save the article as plain text"),
    (b"\x89PNG", "a PNG picture", "give the article's text"),
    (b"\xff\xd8\xff", "a JPEG picture", "give the article's text"),
    (b"GIF8", "a GIF picture", "give the article's text"),
    (b"\x1f\x8b", "a gzip archive", "unpack it with `gunzip`"),
    (b"BZh", "a bzip2 archive", "unpack it with `bunzip2`"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it"),
    (b"SQLite format 3", "a database", "give the article's text"),
    (b"\x7fELF", "a program", "give the article's text"),
)
"""What files of other kinds begin with, what they are, and what to do with them."""

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x7f]")
_CONTROLS_A_THOUSAND = 1
"""So many control characters in a thousand are debris of copying; more make a file binary."""
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE
)
_DECLARED_XML = re.compile(rb"^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})")
_DECLARED_WITHIN = 4096
"""Bytes of a page in which its declaration is looked for (HTML demands the first 1024)."""
_WEB_NAMES = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252"}
"""Encodings that browsers read as Windows-1252 (WHATWG, "Encoding", section 4.2)."""
_HTML_START = re.compile(
    r"\s*(?:<\?xml\b[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def read_bytes(path: Path, name: str, max_bytes: int) -> bytes:
    """Read a regular file of at most ``max_bytes`` bytes.

    Raises:
        InputRejected: ``unreadable`` (a folder, a pipe or a device is no file), ``too-large``
            (its size is asked before it is read, and no more than that is read) or ``empty``.
    """
    try:
        size, content = _read_regular(path, max_bytes)
    except (OSError, ValueError) as error:
        raise InputRejected(
            RejectionReason.UNREADABLE,
            f"{name}: cannot be read ({getattr(error, 'strerror', None) or error}); expected a "
            "file that may be read: check its path and permissions",
        ) from error
    if max(size, len(content)) > max_bytes:
        raise InputRejected(
            RejectionReason.TOO_LARGE,
            f"{name}: {max(size, len(content))} bytes; expected an article of at most "
            f"{max_bytes}: split the file, or raise the limit",
        )
    if not content.strip():
        raise _empty(name)
    return content


def _read_regular(path: Path, max_bytes: int) -> tuple[int, bytes]:
    """A file's size, and its content unless it is larger than allowed."""
    # Opening a pipe would otherwise wait for its other end.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > max_bytes:
            return status.st_size, b""
        with os.fdopen(handle, "rb", closefd=False) as file:
            return status.st_size, file.read(max_bytes + 1)
    finally:
        os.close(handle)


def _empty(name: str) -> InputRejected:
    return InputRejected(
        RejectionReason.EMPTY, f"{name}: nothing in the file; expected an article's text"
    )


def refuse_other_kinds(content: bytes, name: str) -> None:
    """Refuse what begins as a picture, an archive or a program does.

    Raises:
        InputRejected: ``empty`` or ``binary``.
    """
    if not content.strip():
        raise _empty(name)
    for signature, kind, remedy in _SIGNATURES:
        if content.startswith(signature):
            raise InputRejected(
                RejectionReason.BINARY,
                f"{name}: this is {kind}; expected plain text or HTML: {remedy}",
            )


def decode_text(content: bytes, name: str) -> str:
    """Plain text, unaltered: UTF-8, or what its byte order mark says (the mark itself goes).

    Raises:
        InputRejected: ``binary`` where it holds control characters, ``encoding`` where it is
            not UTF-8, ``empty`` where it holds only white space.
    """
    encoding, mark = _marked_encoding(content)
    if encoding is None and b"\x00" in content:
        raise _binary(name, "\x00", content.index(b"\x00"))
    text = _decode(content[len(mark) :], encoding or "utf-8", name, len(mark))
    return _checked(text, name)


def decode_page(content: bytes, name: str) -> str:
    """Decode a page by its byte order mark, else by the encoding it declares, else as UTF-8.

    Raises:
        InputRejected: as :func:`decode_text`, and ``encoding`` where the declared encoding is
            unknown.
    """
    encoding, mark = _marked_encoding(content)
    if encoding is None and b"\x00" in content:
        raise _binary(name, "\x00", content.index(b"\x00"))
    text = _decode(
        content[len(mark) :], encoding or _declared_encoding(content, name), name, len(mark)
    )
    return _checked(text, name)


def _marked_encoding(content: bytes) -> tuple[str | None, bytes]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return encoding, mark
    return None, b""


def _declared_encoding(content: bytes, name: str) -> str:
    start = content[:_DECLARED_WITHIN]
    match = _DECLARED.search(start) or _DECLARED_XML.search(start)
    if match is None:
        return "utf-8"
    declared = match.group(1).decode("ascii", "replace").lower()
    try:
        found = codecs.lookup(_WEB_NAMES.get(declared, declared))
    except LookupError:
        found = None
    if found is None or not found._is_text_encoding:
        raise InputRejected(
            RejectionReason.ENCODING,
            f"{name}: the page declares the encoding {declared!r}, which is unknown; expected one "
            "such as utf-8 or windows-1252: correct the declaration",
        )
    # A declaration that could be read as ASCII is not UTF-16, whatever it says (WHATWG, "HTML").
    return "utf-8" if found.name.startswith(("utf-16", "utf-32")) else found.name


def _decode(content: bytes, encoding: str, name: str, offset: int) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        byte, place = error.object[error.start], offset + error.start
        raise InputRejected(
            RejectionReason.ENCODING,
            f"{name}: byte 0x{byte:02X} at offset {place} is not {encoding.upper()}; expected "
            f"UTF-8: convert the file, for instance with "
            f"`iconv -f WINDOWS-1252 -t UTF-8 {name} > converted.txt`",
        ) from error


def _checked(text: str, name: str) -> str:
    controls = list(_CONTROL.finditer(text))
    if len(controls) > _CONTROLS_A_THOUSAND * len(text) / 1000 or "\x00" in text:
        raise _binary(name, controls[0].group(), controls[0].start())
    if not text.strip():
        raise InputRejected(
            RejectionReason.EMPTY, f"{name}: only white space; expected an article's text"
        )
    return text


def _binary(name: str, character: str, place: int) -> InputRejected:
    return InputRejected(
        RejectionReason.BINARY,
        f"{name}: control character 0x{ord(character):02X} at offset {place}; expected plain text "
        "or HTML: give the article's text",
    )


def looks_like_html(text: str) -> bool:
    """Whether a text without a telling suffix begins as a page does."""
    return bool(_HTML_START.match(text[:10_000].lstrip("\ufeff")))

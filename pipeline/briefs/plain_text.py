"""Article text on its way into a file: nothing of it may act as markup, path or control code."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

__all__ = [
    "escape_markdown",
    "one_line",
    "shown_date",
    "shown_moment",
    "slug_of",
    "unique_slug",
    "without_controls",
]

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_TURNS_DIRECTION = "\u202a-\u202e\u2066-\u2069"
"""Characters that turn the direction of the text after them, past the end of what holds them."""
_NO_CHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_CONTROL = re.compile(
    f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{_TURNS_DIRECTION}{_NO_CHARACTERS}]"
)

_MARKDOWN_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~$&]")
_MARKDOWN_LEADING = re.compile(r"^(?P<number>\d{1,9})?(?P<mark>(?(number)[.)]|[-+=:]))")
"""What begins a list, a heading's underline or a definition at the start of a line."""

_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d{2}))?")
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SLUG_LENGTH = 80
_RESERVED = frozenset(
    ["index", "con", "prn", "aux", "nul", *(f"{n}{i}" for n in ("com", "lpt") for i in range(10))]
)
"""Names that the index page has, or that Windows gives to no file."""


def without_controls(text: str) -> str:
    """The text without characters that XML forbids or that turn the text around them.

    Every kind of line break becomes a line feed; line feeds and tabs stay.
    """
    return _CONTROL.sub("", _LINE_BREAK.sub("\n", text))


def one_line(text: str) -> str:
    """The text on one line, without control characters."""
    return " ".join(without_controls(text).split())


def escape_markdown(text: str) -> str:
    """One line of text so that Markdown shows it as it is."""
    escaped = _MARKDOWN_SPECIAL.sub(lambda match: f"\\{match.group()}", text)
    return _MARKDOWN_LEADING.sub(lambda m: f"{m['number'] or ''}\\{m['mark']}", escaped)


def shown_date(value: str) -> str:
    """A date as a person reads it: ``2024-07-18`` becomes ``18 July 2024``.

    What is no date of the form ``YYYY-MM`` or ``YYYY-MM-DD`` stays as it is.
    """
    match = _DATE.fullmatch(value)
    if not match:
        return value
    year, month, day = match.groups()
    shown = f"{_MONTHS[int(month) - 1]} {year}"
    return f"{int(day)} {shown}" if day else shown


def shown_moment(value: str) -> str:
    """A moment (ISO 8601) as a person reads it, in UTC; what is none stays as it is."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    if moment.tzinfo:
        moment = moment.astimezone(UTC)
    return f"{shown_date(moment.date().isoformat())} at {moment:%H:%M} UTC"


def slug_of(name: str) -> str:
    """A file name for a unit: small letters, digits and hyphens, at most 80 characters."""
    plain = unicodedata.normalize("NFKD", name.replace("&", " and "))
    ascii_only = plain.encode("ascii", "ignore").decode().replace("'", "")
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.casefold()).strip("-")
    return slug[:_SLUG_LENGTH].strip("-") or "brief"


def unique_slug(name: str, taken: set[str]) -> str:
    """A slug that is not in ``taken``; it is added there."""
    slug = slug_of(name)
    found, number = slug, 2
    while found in taken or found in _RESERVED:
        ending = f"-{number}"
        found, number = f"{slug[: _SLUG_LENGTH - len(ending)].rstrip('-')}{ending}", number + 1
    taken.add(found)
    return found

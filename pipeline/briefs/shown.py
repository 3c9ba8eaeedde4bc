"""How a sentence of an article is shown in a brief: the same words, as a sentence of its own."""

from __future__ import annotations

import html
import re

__all__ = ["as_sentence", "decoded", "with_both_marks"]

_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-f]{2,4}|[a-z]{2,6});", re.IGNORECASE)
_LIST_MARK = re.compile(r"^\s*(?:[-–—*•●▪◦■]|\(?\d{1,2}[.)])\s+")
_LIST_END = re.compile(r"\s*[;,]\s*(?:and|or)?$")
_CONNECTIVE = re.compile(
    r"^(?:(?:But|And)(?:,\s|\s)|(?:However|Yet|Meanwhile|Also|Moreover|Furthermore|In addition|"
    r"As a result|As a consequence|Consequently|Nevertheless|Nonetheless|Indeed|So),\s)(?=\w)"
)


def decoded(text: str) -> str:
    """The text without the entities ("&#8217;") that a careless export left in it."""
    return html.unescape(text) if _ENTITY.search(text) else text


def as_sentence(text: str) -> str:
    """One line with a capital and a full stop, without list mark and opening connective.

    "* records were missing; and" → "Records were missing."; "But staff were late." → "Staff were
    late."; words within are never changed.
    """
    line = " ".join(_LIST_MARK.sub("", decoded(text)).split())
    line = _LIST_END.sub("", _CONNECTIVE.sub("", line))
    return f"{line[:1].upper()}{line[1:]}{'.' if line[-1:].isalnum() else ''}"


def with_both_marks(text: str) -> str:
    """A sentence of a longer quotation, with the mark that stands in another sentence."""
    if text.count("“") > text.count("”"):
        return f"{text}”"
    if text.count("”") > text.count("“"):
        return f"“{text}"
    if text.startswith("‘") and not re.search(r"’(?!\w)", text):
        return f"{text}’"
    if re.search(r"(?<!\w)’$|[.!?]’$", text) and "‘" not in text:
        return f"‘{text}"
    if text.count('"') % 2:
        return f'"{text}' if text.rstrip().endswith('"') else f'{text}"'
    return text

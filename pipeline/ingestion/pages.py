"""HTML → the lines that a reader sees, in document order.

A block element starts a line of its own; white space within it is one space. Blocks are set
apart by an empty line, so that no reader takes two list items for one wrapped paragraph;
``<br>`` is a plain newline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import InputRejected
from pipeline.schema import RejectionReason

__all__ = ["Line", "join_lines", "parse_page", "visible_lines"]

_UNSEEN = frozenset(
    "head script style noscript template svg canvas iframe object embed audio video select "
    "datalist textarea map math area".split()
)
_BLOCKS = frozenset(
    "html body address article aside blockquote caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu "
    "nav ol optgroup p pre search section summary table tbody tfoot thead tr ul".split()
)
_SPACED = frozenset("td th button input img".split())
"""Elements that stand in the line, but are set apart from their neighbours."""
_BOXES = frozenset("a button label span time".split())
"""Elements that stand apart from a neighbour of their kind, though no space is between them."""
_LINKS = frozenset("a button label".split())
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_NEWLINE = re.compile(r"\r\n?|\n")
_WITHOUT_WIDTH = dict.fromkeys(map(ord, "\xad\u200b\u2060\ufeff"))


@dataclass(frozen=True)
class Line:
    """One line of a page.

    Attributes:
        text: trimmed, without newlines, never empty.
        element: the block element that the line stands in.
        linked: how many of its characters stand in links or buttons.
        apart: whether an empty line comes before it.
    """

    text: str
    element: etree._Element
    linked: int
    apart: bool


def parse_page(markup: str, name: str) -> etree._Element:
    """Parse a page, without network access and without resolving entities of its own.

    Raises:
        InputRejected: ``unreadable`` where elements nest too deeply to read the page whole, or
            nothing is left of it; ``name`` says which input.
    """
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise _unreadable(name, str(error)) from error
    if root is None:
        raise _unreadable(name, "nothing between its tags")
    too_deep = [entry for entry in parser.error_log if "depth" in entry.message.lower()]
    if too_deep:
        raise _unreadable(name, too_deep[0].message)
    return root


def _unreadable(name: str, found: str) -> InputRejected:
    return InputRejected(
        RejectionReason.UNREADABLE,
        f"{name}: the HTML cannot be read ({found}); expected a page whose elements nest less "
        "than 256 deep: save the article as plain text instead",
    )


@dataclass
class _Collector:
    """Gathers text until a line ends."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    owner: etree._Element | None = None
    apart: bool = True

    def add(self, text: str, owner: etree._Element, in_link: bool) -> None:
        seen = text.translate(_WITHOUT_WIDTH)
        if self.owner is None and seen.strip():
            self.owner = owner
        self.pieces.append(seen)
        self.linked += len(_SPACE.sub(" ", seen).strip()) if in_link else 0

    def end_line(self, *, apart: bool) -> None:
        text = _SPACE.sub(" ", "".join(self.pieces)).strip()
        if text and self.owner is not None:
            self.lines.append(Line(text, self.owner, self.linked, self.apart))
            self.apart = apart
        else:
            self.apart = True
        self.pieces, self.linked, self.owner = [], 0, None


def visible_lines(root: etree._Element) -> tuple[Line, ...]:
    """The lines of a page in document order, those of hidden elements left out."""
    collector = _Collector()
    hidden_in: etree._Element | None = None
    blocks, links, preformatted = [root], 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = str(element.tag)
        if event == "start":
            if hidden_in is None and _is_hidden(element):
                hidden_in = element
            if hidden_in is not None:
                continue
            _open(collector, element)
            if tag in _BLOCKS:
                blocks.append(element)
            links += tag in _LINKS
            preformatted += tag == "pre"
            _add(collector, element.text, blocks[-1], links > 0, preformatted > 0)
            continue
        if hidden_in is None:
            if tag in _BLOCKS:
                blocks.pop()
            links -= tag in _LINKS
            preformatted -= tag == "pre"
            _close(collector, element)
        elif hidden_in is element:
            hidden_in = None
        if hidden_in is None:
            _add(collector, element.tail, blocks[-1], links > 0, preformatted > 0)
    collector.end_line(apart=True)
    return tuple(collector.lines)


def _is_hidden(element: etree._Element) -> bool:
    tag = element.tag
    if tag in _UNSEEN or element.get("hidden") is not None:
        return True
    if tag == "dialog" and element.get("open") is None:
        return True
    return bool(_HIDING_STYLE.search(element.get("style", "")))


def _open(collector: _Collector, element: etree._Element) -> None:
    if element.tag in _BLOCKS:
        collector.end_line(apart=True)
    elif element.tag == "br":
        collector.end_line(apart=False)
    elif element.tag in _SPACED or _follows_box(element):
        collector.pieces.append(" ")


def _close(collector: _Collector, element: etree._Element) -> None:
    if element.tag in _BLOCKS:
        collector.end_line(apart=True)
    elif element.tag in _SPACED:
        collector.pieces.append(" ")


def _follows_box(element: etree._Element) -> bool:
    """Whether nothing but style sets an element apart from its neighbour before it.

    A ``span`` of one letter is the first of its word (a drop cap), and no neighbour.
    """
    before = element.getprevious()
    if element.tag not in _BOXES or before is None or before.tail or before.tag not in _BOXES:
        return False
    return before.tag != "span" or len((before.text or "").strip()) != 1 or len(before) > 0


def _add(
    collector: _Collector, text: str | None, owner: etree._Element, in_link: bool, as_is: bool
) -> None:
    if not text:
        return
    first, *rest = _NEWLINE.split(text) if as_is else [text]
    collector.add(first, owner, in_link)
    for piece in rest:
        collector.end_line(apart=False)
        collector.add(piece, owner, in_link)


def join_lines(lines: tuple[Line, ...]) -> tuple[str, tuple[int, ...]]:
    """The text of a page, and where in it each line starts."""
    pieces: list[str] = []
    starts: list[int] = []
    length = 0
    for piece, is_line in _with_gaps(lines):
        if is_line:
            starts.append(length)
        pieces.append(piece)
        length += len(piece)
    return "".join(pieces), tuple(starts)


def _with_gaps(lines: tuple[Line, ...]) -> Iterator[tuple[str, bool]]:
    for place, line in enumerate(lines):
        if place:
            yield "\n\n" if line.apart else "\n", False
        yield line.text, True

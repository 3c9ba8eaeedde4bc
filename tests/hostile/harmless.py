"""What no output may hold, whatever was read."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html.parser import HTMLParser
from pathlib import Path

from lxml import etree
from markdown_it import MarkdownIt
from openpyxl import load_workbook

__all__ = ["check_outputs", "check_shown"]

_NAMES = re.compile(r"(?:articles/)?[a-z0-9][a-z0-9-]{0,99}\.(?:json|md|html|docx)")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_HREF = re.compile(r"(?:\.\./|articles/)?[a-z0-9-]*(?:\.(?:html|md|docx|json))?(?:#[a-z0-9-]+)?")
_ELEMENTS = frozenset(
    "html head meta title style body a header main footer nav section article div p span h1 h2 h3 "
    "ul ol li dl dt dd table caption thead tbody tr th td mark blockquote figure figcaption cite "
    "q small strong em br hr form fieldset legend label input button svg line text circle rect g "
    "details summary time aside sup abbr".split()
)
"""What the templates use, and some that do no harm: neither scripts, pictures nor frames."""


class _Markup(HTMLParser):
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ELEMENTS, tag
        for name, value in attrs:
            assert not name.startswith("on"), (tag, name, value)
            assert name not in ("src", "srcset", "action", "formaction"), (tag, name, value)
            if name == "href":
                assert _HREF.fullmatch(value or ""), value


def check_outputs(folder: Path) -> None:
    """Fail unless every file of a case is harmless."""
    output = folder / "out"
    for path in sorted(output.rglob("*")):
        if path.is_file():
            assert _NAMES.fullmatch(path.relative_to(output).as_posix()), path
            _CHECKS[path.suffix](path)
    assert {path.name for path in folder.iterdir()} <= {
        "in", "out", "end.json", "sheet.csv", "sheet.xlsx", "secret.txt",
    }  # fmt: skip
    _check_sheets(folder)


def check_shown(text: str) -> None:
    """Fail where a terminal would take some of the text for a command."""
    found = _CONTROLS.search(text)
    assert found is None, text[max(0, found.start() - 40) : found.end() + 40]


def _check_html(path: Path) -> None:
    text = path.read_text("utf-8")
    check_shown(text)
    assert "<script" not in text.lower()
    parser = _Markup()
    parser.feed(text)
    parser.close()


def _check_markdown(path: Path) -> None:
    text = path.read_text("utf-8")
    check_shown(text)
    flat = MarkdownIt("commonmark", {"html": True}).enable("table").parse(text)
    for token in [*flat, *(child for one in flat for child in one.children or ())]:
        assert token.type not in ("html_block", "html_inline", "image", "fence", "code_block")
        assert token.type != "code_inline"
        if token.type == "link_open":
            assert _HREF.fullmatch(str(token.attrs["href"])), token.attrs


def _check_json(path: Path) -> None:
    json.loads(path.read_text("utf-8"))


def _check_word(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content)
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in content, name
            assert b"<w:instrText" not in content or b"HYPERLINK" not in content, name


def _check_sheets(folder: Path) -> None:
    if (folder / "sheet.csv").exists():
        csv.field_size_limit(5_000_000)
        rows = csv.reader(io.StringIO((folder / "sheet.csv").read_text("utf-8-sig"), newline=""))
        assert not [cell for row in rows for cell in row if cell.startswith(_FORMULA)]
    if (folder / "sheet.xlsx").exists():
        cells = [cell for row in load_workbook(folder / "sheet.xlsx").worksheets[0] for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f"]


_CHECKS = {
    ".html": _check_html,
    ".md": _check_markdown,
    ".json": _check_json,
    ".docx": _check_word,
}

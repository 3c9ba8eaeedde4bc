"""Structure and colours of the HTML pages, against what WCAG 2.2 AA asks of them."""

from __future__ import annotations

import re
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from rendering_samples import full_brief, sparse_brief

from pipeline.briefs.rendering import write_brief, write_index

TEMPLATES = resources.files("pipeline.briefs") / "templates"
LEAST_CONTRAST = 4.5
ON_PAPER = ("text", "quiet", "link", "link-hover", "link-visited")
UNDER_TEXT = (
    "paper",
    "focus",
    "panel",
    "warning",
    "finding",
    "strength",
    "recommendation",
    "quote",
)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, html.HtmlElement]:
    folder = tmp_path_factory.mktemp("pages")
    taken: set[str] = set()
    made = [full_brief(), sparse_brief()]
    files = [write_brief(brief, articles, folder, taken) for brief, articles in made]
    write_index([brief for brief, _ in made], files, folder)
    return {
        path.relative_to(folder).as_posix(): html.fromstring(path.read_text(encoding="utf-8"))
        for path in sorted(folder.rglob("*.html"))
    }


def colours() -> dict[str, str]:
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", style))


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21.0)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


def test_every_text_colour_stands_out() -> None:
    found = colours()
    for name in ON_PAPER:
        assert contrast(found[name], found["paper"]) >= LEAST_CONTRAST, name
    for name in UNDER_TEXT:
        assert contrast(found["text"], found[name]) >= LEAST_CONTRAST, name
    for name in ("finding", "strength", "recommendation", "quote", "panel", "warning"):
        assert contrast(found["link"], found[name]) >= LEAST_CONTRAST, name


def pairs_of(style: str) -> set[tuple[str, str]]:
    """Every pair of a rule's text colour (the page's where it has none) and its background."""
    found = set()
    for rule in re.findall(r"\{([^{}]*)\}", style):
        text = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", rule)
        behind = re.search(r"(?<![\w-])background: var\(--([\w-]+)\)", rule)
        if text or behind:
            found.add((text[1] if text else "text", behind[1] if behind else "paper"))
    return found


def test_every_pair_of_colours_that_a_rule_sets_stands_out(
    pages: dict[str, html.HtmlElement],
) -> None:
    found = colours()
    pairs = set()
    for page in pages.values():
        pairs |= pairs_of("".join(element.text for element in page.iter("style")))
    assert ("text", "focus") in pairs
    assert ("quiet", "paper") in pairs
    for text, behind in pairs:
        assert contrast(found[text], found[behind]) >= LEAST_CONTRAST, (text, behind)


def test_marks_say_in_words_what_their_colour_says(pages: dict[str, html.HtmlElement]) -> None:
    marks = [(mark, name) for name, page in pages.items() for mark in page.iter("mark")]
    assert marks
    for mark, name in marks:
        labels = mark.xpath("preceding-sibling::span[contains(@class, 'label')]")
        assert mark.get("class") in " ".join(label.text_content() for label in labels), name
    for name, page in pages.items():
        for dot in page.iter("circle"):
            assert dot.findtext("title"), name
        for line in page.find_class("furniture"):
            in_key = line.getparent().tag == "li"
            assert in_key or "Part of the page" in line.findtext("span"), name


def test_every_colour_is_one_of_those_checked() -> None:
    assert set(colours()) == {*ON_PAPER, *UNDER_TEXT, "line"}
    for name in ("style.css", "page.html", "brief.html", "article.html", "index.html"):
        style = (TEMPLATES / name).read_text(encoding="utf-8").split("\n}\n", 1)[-1]
        assert not re.search(r":[^;{}\n]*#[0-9a-fA-F]{3,8}\b[^{}\n]*;", style), name


def test_pages_have_a_language_a_title_and_landmarks(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        assert page.get("lang") == "en-GB", name
        assert page.findtext(".//title"), name
        for landmark in ("header", "main", "footer"):
            assert len(list(page.iter(landmark))) == 1, (name, landmark)
        skip = next(page.iter("a"))
        assert skip.get("href") == "#main", name


def test_headings_begin_at_one_and_skip_no_level(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        levels = [int(heading.tag[1]) for heading in page.iter("h1", "h2", "h3", "h4")]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), name


def test_ids_are_unique_and_references_resolve(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        ids = page.xpath("//@id")
        assert len(ids) == len(set(ids)), name
        assert set(page.xpath("//@aria-labelledby")) <= set(ids), name
        inner = {link[1:] for link in page.xpath("//a/@href") if link.startswith("#")}
        assert inner <= set(ids), name


def test_links_lead_to_pages_and_places_that_exist(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        for link in page.xpath("//a/@href"):
            target, _, place = link.partition("#")
            if not target.endswith(".html"):
                continue
            path = (Path("/") / Path(name).parent / target).resolve().relative_to("/").as_posix()
            assert path in pages, (name, link)
            assert not place or pages[path].xpath("//*[@id=$id]", id=place), (name, link)


def test_links_and_buttons_have_text_and_inputs_have_labels(
    pages: dict[str, html.HtmlElement],
) -> None:
    for name, page in pages.items():
        for element in page.iter("a", "button", "legend", "label", "h1", "h2", "h3"):
            assert element.text_content().strip(), (name, html.tostring(element))
        for element in page.iter("input"):
            assert element.getparent().tag == "label", name


def test_links_of_one_page_with_the_same_name_lead_to_the_same_place(
    pages: dict[str, html.HtmlElement],
) -> None:
    for name, page in pages.items():
        places: dict[str, str] = {}
        for link in page.iter("a"):
            text = " ".join(link.text_content().split())
            assert places.setdefault(text, link.get("href")) == link.get("href"), (name, text)


def test_sections_and_boxes_that_scroll_are_named(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        for section in page.iter("section", "form"):
            named = section.get("aria-labelledby") or section.get("aria-label")
            assert named, (name, section.get("class"))
        for box in [*page.find_class("scroll"), *page.find_class("plot")]:
            assert box.get("tabindex") == "0", name
            assert box.get("aria-labelledby") or box.get("aria-label"), name


def test_table_headers_have_a_scope_and_tables_a_caption(
    pages: dict[str, html.HtmlElement],
) -> None:
    for name, page in pages.items():
        assert all(cell.get("scope") in ("row", "col") for cell in page.iter("th")), name
        assert all(table.findtext("caption") for table in page.iter("table")), name


def test_pages_hold_no_script_and_load_nothing(pages: dict[str, html.HtmlElement]) -> None:
    for name, page in pages.items():
        loading = ("script", "link", "img", "iframe", "object", "embed", "audio", "video")
        assert not list(page.iter(*loading)), name
        assert not page.xpath("//@*[starts-with(name(), 'on')]"), name
        style = "".join(element.text for element in page.iter("style"))
        assert "url(" not in style, name
        assert "@import" not in style, name

from __future__ import annotations

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document as read_word
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from rendering_samples import detailed_brief, full_brief, gazette, sparse_brief

from pipeline.briefs.article_page import make_article_page
from pipeline.briefs.field_labels import FACT_LABELS, disagreements, field_label
from pipeline.briefs.page import NOT_STATED, Page, make_page
from pipeline.briefs.plain_text import (
    escape_markdown,
    one_line,
    shown_date,
    shown_moment,
    slug_of,
    unique_slug,
    without_controls,
)
from pipeline.briefs.rendering import render_html, render_markdown, write_brief
from pipeline.briefs.rendering_word import word_document
from pipeline.schema import FACT_FIELDS, Evidence, Fact, Inspection, PartRating

SLUG = "marlow-vale-probation-delivery-unit"
HOSTILE = '<script>alert(1)</script> & "x" {{ 7 * 7 }} =cmd() [a](javascript:b) ../../etc'


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    brief, articles = full_brief()
    return write_brief(brief, articles, tmp_path_factory.mktemp("briefs") / "new", set())


@pytest.fixture(scope="module")
def page() -> Page:
    return make_page(*full_brief())


def text_of_word(path: Path) -> str:
    document = read_word(str(path))
    body = document.element.body.iter()
    return " ".join("".join(e.text or "" for e in body if e.tag.endswith("}t")).split())


def test_files_are_named_for_the_unit_json_first(written: tuple[Path, ...]) -> None:
    assert [path.name for path in written] == [
        f"{SLUG}.json",
        f"{SLUG}.md",
        f"{SLUG}.html",
        f"{SLUG}.docx",
        f"{SLUG}-1.html",
        f"{SLUG}-2.html",
    ]
    assert all(path.is_file() for path in written)
    assert not list(written[0].parent.rglob("*.part"))


def test_json_has_the_agreed_shape(written: tuple[Path, ...]) -> None:
    found = json.loads(written[0].read_text(encoding="utf-8"))
    assert list(found) == [
        "inspection",
        "evidence",
        "details",
        "parts",
        "addressed",
        "conflicts",
        "history",
        "links",
        "changes",
        "summary",
        "findings",
        "strengths",
        "recommendations",
        "quotes",
        "articles",
        "made_by",
    ]
    assert tuple(found["inspection"]) == FACT_FIELDS
    assert found["inspection"]["recommendations"] == 6
    evidence = found["evidence"]["previous_date"][0]
    text = gazette().article.text
    assert evidence["text"] == text[evidence["start_char"] : evidence["end_char"]]
    assert evidence["article"] == "gazette.txt"
    rating = found["conflicts"][0]
    assert rating["field"] == "overall_rating"
    assert [value["value"] for value in rating["values"]] == ["Inadequate", "Requires improvement"]
    assert [statement["origin"] for statement in found["summary"]].count("copied") == 1
    assert set(found["findings"][0]) == {"text", "sources", "uncertain"}
    assert set(found["quotes"][0]) == {"text", "speaker", "sources"}
    assert set(found["articles"][0]) == {"article", "title", "outlet", "date"}
    assert set(found["made_by"]) == {"version", "models", "made_at"}


def test_json_of_a_sparse_brief_holds_null_and_empty_lists(tmp_path: Path) -> None:
    path = write_brief(*sparse_brief(), tmp_path, set())[0]
    found = json.loads(path.read_text(encoding="utf-8"))
    assert found["inspection"]["overall_rating"] is None
    assert list(found["evidence"]) == ["unit"]
    assert found["conflicts"] == found["summary"] == []
    assert found["quotes"][0]["speaker"] is None


def test_page_lists_every_fact_in_order(page: Page) -> None:
    assert [row.label for row in page.facts] == [FACT_LABELS[name] for name in FACT_FIELDS]
    assert [row.value for row in page.facts[3:9]] == [
        "Inadequate",
        "Requires improvement",
        "2022",
        "May 2024",
        "18 July 2024",
        "6",
    ]
    assert [row.label for row in page.facts if row.disputed] == [
        "Overall rating",
        "Report published",
        "Recommendations made",
    ]


def test_stated_details_parts_and_addressees_are_shown_in_every_format(tmp_path: Path) -> None:
    brief, articles = detailed_brief()
    rows = make_page(brief, articles).facts[len(FACT_FIELDS) :]
    assert [(row.label, row.value) for row in rows] == [
        ("Score", "9 out of 36"),
        ("Rating for staffing", "Inadequate"),
        ("Recommendations for the Probation Service", "4"),
        ("Also not stated", "region, provider, people supervised"),
    ]
    assert all(row.citations for row in rows[:-1])
    as_json, markdown, page, word, *_ = write_brief(brief, articles, tmp_path, set())
    texts = (
        markdown.read_text(encoding="utf-8"),
        html.document_fromstring(page.read_text(encoding="utf-8")).text_content(),
        text_of_word(word),
    )
    for text in texts:
        for row in rows:
            assert row.label in text
    data = json.loads(as_json.read_text(encoding="utf-8"))
    assert data["details"]["score"]["value"] == "9 out of 36"
    assert data["details"]["region"] is None
    assert data["details"]["score"]["evidence"][0]["text"] == "have been rated 'Inadequate'"
    assert [(part["part"], part["value"]) for part in data["parts"]] == [("staffing", "Inadequate")]
    assert [(split["addressee"], split["value"]) for split in data["addressed"]] == [
        ("the Probation Service", 4)
    ]


def test_sources_are_numbered_once_in_the_order_of_citation(page: Page) -> None:
    assert [source.citation.number for source in page.sources] == list(range(1, 26))
    assert [c.number for row in page.facts for c in row.citations] == [1, 1, 2, 2, 3, 3, 1, 4, 5, 6]
    assert page.sources[0].text.startswith("Inspectors visited Marlow Vale")


def test_absent_facts_and_sections_are_not_stated() -> None:
    page = make_page(*sparse_brief())
    assert [row.value for row in page.facts] == ["HMP Thornley Moor", *[NOT_STATED] * 9]
    assert page.rating == NOT_STATED
    assert page.quotes[0].speaker == "speaker not stated"
    assert page.articles[0].title == "title not stated"
    assert "None" not in render_html(page, "x") + render_markdown(page, "x")


def test_evidence_outside_every_sentence_is_refused() -> None:
    brief, articles = full_brief()
    tagged = articles["gazette.txt"]
    gap = Evidence(article="gazette.txt", start_char=0, end_char=1, text="P")
    articles["gazette.txt"] = tagged.model_copy(update={"sentences": (), "tags": ()})
    fact = brief.inspection.facts["unit"].model_copy(update={"evidence": (gap,)})
    inspection = brief.inspection.model_copy(update={"facts": {"unit": fact}, "conflicts": {}})
    with pytest.raises(ValueError, match=r"'P' at 0 of gazette\.txt lies in no sentence"):
        make_page(brief.model_copy(update={"inspection": inspection}), articles)


def test_every_format_shows_the_same(written: tuple[Path, ...], page: Page) -> None:
    word = text_of_word(written[3]).replace("\N{NO-BREAK SPACE}", " ")
    markup = html.fromstring(written[2].read_text(encoding="utf-8")).text_content()
    shown = " ".join(markup.split())
    markdown = written[1].read_text(encoding="utf-8").replace("\\", "")
    texts = [page.title, page.lead, page.rating, page.legend, *page.foot]
    texts += [text for row in page.facts for text in (row.label, row.value)]
    texts += [i.text for i in page.summary] + [
        i.text for s in page.sections for g in s.groups for i in g.items
    ]
    texts += [text for quote in page.quotes for text in (quote.text, quote.speaker)]
    texts += [row.value for conflict in page.conflicts for row in conflict.values]
    texts += [text for a in page.articles for text in (a.title, a.outlet, a.date, a.name)]
    texts += [source.text for source in page.sources]
    for text in texts:
        for content in (shown, markdown, word):
            assert text in content


def test_copied_summary_sentences_are_marked_and_explained(written: tuple[Path, ...]) -> None:
    markdown = written[1].read_text(encoding="utf-8")
    assert markdown.count("*(copied)*") == 1
    assert "not sought from the council. [[10]] *(copied)*" in markdown
    assert "“Copied” marks a sentence" in markdown
    assert "Of 5 summary sentences, 4 written by software" in markdown
    assert text_of_word(written[3]).count("(copied)") == 1


def test_html_citations_lead_to_the_cited_sentence(written: tuple[Path, ...], page: Page) -> None:
    brief = html.fromstring(written[2].read_text(encoding="utf-8"))
    targets = {link.get("href") for link in brief.iter("a")}
    for source in page.sources:
        citation = source.citation
        name = f"articles/{SLUG}-{citation.article}.html"
        assert f"{name}#sentence-{citation.index}" in targets
        article = html.fromstring((written[2].parent / name).read_text(encoding="utf-8"))
        sentence = article.get_element_by_id(f"sentence-{citation.index}")
        assert source.text in " ".join(sentence.text_content().split())
        back = [link.get("href") for link in sentence.iter("a")]
        assert back == [f"../{SLUG}.html#source-{citation.number}"]
        assert brief.get_element_by_id(f"source-{citation.number}") is not None


def test_article_page_marks_tags_in_words_and_keeps_the_text(written: tuple[Path, ...]) -> None:
    article = html.fromstring(written[4].read_text(encoding="utf-8"))
    labels = [label.text for label in article.find_class("text")[0].find_class("label")]
    assert labels.count("quote: Martin Jones") == 3
    assert {"finding", "strength", "recommendation"} <= set(labels)
    furniture = [p.text_content() for p in article.iter("p") if p.get("class") == "furniture"]
    assert len(furniture) == 1
    assert furniture[0].endswith("Sign up to our daily newsletter")


@given(st.text(min_size=1).filter(lambda text: any(c.isalnum() for c in text)))
def test_article_page_loses_no_text(text: str) -> None:
    brief, articles = sparse_brief(text=text)
    tagged = articles["note.txt"]
    page = make_page(brief, articles)
    shown = make_article_page(tagged, page.articles[0], page)
    pieces = "".join(piece.text for par in shown.paragraphs for piece in par.pieces)
    assert "".join(pieces.split()) == "".join(without_controls(text).split())


def test_word_is_one_a4_document_with_headings_and_working_links(page: Page) -> None:
    document = read_word(BytesIO(word_document(page, "2024-07-20T09:30:00+00:00")))
    assert round(document.sections[0].page_width.cm, 1) == 21.0
    assert round(document.sections[0].page_height.cm, 1) == 29.7
    assert document.core_properties.title == f"{page.title}: inspection brief"
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings[:3] == ["Facts", "Summary", "Findings"]
    xml = document.element.xml
    anchors = set(re.findall(r'w:anchor="(source_\d+)"', xml))
    assert anchors == set(re.findall(r'<w:bookmarkStart [^>]*w:name="(source_\d+)"', xml))
    assert "<w:tblHeader/>" in xml


def test_hostile_text_is_shown_and_never_acts(tmp_path: Path) -> None:
    brief, articles = sparse_brief(unit=HOSTILE, text=f"{HOSTILE}\n{HOSTILE}", name="../a<b>.txt")
    paths = write_brief(brief, articles, tmp_path, set())
    assert all(path.resolve().is_relative_to(tmp_path.resolve()) for path in paths)
    for path in (paths[2], paths[4]):
        document = html.fromstring(path.read_text(encoding="utf-8"))
        assert not list(document.iter("script"))
        assert HOSTILE in " ".join(document.text_content().split())
    markdown = paths[1].read_text(encoding="utf-8")
    assert "<script>" not in markdown.replace("\\<", "")
    assert "[a](javascript" not in markdown.replace("\\[", "")
    assert "49" not in markdown
    assert HOSTILE in text_of_word(paths[3])


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(min_size=1).filter(lambda text: any(c.isalnum() for c in text)))
def test_any_text_can_be_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.mktemp("any")
    paths = write_brief(*sparse_brief(unit=text, text=text), folder, set())
    assert json.loads(paths[0].read_text(encoding="utf-8"))["inspection"]["unit"] == text
    assert read_word(str(paths[3])).paragraphs[0].text == one_line(text)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("- a dash", r"\- a dash"),
        ("+ plus", r"\+ plus"),
        ("1. one", r"1\. one"),
        ("2) two", r"2\) two"),
        ("1999 was", "1999 was"),
        ("# no *heading* _here_", r"\# no \*heading\* \_here\_"),
        ("=== ", r"\=== "),
        ("> [x](y) | `z` & <b> ~s~ $m$", r"\> \[x\](y) \| \`z\` \& \<b\> \~s\~ \$m\$"),
        ("a back\\slash", r"a back\\slash"),
        ("38 per cent - roughly", "38 per cent - roughly"),
    ],
)
def test_markdown_is_escaped(text: str, escaped: str) -> None:
    assert escape_markdown(text) == escaped


@given(st.text())
def test_markdown_escape_only_adds_backslashes(text: str) -> None:
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", escape_markdown(text)) == text


def test_control_and_direction_characters_go_and_lines_stay() -> None:
    assert without_controls("a\x00b\u202ec\ufffe\r\nd\u2028e\tf") == "abc\nd\ne\tf"
    assert one_line("  a\x07 b\n\nc ") == "a b c"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2024-07-18", "18 July 2024"),
        ("2024-07", "July 2024"),
        ("2024", "2024"),
        ("April", "April"),
        ("2024-13", "2024-13"),
    ],
)
def test_dates_are_shown_as_people_write_them(value: str, shown: str) -> None:
    assert shown_date(value) == shown


def test_moments_are_shown_in_utc() -> None:
    assert shown_moment("2024-07-20T10:30:00+01:00") == "20 July 2024 at 09:30 UTC"
    assert shown_moment("soon") == "soon"


@pytest.mark.parametrize(
    ("unit", "slug"),
    [
        ("HMP & YOI Thornley Moor", "hmp-and-yoi-thornley-moor"),
        ("St Brânwen's Primary", "st-branwens-primary"),
        ("../../etc/passwd", "etc-passwd"),
        ("★☆!", "brief"),
        ("刑務所", "brief"),
        ("x" * 200, "x" * 80),
        ("a" * 79 + " b", "a" * 79),
    ],
)
def test_slugs(unit: str, slug: str) -> None:
    assert slug_of(unit) == slug


def test_slugs_are_unique_reserved_names_avoided_and_never_too_long() -> None:
    taken: set[str] = set()
    assert [unique_slug("x" * 90, taken) for _ in range(3)] == [
        "x" * 80,
        "x" * 78 + "-2",
        "x" * 78 + "-3",
    ]
    assert unique_slug("Index", taken) == "index-2"
    assert unique_slug("CON", taken) == "con-2"


@given(st.lists(st.text(), max_size=8))
def test_slugs_are_safe(units: list[str]) -> None:
    taken: set[str] = set()
    slugs = [unique_slug(unit, taken) for unit in units]
    assert len(set(slugs)) == len(units)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
    assert all(len(slug) <= 80 for slug in slugs)


def test_a_disputed_detail_and_a_disputed_part_stand_among_the_disagreements() -> None:
    item = Evidence(article="a.txt", start_char=0, end_char=1, text="x")
    one, other = Fact(value="Good", evidence=(item,)), Fact(value="Inadequate", evidence=(item,))
    inspection = Inspection(
        facts={"unit": one},
        details={"score": one},
        parts=(PartRating(part="leadership", rating=one),),
        conflicts={"part: leadership": (other,), "score": (other,)},
        sentences={"a.txt": (0,)},
    )
    found = disagreements(inspection)
    assert [field_label(name) for name, _ in found] == ["Score", "Rating for leadership"]
    assert [fact.value for fact in found[1][1]] == ["Good", "Inadequate"]

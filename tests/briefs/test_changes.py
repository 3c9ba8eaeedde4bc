from __future__ import annotations

import json
from pathlib import Path

from docx import Document as read_word
from lxml import html
from rendering_samples import copied, detailed_brief, fact, full_brief, gazette

from pipeline.briefs.changes import changes_between
from pipeline.briefs.page import Changes
from pipeline.briefs.rendering import write_brief
from pipeline.schema import Brief


def with_facts(brief: Brief, **facts: str | None) -> Brief:
    """The brief with facts changed, or removed where None, and without disagreements."""
    changed = {n: f for n, f in brief.inspection.facts.items() if n not in facts}
    for name, value in facts.items():
        if value is not None:
            changed[name] = fact(value, gazette(), "Martin Jones")
    inspection = brief.inspection.model_copy(update={"facts": changed, "conflicts": {}})
    return brief.model_copy(update={"inspection": inspection})


def test_another_run_over_the_same_articles_changes_nothing() -> None:
    brief, _ = full_brief()
    again = brief.model_copy(
        update={
            "version": "9.9",
            "made_at": "2030-01-01T00:00:00+00:00",
            "findings": brief.findings[::-1],
        }
    )
    assert changes_between(brief, again) == ()


def test_facts_change_in_words_the_overall_rating_first() -> None:
    brief, _ = full_brief()
    old = with_facts(brief, overall_rating=None, published="2024-07-18", inspected="2024-05")
    new = with_facts(brief, overall_rating="Inadequate", published="2024-07-19", inspected=None)
    assert changes_between(old, new) == (
        "Overall rating: not stated → Inadequate",
        "Report published: 18 July 2024 → 19 July 2024",
        "Inspected: May 2024 → not stated",
    )


def test_a_rating_that_went_comes_first_too() -> None:
    brief, _ = full_brief()
    old = with_facts(brief, overall_rating="Good", inspected=None)
    new = with_facts(brief, overall_rating=None, inspected="2024-05")
    assert changes_between(old, new) == (
        "Overall rating: Good → not stated",
        "Inspected: not stated → May 2024",
    )


def test_details_parts_and_addressees_change() -> None:
    plain, _ = full_brief()
    detailed, _ = detailed_brief()
    assert changes_between(plain, detailed) == (
        "Score: not stated → 9 out of 36",
        "Rating for staffing: not stated → Inadequate",
        "Recommendations for the Probation Service: not stated → 4",
        "1 recommendation added",
    )


def test_disagreements_come_and_go() -> None:
    brief, _ = full_brief()
    settled = with_facts(brief)
    labels = ("Overall rating", "Report published", "Recommendations made")
    assert changes_between(settled, brief) == tuple(f"{n}: articles now disagree" for n in labels)
    assert changes_between(brief, settled) == tuple(
        f"{n}: articles no longer disagree" for n in labels
    )


def test_statements_are_counted_and_speakers_named() -> None:
    brief, _ = full_brief()
    extra = copied(gazette(), "It was last inspected")
    first, *others = brief.quotes
    new = brief.model_copy(
        update={
            "findings": (*brief.findings[2:], extra),
            "quotes": (first.model_copy(update={"speaker": None}), *others[1:]),
            "articles": brief.articles[:1],
        }
    )
    assert changes_between(brief, new) == (
        "1 finding added",
        "2 findings removed",
        "1 quotation removed",
        f"Speaker of “{' '.join(first.text.split())}”: Martin Jones → not stated",
        "1 source article removed",
    )


def test_every_format_says_what_changed_since_when(tmp_path: Path) -> None:
    changes = Changes("2024-07-19T08:05:00+00:00", ("Overall rating: not stated → Good", "<b> & 2"))
    as_json, markdown, page, word, *_ = write_brief(*full_brief(), tmp_path, set(), changes)
    title = "Changed since the version of 19 July 2024 at 08:05 UTC"
    assert json.loads(as_json.read_text(encoding="utf-8"))["changes"] == {
        "since": "2024-07-19T08:05:00+00:00",
        "lines": ["Overall rating: not stated → Good", "<b> & 2"],
    }
    assert (
        f"## {title}\n\n- Overall rating: not stated → Good\n- \\<b\\> \\& 2\n"
        in markdown.read_text(encoding="utf-8")
    )
    section = html.fromstring(page.read_text(encoding="utf-8")).find_class("changes")[0]
    assert section.findtext("h2") == title
    assert [item.text for item in section.iter("li")] == list(changes.lines)
    paragraphs = [paragraph.text for paragraph in read_word(str(word)).paragraphs]
    place = paragraphs.index(title)
    assert paragraphs[place + 1 : place + 3] == list(changes.lines)


def test_a_first_version_shows_no_changes(tmp_path: Path) -> None:
    as_json, markdown, page, *_ = write_brief(*full_brief(), tmp_path, set())
    assert json.loads(as_json.read_text(encoding="utf-8"))["changes"] is None
    assert "Changed since" not in markdown.read_text(encoding="utf-8")
    assert "Changed since" not in page.read_text(encoding="utf-8")


def test_points_that_the_tagger_was_unsure_of_are_marked_and_explained(tmp_path: Path) -> None:
    brief, articles = full_brief()
    unsure = brief.findings[0].model_copy(update={"uncertain": True})
    brief = brief.model_copy(update={"findings": (unsure, *brief.findings[1:])})
    as_json, markdown, page, word, *_ = write_brief(brief, articles, tmp_path, set())
    found = json.loads(as_json.read_text(encoding="utf-8"))["findings"]
    assert [point["uncertain"] for point in found] == [True, False, False, False, False, False]
    text = markdown.read_text(encoding="utf-8")
    assert text.count("*(to check)*") == 1
    assert "“To check”: the model was unsure what to make of it." in text
    labels = html.fromstring(page.read_text(encoding="utf-8")).xpath("//li/*[@class='label']")
    assert [label.text for label in labels] == ["to check"]
    paragraphs = [paragraph.text for paragraph in read_word(str(word)).paragraphs]
    assert sum(text.endswith("(to check)") for text in paragraphs) == 1

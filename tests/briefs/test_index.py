from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html
from rendering_samples import fact, full_brief, sparse_brief

from pipeline.briefs.index_page import looks_of, make_index_page
from pipeline.briefs.rating_plot import RatedInspection, make_plot, rating_order, year_of
from pipeline.briefs.rendering import write_brief, write_index
from pipeline.schema import Brief


def dated(unit: str, **facts: str | None) -> Brief:
    """The full brief under another name, with facts changed, or removed where None."""
    brief, articles = full_brief()
    article = articles["gazette.txt"]
    changed = dict(brief.inspection.facts)
    for name, value in {"unit": unit, **facts}.items():
        changed.pop(name)
        if value is not None:
            changed[name] = fact(value, article, "Martin Jones")
    inspection = brief.inspection.model_copy(update={"facts": changed, "conflicts": {}})
    return brief.model_copy(update={"inspection": inspection})


def in_region(brief: Brief, region: str) -> Brief:
    _, articles = full_brief()
    details = {"region": fact(region, articles["gazette.txt"], "Marlow Vale")}
    return brief.model_copy(
        update={"inspection": brief.inspection.model_copy(update={"details": details})}
    )


def places(briefs: list[Brief]) -> list[tuple[Path, ...]]:
    return [
        (Path(f"out/{n}.json"), Path(f"out/{n}.html"), Path(f"out/articles/{n}-1.html"))
        for n in range(len(briefs))
    ]


def test_newest_comes_first_by_published_then_inspected_then_article() -> None:
    briefs = [
        dated("Old", published="2023-02-01"),
        dated("By inspection", published=None, inspected="2024-08"),
        dated("By article", published=None, inspected="April"),
        dated("New", published="2024-09-30"),
    ]
    page = make_index_page(briefs, places(briefs), Path("out"))
    assert [(entry.title, entry.date) for entry in page.entries] == [
        ("New", "published 30 September 2024"),
        ("By inspection", "inspected August 2024"),
        ("By article", "article 19 July 2024"),
        ("Old", "published 1 February 2023"),
    ]
    assert [entry.link for entry in page.entries] == ["3.html", "1.html", "2.html", "0.html"]


def test_looks_name_what_a_person_should_see() -> None:
    full, _ = full_brief()
    assert [(look.name, look.text) for look in looks_of(full)] == [
        ("Articles disagree", "Overall rating, report published, recommendations made"),
        ("Copied summary sentences", "1 of 5"),
    ]
    sparse, _ = sparse_brief()
    assert [look.name for look in looks_of(sparse)] == [
        "Facts not stated",
        "Quotations without speaker",
    ]


def test_few_facts_not_stated_are_named_and_many_are_counted() -> None:
    (few,) = [look for look in looks_of(dated("A", chief_inspector=None)) if "Facts" in look.name]
    assert few.text == "Chief inspector"
    (many,) = [look for look in looks_of(sparse_brief()[0]) if "Facts" in look.name]
    assert many.text == "9 of 10"


def test_the_plot_has_a_table_of_the_same_numbers(tmp_path: Path) -> None:
    made = [full_brief(), sparse_brief()]
    taken: set[str] = set()
    files = [write_brief(brief, articles, tmp_path, taken) for brief, articles in made]
    index = write_index([brief for brief, _ in made], files, tmp_path)
    rows = html.fromstring(index.read_text(encoding="utf-8")).xpath("//table[@class='ratings']//tr")
    assert [[cell.text for cell in row] for row in rows[1:]] == [
        [
            "Marlow Vale Probation Delivery Unit",
            "18 July 2024",
            "Inadequate",
            "2022",
            "Requires improvement",
        ]
    ]


def test_points_that_the_tagger_was_unsure_of_are_counted() -> None:
    full, _ = full_brief()
    first, *others = full.findings
    unsure = full.model_copy(
        update={"findings": (first.model_copy(update={"uncertain": True}), *others)}
    )
    points = len(full.findings) + len(full.strengths) + len(full.recommendations)
    assert looks_of(unsure)[-1].name == "Points to check"
    assert looks_of(unsure)[-1].text == f"1 of {points}"


def test_filters_count_their_briefs_and_rows_carry_their_choices() -> None:
    briefs = [
        dated("A"),
        dated("B", overall_rating="Good"),
        dated("C", overall_rating=None),
        in_region(dated("D", overall_rating="Good", unit_type="prison"), "Kent"),
    ]
    page = make_index_page(briefs, places(briefs), Path("out"))
    rating, kind, region, look = page.filters
    assert [(choice.text, choice.count) for choice in rating.choices] == [
        ("Good", 2),
        ("Inadequate", 1),
        ("not stated", 1),
    ]
    assert [choice.text for choice in kind.choices] == ["prison", "probation delivery unit"]
    assert [(choice.text, choice.count) for choice in region.choices] == [
        ("Kent", 1),
        ("not stated", 3),
    ]
    assert [choice.text for choice in look.choices] == [
        "Copied summary sentences",
        "Facts not stated",
    ]
    by_title = {entry.title: entry.keys for entry in page.entries}
    assert by_title["D"] == ("rating-1", "kind-1", "region-1", "look-1")
    assert by_title["C"] == ("rating-3", "kind-2", "region-2", "look-1", "look-2")


def test_index_links_lead_to_files_that_exist(tmp_path: Path) -> None:
    taken: set[str] = set()
    made = [full_brief(), sparse_brief()]
    files = [write_brief(brief, articles, tmp_path, taken) for brief, articles in made]
    index = write_index([brief for brief, _ in made], files, tmp_path)
    assert index == tmp_path / "index.html"
    document = html.fromstring(index.read_text(encoding="utf-8"))
    links = {link.get("href") for link in document.iter("a")} - {"#main"}
    assert len(links) == 8
    assert all((tmp_path / link).is_file() for link in links)
    rows = document.xpath("//table[@class='briefs']/tbody/tr/th/a")
    assert [row.text for row in rows] == [
        "Marlow Vale Probation Delivery Unit",
        "HMP Thornley Moor",
    ]


def test_every_filter_choice_has_a_rule_and_a_button(tmp_path: Path) -> None:
    brief, articles = full_brief()
    index = write_index([brief], [write_brief(brief, articles, tmp_path, set())], tmp_path)
    text = index.read_text(encoding="utf-8")
    for key in ("rating-1", "kind-1", "look-1", "look-2"):
        assert f"body:has(#{key}:checked) .briefs tbody tr:not(.{key})" in text
        assert f'id="{key}"' in text


def test_no_briefs_make_an_index_that_says_so(tmp_path: Path) -> None:
    text = write_index([], [], tmp_path).read_text(encoding="utf-8")
    assert "There are no briefs yet." in text
    assert "<svg" not in text


def test_briefs_without_files_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        make_index_page([full_brief()[0]], [], Path())


def test_plot_places_ratings_and_dates() -> None:
    plot = make_plot(
        [
            RatedInspection("A", "Good", "2024", "Inadequate", "2022"),
            RatedInspection("B", "Outstanding", "2023-01-01"),
            RatedInspection("C", None, "2023"),
        ]
    )
    assert plot is not None
    assert [tick.text for tick in plot.rows] == ["Outstanding", "Good", "Inadequate"]
    assert [tick.text for tick in plot.columns] == ["2022", "2023", "2024", "2025"]
    # The years 2022 to 2025 span 180 to 876: 232 a year; a year alone lies in its middle.
    assert [(dot.x, dot.y, dot.before) for dot in plot.dots] == [
        (296.0, 118.0, True),
        (760.0, 74.0, False),
        (412.0, 30.0, False),
    ]
    assert len(plot.courses) == 1
    assert plot.left_out.startswith("1 brief is left out")


def test_plot_keeps_dots_of_one_day_apart() -> None:
    same = [RatedInspection(name, "Good", "2024-05-01") for name in "ABC"]
    plot = make_plot(same)
    assert plot is not None
    assert sorted(dot.y for dot in plot.dots) == [23.0, 30.0, 37.0]


def test_nothing_rated_means_no_plot() -> None:
    assert (
        make_plot([RatedInspection("A", None, "2024"), RatedInspection("B", "Good", None)]) is None
    )


def test_ratings_are_ordered_best_first_and_unknown_ones_last() -> None:
    ratings = ["Poor", "Inadequate", "Something else", "Good", "Requires improvement"]
    assert sorted(ratings, key=rating_order) == [
        "Good",
        "Requires improvement",
        "Inadequate",
        "Poor",
        "Something else",
    ]


@pytest.mark.parametrize(
    ("date", "year"),
    [("2024", 2024.5), ("2024-01-01", 2024.0), ("2024-07", 2024 + 6.5 / 12), ("April", None)],
)
def test_years(date: str, year: float | None) -> None:
    assert year_of(date) == (None if year is None else pytest.approx(year))

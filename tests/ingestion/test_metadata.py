"""Dates, outlets and headlines of plain texts and pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingestion.dates import date_of_lines, date_of_timestamp
from pipeline.ingestion.metadata import page_date, page_outlet, text_outlet, text_title
from pipeline.ingestion.pages import parse_page, visible_lines

STORY = "Inspectors found that risk assessments were missing from nine of the 30 files they read."


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Friday, 3rd May 2019, 7:00 am", "2019-05-03"),
        (" date 2024-07-18 Watch more of our videos on ShotsTV.com", "2024-07-18"),
        ("Published 14 March 2023", "2023-03-14"),
        ("14 March 2023", "2023-03-14"),
        ("Published: 03/05/2019, 07:00", "2019-05-03"),
        ("By Una Frith, 12th July 2021", "2021-07-12"),
        ("Thursday, August 15th, 2019 8:02am", "2019-08-15"),
        ("12:03, 13 JUL 2021 Updated 16:40", "2021-07-13"),
        ("Embargoed until 00:01 on Wednesday 20 September 2023", "2023-09-20"),
        ("Sunday 19 May 2024 · filed under Inspections", "2024-05-19"),
        ("Fell FM News | Thursday 24 March 2022 | 11.20", "2022-03-24"),
        ("6 April 2016 From the section North", "2016-04-06"),
        ("Justice Monthly, October 2024", "2024-10"),
        ("Updated Friday 16 April 2021", "2021-04-16"),
    ],
)
def test_datelines(line: str, date: str) -> None:
    assert date_of_lines(["Office praised", line, STORY]) == date


@pytest.mark.parametrize(
    "line",
    [
        "The unit was last inspected on 14 March 2023.",
        "The report, published 14 March 2023, found that nobody had asked.",
        "Fieldwork: 11-15 September 2023",
        "Inspected 4 to 15 September 2023",
        "Inspection of Oakmere: 12 March 2021",
        "Our next visit: 3 June 2026",
        "Ann Lee, 1939-2018",
        "© 2019 Fell Newspapers",
        "31 February 2020",
        "99/99/2020",
        "A fund for 20 May was set up by staff who were told in 2015",
        "Page last updated",
    ],
)
def test_dates_that_are_not_the_articles(line: str) -> None:
    assert date_of_lines(["Office praised", line, STORY]) is None


def test_published_wins_over_updated_and_the_top_over_the_end() -> None:
    assert date_of_lines(["Updated: 5 May 2020", "Published: 4 May 2020", STORY]) == "2020-05-04"
    assert date_of_lines(["4 May 2020", *[STORY] * 20, "Published 9 May 2020"]) == "2020-05-04"
    assert date_of_lines(["Office praised", *[STORY] * 20, "Published 9 May 2020"]) == "2020-05-09"
    assert date_of_lines(["Office praised", *[STORY] * 8, "9 May", *[STORY] * 9]) is None


@pytest.mark.parametrize(
    ("stamp", "date"),
    [
        ("2023-06-05T23:01:00Z", "2023-06-06"),
        ("2023-12-05T23:01:00Z", "2023-12-05"),
        ("2019-10-23T05:12:44+01:00", "2019-10-23"),
        ("2024-02-08", "2024-02-08"),
        ("2024-02-08 07:00", "2024-02-08"),
        ("2024-02-30", None),
        ("8 February 2024", "2024-02-08"),
        ("yesterday", None),
    ],
)
def test_time_stamps(stamp: str, date: str | None) -> None:
    assert date_of_timestamp(stamp) == date


@pytest.mark.parametrize(
    ("lines", "outlet"),
    [
        (["Office praised", "By Una Frith, BBC News", STORY], "BBC News"),
        (["The Fell & District Gazette", "Office praised", STORY], "The Fell & District Gazette"),
        (["Office praised", STORY, "Source: Fell Online"], "Fell Online"),
        (["Office praised", STORY, "© 2024 The Foo Gazette"], "The Foo Gazette"),
        (["Fell FM News, Wednesday 4 October 2023", STORY], "Fell FM News"),
        (["Office praised", "By Una Frith, Local Democracy Reporter", STORY], None),
        (["Office praised", STORY, "© Foo Gazette 2024"], "Foo Gazette"),
        (["OFFICE PRAISED", "FOO GAZETTE", STORY], "FOO GAZETTE"),
        (["Office praised", STORY, "© 2024 Holder of the rights"], None),
        (["Office praised", "The Oakmere Gazette said that it was sorry.", STORY], None),
    ],
)
def test_outlets_of_plain_text(lines: list[str], outlet: str | None) -> None:
    assert text_outlet(lines) == outlet


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Office praised by its inspectors", STORY], "Office praised by its inspectors"),
        (["PRESS RELEASE", "14 March 2023", "Unit does well again", STORY], "Unit does well again"),
        (["By Una Frith", "Unit does well again", STORY], "Unit does well again"),
        (["Justice Monthly Review", "Unit does well again, and so it should", STORY],
         "Unit does well again, and so it should"),
        (["The Fell Gazette", "Unit does well again", STORY], "Unit does well again"),
        (["Title: Unit does well again", STORY], "Unit does well again"),
        (["# Unit does well again", "**Published: 3 May 2019**", STORY], "Unit does well again"),
        ([STORY, "Unit does well again"], None),
        ([], None),
    ],
)  # fmt: skip
def test_titles_of_plain_text(lines: list[str], title: str | None) -> None:
    assert text_title(lines) == title


def _page(head: str, body: str) -> tuple[str | None, str | None]:
    markup = (
        f"<html><head>{head}</head><body><h1>Unit praised</h1>{body}<p>{STORY}</p></body></html>"
    )
    root = parse_page(markup, "page")
    lines = visible_lines(root)
    return page_date(root, lines, 0), page_outlet(root, lines, 0)


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ("", "", (None, None)),
        ("<title>Unit praised | Fell Echo</title>", "", (None, "Fell Echo")),
        ("<title>Unit praised - Fell Echo</title>", "", (None, "Fell Echo")),
        ("<title>The Tea Urn: Unit praised</title>", "", (None, "The Tea Urn")),
        ("<title>Unit praised - and how it was done</title>", "", (None, None)),
        ("<title>Unit praised | News</title>", "", (None, None)),
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
            '"datePublished": "2020-01-02", "publisher": {"name": "Fell Echo"}}]}</script>',
            "",
            ("2020-01-02", "Fell Echo"),
        ),
        ('<script type="application/ld+json">{"broken": </script>', "", (None, None)),
        ('<meta name="dcterms.modified" content="2020-01-09">', "<p>8 May 2019</p>",
         ("2019-05-08", None)),
        ("", '<p><time datetime="2021-03-04">Thursday</time></p>', ("2021-03-04", None)),
        ("", "<footer>© 2024 Fell Newspapers</footer>", (None, None)),
    ],
)  # fmt: skip
def test_what_pages_say_of_themselves(
    head: str, body: str, expected: tuple[str | None, str | None]
) -> None:
    assert _page(head, body) == expected


@given(st.lists(st.text(max_size=80), max_size=8))
def test_any_lines(lines: list[str]) -> None:
    date_of_lines(lines)
    text_outlet(lines)
    text_title(lines)


@given(st.dates())
def test_every_day_is_read_back(day: object) -> None:
    found = date_of_timestamp(str(day))
    assert found in (str(day), None)
    assert found is not None or not "1900" <= str(day)[:4] <= "2099"

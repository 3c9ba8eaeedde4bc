"""Articles as extractions deliver them: title, outlet, date, furniture and sentences together."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.ingestion import read_article
from pipeline.segmentation import segment

FIRST = (
    "The Marlow probation unit has been rated ‘Inadequate’ by HM Inspectorate of Probation after "
    "an inspection in May."
)
SECOND = (
    "Inspectors found that risk assessments were missing from nine of the 30 files that they "
    "read, and staff were overstretched."
)


@pytest.mark.parametrize(
    ("lines", "title", "outlet", "date", "furniture"),
    [
        (
            [
                " date 2024-07-18 Watch more of our videos on ShotsTV.com",
                "",
                "Marlow staff raised the alarm",
                "",
            ],
            "Marlow staff raised the alarm",
            None,
            "2024-07-18",
            ["date 2024-07-18 Watch more of our videos on ShotsTV.com"],
        ),
        ([], None, None, None, []),
        (
            [
                "Marlow unit told to improve",
                "Published 3 May 2019",
                "By Jane Doe Local Democracy Reporter",
            ],
            "Marlow unit told to improve",
            None,
            "2019-05-03",
            [],
        ),
        (
            [
                "Marlow unit told to improve",
                "ADVERTISEMENT",
                "Share this article",
                "Image source, Getty Images",
            ],
            "Marlow unit told to improve",
            None,
            None,
            ["ADVERTISEMENT", "Share this article", "Image source, Getty Images"],
        ),
        (
            ["Marlow unit ‘chaotic’", "By Jane Doe", "BBC News", "5 March 2023", "Published"],
            "Marlow unit ‘chaotic’",
            "BBC News",
            "2023-03-05",
            ["Published"],
        ),
        (
            [
                "Home > News > Crime",
                "MARLOW UNIT TOLD TO IMPROVE",
                "MARLOW ADVERTISER",
                "03/05/2019",
            ],
            "MARLOW UNIT TOLD TO IMPROVE",
            "MARLOW ADVERTISER",
            "2019-05-03",
            ["Home > News > Crime"],
        ),
        (
            [
                "Is Marlow’s probation unit failing?",
                "Jane Doe, Local Democracy Reporting Service",
                "10:15, 4 JUN 2022",
                "UPDATED 11:00, 5 JUN 2022",
            ],
            "Is Marlow’s probation unit failing?",
            None,
            "2022-06-04",
            [],
        ),
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_stands_above_a_story(
    tmp_path: Path,
    lines: list[str],
    title: str | None,
    outlet: str | None,
    date: str | None,
    furniture: list[str],
    between: str,
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(between.join([*lines, FIRST, SECOND]), encoding="utf-8")
    article = read_article(path)
    assert (article.title, article.outlet, article.date) == (title, outlet, date)
    assert [span.text for span in article.furniture] == furniture
    sentences = [sentence.text for sentence in segment(article)]
    assert sentences == [*(line.strip() for line in lines if line), FIRST, SECOND]


def test_furniture_in_the_middle_of_a_story(tmp_path: Path) -> None:
    page = [
        "Sign up to our daily newsletter",
        "The i newsletter cut through the noise",
        "Read more: Swan stops traffic",
        "ADVERTISEMENT",
    ]
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join([FIRST, *page, SECOND]), encoding="utf-8")
    sentences = segment(read_article(path))
    assert [s.text for s in sentences if s.furniture] == page
    assert [s.text for s in sentences if not s.furniture] == [FIRST, SECOND]


def test_a_story_on_one_line_without_spaces_between_sentences(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "Staff overstretched" + FIRST + SECOND + "It ended in 2023.This is all.", "utf-8"
    )
    assert [sentence.text for sentence in segment(read_article(path))] == [
        "Staff overstretched",
        FIRST,
        SECOND,
        "It ended in 2023.",
        "This is all.",
    ]

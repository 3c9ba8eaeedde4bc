"""Days that only make sense beside the article."""

from __future__ import annotations

import pytest

from pipeline.briefs.article_day import without_article_day


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The unit was rated Good last Thursday.", "The unit was rated Good."),
        (
            "Inspectors rated it Good in a report published today.",
            "Inspectors rated it Good.",
        ),
        (
            "HMP Marlow was rated poor for safety, yesterday.",
            "HMP Marlow was rated poor for safety.",
        ),
        ("The region was criticised this week (Tuesday).", "The region was criticised."),
        ("The trust was rated Good on Friday.", "The trust was rated Good."),
    ],
)
def test_a_day_at_the_end_is_left_out(text: str, wanted: str) -> None:
    assert without_article_day(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Only two of the five courts sat on Good Friday.",
        "The chief inspector said the unit “must act today.”",
        "A report published today rates the unit Good.",
        "The unit was rated Good in 2019.",
        "Inspectors visited last month.",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert without_article_day(text) == text

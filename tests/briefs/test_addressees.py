from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document as read_word
from lxml import html
from rendering_samples import cite, detailed_brief, fact, full_brief, gazette, written

from pipeline.briefs.addressees import NO_ADDRESSEE, by_addressee
from pipeline.briefs.rendering import write_brief
from pipeline.schema import AddressedRecommendations, BriefStatement, Inspection

ONE = gazette()
INSPECTION: Inspection = full_brief()[0].inspection.model_copy(
    update={
        "addressed": tuple(
            AddressedRecommendations(addressee=name, number=fact(2, ONE, "six recommendations"))
            for name in ("the Probation Service", "the Home Office", "Kent (County) Council")
        )
    }
)


def statement(text: str) -> BriefStatement:
    return written(text, *cite(ONE, "six recommendations"))


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("The Home Office should pay for it.", "For the Home Office"),
        ("The report says that the Home Office must pay for it.", "For the Home Office"),
        ("“The Home Office needs to pay for it.”", "For the Home Office"),
        ("Inspectors urged the Home Office to pay for it.", "For the Home Office"),
        ("Kent (County) Council was told to find homes.", "For Kent (County) Council"),
        ("Within a month, Probation Service should act.", "For the Probation Service"),
    ],
)
def test_who_is_told_what_to_do_is_the_addressee(text: str, heading: str) -> None:
    told = statement(text)
    assert by_addressee((told,), INSPECTION) == ((heading, (told,)),)


@pytest.mark.parametrize(
    "text",
    [
        "The unit should write to the Home Office.",
        "Four of the six recommendations are for the Probation Service.",
        "The Probation Service and the Home Office should work together.",
        "Leaders should ask whether the Home Office must agree.",
        "Inspectors urged the police and the Home Office to pay for it.",
        "The Home Office should pay, and inspectors told the Probation Service to spend.",
        "The Home Office was told of the cells.",
    ],
)
def test_mere_mention_or_doubt_addresses_nobody(text: str) -> None:
    assert by_addressee((statement(text),), INSPECTION) == (("", (statement(text),)),)


def test_groups_follow_the_inspection_and_the_rest_comes_last() -> None:
    texts = (
        "Cells should be cleaned.",
        "The Home Office should pay.",
        "The Probation Service must hire.",
        "The Home Office must answer.",
    )
    clean, pay, hire, answer = map(statement, texts)
    assert by_addressee((clean, pay, hire, answer), INSPECTION) == (
        ("For the Probation Service", (hire,)),
        ("For the Home Office", (pay, answer)),
        (NO_ADDRESSEE, (clean,)),
    )


def test_no_recommendations_make_one_empty_group() -> None:
    assert by_addressee((), INSPECTION) == (("", ()),)


def test_groups_have_headings_in_every_format(tmp_path: Path) -> None:
    _, markdown, page, word, *_ = write_brief(*detailed_brief(), tmp_path, set())
    expected = ["For the Probation Service", NO_ADDRESSEE]
    lines = markdown.read_text(encoding="utf-8").splitlines()
    assert [line[4:] for line in lines if line.startswith("### ")][:2] == expected
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    assert tree.xpath("//section[h2[@id='recommendations']]/h3/text()") == expected
    third = [p.text for p in read_word(str(word)).paragraphs if p.style.name == "Heading 3"]
    assert third[:2] == expected

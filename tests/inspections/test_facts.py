"""Dates, numbers of recommendations, chief inspectors and names of units and inspectorates."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.inspections.dates import find_dates, read_today
from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

ARTICLE = """Report on Marlow PDU

HM Inspectorate of Probation has rated Marlow PDU Good. Inspectors said staff were kind.

{}"""


@pytest.mark.parametrize(
    ("text", "today", "values"),
    [
        ("on 12 March 2024", None, ["2024-03-12"]),
        ("on March 12th, 2024", None, ["2024-03-12"]),
        ("the 3rd of May 2019", None, ["2019-05-03"]),
        ("08/06/2023", None, ["2023-06-08"]),
        ("31 February 2024", None, []),
        ("in June", None, ["June"]),
        ("in June", "2024", ["June"]),
        ("in June", "2024-08", ["2024-06"]),
        ("in June", "2024-05-30", ["2023-06"]),
        ("on 30 December", "2024-01-04", ["2023-12-30"]),
        ("last month", "2024-01-04", ["2023-12"]),
        ("last summer", "2026-02-05", ["2025"]),
        ("May 2022", None, ["2022-05"]),
        ("staff may be late, and Mrs May left", "2024-08", []),
        ("yesterday", "2024-03-01", ["2024-02-29"]),
        ("yesterday", "2024-03", []),
        ("today", None, []),
        ("on Thursday", "2024-07-22", ["2024-07-18"]),
        ("on Monday", "2024-07-22", ["2024-07-22"]),
        ("from 4 to 15 September 2023", None, ["2023-09"]),
        ("the week of 3 July 2023", None, ["2023-07"]),
        ("EMBARGOED: 15 APRIL 2026", None, ["2026-04-15"]),
        ("in cell 2024a or on 99/99/2024", None, []),
    ],
)
def test_dates(text: str, today: str | None, values: list[str]) -> None:
    assert [date.value for date in find_dates(text, read_today(today))] == values


@pytest.mark.parametrize(
    ("sentence", "inspected"),
    [
        ("The unit was inspected in June 2023.", "2023-06"),
        ("Inspectors visited in June.", "2024-06"),
        ("The inspection took place between March and May.", "2024"),
        ("Inspectors visited in November.", "2023-11"),
        ("Fieldwork ran from 7 May to 16 May 2024.", "2024-05"),
        ("It was last inspected in June 2021.", None),
        ("A report published in June found good work.", None),
        ("Inspectors will return in June 2025.", None),
        ("Inspectors looked at staff hired since June 2023.", None),
        ("The head of the unit was appointed in June.", None),
    ],
)
def test_inspected(find: Find, sentence: str, inspected: str | None) -> None:
    (inspection,) = find(ARTICLE.format(sentence), "2024-07-18")
    assert inspection.value("inspected") == inspected


@pytest.mark.parametrize(
    ("sentence", "published"),
    [
        ("The report, published today, praised staff.", "2024-07-18"),
        ("The report was published on Tuesday.", "2024-07-16"),
        ("A report published on 12 July 2024 praised staff.", "2024-07-12"),
        ("Today’s report praised staff.", "2024-07-18"),
        ("The findings were made public yesterday.", "2024-07-17"),
        ("Its action plan was published on 12 July 2024.", None),
        ("A full report will be published in September.", None),
        ("On Tuesday a man was jailed.", None),
        ("Embargoed until 00.01, Thursday 18 July 2024", "2024-07-18"),
    ],
)
def test_published(find: Find, sentence: str, published: str | None) -> None:
    (inspection,) = find(ARTICLE.format(sentence), "2024-07-18")
    assert inspection.value("published") == published


def test_published_today_needs_the_articles_date(find: Find) -> None:
    (inspection,) = find(ARTICLE.format("The report, published today, praised staff."))
    assert inspection.value("published") is None


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("The report makes four recommendations.", 4),
        ("Inspectors made 12 key recommendations to the unit.", 12),
        ("Twenty-one recommendations are made.", 21),
        ("The report makes a single recommendation.", 1),
        ("Of the 61 recommendations, the sternest are for the governor.", 61),
        ("Two of the recommendations are for the region.", None),
        ("Three of its recommendations concern staff.", None),
        ("One recommendation is to hire more staff.", None),
        ("Six of the nine recommendations made in 2021 had been met.", None),
        ("Four inspectors spent five days there.", None),
    ],
)
def test_recommendations(find: Find, sentence: str, count: int | None) -> None:
    (inspection,) = find(ARTICLE.format(sentence), "2024-07-18")
    assert inspection.value("recommendations") == count


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Chief Inspector of Probation Ann Poe said it was good.", "Ann Poe"),
        ("Ann Poe, HM Chief Inspector of Probation, said it was good.", "Ann Poe"),
        ("His Majesty’s Chief Inspector of Probation, Dr Ann Poe, agreed.", "Ann Poe"),
        ("The chief inspector, Dame Ann Poe-Reyes, agreed.", "Dame Ann Poe-Reyes"),
        ("Chief inspector Ann Poe agreed. Dame Ann Poe left.", "Dame Ann Poe"),
        ("Ann O’Hara, the chief inspector of probation, agreed.", "Ann O’Hara"),
        ("Deputy chief inspector Ann Poe agreed.", None),
        ("Former Chief Inspector of Probation Ann Poe disagreed.", None),
        ("Lead inspector Ann Poe agreed.", None),
        ("Chief Inspector Ann Poe of Wessex Police agreed.", None),
        ("The chief inspector said that staff were kind.", None),
    ],
)
def test_chief_inspector(find: Find, sentence: str, name: str | None) -> None:
    (inspection,) = find(ARTICLE.format(sentence))
    assert inspection.value("chief_inspector") == name


@pytest.mark.parametrize(
    ("text", "unit", "kind"),
    [
        (
            "HM Inspectorate of Probation rated Marlow PDU Good.\n\nInspectors said the Marlow and Chiltern Probation Delivery Unit was kind.",
            "Marlow and Chiltern Probation Delivery Unit",
            "probation delivery unit",
        ),
        (
            "HMI Probation inspectors found that Wessex youth offending service was kind. It was rated Good.",
            "Wessex youth offending service",
            "youth offending service",
        ),
        (
            "HMI Probation inspectors said that probation services in Wessex and Kelmarsh were rated Good.",
            "probation services in Wessex and Kelmarsh",
            "probation service",
        ),
        (
            "HM Inspectorate of Prisons inspectors found HMP & YOI Gallow Hill was safe. The report praised Gallow Hill.\n\nInspectors said it was clean.",
            "HMP & YOI Gallow Hill",
            "prison",
        ),
        (
            "The CQC has rated Thistledown Nursing Home Inadequate. Inspectors found it dirty.",
            "Thistledown Nursing Home",
            "care home",
        ),
        (
            "Ofsted has rated St Bede’s Catholic Primary School Outstanding. Inspectors found it kind.",
            "St Bede’s Catholic Primary School",
            "school",
        ),
        (
            "HMICFRS inspectors graded Wessex Fire and Rescue Service. The report said it was slow.\n\nInspectors found gaps.",
            "Wessex Fire and Rescue Service",
            "fire and rescue service",
        ),
        (
            "Inspectors rated Isle of Foxley YOT Good. HM Inspectorate of Probation praised it.",
            "Isle of Foxley YOT",
            "youth offending team",
        ),
    ],
)
def test_unit(find: Find, text: str, unit: str, kind: str) -> None:
    (inspection,) = find(text)
    assert (inspection.value("unit"), inspection.value("unit_type")) == (unit, kind)


def test_inspectorate_in_its_fullest_form(find: Find) -> None:
    text = "HMI Probation rated Marlow PDU Good. The report by His Majesty’s Inspectorate of Probation praised it."
    (inspection,) = find(text)
    assert inspection.value("inspectorate") == "His Majesty’s Inspectorate of Probation"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (
            "HMI Probation inspectors found Wexley’s youth justice service kind. It was rated Good.",
            "Wexley youth justice service",
        ),
        ("Ofsted inspectors found St Ann’s School kind. It was rated Good.", "St Ann’s School"),
    ],
)
def test_owner_of_a_service_becomes_its_name(find: Find, text: str, unit: str) -> None:
    (inspection,) = find(text)
    assert inspection.value("unit") == unit

"""Whole articles, in the manner of the outlets that print them."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.inspections import find_inspections
from pipeline.schema import Inspection, InspectorateProfile, TaggedArticle

Find = Callable[..., tuple[Inspection, ...]]
Tag = Callable[..., TaggedArticle]


def values(inspection: Inspection) -> dict[str, Any]:
    return {field: fact.value for field, fact in inspection.facts.items()}


PRESS_RELEASE = """Embargoed until 00.01, Thursday 18 July 2024

Serious concerns about probation in Harrowdale

Harrowdale and Penmere Probation Delivery Unit (PDU) has been rated ‘Inadequate’ overall by His Majesty’s Inspectorate of Probation.

Chief Inspector of Probation Dr Oswin Tarrant said: “We were troubled by what we saw. Leaders did not know their own unit.”

Its work with the courts was rated ‘Good’, but leadership was rated ‘Inadequate’ and staffing ‘Requires improvement’.

Inspectors visited in April 2024 and looked at 42 cases. At the last inspection, in May 2021, the unit was rated ‘Good’.

The report makes seven recommendations, two of which are for the region."""


def test_press_release(find: Find) -> None:
    (inspection,) = find(PRESS_RELEASE, "2024-07-18")
    assert values(inspection) == {
        "unit": "Harrowdale and Penmere Probation Delivery Unit",
        "unit_type": "probation delivery unit",
        "inspectorate": "His Majesty’s Inspectorate of Probation",
        "overall_rating": "Inadequate",
        "previous_rating": "Good",
        "previous_date": "2021-05",
        "inspected": "2024-04",
        "published": "2024-07-18",
        "recommendations": 5,  # seven, less the region's two
        "chief_inspector": "Oswin Tarrant",
    }


def test_evidence_stands_where_it_says(find: Find) -> None:
    (inspection,) = find(PRESS_RELEASE, "2024-07-18")
    for fact in inspection.facts.values():
        for evidence in fact.evidence:
            assert PRESS_RELEASE[evidence.start_char : evidence.end_char] == evidence.text


def test_local_paper_with_a_defined_abbreviation(find: Find) -> None:
    (inspection,) = find(
        """Probation company told it must improve

Monday, 6th May 2019

A watchdog has criticised the firm that supervises thousands of offenders.

HM Inspectorate of Probation looked at Wexley, Tarnford, Ollershire and Denham Community Rehabilitation Company (WeTOD CRC) and found the work of some teams inadequate – the lowest available rating.

As a result, inspectors have given WeTOD CRC an overall rating of ‘Requires improvement’.

HM Chief Inspector of Probation Dame Petra Quayle said: “WeTOD CRC has good people.”

Probation services in Wexley and Tarnford have been told they require improvement.""",
        "2019-05-06",
    )
    found = values(inspection)
    assert found["unit"] == (
        "Wexley, Tarnford, Ollershire and Denham Community Rehabilitation Company"
    )
    assert found["unit_type"] == "community rehabilitation company"
    assert found["overall_rating"] == "Requires improvement"
    assert found["chief_inspector"] == "Dame Petra Quayle"
    assert found["inspectorate"] == "HM Inspectorate of Probation"
    assert "recommendations" not in found
    assert "published" not in found


def test_prison_has_no_overall_rating(find: Find) -> None:
    (inspection,) = find(
        """Inmates locked up for 22 hours a day

Published yesterday, the report by HM Inspectorate of Prisons on HMP Gallowmere paints a bleak picture.

Inspectors, who arrived unannounced in March, judged safety to be poor and respect not sufficiently good.

Charles Dunmore, HM Chief Inspector of Prisons, said: "Gallowmere has lost its way."

The report makes 14 recommendations.""",
        "2023-08-02",
    )
    assert values(inspection) == {
        "unit": "HMP Gallowmere",
        "unit_type": "prison",
        "inspectorate": "HM Inspectorate of Prisons",
        "inspected": "2023-03",
        "published": "2023-08-01",
        "recommendations": 14,
        "chief_inspector": "Charles Dunmore",
    }


def test_school_improves_from_one_grade_to_another(find: Find) -> None:
    (inspection,) = find(
        """Celebrations at village school

Staff and pupils at Thistledown Primary School are celebrating after it improved from 'Inadequate' to 'Good'.

Ofsted inspectors visited the school in November 2022 and said that pupils were happy. Early years provision was rated 'Outstanding'.""",
        "2023-01-20",
    )
    found = values(inspection)
    assert found["unit"] == "Thistledown Primary School"
    assert found["overall_rating"] == "Good"
    assert found["previous_rating"] == "Inadequate"
    assert found["inspected"] == "2022-11"


def test_two_units_each_with_an_outcome(find: Find) -> None:
    text = """Mixed fortunes for youth teams

Two youth justice services have been inspected by HM Inspectorate of Probation.

Marlow Youth Justice Service was rated 'Good'. Its staff knew children well.

Neighbouring Thame Youth Justice Service was rated 'Inadequate'. Managers there did not read files.

Both services had been short of staff, inspectors found."""
    first, second = find(text)
    assert (first.value("unit"), first.value("overall_rating")) == (
        "Marlow Youth Justice Service",
        "Good",
    )
    assert (second.value("unit"), second.value("overall_rating")) == (
        "Thame Youth Justice Service",
        "Inadequate",
    )
    assert first.sentences == {"a.txt": (0, 1, 2, 3, 6)}
    assert second.sentences == {"a.txt": (0, 1, 4, 5, 6)}


def test_region_named_only_by_its_services(find: Find) -> None:
    (inspection,) = find(
        """Probation services in Kelmarsh and Denby told they require improvement

HMI Probation inspectors said that the work was not good enough. The report says staff cared."""
    )
    assert inspection.value("unit") == "Probation services in Kelmarsh and Denby"
    assert inspection.value("overall_rating") == "Requires improvement"


@pytest.mark.parametrize(
    "text",
    [
        "Probation officers walk out\n\nNapo members at Marlow PDU went on strike on Monday over "
        "pay. The unit was last rated Good by HM Inspectorate of Probation in 2019.",
        "New head for prison\n\nHMP Gallowmere has a new governor, Ann Poe, who joins from HMP "
        "Thorncote. She will be at work when HM Inspectorate of Prisons visits next year.",
        "Man jailed for burglary\n\nA judge sentenced John Doe, 31, to four years. Marlow Crown "
        "Court heard that he had been on licence. Detective Chief Inspector Ann Poe praised "
        "residents.",
        "Inspectors to visit\n\nHM Inspectorate of Probation is to inspect Marlow Probation "
        "Delivery Unit next month, it announced. A report is due to be published in the spring.",
    ],
)
def test_no_outcome_is_no_inspection(find: Find, text: str) -> None:
    assert find(text, "2023-06-01") == ()


def test_without_profiles_nothing_is_found(tag: Tag) -> None:
    assert find_inspections(tag(PRESS_RELEASE), ()) == ()


WORDS = st.sampled_from(
    "Marlow PDU (PDU) 'Inadequate' rated was the unit of and Probation inspectors Inspectorate "
    'HM report 2024 May 12 yesterday makes four recommendations , . \n " ’ chief inspector '
    "Dame HMP CRC school Ofsted lowest grade from to".split(" ")
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.one_of(
        st.text(min_size=1).map("a".__add__),
        st.lists(WORDS, min_size=1, max_size=60).map(" ".join).map("a".__add__),
    ),
    date=st.sampled_from([None, "2024", "2024-02", "2024-02-29"]),
)
def test_any_text_is_read_without_an_error(
    profiles: tuple[InspectorateProfile, ...], tag: Tag, text: str, date: str | None
) -> None:
    for inspection in find_inspections(tag(text, date), profiles):
        for fact in inspection.facts.values():
            for evidence in fact.evidence:
                assert text[evidence.start_char : evidence.end_char] == evidence.text


@pytest.mark.parametrize(
    "unit", ["Marlow PDU and ", "A", "rated 'Good' ", "HMP ", "12 May to ", "a-", "\"'", ", The "]
)
def test_long_lines_are_read_in_time(find: Find, unit: str) -> None:
    find("HM Inspectorate of Probation rated Marlow PDU Good. " + unit * (300_000 // len(unit)))


def test_lists_of_many_names_are_read_in_time(find: Find) -> None:
    names = (f"Inspectors rated X{n}a{n * 7} PDU and Y{n} PDU Good." for n in range(400))
    find("HM Inspectorate of Probation has published its reports.\n" + "\n".join(names))


def test_a_service_told_as_one_of_many_is_not_its_name(
    find: Callable[..., tuple[Inspection, ...]],
) -> None:
    found = find(
        "Caseloads at London youth justice service ‘unsustainable’\n\n"
        "Practitioners at a London youth justice service have too many cases, inspectors say.\n\n"
        "Marlow youth justice service was rated requires improvement by HM Inspectorate of "
        "Probation. Marlow has lost half of its managers."
    )
    assert [one.value("unit") for one in found] == ["Marlow youth justice service"]

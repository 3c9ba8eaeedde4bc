"""What articles add to the facts: points, region, provider, people supervised, parts, addressees."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]

RATED = "HM Inspectorate of Probation has published a report on Harbridge PDU. The unit is rated ‘Good’, inspectors said.\n\n{}"
JAIL = "HM Inspectorate of Prisons has published a report on HMP Oakfold. The jail is not safe, inspectors said.\n\n{}"
DATE = "2024-11-14"


def detail(inspection: Inspection, field: str) -> str | int | None:
    fact = inspection.details.get(field)
    return fact.value if fact else None


def parts(inspection: Inspection) -> dict[str, str | int]:
    return {part.part: part.rating.value for part in inspection.parts}


@pytest.mark.parametrize(
    ("sentence", "score"),
    [
        ("The unit scored two out of a possible 21 points.", "2 out of 21"),
        ("It was marked 17 out of 36.", "17 out of 36"),
        ("Harbridge was given a score of 9/36.", "9 out of 36"),
        ("It came away with six points from 27.", "6 out of 27"),
        ("It scored 10 out of 21, up from one out of 27.", "10 out of 21"),
        ("When last inspected, in 2021, it scored three out of 27. This time it scored 10 out of 21.", "10 out of 21"),
        ("In 2021 the unit scored four points out of 36. On this occasion it scored 15.", "15 out of 36"),
        ("It was given a score of nought out of 21.", "0 out of 21"),
        ("It is rated ‘Good’, with a score of 23 out of 36, compared with 5 last time.", "23 out of 36"),
        ("It scored three out of a possible 36 in its first inspection under a new framework.", "3 out of 36"),
        ("It was visited again: it had scored three out of 27 at that first inspection.", None),
        ("In 2021 the unit scored four points out of 36.", None),
        ("Work was good enough in 31 out of 42 cases.", None),
        ("Inspectors found that 11 of 38 posts were vacant.", None),
        ("It scored 10 out of 21. It scored 12 out of 21.", None),
    ],
)  # fmt: skip
def test_score(find: Find, sentence: str, score: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert detail(inspection, "score") == score


def test_a_score_taken_from_two_sentences_cites_both(find: Find) -> None:
    text = RATED.format(
        "In 2021 the unit scored four points out of 36. On this occasion it scored 15."
    )
    (inspection,) = find(text, DATE)
    assert [item.text for item in inspection.details["score"].evidence] == [
        "15",
        "four points out of 36",
    ]


def test_each_unit_has_its_own_score(find: Find) -> None:
    text = (
        "Two units marked\n\nHM Inspectorate of Probation rated Harbridge PDU ‘Good’. It scored 15 out "
        "of 21.\n\nStoke PDU was rated ‘Inadequate’. It scored two out of 21."
    )
    assert [detail(one, "score") for one in find(text, DATE)] == ["15 out of 21", "2 out of 21"]


@pytest.mark.parametrize(
    ("sentence", "region"),
    [
        ("The PDU is one of five in the Southern Coast region.", "Southern Coast"),
        ("The regional probation director for London, Kwame Asante, said work was under way.", "London"),
        ("Ann Poe, North Wolds’ regional probation director, was pleased.", "North Wolds"),
        ("Vacancies are high in the region.", None),
        ("It is in the Southern Coast region, next to the East Mercia region.", None),
    ],
)  # fmt: skip
def test_region(find: Find, sentence: str, region: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert detail(inspection, "region") == region


@pytest.mark.parametrize(
    ("sentence", "provider"),
    [
        ("HMP Oakfold in Northshire, which is managed by Bastion Custodial, was visited in July.", "Bastion Custodial"),
        ("The prison is run by the private firm Halloran Justice.", "Halloran Justice"),
        ("Bastion-run HMP Oakfold is violent.", "Bastion"),
        ("Bastion Custodial, which runs HMP Oakfold, said it would hire more officers.", "Bastion Custodial"),
        ("It is owned by Bastion Custodial, which is based in Leeds.", "Bastion Custodial"),
        ("HMP Oakfold belongs to Bastion Custodial.", "Bastion Custodial"),
        ("The jail’s owner, Bastion Custodial, was fined.", "Bastion Custodial"),
        ("The jail, whose parent Bastion Custodial was fined, is violent.", "Bastion Custodial"),
        ("The jail, which is registered for 62 men, is run by Bastion Custodial.", "Bastion Custodial"),
        ("It is part of the Northshire Custodial Trust.", "Northshire Custodial Trust"),
        ("It is part of Operation Safety.", None),
        ("The jail’s owner, Kim Bellis, said: “I am sorry.”", None),
        ("A mentoring scheme run by St Giles Trust was praised.", None),
        ("Workshops at the prison are run by Timpson.", None),
    ],
)  # fmt: skip
def test_provider(find: Find, sentence: str, provider: str | None) -> None:
    (inspection,) = find(JAIL.format(sentence), DATE)
    assert detail(inspection, "provider") == provider


@pytest.mark.parametrize(
    ("sentence", "caseload"),
    [
        ("The unit supervises about 1,900 people in the community and in prison.", "about 1,900"),
        ("Harbridge PDU, which oversees 2,400 offenders, has three offices.", "2,400"),
        ("It had a caseload of 1,346 at that time.", "1,346"),
        (
            "The unit, which has offices in Stoke and Penmere, is responsible for 1,900 people.",
            "1,900",
        ),
        (
            "It supervises about 1,300 people, roughly two-thirds of them in the community.",
            "about 1,300",
        ),
        ("The unit has 61 staff and looks after 1,020 people.", "1,020"),
        ("It had 1,720 people on its caseload in March.", "1,720"),
        ("Its caseload in March was 1,930.", "1,930"),
        ("Some 260 of the 1,100 people that it supervises have unpaid work to do.", "1,100"),
        ("The unit holds up to 1,180 people.", None),
        ("The unit can supervise 1,180 people.", None),
        ("Some officers at the unit were responsible for more than 60 people.", None),
        ("Staff supervise 70 people each.", None),
        ("Inspectors looked at 42 cases.", None),
    ],
)
def test_caseload(find: Find, sentence: str, caseload: str | None) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert detail(inspection, "caseload") == caseload


@pytest.mark.parametrize(
    ("sentence", "rated"),
    [
        ("Leadership was rated as ‘Good’, and staffing and services as ‘Requires improvement’.", {"leadership": "Good", "staffing": "Requires improvement", "services": "Requires improvement"}),
        ("Inspectors rated leadership and services as ‘Good’.", {"leadership": "Good", "services": "Good"}),
        ("It was rated ‘Outstanding’ for its work with victims.", {"work with victims": "Outstanding"}),
        ("Resettlement policy and provision was separately rated ‘Requires improvement’.", {"resettlement policy and provision": "Requires improvement"}),
        ("Assessment and planning: both Good. Reviewing: Requires improvement.", {"assessment": "Good", "planning": "Good", "reviewing": "Requires improvement"}),
        ("Leadership\n\nInspectors rated this Outstanding.\n\nStaffing\n\nGood. Average caseloads are 44.", {"leadership": "Outstanding", "staffing": "Good"}),
        ("Court work was good and leadership inspired people.", {}),
        ("In 2019 leadership was rated ‘Inadequate’.", {}),
        ("Leadership should be rated ‘Outstanding’ next year.", {}),
        ("Staffing was rated ‘Good’. Later the report says staffing was rated ‘Inadequate’.", {}),
    ],
)  # fmt: skip
def test_parts(find: Find, sentence: str, rated: dict[str, str]) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert parts(inspection) == rated


@pytest.mark.parametrize(
    ("sentence", "rated"),
    [
        ("It was judged poor for safety and for purposeful activity.", {"safety": "Poor", "purposeful activity": "Poor"}),
        ("Outcomes for respect were rated not sufficiently good.", {"respect": "Not sufficiently good"}),
        ("It was given ‘good’ in two of the four healthy prison tests, respect and preparation for release.", {"respect": "Good", "preparation for release": "Good"}),
        ("Safety was ‘reasonably good’, as it was in 2019.", {"safety": "Reasonably good"}),
        ("Purposeful activity had slipped from ‘reasonably good’ to ‘not sufficiently good’.", {"purposeful activity": "Not sufficiently good"}),
    ],
)  # fmt: skip
def test_healthy_prison_tests(find: Find, sentence: str, rated: dict[str, str]) -> None:
    (inspection,) = find(JAIL.format(sentence), DATE)
    assert parts(inspection) == rated


def test_each_units_parts_stand_with_it(find: Find) -> None:
    text = (
        "Two units marked\n\nHM Inspectorate of Probation rated Harbridge PDU ‘Good’. Its leadership was "
        "rated ‘Outstanding’.\n\nStoke PDU was rated ‘Inadequate’. Its staffing was rated ‘Inadequate’."
    )
    assert [parts(one) for one in find(text, DATE)] == [
        {"leadership": "Outstanding"},
        {"staffing": "Inadequate"},
    ]


@pytest.mark.parametrize(
    ("sentence", "shares"),
    [
        ("There are eight recommendations. Seven are for the PDU and one is for the regional probation director.", {"the PDU": 7, "the regional probation director": 1}),
        ("It makes nine recommendations, five of them to the unit.", {"the unit": 5}),
        ("It makes 11 recommendations: six for the service, three for the council and two for the Ministry of Justice.", {"the service": 6, "the council": 3, "the Ministry of Justice": 2}),
        ("It makes 12 recommendations to HMPPS and the Ministry of Justice.", {}),
        ("Three of them visited the unit.", {}),
    ],
)  # fmt: skip
def test_recommendations_by_addressee(find: Find, sentence: str, shares: dict[str, int]) -> None:
    (inspection,) = find(RATED.format(sentence), DATE)
    assert {one.addressee: one.number.value for one in inspection.addressed} == shares


def test_whom_a_prison_holds_without_its_name(find: Find) -> None:
    (inspection,) = find(JAIL.format("There were 304 women there during the inspection."), DATE)
    assert detail(inspection, "caseload") == "304"


def test_a_councils_service_is_the_councils(find: Find) -> None:
    text = (
        "Fenholm Council’s Youth Justice Service has been rated ‘Good’ by HM Inspectorate of "
        "Probation, inspectors said."
    )
    (inspection,) = find(text, DATE)
    assert detail(inspection, "provider") == "Fenholm Council"


def test_parts_that_are_rated_as_others_were(find: Find) -> None:
    told = "Leadership was rated ‘Requires improvement’, as were staffing and court work."
    (inspection,) = find(RATED.format(told), DATE)
    assert parts(inspection) == dict.fromkeys(
        ("leadership", "staffing", "court work"), "Requires improvement"
    )

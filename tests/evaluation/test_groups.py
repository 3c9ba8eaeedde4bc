"""Kinds of outlets and inspections in a few groups."""

from __future__ import annotations

import pytest

from pipeline.evaluation.groups import inspectorate_group, outlet_group


@pytest.mark.parametrize(
    ("outlet", "group"),
    [
        ("inspectorate's press release with ENDS and notes to editors", "official and partisan"),
        ("trade magazine with headed sections", "specialist press and blogs"),
        ("prison or justice paper", "specialist press and blogs"),
        ("local radio station news page", "broadcasters"),
        ("local democracy reporter copy", "local press"),
        ("weekly local newspaper", "local press"),
        ("news agency copy", "national press and agencies"),
        ("parish magazine", "other outlets"),
    ],
)
def test_outlets(outlet: str, group: str) -> None:
    assert outlet_group(outlet).startswith(group)


@pytest.mark.parametrize(
    ("subject", "group"),
    [
        ("probation delivery unit", "HMI Probation"),
        ("youth justice service", "HMI Probation"),
        ("THEMATIC/NATIONAL about: prison (HM Inspectorate of Prisons)", "HMI Prisons"),
        ("police force (HMICFRS; graded areas)", "HMICFRS"),
        ("school or college (Ofsted)", "Ofsted"),
        ("hospital trust (CQC)", "CQC"),
        ("NO INSPECTION: prison escape", "no inspection"),
        ("lighthouse", "other inspectorates"),
    ],
)
def test_inspectorates(subject: str, group: str) -> None:
    assert inspectorate_group(subject) == group

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.inspections.find import is_no_unit
from pipeline.inspections.profile import ReadyProfile
from pipeline.schema import InspectorateProfile


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Safety", True),
        ("purposeful activity", True),
        ("Reasonably good", True),
        ("HMP Harrowdale", False),
    ],
)
def test_a_part_of_a_service_and_a_grade_are_no_units(
    profiles: Sequence[InspectorateProfile], name: str, expected: bool
) -> None:
    prisons = next(p for p in profiles if "Prisons" in p.name)
    assert is_no_unit(name, ReadyProfile(prisons)) is expected

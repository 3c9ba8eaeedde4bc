from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.inspections.find import is_part
from pipeline.inspections.profile import ReadyProfile
from pipeline.schema import InspectorateProfile


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Safety", True), ("purposeful activity", True), ("HMP Harrowdale", False)],
)
def test_a_part_of_a_service_is_no_unit(
    profiles: Sequence[InspectorateProfile], name: str, expected: bool
) -> None:
    prisons = next(p for p in profiles if "Prisons" in p.name)
    assert is_part(name, ReadyProfile(prisons)) is expected

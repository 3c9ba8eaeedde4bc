"""What is told of a run's progress where no bar is shown."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from pipeline.terminal import Milestones


def told(total: int, times: Iterable[float], counts: Iterable[int]) -> list[str]:
    """What is told of a stage whose parts are done at some seconds after its beginning."""
    clock = [0.0]
    milestones = Milestones(lambda: clock[0])
    milestones.begin("tagging", total)
    lines = []
    for moment, count in zip(times, counts, strict=True):
        clock[0] = moment
        lines.append(milestones.advance(count))
    return [line for line in lines if line]


@pytest.mark.parametrize(
    ("total", "times", "counts", "expected"),
    [
        (50, (6, 12), (4, 1), ["tagging: 5 of 50 (10 %)"]),
        (50, (1, 4, 9), (10, 10, 10), ["tagging: 30 of 50 (60 %)"]),
        (50, (6, 12, 18), (5, 5, 40), ["tagging: 5 of 50 (10 %)", "tagging: 10 of 50 (20 %)"]),
        (1000, (30, 61, 62), (1, 1, 1), ["tagging: 2 of 1000 (0 %)"]),
        (0, (30, 60, 61), (64, 64, 64), ["tagging: 128"]),
    ],
    ids=["a tenth", "not too often", "the end is not told", "a minute", "without a total"],
)
def test_a_stage_is_told_of_by_the_tenth_or_the_minute(
    total: int, times: tuple[int, ...], counts: tuple[int, ...], expected: list[str]
) -> None:
    assert told(total, times, counts) == expected

"""A run that is killed with SIGKILL and started again ends as an undisturbed one."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.batch.projects import PLACES, content, make_project

PROGRAM = Path(__file__).with_name("killed.py")
MOMENTS = 50
KILLED = -9
SEED = "INSPECTION_BRIEFS_KILL_SEED"
"""Names the environment variable that has the same moments drawn again."""


@pytest.fixture(scope="module")
def settings(
    tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path, tiny_writer: Path
) -> Path:
    return make_project(tmp_path_factory.mktemp("killed"), tiny_encoder, tiny_writer)


def run(settings: Path, seed: int) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(settings), str(seed), str(MOMENTS)],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": "1700000000",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_at_fifty_random_moments(settings: Path) -> None:
    seed = int(os.environ.get(SEED, random.randrange(10**6)))
    sys.stdout.write(f"{SEED}={seed}\n")  # pytest shows it where the test fails
    undisturbed, *cases = run(settings, seed)
    assert undisturbed["ends"] == [1]
    expected = content_of(settings, undisturbed)
    assert len(expected["briefs"]) >= len(PLACES)
    assert len(expected["rejections"]) == 1
    assert len(cases) == MOMENTS
    for case in cases:
        *killed, last = case["ends"]
        assert set(killed) == {KILLED}, case
        assert last in (0, 1), case
        found = content_of(settings, case)
        for part in expected.keys() | found.keys():
            assert found.get(part) == expected.get(part), (case, part)


def content_of(settings: Path, case: dict[str, Any]) -> dict[str, Any]:
    output = settings.parent / case["name"]
    return content(output.with_name(f"{output.name}.sqlite"), output)

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
import yaml

from tests.batch.projects import PLACES, content, make_project, save_tagger
from tests.postgres import Server

PROGRAM = Path(__file__).with_name("killed.py")
MOMENTS = 50
FEWER_MOMENTS = 10
KILLED = -9
SEED = "INSPECTION_BRIEFS_KILL_SEED"
"""Names the environment variable that has the same moments drawn again."""
STORE = "sqlite:///{folder}/NAME.sqlite"


@pytest.fixture
def settings(tmp_path: Path, tiny_encoder: Path, tiny_writer: Path) -> Path:
    made = make_project(tmp_path, tiny_encoder, tiny_writer)
    change(made, storage={"when_busy": "wait"})  # for the server of a killed process to notice
    return made


def change(settings: Path, **sections: dict[str, Any]) -> None:
    values = yaml.safe_load(settings.read_text())
    for section, changed in sections.items():
        values[section] |= changed
    settings.write_text(yaml.safe_dump(values))


def run(settings: Path, url: str, count: int, *arguments: str) -> list[dict[str, Any]]:
    """The undisturbed case, then those that were killed."""
    seed = os.environ.get(SEED, str(random.randrange(10**6)))
    sys.stdout.write(f"{SEED}={seed}\n")  # pytest shows it where the test fails
    call = [sys.executable, str(PROGRAM), str(settings), "--url", url, "--seed", seed]
    done = subprocess.run(
        [*call, "--count", str(count), *arguments],
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
    cases = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(cases) == 1 + count
    return cases


def check(settings: Path, url: str, cases: list[dict[str, Any]]) -> dict[str, Any]:
    """Each killed case ended as the undisturbed one; what that holds."""
    expected: dict[str, Any] = {}
    for case in cases:
        *killed, last = case["ends"]
        assert set(killed) <= {KILLED}, case
        assert last in (0, 1), case
        found = content(url.replace("NAME", case["name"]), settings.parent / case["name"])
        expected = expected or found
        for part in expected.keys() | found.keys():
            assert found.get(part) == expected.get(part), (case, part)
    assert len(expected["inspections"]) == len(PLACES)
    assert len(expected["rejections"]) == 1
    return expected


def test_killed_at_fifty_random_moments(settings: Path) -> None:
    url = STORE.format(folder=settings.parent)
    cases = run(settings, url, MOMENTS)
    assert all(case["ends"][0] == KILLED for case in cases[1:])
    check(settings, url, cases)


def test_killed_while_a_new_tagger_goes_over_everything(settings: Path, tiny_encoder: Path) -> None:
    url = STORE.format(folder=settings.parent)
    (before,) = run(settings, url.replace("NAME", "before"), 0)
    (settings.parent / "undisturbed").rename(settings.parent / "before")
    save_tagger(settings.parent / "other", tiny_encoder, threshold=0.577)
    change(settings, models={"tagger": str(settings.parent / "other")})
    cases = run(settings, url, FEWER_MOMENTS, "--start", "before", "--retag")
    expected = check(settings, url, cases)
    assert before["ends"] == [1]
    assert len(expected["briefs"]) == 2 * len(PLACES)


def test_killed_over_postgresql(settings: Path, postgres_server: Server) -> None:
    names = ["undisturbed", *(f"killed_{number}" for number in range(FEWER_MOMENTS))]
    for name in names:
        url = postgres_server.new_database(name).replace(name, "NAME")
    check(settings, url, run(settings, url, FEWER_MOMENTS))

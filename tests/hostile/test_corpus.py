"""Every case ends as it should, does no harm, and takes neither long nor much memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import project_folder
from tests.hostile.corpus import CASES
from tests.hostile.harmless import check_outputs, check_shown
from tests.hostile.making import ARTICLE, BRIEF, Case

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="limits and forks are those of Linux"
)


@pytest.fixture(scope="session")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    done = subprocess.run(
        [sys.executable, "-m", "tests.hostile.chain", str(root)],
        cwd=project_folder(),
        env={**os.environ, "PYTHONPATH": str(project_folder()), "OMP_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root


@pytest.mark.parametrize(("place", "name"), list(enumerate(CASES)), ids=list(CASES))
def test_a_case_ends_in_order_and_without_harm(place: int, name: str, worked_on: Path) -> None:
    folder, case = worked_on / str(place), CASES[name]
    end = json.loads((folder / "end.json").read_text("utf-8"))
    assert "error" not in end, end["error"]
    check_end(case, end)
    check_outputs(folder)
    check_shown(end["shown"].replace("\t", " "))


def check_end(case: Case, end: dict[str, Any]) -> None:
    if case.end == BRIEF:
        assert end["briefs"]
    elif case.end == ARTICLE:
        assert end["read"] or end["reasons"]
    else:
        assert (end["reasons"], end["briefs"]) == ([case.end], [])
    assert set(end["briefs"]) <= {case.rating, None}


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert len(CASES) >= 60

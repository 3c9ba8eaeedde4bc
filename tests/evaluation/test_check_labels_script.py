"""The labelled corpus itself is in order."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check_labels.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": ""},
    )


@pytest.mark.model
def test_the_corpus_is_in_order() -> None:
    done = check()
    assert done.returncode == 0, done.stdout[-3000:]
    assert "no problems" in done.stdout


def test_missing_labels_are_a_problem(tmp_path: Path) -> None:
    done = check("--labels", str(tmp_path))
    assert done.returncode == 1
    assert "Cannot read the labels" in done.stdout
    assert "1 problems" in done.stdout

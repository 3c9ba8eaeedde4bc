"""Floors: what falls short of them, and that they do not fall unasked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.config import project_folder
from pipeline.errors import UsageError
from pipeline.evaluation.floors import Floors, raised, read_floors, shortfalls, write_floors

ROOT = project_folder()


def floors(finding: float, quote: float = 0.9, data: str = "00") -> Floors:
    figures = {"finding": finding, "quote": quote}
    return Floors(data={"sentences.jsonl": data}, model="abc", figures=figures)


def test_a_figure_below_its_floor_is_named() -> None:
    assert shortfalls(floors=floors(0.8), found=floors(0.8)) == []
    assert shortfalls(floors=floors(0.8), found=floors(0.796)) == []
    (problem,) = shortfalls(floors=floors(0.8), found=floors(0.79))
    assert problem.startswith("finding is 0.7900, expected at least 0.8000.")


def test_floors_of_other_data_say_nothing() -> None:
    (problem,) = shortfalls(floors=floors(0.8), found=floors(0.9, data="01"))
    assert "The data changed since the floors were measured: sentences.jsonl" in problem


def test_floors_rise_and_fall_only_when_allowed() -> None:
    assert raised(floors=None, found=floors(0.7), allow_lower=False) == floors(0.7)
    assert raised(floors=floors(0.8), found=floors(0.9), allow_lower=False) == floors(0.9)
    with pytest.raises(UsageError, match=r"finding 0\.8000 → 0\.7900.*--allow-lower"):
        raised(floors=floors(0.8), found=floors(0.79), allow_lower=False)
    assert raised(floors=floors(0.8), found=floors(0.79), allow_lower=True) == floors(0.79)


def test_they_are_read_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    write_floors(path, floors(0.8))
    assert read_floors(path) == floors(0.8)
    with pytest.raises(UsageError, match="Make them with check_floors"):
        read_floors(tmp_path / "none.json")


@pytest.mark.model
def test_the_trained_tagger_is_no_worse_than_its_floors() -> None:
    if not (ROOT / "models" / "base" / "all-MiniLM-L6-v2" / "model.safetensors").is_file():
        pytest.skip("no base weights: run `make setup`")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "check_floors.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": "", "HF_HUB_OFFLINE": "1"},
    )
    assert done.returncode == 0, done.stderr[-3000:]

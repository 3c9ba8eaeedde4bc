"""The command over bad files, with the trained models (minutes on a CPU)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import cli
from tests.hostile.corpus import CASES
from tests.hostile.harmless import check_outputs, check_shown
from tests.hostile.making import BRIEF
from tests.test_models import needs_both

CHOSEN = (
    "script",
    "formula as a file",
    "codes as a file",
    "order: ignore",
    "null bytes",
    "pdf encrypted",
    "word bomb",
    "pipe",
    "deep page",
)


@pytest.mark.model
@needs_both
def test_bad_files_are_refused_and_the_others_get_briefs(tmp_path: Path) -> None:
    for name in CHOSEN:
        folder = tmp_path / "in" / name.replace(" ", "-").replace(":", "")
        folder.mkdir(parents=True)
        CASES[name].fill(folder)
    output = tmp_path / "out"
    done = CliRunner().invoke(cli.app, ["brief", str(tmp_path / "in"), "--output", str(output)])
    assert done.exit_code == 1, done.stderr
    for name in CHOSEN:
        if CASES[name].end != BRIEF:
            assert f": {CASES[name].end}: " in done.stderr
    briefs = [json.loads(path.read_text("utf-8")) for path in output.glob("*.json")]
    assert briefs
    assert {brief["inspection"]["overall_rating"] for brief in briefs} <= {"Requires improvement"}
    check_outputs(tmp_path)
    check_shown(done.stderr)
    check_shown(done.stdout)

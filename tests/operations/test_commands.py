"""The commands that look after the batch, through the command line."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli, terminal
from pipeline.config import project_folder
from pipeline.operations.schedule import LOG


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def logging_as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    logger = logging.getLogger("pipeline")
    before = logger.handlers[:], logger.level, logger.propagate
    monkeypatch.setattr(terminal, "_logged", False)
    yield
    logger.handlers[:], logger.level, logger.propagate = before


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A batch over one folder, which holds an empty file."""
    sources = tmp_path / "articles"
    sources.mkdir()
    (sources / "empty.txt").touch()
    path = tmp_path / "my batch.yaml"
    path.write_text(
        f"batch: {{sources: ['{sources}'], output: '{tmp_path / 'out'}'}}\n"
        f"storage: {{url: 'sqlite:///{tmp_path / 'data' / 'store.sqlite'}'}}\n"
    )
    return path


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A Python beside which the command lies."""
    program = tmp_path / "bin" / "inspection-briefs"
    program.parent.mkdir()
    program.touch(mode=0o755)
    monkeypatch.setattr(sys, "executable", str(program.with_name("python")))
    return program


def test_the_schedule_names_this_configuration(installed: Path, config: Path) -> None:
    done = call("schedule", "--every", "6h", "--config", config)
    assert done.exit_code == 0
    words = f'"{installed}" "run" "--log-format" "json" "--config" "{config}"'
    assert f"ExecStart={words}" in done.stdout
    written = (config.parent / "out", config.parent / "data", project_folder() / LOG)
    assert f"ReadWritePaths={' '.join(f'{chr(34)}-{path}{chr(34)}' for path in written)}" in (
        done.stdout
    )
    assert "OnUnitInactiveSec=21600s" in done.stdout
    assert f"\n0 */6 * * * cd {project_folder()} && flock" in done.stdout
    assert done.stderr == ""


def test_what_cron_cannot_say_does_not_hinder_systemd(installed: Path, config: Path) -> None:
    done = call("schedule", "--every", "7h", "--config", config)
    assert done.exit_code == 0
    assert "OnUnitInactiveSec=25200s" in done.stdout
    assert "# cron cannot run every 25200 seconds" in done.stdout


def test_the_units_are_written_to_a_folder(installed: Path, config: Path, tmp_path: Path) -> None:
    units = tmp_path / "units"
    done = call("schedule", "--at", "06:30", "--config", config, "--output", units)
    assert done.exit_code == 0
    assert sorted(path.name for path in units.iterdir()) == [
        "inspection-briefs.service",
        "inspection-briefs.timer",
    ]
    assert "06:30:00" in (units / "inspection-briefs.timer").read_text()


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["schedule", "--every", "1h", "--at", "06:30"], "expected one of --every and --at"),
        (["schedule", "--at", "25:00"], "hours and minutes such as 06:30"),
        (["run", "--every", "1h"], "Found --every without --watch"),
        (["run", "--watch", "--every", "soon"], "expected a number with a unit"),
        (["run", "--log-format", "xml"], "Invalid value for '--log-format'"),
    ],
)
def test_wrong_usage_ends_with_2(installed: Path, arguments: list[str], expected: str) -> None:
    done = call(*arguments)
    assert done.exit_code == 2
    assert expected in " ".join(done.stderr.split())


def test_a_schedule_needs_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    done = call("schedule")
    assert done.exit_code == 2
    assert "expected the command beside Python" in done.stderr


def test_the_doctor_names_problems_and_ends_with_1(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + f"models: {{tagger: '{tmp_path / 'none'}'}}\n")
    done = call("doctor", "--config", config)
    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert any(line.startswith("problem trained model: tagger: No model in") for line in lines)
    assert any(line.startswith("ok      inspectorates: ") for line in lines)


def test_the_doctor_speaks_json(config: Path) -> None:
    config.write_text("nonsense: 1\n")
    done = call("doctor", "--json", "--config", config)
    assert done.exit_code == 1
    (row,) = json.loads(done.stdout)
    assert (row["check"], row["ok"]) == ("configuration", False)
    assert "nonsense: no such setting" in row["message"]


def batch(config: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the batch in a process of its own; no model is reached, since nothing is readable."""
    command = [sys.executable, "-m", "pipeline.cli", "run", "--config", str(config), *options]
    environment = os.environ | {"PYTHONPATH": str(project_folder())}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_run_logs_json_lines_alone_and_leaves_a_report(config: Path) -> None:
    done = batch(config, "--log-format", "json")
    assert done.returncode == 3, done.stderr
    records = [json.loads(line) for line in done.stderr.splitlines()]
    assert (records[0]["message"], records[0]["stage"]) == ("reading", "reading")
    found = {(record["level"], record["message"]) for record in records}
    assert ("error", "Nothing could be done.") in found
    assert any(level == "warning" and "empty.txt: empty:" in text for level, text in found)
    content = json.loads((config.parent / "out" / "run-report.json").read_text())
    assert content["rejected_by_reason"] == {"empty": 1}
    assert content["exit_status"] == 3
    assert content["stages"][0]["name"] == "reading"
    assert (config.parent / "out" / "run-report.html").is_file()


def test_a_run_over_nothing_is_done(config: Path) -> None:
    (config.parent / "articles" / "empty.txt").unlink()
    done = batch(config)
    assert done.returncode == 0, done.stderr
    assert "Nothing new came in." in done.stderr
    assert (config.parent / "out" / "run-report.html").is_file()

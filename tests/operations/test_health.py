from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.artifacts import sha256_of
from pipeline.config import Settings, load_settings, project_folder
from pipeline.operations.health import check_health
from pipeline.operations.mail import PASSWORD_VARIABLE, USER_VARIABLE

TRAINED = project_folder() / "models"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with everything that a run needs, its base weights a few bytes long."""
    shutil.copytree(project_folder() / "configs" / "inspectorates", tmp_path / "inspectorates")
    for kind in ("tagger", "writer"):
        shutil.copytree(TRAINED / kind, tmp_path / kind)
    lines = []
    for role in ("encoder", "writer"):
        weights = tmp_path / "base" / role / "weights.bin"
        weights.parent.mkdir(parents=True)
        weights.write_bytes(role.encode())
        lines.append(
            f"{role}: {{folder: {role}, files: {{weights.bin: {sha256_of(weights)}}}, "
            "package: none==1, package_path: none, hub: none/none, revision: none}\n"
        )
    (tmp_path / "base_weights.yaml").write_text("".join(lines))
    (tmp_path / "articles").mkdir()
    return tmp_path


def settings_of(project: Path, extra: str = "") -> Settings:
    config = project / "mine.yaml"
    config.write_text(
        "models: {tagger: tagger, writer: writer, base: base, base_weights: base_weights.yaml}\n"
        "inspectorates: {folder: inspectorates}\n"
        "batch: {sources: [articles], output: out/briefs}\n" + extra
    )
    return load_settings(config)


def problems(project: Path, extra: str = "", environment: Mapping[str, str] = {}) -> dict[str, str]:
    checks = check_health(settings_of(project, extra), project, environment)
    return {check.name: check.message for check in checks if not check.passed}


def test_a_whole_project_has_no_problems(project: Path) -> None:
    checks = list(check_health(settings_of(project), project, {}))
    assert [check for check in checks if not check.passed] == []
    found = {check.name: check.message for check in checks}
    assert "HM Inspectorate of Probation" in found["inspectorates"]
    assert found["output folder"].endswith("out/briefs (will be made)")
    assert found["mail"] == "off"
    assert not (project / "out").exists()
    assert list(project.rglob("tmp*")) == []


def test_every_problem_is_found_in_one_pass_with_a_remedy(project: Path) -> None:
    (project / "tagger" / "manifest.json").unlink()
    (project / "base" / "encoder" / "weights.bin").write_bytes(b"altered")
    (project / "base" / "writer" / "weights.bin").unlink()
    (project / "articles").rmdir()
    (project / "out").mkdir()
    (project / "out" / "briefs").touch()
    shutil.rmtree(project / "inspectorates")
    found = problems(project)
    assert "Train one (`make train`)" in found["trained model: tagger"]
    assert "Delete" in found["base weights: encoder"]
    assert "Run `make setup`" in found["base weights: writer"]
    assert "Correct batch.sources" in found["source: articles"]
    assert "Correct batch.output" in found["output folder"]
    assert "Correct inspectorates.folder" in found["inspectorates"]


def test_a_model_that_was_altered_is_a_problem(project: Path) -> None:
    next((project / "writer").glob("*.safetensors")).write_bytes(b"altered")
    assert "was altered" in problems(project)["trained model: writer"]


def test_a_folder_without_permission_is_a_problem(project: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere; run the tests as another account")
    (project / "out").mkdir(mode=0o500)
    assert "cannot be written" in problems(project)["output folder"]


MAIL = "notifications: {mail: {to: [desk@example.org], security: none}}\n"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({USER_VARIABLE: "u"}, "expected both or neither"),
        ({USER_VARIABLE: "u", PASSWORD_VARIABLE: "s3cret"}, "the connection is not encrypted"),
    ],
)
def test_mail_that_could_not_log_in_is_a_problem(
    project: Path, environment: dict[str, str], expected: str
) -> None:
    message = problems(project, MAIL, environment)["mail"]
    assert expected in message
    assert "s3cret" not in message


def test_too_little_room_is_a_problem(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.operations.health.LEAST_FREE_BYTES", 10**18)
    assert "Make room." in problems(project)["disk space"]

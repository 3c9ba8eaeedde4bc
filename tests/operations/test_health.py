from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline.artifacts import sha256_of
from pipeline.config import Settings, load_settings, project_folder
from pipeline.operations.health import check_health
from pipeline.operations.mail import PASSWORD_VARIABLE, USER_VARIABLE
from pipeline.storage import open_store
from pipeline.storage.migrations import MIGRATIONS

TRAINED = project_folder() / "models"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with everything that a run needs, its base weights a few bytes long."""
    shutil.copytree(project_folder() / "configs" / "inspectorates", tmp_path / "inspectorates")
    for kind in ("tagger", "writer", "support"):
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
        "models: {tagger: tagger, writer: writer, support: support, base: base,\n"
        "  base_weights: base_weights.yaml}\n"
        "inspectorates: {folder: inspectorates}\n"
        "batch: {sources: [articles], output: out/briefs}\n"
        "storage: {url: 'sqlite:///data/store.sqlite'}\n" + extra
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
    assert found["store"] == f"{project / 'data' / 'store.sqlite'} (will be made)"
    assert not (project / "out").exists()
    assert not (project / "data").exists()
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
    monkeypatch.setattr("pipeline.operations.folders.LEAST_FREE_BYTES", 10**18)
    assert "Make room." in problems(project)["disk space"]


@pytest.fixture
def store(project: Path) -> Path:
    open_store("sqlite:///data/store.sqlite", project).close()
    return project / "data" / "store.sqlite"


def found_of(project: Path) -> dict[str, str]:
    checks = check_health(settings_of(project), project, {})
    return {check.name: check.message for check in checks if check.name.startswith("store")}


def test_a_whole_store_has_no_problems(project: Path, store: Path) -> None:
    assert problems(project) == {}
    found = found_of(project)
    assert found["store"] == f"{store}, version {len(MIGRATIONS)}"
    assert found["store: integrity"] == "every page and every reference is whole"
    assert found["store: journal"] == "wal"
    assert found["store: lock"] == "free"
    assert not store.with_name("store.sqlite.lock").exists()


def test_a_store_of_an_earlier_version_is_migrated_by_the_next_run_alone(
    project: Path, store: Path
) -> None:
    with sqlite3.connect(store) as raw:
        raw.execute("DELETE FROM migrations WHERE version > 1")
    for _ in range(2):
        assert f"version 1 of {len(MIGRATIONS)}; the next run" in found_of(project)["store"]


def test_a_store_of_a_newer_version_is_a_problem(project: Path, store: Path) -> None:
    with sqlite3.connect(store) as raw:
        later = (len(MIGRATIONS) + 1, "from tomorrow")
        raw.execute("INSERT INTO migrations VALUES (?, ?)", later)
    assert "Update this one" in problems(project)["store"]


def test_a_run_at_work_is_told(project: Path, store: Path) -> None:
    held = open_store("sqlite:///data/store.sqlite", project)
    with held.lock(lambda: None, wait=False):
        assert found_of(project)["store: lock"] == "held by a run at work; another one waits for it"
    held.close()
    assert found_of(project)["store: lock"] == "free"


def test_a_store_with_a_broken_reference_is_a_problem(project: Path, store: Path) -> None:
    with sqlite3.connect(store) as raw:
        raw.execute("INSERT INTO quotations VALUES (7, 0, 0, 1, '[0]', NULL, 1)")
    message = problems(project)["store: integrity"]
    assert "row 1 of quotations refers to no row of articles" in message
    assert "Restore a copy" in message


def test_a_damaged_page_is_a_problem(project: Path, store: Path) -> None:
    with sqlite3.connect(store) as raw:
        raw.execute("PRAGMA journal_mode = DELETE")
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'links_by_article'"
        ).fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with store.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)
    found = {name: text for name, text in problems(project).items() if name.startswith("store")}
    assert len(found) == 1
    assert "estore a copy" in found.popitem()[1]


def test_what_is_no_database_is_a_problem(project: Path, store: Path) -> None:
    store.write_text("This is no database. " * 500)
    assert "Restore a copy, or move the file away" in problems(project)["store"]


def test_a_store_in_a_file_for_a_folder_is_a_problem(project: Path) -> None:
    (project / "data").touch()
    assert "Correct storage.url" in problems(project)["store: folder"]

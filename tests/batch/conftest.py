"""A project of tiny models, and batches of its own for each test that run the real command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from pipeline import cli
from tests.batch.projects import content, make_project
from tests.ingestion.conftest import Site, site

__all__ = ["Batch", "Site", "site"]


@dataclass(frozen=True)
class Batch:
    """Sources, store and output of a test, over the models of the shared project.

    Attributes:
        folder: holds ``in``, ``out`` and ``store.sqlite``.
        settings: its settings file.
    """

    folder: Path
    settings: Path

    @property
    def store(self) -> Path:
        return self.folder / "store.sqlite"

    @property
    def url(self) -> str:
        return str(yaml.safe_load(self.settings.read_text())["storage"]["url"])

    @property
    def output(self) -> Path:
        return self.folder / "out"

    def set(self, **sections: dict[str, Any]) -> None:
        """Change settings, by section."""
        values = yaml.safe_load(self.settings.read_text())
        for section, changed in sections.items():
            values[section] = values.get(section, {}) | changed
        self.settings.write_text(yaml.safe_dump(values))

    def run(self, *arguments: str) -> Result:
        """Run the command; the report that it leaves has its exit status."""
        report = self.output / "run-report.json"
        before = report.stat().st_mtime_ns if report.exists() else None
        call = ["run", "--config", str(self.settings), *arguments]
        done = CliRunner().invoke(cli.app, call)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        if report.exists() and report.stat().st_mtime_ns != before:
            assert json.loads(report.read_text())["exit_status"] == done.exit_code
        return done

    def content(self) -> dict[str, Any]:
        """What two runs are compared by."""
        return content(self.url, self.output)

    def told(self, done: Result) -> str:
        """What a run said on standard error, on one line."""
        return " ".join(done.stderr.split())


@pytest.fixture(scope="session")
def project(
    tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path, tiny_writer: Path
) -> Path:
    """The settings of a project of tiny models."""
    return make_project(tmp_path_factory.mktemp("project"), tiny_encoder, tiny_writer)


@pytest.fixture
def make_batch(project: Path, tmp_path: Path) -> Callable[..., Batch]:
    def make(name: str = "batch", sources: Sequence[Any] | None = None) -> Batch:
        folder = tmp_path / name
        shutil.copytree(project.parent / "in", folder / "in")
        settings = folder / "settings.yaml"
        settings.write_text(project.read_text())
        batch = Batch(folder, settings)
        given = [str(folder / "in")] if sources is None else list(sources)
        batch.set(
            batch={"sources": given, "output": str(batch.output)},
            storage={"url": f"sqlite:///{batch.store}"},
        )
        return batch

    return make


@pytest.fixture
def batch(make_batch: Callable[..., Batch], monkeypatch: pytest.MonkeyPatch) -> Batch:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return make_batch()


@pytest.fixture(scope="session")
def undisturbed(project: Path) -> dict[str, Any]:
    """What an undisturbed run over the project's sources ends with."""
    batch = Batch(project.parent, project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        done = batch.run()
    assert done.exit_code == 1, done.stderr
    return batch.content()

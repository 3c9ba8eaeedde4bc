from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import (
    load_base_weights,
    load_profiles,
    load_settings,
    project_folder,
    read_yaml,
)
from pipeline.errors import ConfigurationError
from pipeline.sources import FolderSource

PREFIX = "INSPECTION_BRIEFS__"


def write(folder: Path, content: str) -> Path:
    path = folder / "mine.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_the_defaults_are_those_of_the_default_file() -> None:
    settings = load_settings()
    assert settings.brief.max_findings == 6
    assert settings.batch.sources == (FolderSource(path=Path("data/raw")),)
    assert settings.runtime.threads is None


def test_a_file_overrides_a_default_and_leaves_the_others(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, "brief: {max_findings: 2}\n"))
    assert (settings.brief.max_findings, settings.brief.max_strengths) == (2, 4)


def test_the_environment_overrides_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}BRIEF__MAX_FINDINGS", "3")
    settings = load_settings(write(tmp_path, "brief: {max_findings: 2, max_quotes: 1}\n"))
    assert (settings.brief.max_findings, settings.brief.max_quotes) == (3, 1)


def test_the_environment_takes_lists_and_null(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}BATCH__SOURCES", '["here", "there"]')
    monkeypatch.setenv(f"{PREFIX}RUNTIME__THREADS", "null")
    settings = load_settings()
    assert settings.batch.sources == (
        FolderSource(path=Path("here")),
        FolderSource(path=Path("there")),
    )
    assert settings.runtime.threads is None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("brief: {max_findngs: 2}", r"brief\.max_findngs: no such setting; found '2'"),
        ("briefs: {}", r"briefs: no such setting"),
        ("brief: {max_findings: many}", r"brief\.max_findings: .*valid integer.*found 'many'"),
        ("ingestion: {max_bytes: 0}", r"ingestion\.max_bytes: .*greater than 0"),
        ("- 1\n- 2", "holds list, expected settings"),
        ("brief: {", "is not valid YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name(tmp_path: Path, content: str, message: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(ConfigurationError, match=message) as error:
        load_settings(path)
    assert str(path) in str(error.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"Cannot read the configuration .*none\.yaml"):
        load_settings(tmp_path / "none.yaml")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("BRIEF__MAX_FINDING", "3", r"brief\.max_finding: no such setting"),
        ("BREIF__MAX_FINDINGS", "3", "sets INSPECTION_BRIEFS__BREIF__MAX_FINDINGS, which is no"),
        ("BRIEF", "three", "expected JSON for a list or a whole section"),
        ("BATCH__SOURCES", "data/x", "expected JSON for a list or a whole section"),
        ("BRIEF__MAX_FINDINGS", "-1", r"environment: brief\.max_findings: .*found '-1'"),
    ],
)
def test_a_wrong_environment_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(ConfigurationError, match=message):
        load_settings()


def test_every_profile_is_read_in_the_order_of_its_file() -> None:
    profiles = load_profiles(project_folder() / "configs" / "inspectorates")
    names = [profile.name for profile in profiles]
    assert "HM Inspectorate of Probation" in names
    assert len(set(names)) == len(names)


def test_a_folder_without_profiles_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="Found no inspectorate in"):
        load_profiles(tmp_path)


def test_a_wrong_profile_is_refused_with_its_file_and_field(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text(
        "name: Odd\nnames: ['(']\nunit_kinds: [{name: prison, endings: [Prison]}]\n"
    )
    with pytest.raises(ConfigurationError, match=r"odd\.yaml: .*is no regular expression"):
        load_profiles(tmp_path)


def test_the_base_weights_have_a_source_for_each_role() -> None:
    weights = load_base_weights(project_folder() / "configs" / "base_weights.yaml")
    assert sorted(weights) == ["encoder", "writer"]
    assert all(len(digest) == 64 for spec in weights.values() for digest in spec.files.values())


def test_yaml_that_is_not_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "binary.yaml"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigurationError, match="is not valid YAML"):
        read_yaml(path)

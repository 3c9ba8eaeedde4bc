from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipeline.artifacts import (
    Manifest,
    check_artifact,
    dependency_versions,
    hash_files,
    save_artifact,
    sha256_of,
)
from pipeline.errors import ArtifactError


def save(folder: Path, content: str = "weights") -> Manifest:
    return save_artifact(
        folder,
        kind="tagger",
        base="tiny",
        settings={"width": 3},
        data={"a.jsonl": "00"},
        versions=dependency_versions("numpy"),
        metrics={"f1": 0.5},
        write_files=lambda made: (made / "model.safetensors").write_text(content),
        card="# Card\n",
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path / "models" / "tagger")
    return tmp_path / "models" / "tagger"


def test_a_hash_is_the_files_sha_256(tmp_path: Path) -> None:
    path = tmp_path / "abc.txt"
    path.write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, B.1
    assert sha256_of(path) == known
    assert hash_files([path]) == {"abc.txt": known}


def test_what_was_saved_is_verified(folder: Path) -> None:
    manifest = check_artifact(folder, "tagger")
    assert manifest.settings == {"width": 3}
    assert sorted(manifest.files) == ["README.md", "model.safetensors"]
    assert sorted(manifest.versions) == ["numpy", "python"]
    assert (folder / "README.md").read_text() == "# Card\n"


def test_the_revision_follows_the_files_alone(tmp_path: Path) -> None:
    first, same, other = save(tmp_path / "a"), save(tmp_path / "b"), save(tmp_path / "c", "new")
    assert first.revision == same.revision != other.revision
    joined = "".join(f"{name}:{digest};" for name, digest in sorted(first.files.items()))
    assert first.revision == hashlib.sha256(joined.encode()).hexdigest()[:12]


def test_saving_again_replaces_the_folder(folder: Path) -> None:
    (folder / "stray.txt").write_text("x")
    save(folder, "new")
    assert check_artifact(folder, "tagger")
    assert not (folder / "stray.txt").exists()
    assert [path.name for path in folder.parent.iterdir()] == ["tagger"]


def test_a_failed_save_leaves_the_old_folder(folder: Path) -> None:
    def fail(made: Path) -> None:
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        save_artifact(
            folder,
            kind="tagger",
            base="tiny",
            settings={},
            data={},
            versions={},
            metrics={},
            write_files=fail,
            card="",
        )
    assert check_artifact(folder, "tagger").settings == {"width": 3}


@pytest.mark.parametrize("name", ["model.safetensors", "README.md"])
def test_a_changed_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("tampered")
    with pytest.raises(ArtifactError, match=f"was altered: {name} differ"):
        check_artifact(folder, "tagger")


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    with pytest.raises(ArtifactError, match=r"model\.safetensors differ .*missing"):
        check_artifact(folder, "tagger")


def test_a_file_that_is_not_listed_is_refused(folder: Path) -> None:
    (folder / "adapter_model.bin").write_text("pickle")
    with pytest.raises(ArtifactError, match=r"adapter_model\.bin differ .*not listed"):
        check_artifact(folder, "tagger")


def test_another_kind_of_model_is_refused(folder: Path) -> None:
    with pytest.raises(ArtifactError, match="holds a tagger, expected a writer"):
        check_artifact(folder, "writer")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtifactError, match=r"found no manifest\.json. Train one"):
        check_artifact(tmp_path / "none", "tagger")


@pytest.mark.parametrize("change", [{"extra": 1}, {"files": None}])
def test_a_broken_manifest_is_refused(folder: Path, change: dict[str, object]) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(ArtifactError, match="cannot be read"):
        check_artifact(folder, "tagger")


def test_a_manifest_that_is_no_text_is_refused(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\xff\xfe")
    with pytest.raises(ArtifactError, match="cannot be read"):
        check_artifact(folder, "tagger")

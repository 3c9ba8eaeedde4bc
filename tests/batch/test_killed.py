"""A run that is killed with SIGKILL and started again ends as an undisturbed one."""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.artifacts import save_artifact

ARTICLE = """Probation unit in {place} rated ‘{rating}’

{place} Probation Delivery Unit has been given an overall rating of ‘{rating}’ by His Majesty’s Inspectorate of Probation.

Inspectors found that staff were late and that records were missing in four cases out of ten.

Chief Inspector of Probation Oswin Trarrant said: “Leaders knew their teams well and we will do better.”

The report makes {number} recommendations. Leaders should recruit more officers in {place}.
"""
PLACES = ("Caldermere", "Penmarsh", "Thornwick", "Osterley Vale")
ASIDE = ("runs",)
MANY = "INSPECTION_BRIEFS_MANY_KILLS"
PROGRAM = Path(__file__).with_name("killed.py")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, tiny_encoder: Path, tiny_writer: Path) -> Path:
    folder = tmp_path_factory.mktemp("killed")
    for base in (tiny_encoder, tiny_writer):
        shutil.copytree(base, folder / "base" / base.name)
    save_tagger(folder / "tagger", tiny_encoder)
    save_writer(folder / "writer", tiny_writer)
    (folder / "settings.yaml").write_text(
        f"models: {{tagger: {folder / 'tagger'}, writer: {folder / 'writer'}}}\n"
        f"batch: {{sources: [{folder / 'in'}]}}\n"
        "runtime: {threads: 1}\n"
    )
    (folder / "in").mkdir()
    for number, place in enumerate(PLACES):
        for copy in range(2):
            rating = ("Good", "Inadequate")[(number + copy) % 2]
            text = ARTICLE.format(place=place, rating=rating, number=number + 2)
            (folder / "in" / f"{number}-{copy}.txt").write_text(text)
    (folder / "in" / "empty.txt").touch()
    return folder


def save_tagger(folder: Path, base: Path) -> None:
    import torch

    from pipeline.schema import TAGS, Article
    from pipeline.segmentation import segment
    from pipeline.tagging.calibration import Calibration
    from pipeline.tagging.corpus import document_of
    from pipeline.tagging.documents import LabelSet
    from pipeline.tagging.encoder import SentenceEncoder
    from pipeline.tagging.tagger import TaggerSettings, write_tagger_files
    from pipeline.tagging.training import TrainingSettings

    shape = TrainingSettings(
        epochs=1, learning_rate=1e-3, head_learning_rate=1e-3, layer_decay=0.9, weight_decay=0.0,
        warmup_share=0.0, dropout=0.0, head_size=16, average_from=0.5, batch_tokens=128,
        window_tokens=64, sentence_tokens=32, overlap_sentences=1, padded_lengths=(32, 64), seed=3,
    )  # fmt: skip
    article = Article(name="a", text="Staff were late.")
    features = len(document_of(article, segment(article), []).features[0])
    torch.manual_seed(4)
    model = SentenceEncoder.from_base(
        base, labels=len(TAGS), features=features, head_size=16, dropout=0.0
    )
    labels = LabelSet(names=tuple(map(str, TAGS)))
    count = len(TAGS)
    calibration = Calibration(
        slopes=(1.0,) * count, shifts=(0.0,) * count, thresholds=(0.4,) * count
    )
    settings = TaggerSettings(labels=labels, features=features, training=shape)
    save(folder, "tagger", base, settings.model_dump(mode="json"),
         lambda made: write_tagger_files(made, model, calibration))  # fmt: skip


def save_writer(folder: Path, base: Path) -> None:
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    from pipeline.briefs.writer import GenerationSettings, WriterSettings

    shape = LoraConfig(r=2, lora_alpha=4, target_modules="all-linear", task_type="CAUSAL_LM")
    model = get_peft_model(AutoModelForCausalLM.from_pretrained(base), shape)
    generation = GenerationSettings(
        candidates=1, max_new_tokens=5, batch_size=4, max_prompt_tokens=64
    )
    settings = WriterSettings(generation=generation, training={})

    def write_files(made: Path) -> None:
        model.save_pretrained(str(made))
        (made / "README.md").unlink(missing_ok=True)

    save(folder, "writer", base, settings.model_dump(mode="json"), write_files)


def save(folder: Path, kind: str, base: Path, settings: dict[str, Any], write_files: Any) -> None:
    save_artifact(
        folder, kind=kind, base=base.name, settings=settings, data={}, versions={}, metrics={},
        write_files=write_files, card="",
    )  # fmt: skip


def run(folder: Path, moments: list[int]) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, str(PROGRAM), str(folder), *map(str, moments)],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "SOURCE_DATE_EPOCH": "1700000000",
            "OMP_NUM_THREADS": "1",
            "PYTHONPATH": str(Path(__file__).parents[2]),
        },
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def content(folder: Path, name: str) -> dict[str, Any]:
    """Everything that is compared: all rows of the store, all bytes of the briefs."""
    found: dict[str, Any] = {}
    with sqlite3.connect(folder / f"{name}.sqlite") as store:
        tables = store.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            if table not in ASIDE:
                rows = store.execute(f"SELECT * FROM {table}").fetchall()
                found[table] = sorted(repr(row).replace(name, "NAME") for row in rows)
    for path in sorted((folder / name).rglob("*")):
        if path.is_file():
            found[path.relative_to(folder / name).as_posix()] = parts(path)
    return found


def parts(path: Path) -> bytes | dict[str, bytes]:
    """A file's bytes; of a Word file each part's, as the archive itself notes when it was packed."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {part: archive.read(part) for part in archive.namelist()}


def check(folder: Path, count: int) -> None:
    (undisturbed,) = run(folder, [0])
    assert undisturbed["first"] == 0
    expected = content(folder, "killed-0")
    assert len(expected["briefs"]) >= len(PLACES)
    assert len(expected["rejections"]) == 1
    moments = sorted(random.Random(8).sample(range(1, undisturbed["events"]), count))
    for outcome in run(folder, moments):
        assert outcome["first"] == -9, outcome
        assert outcome["last"] == 0, outcome
        found = content(folder, outcome["name"])
        for part in expected.keys() | found.keys():
            assert found.get(part) == expected.get(part), (outcome["name"], part)


def test_killed_at_a_handful_of_moments(folder: Path) -> None:
    check(folder, 8)


@pytest.mark.skipif(MANY not in os.environ, reason=f"50 kills take minutes: set {MANY}=1")
def test_killed_at_fifty_moments(folder: Path) -> None:
    check(folder, 50)

"""Whole small projects on disk: models of a few thousand weights, articles, settings.

The models are real ones with random weights: every file, manifest and hash is there, so that the
unaltered command runs over them.
"""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from pipeline.artifacts import save_artifact, sha256_of
from pipeline.storage import tables
from pipeline.storage.opening import connect

ARTICLE = """Probation unit in {place} rated ‘{rating}’

{place} Probation Delivery Unit has been given an overall rating of ‘{rating}’ by His Majesty’s Inspectorate of Probation.

Inspectors found that staff were late and that records were missing in four cases out of ten.

Chief Inspector of Probation Oswin Trarrant said: “Leaders knew their teams well and we will do better.”

The report makes {number} recommendations. Leaders should recruit more officers in {place}.
"""
PLACES = ("Caldermere", "Penmarsh", "Osterley Vale")
REPORT = ("run-report.html", "run-report.txt", "run-report.json")
"""Files that say what one run did, and so differ between runs."""


def make_project(folder: Path, encoder: Path, writer: Path, places: Sequence[str] = PLACES) -> Path:
    """Make a project with two articles a place that disagree, and one empty file.

    Args:
        folder: where to.
        encoder, writer: folders of the base models.
        places: names of units.

    Returns:
        Its settings; the store lies beside them, sources in ``in``, briefs go to ``out``.
    """
    bases = save_bases(folder / "base", encoder, writer)
    save_tagger(folder / "tagger", encoder)
    save_writer(folder / "writer", writer)
    save_support(folder / "support", encoder)
    (folder / "in").mkdir()
    for number, place in enumerate(places):
        for copy in range(2):
            rating = ("Good", "Inadequate")[(number + copy) % 2]
            text = ARTICLE.format(place=place, rating=rating, number=number + 2)
            (folder / "in" / f"{number}-{copy}.txt").write_text(text)
    (folder / "in" / "empty.txt").touch()
    settings = {
        "models": {
            "tagger": str(folder / "tagger"),
            "writer": str(folder / "writer"),
            "support": str(folder / "support"),
            "base": str(folder / "base"),
            "base_weights": str(bases),
        },
        "batch": {"sources": [str(folder / "in")], "output": str(folder / "out")},
        "storage": {"url": f"sqlite:///{folder / 'store.sqlite'}", "when_busy": "leave"},
        "runtime": {"threads": 1},
    }
    (folder / "settings.yaml").write_text(yaml.safe_dump(settings))
    return folder / "settings.yaml"


def save_bases(folder: Path, encoder: Path, writer: Path) -> Path:
    """Lay base models down as ``make setup`` does; the file that lists their hashes."""
    shutil.copytree(encoder, folder / encoder.name)
    shutil.copytree(writer, folder / writer.name / "dequantized")
    source = folder / writer.name / "tiny.gguf"
    source.write_bytes(b"what the converted model was made from")
    (source.parent / "dequantized" / "made_from.txt").write_text(sha256_of(source))
    origin = {"package": "none==0", "package_path": "none", "hub": "none", "revision": "none"}
    hashes = {path.name: sha256_of(path) for path in (folder / encoder.name).iterdir()}
    weights = {
        "encoder": {"folder": encoder.name, "files": hashes, **origin},
        "writer": {"folder": writer.name, "files": {source.name: sha256_of(source)}, **origin},
    }
    listed = folder.parent / "base_weights.yaml"
    listed.write_text(yaml.safe_dump(weights))
    return listed


def save_tagger(folder: Path, base: Path, threshold: float = 0.4) -> None:
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
        slopes=(1.0,) * count, shifts=(0.0,) * count, thresholds=(threshold,) * count
    )
    settings = TaggerSettings(labels=labels, features=features, training=shape)
    save(folder, "tagger", base, settings.model_dump(mode="json"),
         lambda made: write_tagger_files(made, [model], calibration))  # fmt: skip


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


def save_support(folder: Path, base: Path) -> None:
    import torch

    from pipeline.briefs.support import SupportSettings, write_support_files
    from pipeline.briefs.support_network import SupportNetwork
    from pipeline.briefs.support_training import SupportTrainingSettings

    shape = SupportTrainingSettings(
        pairs=1, trained_layers=1, learning_rate=1e-3, head_learning_rate=1e-3, weight_decay=0.0,
        warmup_share=0.0, dropout=0.0, head_size=16, batch_tokens=128, claim_tokens=32,
        source_tokens=64, seed=3,
    )  # fmt: skip
    torch.manual_seed(5)
    model = SupportNetwork.from_base(base, head_size=16, dropout=0.0)
    model.freeze_below(1)
    settings = SupportSettings(threshold=0.0, sure=0.0, training=shape)
    save(folder, "support", base, settings.model_dump(mode="json"),
         lambda made: write_support_files(made, model, base))  # fmt: skip


def save(
    folder: Path,
    kind: str,
    base: Path,
    settings: dict[str, Any],
    write_files: Callable[[Path], object],
) -> None:
    save_artifact(
        folder, kind=kind, base=base.name, settings=settings, data={}, versions={}, metrics={},
        write_files=write_files, card="",
    )  # fmt: skip


def content(url: str, output: Path) -> dict[str, Any]:
    """Everything that two runs are compared by: all rows but those on runs, all bytes of briefs.

    Paths within the folder of the output are left out of the rows.
    """
    found: dict[str, Any] = {}
    store = connect(url, output.parent)
    with closing(store), store.read() as connection:
        for table in tables.metadata.sorted_tables:
            if table.name != "runs":
                rows = connection.execute(select(table)).all()
                shown = (repr(tuple(row)).replace(str(output), "OUTPUT") for row in rows)
                found[table.name] = sorted(row.replace(str(output.parent), "") for row in shown)
    for path in sorted(output.rglob("*")):
        if path.is_file() and path.name not in REPORT:
            found[path.relative_to(output).as_posix()] = parts(path)
    return found


def parts(path: Path) -> bytes | dict[str, bytes]:
    """A file's bytes; of a Word file each part's, as the archive itself notes when it was packed."""
    if path.suffix != ".docx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return {part: archive.read(part) for part in archive.namelist()}

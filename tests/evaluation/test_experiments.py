"""The experiments on a tiny corpus and a tiny encoder: they finish, and they resume."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.config import project_folder
from pipeline.errors import UsageError
from pipeline.labels import LabelledArticle

LINES = [
    ("Staff were late again.", "F"),
    ("Managers knew their teams well.", "S"),
    ("Leaders should recruit more officers.", "R"),
    ("“We will do better, they said.”", "Q"),
    ("The unit covers three towns.", ""),
]
CONFIG = """
base: tiny-encoder
labels: {names: [finding, strength, recommendation, quote]}
folds: 2
training:
  epochs: 1
  learning_rate: 5.0e-3
  head_learning_rate: 1.0e-2
  layer_decay: 0.9
  weight_decay: 0.01
  warmup_share: 0.1
  dropout: 0.0
  head_size: 8
  average_from: 0.8
  masked_share: 0.0
  batch_tokens: 128
  window_tokens: 64
  sentence_tokens: 16
  overlap_sentences: 1
  padded_lengths: [16, 32, 64]
  seed: 3
"""
Run = Callable[..., dict[str, Any]]


@pytest.fixture
def run(
    tmp_path: Path,
    tiny_encoder: Path,
    article: Callable[..., LabelledArticle],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Run an experiment of scripts/, and return its report."""
    names = [f"{number:03d}-a.txt" for number in range(1, 9)]
    made = [article(name, LINES, [f"i{number // 2}"]) for number, name in enumerate(names)]
    lines = [one.model_dump_json() for one in made]
    (tmp_path / "sentences.jsonl").write_text("\n".join(lines), encoding="utf-8")
    splits = {"train": names[:6], "development": names[6:], "test": []}
    (tmp_path / "splits.json").write_text(json.dumps(splits))
    (tmp_path / "tagger.yaml").write_text(CONFIG)
    rows = [f"{name[:3]},{'blog' if name[2] in '1238' else 'radio'},prison" for name in names]
    (tmp_path / "articles.csv").write_text("\n".join(["id,outlet,subject", *rows]))
    monkeypatch.syspath_prepend(str(project_folder() / "scripts"))

    def call(script: str, *more: str) -> dict[str, Any]:
        arguments = ["--config", "tagger.yaml", "--labels", ".", "--folds", "2", *more]
        arguments += ["--base", str(tiny_encoder.parent), "--output", "out"]
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", [script, *arguments])
        importlib.import_module(script).main()
        found: dict[str, Any] = json.loads((tmp_path / "out" / "report.json").read_text())
        return found

    return call


def test_contexts(run: Run, capfd: pytest.CaptureFixture[str]) -> None:
    report = run("compare_contexts")
    rows = report["tables"][0]["rows"]
    assert [row[0] for row in rows] == ["whole article", "neighbours", "sentence alone"]
    assert set(report["compared"]) == {"neighbours", "sentence alone"}
    capfd.readouterr()
    assert run("compare_contexts") == report
    assert capfd.readouterr().err.count("kept from an earlier run") == 3


def test_another_number_of_epochs_is_another_trial(
    run: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    run("compare_contexts")
    capfd.readouterr()
    run("compare_contexts", "--epochs", "2")
    assert "kept from an earlier run" not in capfd.readouterr().err


def test_learning_curve(run: Run, tmp_path: Path) -> None:
    report = run("learning_curve", "--shares", "0.5", "1.0", "--plot", "curve.png")
    # Six articles, two an inspection, in two folds: four (or two) are left to train on.
    sizes = [int(row[0]) for row in report["table"]["rows"]]
    assert sizes in ([2, 4], [2])
    assert (tmp_path / "curve.png").read_bytes().startswith(b"\x89PNG")


def test_a_trial_without_articles_is_refused(run: Run) -> None:
    with pytest.raises(UsageError, match="6 articles to train on, 0 to calibrate"):
        importlib.import_module("experiments").Trial("x", [None] * 6, [], [None], 1)


def test_transfer(run: Run) -> None:
    report = run("evaluate_transfer", "--least", "2", "--traits", "articles.csv", "--by", "outlet")
    # Articles 3 and 4 share an inspection, and are of different groups: neither group is
    # trained on the other's.
    assert [row[:3] for row in report["outlet"]["rows"]] == [
        ["broadcasters", "3", "2"],
        ["specialist press and blogs", "3", "2"],
    ]

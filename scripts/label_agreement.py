"""Print how far two annotators agree on the articles that both labelled, apart."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from pipeline.config import project_folder
from pipeline.evaluation.metrics import cohen_kappa, macro_f1, score_each_label
from pipeline.schema import TAGS


def main() -> None:
    """Read the second labels and print F1 and kappa of each tag."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = project_folder() / "data" / "labels" / "second_labels.jsonl"
    parser.add_argument("--labels", type=Path, default=default)
    lines = parser.parse_args().labels.read_text(encoding="utf-8").splitlines()
    sentences = [sentence for line in lines for sentence in json.loads(line)["sentences"]]
    first, second = (_matrix(sentences, who) for who in ("first", "second"))
    table = Table(title=f"{len(lines)} articles, {len(sentences)} sentences", title_justify="left")
    for name in ("tag", "F1", "kappa"):
        table.add_column(name)
    names = [str(tag) for tag in TAGS]
    for place, score in enumerate(score_each_label(truth=first, predicted=second, labels=names)):
        kappa = cohen_kappa(first=first[:, place].tolist(), second=second[:, place].tolist())
        table.add_row(score.label, f"{score.f1:.3f}", f"{kappa:.3f}")
    table.add_row("macro", f"{macro_f1(truth=first, predicted=second):.3f}", "")
    Console().print(table)
    both = [s for s in sentences if all("quote" in s[who]["tags"] for who in ("first", "second"))]
    same = sum(_folded(s["first"]["speaker"]) == _folded(s["second"]["speaker"]) for s in both)
    Console().print(f"Speakers: the same for {same} of {len(both)} quotation sentences.")


def _matrix(sentences: list[dict[str, dict[str, list[str]]]], who: str) -> np.ndarray:
    return np.array([[tag in sentence[who]["tags"] for tag in TAGS] for sentence in sentences])


def _folded(speaker: str | None) -> str:
    return (speaker or "").casefold()


if __name__ == "__main__":
    main()

"""Train the writer on the gold briefs, and save its adapter with its card.

It learns from the training split; the development split's loss, before and after, is measured in
the same run and stands on the card. The test split is not opened.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM

from pipeline.artifacts import dependency_versions, hash_files, save_artifact
from pipeline.base_weights import dequantize_gguf, fetch_base_weights
from pipeline.briefs.gold import writing_pairs
from pipeline.briefs.writer import KIND, WriterSettings
from pipeline.briefs.writer_training import WriterRecipe, WritingPair, mean_loss, train_writer
from pipeline.config import load_base_weights, project_folder, read_yaml
from pipeline.labels import read_briefs, read_inspections, read_sentences, read_splits
from pipeline.terminal import print_message, quiet_libraries

BASE_NAME = "SmolLM2-135M-Instruct"
"""What the adapter's own configuration calls its base, instead of a path of this machine."""


def main() -> None:
    """Train and save."""
    options = _options()
    quiet_libraries()
    torch.set_flush_denormal(True)
    recipe = WriterRecipe.model_validate(read_yaml(options.config))
    base = project_folder() / "models" / "base"
    spec = load_base_weights(project_folder() / "configs" / "base_weights.yaml")[recipe.base]
    fetch_base_weights(spec, base, print_message)
    base_model = dequantize_gguf(spec, base, print_message)
    train, development = _pairs(options.labels, "train"), _pairs(options.labels, "development")
    print_message(f"training on {len(train)} pairs; {len(development)} held out")
    untrained = AutoModelForCausalLM.from_pretrained(base_model, dtype=torch.float32).eval()
    before = mean_loss(untrained, base_model, development, recipe.training)
    model = train_writer(base_model, train, recipe.training, print_message)
    metrics = {
        "pairs": len(train),
        "development_pairs": len(development),
        "development_loss_before": round(before, 4),
        "development_loss": round(mean_loss(model, base_model, development, recipe.training), 4),
    }
    _save(recipe, model, metrics, options)
    print_message(f"saved {options.output}: {metrics}")


def _pairs(labels: Path, split: str) -> list[WritingPair]:
    chosen = set(read_splits(labels / "splits.json")[split])  # type: ignore[index]
    articles = {
        article.article: article
        for article in read_sentences(labels / "sentences.jsonl")
        if article.article in chosen
    }
    return writing_pairs(
        read_briefs(labels / "briefs.jsonl"),
        read_inspections(labels / "inspections.jsonl"),
        articles,
    )


def _save(
    recipe: WriterRecipe,
    model: Any,  # noqa: ANN401
    metrics: dict[str, float],
    options: argparse.Namespace,
) -> None:
    def write_files(folder: Path) -> None:
        model.peft_config["default"].base_model_name_or_path = BASE_NAME
        model.half().save_pretrained(str(folder))
        (folder / "README.md").unlink(missing_ok=True)

    save_artifact(
        options.output,
        kind=KIND,
        base=recipe.base,
        settings=WriterSettings(
            generation=recipe.generation, training=recipe.training.model_dump()
        ).model_dump(mode="json"),
        data=hash_files(
            options.labels / name
            for name in ("briefs.jsonl", "inspections.jsonl", "sentences.jsonl", "splits.json")
        ),
        versions=dependency_versions("torch", "transformers", "peft"),
        metrics=metrics,
        write_files=write_files,
        card=_card(recipe, metrics),
    )


def _card(recipe: WriterRecipe, metrics: dict[str, float]) -> str:
    settings: Sequence[tuple[str, Any]] = tuple(recipe.training.model_dump().items())
    return "\n".join(
        [
            "# Writer: one to three source sentences into one",
            "",
            "A LoRA adapter for SmolLM2-135M-Instruct (dequantised from Q4_1). It rewrites the",
            "sentences that a plan has chosen; it is never asked for a whole brief, and what it",
            "writes is shown only after exact checks against its sources.",
            "",
            "## Training",
            "",
            f"{metrics['pairs']} pairs of the training split's gold briefs.",
            "",
            "| setting | value |",
            "| --- | --- |",
            *(f"| {name} | {value} |" for name, value in settings),
            "",
            "## Held-out results",
            "",
            f"Mean loss of the target's tokens on {metrics['development_pairs']} pairs of the",
            f"development split: {metrics['development_loss_before']} before training,",
            f"{metrics['development_loss']} after. What matters, how often its sentences pass the",
            "checks, is measured by `scripts/evaluate_briefs.py` and stands in `docs/models.md`.",
            "",
            "## Limits",
            "",
            "It invents where it is asked for more than its sources hold, and can swap who did",
            "what; the checks catch what can be compared word for word. English only.",
            "",
        ]
    )


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    folder = project_folder()
    parser.add_argument("--config", type=Path, default=folder / "configs" / "writer.yaml")
    parser.add_argument("--labels", type=Path, default=folder / "data" / "labels")
    parser.add_argument("--output", type=Path, default=folder / "models" / "writer")
    return parser.parse_args()


if __name__ == "__main__":
    main()

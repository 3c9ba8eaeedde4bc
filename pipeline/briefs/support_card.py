"""The support model's card, written by the training run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.briefs.support_training import SupportRecipe

__all__ = ["support_card"]


def support_card(recipe: SupportRecipe, metrics: Mapping[str, Any]) -> str:
    """The card, Markdown.

    Args:
        recipe: of the training run.
        metrics: "pairs", "held_out_pairs", "threshold", "sure", "true_refused", "true_not_sure" and
            "recall" by kind of error, each with its count.
    """
    lines = [
        "# Support model: is a written sentence borne out by what it cites?",
        "",
        f"The `{recipe.base}` encoder reads a claim and its cited sentences together; the upper "
        f"{recipe.training.trained_layers} layers, the marks of matching words and the head are "
        "trained, and the folder holds their changes alone (matrices in 8 bits).",
        "",
        "## Use",
        "",
        "Second judge of sentences that the writer wrote, after exact checks of numbers, ratings, "
        "names, quotations and denials. It never makes a claim true: what it passes may be wrong.",
        "",
        "## Training",
        "",
        f"{metrics['pairs']} pairs, drawn by rules from gold summaries and articles of the "
        "training split: true claims reworded, shortened, joined and reported, and the same with "
        "one thing made false.",
        "",
        "| setting | value |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in recipe.training.model_dump().items()),
        "",
        "## Held-out results",
        "",
        f"On {metrics['held_out_pairs']} pairs drawn alike from inspections that it did not learn "
        f"from. Threshold {metrics['threshold']:.4f}, at which {metrics['true_refused']:.1%} of "
        f"the true gold sentences are refused; sure from {metrics['sure']:.4f} on, which "
        f"{metrics['true_not_sure']:.1%} of them do not reach. Such pairs are easier than what "
        "people and models write: docs/models.md has the figures on sentences written by hand.",
        "",
        "| error | found | of |",
        "| --- | --- | --- |",
        *(
            f"| {kind} | {found['recall']:.2f} | {found['count']} |"
            for kind, found in metrics["recall"].items()
        ),
        "",
        "## Limits",
        "",
        "English news of inspections; the articles of the corpus are fictional. It reads words, "
        "not the world: a claim that is true but not in its sources counts as unsupported.",
        "",
    ]
    return "\n".join(lines)

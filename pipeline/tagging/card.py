"""The tagger's model card, written by the training run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.tagging.recipe import TaggerRecipe

__all__ = ["tagger_card"]


def tagger_card(recipe: TaggerRecipe, metrics: Mapping[str, Any]) -> str:
    """The card, Markdown.

    Args:
        recipe: of the training run.
        metrics: "held_out" (per label and averaged, by cross-validation), "documents" and
            "sentences".
    """
    held_out = metrics["held_out"]
    lines = [
        f"# Sentence tagger: {', '.join(recipe.labels.names)}",
        "",
        f"A fine-tuned `{recipe.base}` encoder that reads the sentences of a document together "
        "and scores each at its separator "
        + ("(softmax)." if recipe.labels.exclusive else "(one sigmoid a label)."),
        "",
        "## Use",
        "",
        "Drafting aid for analysts: every statement that it selects is shown with its source. It "
        "is not fit for decisions about people or services without a person's reading.",
        "",
        "## Training",
        "",
        f"{metrics['documents']} documents, {metrics['sentences']} sentences. The word "
        "embeddings are those of the base model; the folder holds everything else in fp16.",
        "",
        "| setting | value |",
        "| --- | --- |",
        *(
            f"| {name} | {value} |"
            for name, value in recipe.training.model_dump(exclude_none=True).items()
        ),
        "",
        "## Held-out results",
        "",
        f"{recipe.folds}-fold cross-validation, documents of one group kept together; the "
        "thresholds were chosen on these same scores, so the figures are slightly flattering. "
        "The test split's figures are in `docs/models.md`.",
        "",
        "| label | precision | recall | F1 | sentences |",
        "| --- | --- | --- | --- | --- |",
        *(_row(name, held_out["labels"][name]) for name in recipe.labels.names),
        "",
        f"Macro F1 {held_out['macro_f1']:.3f}, micro F1 {held_out['micro_f1']:.3f}.",
        "",
        "## Limits",
        "",
        "Trained on English news of inspections in England and Wales; the articles of the corpus "
        "are fictional. Articles of other genres, countries or languages are untested.",
        "",
    ]
    return "\n".join(lines)


def _row(name: str, scores: Mapping[str, float]) -> str:
    return (
        f"| {name} | {scores['precision']:.3f} | {scores['recall']:.3f} | {scores['f1']:.3f} "
        f"| {scores['support']:.0f} |"
    )

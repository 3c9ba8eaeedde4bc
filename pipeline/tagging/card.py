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
        metrics: "held_out" (per label and averaged), "documents" and "sentences" (learnt),
            "held_out_documents" and "held_out_sentences".
    """
    held_out = metrics["held_out"]
    lines = [
        f"# Sentence tagger: {', '.join(recipe.labels.names)}",
        "",
        f"A fine-tuned `{recipe.base}` that reads the sentences of a document together "
        "and scores each at its separator "
        + ("(softmax)." if recipe.labels.exclusive else "(one sigmoid a label)."),
        *_second_reader(recipe),
        "",
        "## Use",
        "",
        "Drafting aid for analysts: every statement that it selects is shown with its source. It "
        "is not fit for decisions about people or services without a person's reading.",
        "",
        "## Training",
        "",
        f"{metrics['documents']} documents, {metrics['sentences']} sentences. Embeddings and what "
        "else was frozen are the base models'; the folder holds everything else in fp16.",
        "",
        *_settings(recipe),
        "",
        "## Held-out results",
        "",
        f"{metrics['held_out_documents']} documents, {metrics['held_out_sentences']} sentences, "
        "scored by models that had not learnt from them; calibration and thresholds were fitted "
        "to the same scores, so the figures are slightly flattering. "
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


def _second_reader(recipe: TaggerRecipe) -> list[str]:
    if recipe.second is None:
        return []
    layers = recipe.second.training.layers
    depth = f" (its lowest {layers} layers)" if layers else ""
    return [
        "",
        f"Beside it `{recipe.second.base}`{depth} reads the same documents from left to right; a "
        "logistic regression a label stacks the scores of both.",
    ]


def _settings(recipe: TaggerRecipe) -> list[str]:
    """The settings of each reader's training, side by side."""
    columns = [training.model_dump() for _, training in recipe.readers]
    lines = [
        f"| setting | {' | '.join(f'`{base}`' for base, _ in recipe.readers)} |",
        f"| --- |{' --- |' * len(columns)}",
    ]
    for name in columns[0]:
        values = ("" if column[name] is None else str(column[name]) for column in columns)
        lines.append(f"| {name} | {' | '.join(values)} |")
    return lines


def _row(name: str, scores: Mapping[str, float]) -> str:
    return (
        f"| {name} | {scores['precision']:.3f} | {scores['recall']:.3f} | {scores['f1']:.3f} "
        f"| {scores['support']:.0f} |"
    )

"""Train the support model on pairs drawn from the gold briefs, and save it with its card.

Claims come from the training split alone. A share of its inspections is held out: on pairs drawn
from those the threshold is chosen, and the recall of each kind of error is measured for the card.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import torch

from pipeline.artifacts import dependency_versions, hash_files, save_artifact
from pipeline.base_weights import fetch_base_weights
from pipeline.briefs.support import KIND, SupportModel, SupportSettings, write_support_files
from pipeline.briefs.support_card import support_card
from pipeline.briefs.support_network import SupportNetwork, load_tokenizer
from pipeline.briefs.support_pairs import PairMaker, SupportPair, TrueClaim, true_claims
from pipeline.briefs.support_training import (
    SupportRecipe,
    encode_pairs,
    predict_logits,
    score_above,
    train_support,
)
from pipeline.config import load_base_weights, project_folder, read_yaml
from pipeline.labels import read_briefs, read_inspections, read_sentences, read_splits
from pipeline.terminal import print_message, quiet_libraries

ELSEWHERE = ("source", "swapped")
"""Kinds of false claims that speak of something else than their sources: easily told."""


def main() -> None:
    """Train, choose the threshold and save."""
    options = _options()
    quiet_libraries()
    torch.set_flush_denormal(True)
    recipe = SupportRecipe.model_validate(read_yaml(options.config))
    base = project_folder() / "models" / "base"
    weights = load_base_weights(project_folder() / "configs" / "base_weights.yaml")
    folder = fetch_base_weights(weights["encoder"], base, print_message)
    learnt, held_out = split_claims(read_claims(options.labels), recipe)
    chance = random.Random(recipe.training.seed)
    pairs = PairMaker(learnt, chance).draw(recipe.training.pairs)
    judged = PairMaker(held_out, chance).draw(recipe.held_out_pairs)
    print_message(f"training on {len(pairs)} pairs; {len(judged)} held out")
    model = train_support(folder, pairs, recipe.training, print_message)
    scores = stored_scores(model, folder, judged, recipe)
    metrics = measured(judged, scores, recipe) | {"pairs": len(pairs)}
    save(recipe, model, folder, metrics, options)


def read_claims(labels: Path) -> list[TrueClaim]:
    """The true claims of the training split."""
    chosen = set(read_splits(labels / "splits.json")["train"])
    articles = {
        article.article: article
        for article in read_sentences(labels / "sentences.jsonl")
        if article.article in chosen
    }
    briefs, facts = (
        read_briefs(labels / "briefs.jsonl"),
        read_inspections(labels / "inspections.jsonl"),
    )
    return true_claims(briefs, facts, articles)


def split_claims(
    claims: Sequence[TrueClaim], recipe: SupportRecipe
) -> tuple[list[TrueClaim], list[TrueClaim]]:
    """The claims to learn from and those held out, no inspection in both.

    Which are held out hangs on each inspection's name alone, so that more data leave it as it is.
    """
    learnt: list[TrueClaim] = []
    held_out: list[TrueClaim] = []
    for claim in claims:
        digest = hashlib.sha256(claim.pair.group.encode()).digest()
        apart = int.from_bytes(digest[:4]) < recipe.held_out_share * 2**32
        (held_out if apart else learnt).append(claim)
    return learnt, held_out


def stored_scores(
    model: SupportNetwork, base: Path, pairs: Sequence[SupportPair], recipe: SupportRecipe
) -> list[float]:
    """The scores that the model gives once it is stored and loaded again."""
    with TemporaryDirectory() as scratch:
        write_support_files(Path(scratch), model, base)
        stored = SupportModel.restored(Path(scratch), base, recipe.training)
    encoded = encode_pairs(load_tokenizer(base), pairs, recipe.training)
    logits = predict_logits(stored, encoded, 4000)
    return [float(score) for score in torch.sigmoid(torch.from_numpy(logits))]


def measured(
    pairs: Sequence[SupportPair], scores: Sequence[float], recipe: SupportRecipe
) -> dict[str, Any]:
    """The threshold, and what it finds and refuses."""
    true = [score for pair, score in zip(pairs, scores, strict=True) if pair.kind == "gold"]
    threshold = score_above(scores=true, share=recipe.false_alarms)
    false = [
        score
        for pair, score in zip(pairs, scores, strict=True)
        if not pair.supported and pair.kind not in ELSEWHERE
    ]
    sure = max(threshold, score_above(scores=false, share=1 - recipe.false_passes))
    by_kind: dict[str, list[bool]] = defaultdict(list)
    for pair, score in zip(pairs, scores, strict=True):
        if not pair.supported:
            by_kind[pair.kind].append(score < threshold)
    return {
        "held_out_pairs": len(pairs),
        "threshold": round(threshold, 4),
        "sure": round(sure, 4),
        "true_not_sure": round(sum(score < sure for score in true) / len(true), 4),
        "true_refused": round(sum(score < threshold for score in true) / len(true), 4),
        "recall": {
            kind: {"recall": round(sum(found) / len(found), 4), "count": len(found)}
            for kind, found in sorted(by_kind.items())
        },
    }


def save(
    recipe: SupportRecipe,
    model: SupportNetwork,
    base: Path,
    metrics: dict[str, Any],
    options: argparse.Namespace,
) -> None:
    """Save the model with its card."""
    manifest = save_artifact(
        options.output,
        kind=KIND,
        base=recipe.base,
        settings=SupportSettings(
            threshold=metrics["threshold"], sure=metrics["sure"], training=recipe.training
        ).model_dump(mode="json"),
        data=hash_files(
            options.labels / name
            for name in ("briefs.jsonl", "inspections.jsonl", "sentences.jsonl", "splits.json")
        ),
        versions=dependency_versions("torch", "transformers"),
        metrics=metrics,
        write_files=lambda folder: write_support_files(folder, model, base),
        card=support_card(recipe, metrics),
    )
    print_message(f"saved {options.output} (revision {manifest.revision}): {metrics}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    folder = project_folder()
    parser.add_argument("--config", type=Path, default=folder / "configs" / "support.yaml")
    parser.add_argument("--labels", type=Path, default=folder / "data" / "labels")
    parser.add_argument("--output", type=Path, default=folder / "models" / "support")
    return parser.parse_args()


if __name__ == "__main__":
    main()

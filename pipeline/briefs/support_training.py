"""Training of the support model on pairs that are drawn as it goes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from tokenizers import Tokenizer

from pipeline.briefs.support_network import (
    UNKNOWN,
    EncodedPair,
    SupportBatch,
    SupportNetwork,
    collate,
    encode_pair,
    load_tokenizer,
)
from pipeline.briefs.support_pairs import SupportPair

__all__ = [
    "SupportRecipe",
    "SupportTrainingSettings",
    "encode_pairs",
    "predict_logits",
    "score_above",
    "train_support",
]

_POOL = 500
"""Families of pairs that are sorted by length together."""
_WRONG_WEIGHT = 3.0
"""How much a wrong token counts beside a right one, of which there are many more."""
_TOKEN_SHARE = 0.5
_MARGIN_SHARE = 0.5


class SupportTrainingSettings(BaseModel):
    """How the support model is trained. Every setting is explained in ``configs/support.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    pairs: int = Field(gt=0)
    trained_layers: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    head_learning_rate: float = Field(gt=0)
    weight_decay: float = Field(ge=0)
    warmup_share: float = Field(ge=0, lt=1)
    dropout: float = Field(ge=0, lt=1)
    head_size: int = Field(gt=0)
    batch_tokens: int = Field(gt=0)
    claim_tokens: int = Field(gt=0)
    source_tokens: int = Field(gt=0)
    seed: int


class SupportRecipe(BaseModel):
    """The contents of ``configs/support.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    held_out_share: float = Field(gt=0, lt=1)
    held_out_pairs: int = Field(gt=0)
    false_alarms: float = Field(gt=0, lt=1)
    false_passes: float = Field(gt=0, lt=1)
    training: SupportTrainingSettings


def train_support(
    base: Path,
    pairs: Sequence[SupportPair],
    settings: SupportTrainingSettings,
    report: Callable[[str], None] = lambda message: None,
) -> SupportNetwork:
    """Train the upper layers and the head, in one pass over the pairs.

    Args:
        base: folder of the base model.
        pairs: what to learn.
        settings: of the training run.
        report: is told the loss now and then.

    Returns:
        The network, in evaluation mode.
    """
    torch.manual_seed(settings.seed)
    model = SupportNetwork.from_base(base, head_size=settings.head_size, dropout=settings.dropout)
    model.freeze_below(settings.trained_layers)
    encoded = encode_pairs(load_tokenizer(base), pairs, settings)
    batches = _batches(pairs, encoded, settings, random.Random(settings.seed))
    optimizer, schedule = _optimizer(model, settings, len(batches))
    model.train()
    losses: list[float] = []
    for step, places in enumerate(batches, start=1):
        with bf16_where_fast():
            batch = collate([encoded[place] for place in places])
            logits, wrong = model(batch)
        loss = _loss(logits, wrong, batch, [pairs[place] for place in places])
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        losses.append(loss.item())
        if step % 50 == 0 or step == len(batches):
            report(f"step {step} of {len(batches)}: loss {np.mean(losses[-50:]):.3f}")
    return model.eval()


def bf16_where_fast() -> torch.autocast:
    """A context in which matrices are multiplied in bf16 if the processor's flags say it can."""
    flags = Path("/proc/cpuinfo")
    text = flags.read_text(encoding="utf-8") if flags.is_file() else ""
    fast = "amx_bf16" in text or "avx512_bf16" in text
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=fast)


def _loss(
    logits: torch.Tensor,
    wrong: torch.Tensor,
    batch: SupportBatch,
    pairs: Sequence[SupportPair],
) -> torch.Tensor:
    """Cross-entropy of pairs and of tokens, and the margins of true claims over false ones."""
    entropy = torch.nn.functional.binary_cross_entropy_with_logits
    loss = entropy(logits, torch.tensor([float(pair.supported) for pair in pairs]))
    known = batch.wrong != UNKNOWN
    if known.any():
        weight = torch.tensor(_WRONG_WEIGHT)
        tokens = entropy(wrong[known], batch.wrong[known].float(), pos_weight=weight)
        loss = loss + _TOKEN_SHARE * tokens
    margins = [
        logits[one] - logits[other]
        for one, true in enumerate(pairs)
        for other, false in enumerate(pairs)
        if true.family == false.family and true.supported and not false.supported
    ]
    if margins:
        loss = loss + _MARGIN_SHARE * torch.nn.functional.softplus(-torch.stack(margins)).mean()
    return loss


def encode_pairs(
    tokenizer: Tokenizer, pairs: Sequence[SupportPair], settings: SupportTrainingSettings
) -> list[EncodedPair]:
    """The pairs as the network reads them."""
    return [
        encode_pair(
            tokenizer,
            pair.claim,
            pair.sources,
            pair.names,
            claim_tokens=settings.claim_tokens,
            source_tokens=settings.source_tokens,
            wrong=pair.wrong,
        )
        for pair in pairs
    ]


def predict_logits(
    model: SupportNetwork, encoded: Sequence[EncodedPair], batch_tokens: int
) -> NDArray[np.float64]:
    """The logit of each pair, in the order given, whatever they are batched with."""
    order = sorted(range(len(encoded)), key=lambda place: len(encoded[place].tokens))
    logits = np.zeros(len(encoded))
    with torch.inference_mode():
        for places in _split(order, encoded, batch_tokens):
            scores, _ = model(collate([encoded[place] for place in places]))
            logits[places] = scores.double().numpy()
    return logits


def score_above(*, scores: Sequence[float], share: float) -> float:
    """The score of the first claim, in order of score, that has this share of claims below it.

    Args:
        scores: of some claims; share: from 0 to 1.

    Raises:
        ValueError: there are no scores.
    """
    if not scores:
        raise ValueError("No scores were given; at least one is needed.")
    return sorted(scores)[min(int(share * len(scores)), len(scores) - 1)]


def _batches(
    pairs: Sequence[SupportPair],
    encoded: Sequence[EncodedPair],
    settings: SupportTrainingSettings,
    chance: random.Random,
) -> list[list[int]]:
    """Batches of whole families of like length, in random order."""
    families: dict[int, list[int]] = {}
    for place, pair in enumerate(pairs):
        families.setdefault(pair.family, []).append(place)
    order = list(families.values())
    chance.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), _POOL):
        pool = sorted(order[start : start + _POOL], key=lambda places: _width(places, encoded))
        current: list[int] = []
        for family in pool:
            together = [*current, *family]
            if current and len(together) * _width(together, encoded) > settings.batch_tokens:
                batches.append(current)
                together = family
            current = together
        batches.append(current)
    chance.shuffle(batches)
    return batches


def _width(places: Sequence[int], encoded: Sequence[EncodedPair]) -> int:
    return max(len(encoded[place].tokens) for place in places)


def _split(order: Sequence[int], encoded: Sequence[EncodedPair], most: int) -> list[list[int]]:
    """Places in order of length, cut into batches of so many tokens, padding included."""
    batches: list[list[int]] = []
    for place in order:
        width = len(encoded[place].tokens)
        if batches and (len(batches[-1]) + 1) * width <= most:
            batches[-1].append(place)
        else:
            batches.append([place])
    return batches


def _optimizer(
    model: SupportNetwork, settings: SupportTrainingSettings, steps: int
) -> tuple[torch.optim.Optimizer, torch.optim.lr_scheduler.LambdaLR]:
    inner = [p for p in model.encoder.parameters() if p.requires_grad]
    outer = [*model.head.parameters(), *model.wrong.parameters(), *model.marks.parameters()]
    optimizer = torch.optim.AdamW(
        [
            {"params": inner, "lr": settings.learning_rate},
            {"params": outer, "lr": settings.head_learning_rate},
        ],
        weight_decay=settings.weight_decay,
    )
    warmup = max(1, int(steps * settings.warmup_share))

    def rate(step: int) -> float:
        if step < warmup:
            return (step + 1) / warmup
        return max(0.0, (steps - step) / max(1, steps - warmup))

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, rate)

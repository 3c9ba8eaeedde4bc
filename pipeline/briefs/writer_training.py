"""Training of the writer: low-rank matrices (LoRA) on pairs of sources and gold sentence."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from peft import LoraConfig, get_peft_model
from pydantic import BaseModel, ConfigDict, Field
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from pipeline.briefs.writer import GenerationSettings, WritingTask, prompt_of

__all__ = [
    "WriterRecipe",
    "WriterTrainingSettings",
    "WritingPair",
    "mean_loss",
    "train_writer",
]

_IGNORED = -100
_END = "<|im_end|>"


@dataclass(frozen=True)
class WritingPair:
    """A task and the sentence that an analyst wrote for it."""

    task: WritingTask
    target: str


class WriterTrainingSettings(BaseModel):
    """How the writer is trained. Every setting is explained in ``configs/writer.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    warmup_share: float = Field(ge=0, lt=1)
    rank: int = Field(gt=0)
    alpha: int = Field(gt=0)
    dropout: float = Field(ge=0, lt=1)
    batch_size: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    seed: int


class WriterRecipe(BaseModel):
    """The contents of ``configs/writer.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    base: str
    generation: GenerationSettings
    training: WriterTrainingSettings


@dataclass(frozen=True)
class _Example:
    """Token ids of prompt and target together, and how many of them are prompt."""

    tokens: list[int]
    prompt: int


def train_writer(
    base_model: Path,
    pairs: Sequence[WritingPair],
    settings: WriterTrainingSettings,
    report: Callable[[str], None] = lambda message: None,
) -> Any:  # noqa: ANN401
    """Fine-tune the base model on pairs; only the target's tokens count in the loss.

    Args:
        base_model: folder of the dequantised base model.
        pairs: what to learn.
        settings: of the training run.
        report: is told the loss every 20 steps.

    Returns:
        The peft model, in evaluation mode; ``save_pretrained`` writes its adapter alone.
    """
    torch.manual_seed(settings.seed)
    tokenizer = AutoTokenizer.from_pretrained(base_model)
    base: Any = AutoModelForCausalLM.from_pretrained(base_model, dtype=torch.float32)
    base.config.use_cache = False
    model: Any = get_peft_model(base, _lora(settings))
    examples = [_encode(tokenizer, pair, settings.max_tokens) for pair in pairs]
    shuffler = random.Random(settings.seed)
    batches = [
        batch for _ in range(settings.epochs) for batch in _epoch(examples, settings, shuffler)
    ]
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(trained, lr=settings.learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, len(batches), settings.warmup_share)
    )
    model.train()
    losses: list[float] = []
    for step, batch in enumerate(batches, start=1):
        loss = _loss(model, batch, tokenizer.pad_token_id)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        schedule.step()
        losses.append(loss.item())
        if step % 20 == 0 or step == len(batches):
            report(f"step {step} of {len(batches)}: loss {np.mean(losses[-20:]):.3f}")
    return model.eval()


def mean_loss(
    model: Any,  # noqa: ANN401
    base_model: Path,
    pairs: Sequence[WritingPair],
    settings: WriterTrainingSettings,
) -> float:
    """Mean loss of a batch of the pairs' targets (nats a token)."""
    tokenizer = AutoTokenizer.from_pretrained(base_model)
    examples = [_encode(tokenizer, pair, settings.max_tokens) for pair in pairs]
    with torch.inference_mode():
        losses = [
            _loss(model, examples[start : start + settings.batch_size], tokenizer.pad_token_id)
            for start in range(0, len(examples), settings.batch_size)
        ]
    return float(np.mean([loss.item() for loss in losses]))


def _lora(settings: WriterTrainingSettings) -> LoraConfig:
    return LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=settings.dropout,
        target_modules="all-linear",
        task_type="CAUSAL_LM",
    )


def _encode(tokenizer: PreTrainedTokenizerBase, pair: WritingPair, most: int) -> _Example:
    prompt = tokenizer(prompt_of(pair.task), add_special_tokens=False)["input_ids"]
    target = tokenizer(f"{pair.target}{_END}", add_special_tokens=False)["input_ids"]
    prompt = prompt[max(0, len(prompt) + len(target) - most) :]
    return _Example(tokens=[*prompt, *target], prompt=len(prompt))


def _epoch(
    examples: Sequence[_Example], settings: WriterTrainingSettings, shuffler: random.Random
) -> list[list[_Example]]:
    """Batches of like length, in random order."""
    order = sorted(examples, key=lambda example: len(example.tokens) + shuffler.uniform(0, 24))
    size = settings.batch_size
    batches = [order[start : start + size] for start in range(0, len(order), size)]
    shuffler.shuffle(batches)
    return batches


def _loss(model: Any, batch: Sequence[_Example], pad: int) -> torch.Tensor:  # noqa: ANN401
    width = max(len(example.tokens) for example in batch)
    tokens = torch.full((len(batch), width), pad)
    mask = torch.zeros((len(batch), width), dtype=torch.long)
    wanted = torch.full((len(batch), width), _IGNORED)
    for row, example in enumerate(batch):
        length = len(example.tokens)
        tokens[row, :length] = torch.tensor(example.tokens)
        mask[row, :length] = 1
        wanted[row, example.prompt : length] = tokens[row, example.prompt : length]
    return _target_loss(model, tokens, mask, wanted)


def _target_loss(
    model: Any,  # noqa: ANN401
    tokens: torch.Tensor,
    mask: torch.Tensor,
    wanted: torch.Tensor,
) -> torch.Tensor:
    """Mean loss of the wanted tokens; the vocabulary's logits are computed for those alone."""
    core = model.get_base_model() if hasattr(model, "get_base_model") else model
    hidden = core.model(input_ids=tokens, attention_mask=mask).last_hidden_state
    chosen = wanted[:, 1:] != _IGNORED
    logits = core.lm_head(hidden[:, :-1][chosen])
    return torch.nn.functional.cross_entropy(logits, wanted[:, 1:][chosen])


def _rate(step: int, total: int, warmup_share: float) -> float:
    """Share of the full learning rate: a linear rise, then a cosine fall."""
    warmup = max(1, int(total * warmup_share))
    if step < warmup:
        return (step + 1) / warmup
    done = (step - warmup) / max(1, total - warmup)
    return float(0.5 * (1 + np.cos(np.pi * done)))

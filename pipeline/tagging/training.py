"""Training of the sentence encoder."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from tokenizers import Tokenizer
from torch import nn

from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import SentenceEncoder, choose_precision, load_tokenizer
from pipeline.tagging.packing import Batch, Packing, batches, pack

__all__ = ["TrainingSettings", "make_packing", "mask_tokens", "predict_scores", "train_encoder"]

Progress = Callable[[str], None]
_LAYER = re.compile(r"\.layers?\.(\d+)\.")
_LEAST_WEIGHT = 1e-6
"""Where all sentences of a batch weigh nothing, their loss is 0 and not 0/0."""


class TrainingSettings(BaseModel):
    """How the tagger is trained. Every setting is explained in ``configs/tagger.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    epochs: int = Field(gt=0)
    learning_rate: float = Field(gt=0)
    head_learning_rate: float = Field(gt=0)
    layer_decay: float = Field(gt=0, le=1)
    weight_decay: float = Field(ge=0)
    warmup_share: float = Field(ge=0, lt=1)
    dropout: float = Field(ge=0, lt=1)
    head_size: int = Field(ge=0)
    average_from: float = Field(ge=0, le=1)
    batch_tokens: int = Field(gt=0)
    window_tokens: int = Field(gt=0)
    sentence_tokens: int = Field(gt=0)
    overlap_sentences: int = Field(ge=0)
    padded_lengths: tuple[int, ...] = Field(min_length=1)
    masked_share: float = Field(default=0.0, ge=0, lt=1)
    seed: int
    layers: int | None = Field(default=None, gt=0)
    adapter_rank: int = Field(default=0, ge=0)


_SPECIAL_TOKENS = (("[CLS]", "[SEP]", "[PAD]"), ("<|im_start|>", "Ċ", "<|endoftext|>"))
"""What begins a window, ends a sentence and pads: of BERT-like models, of language models in the
chat format (where a line break ends a sentence)."""


def make_packing(settings: TrainingSettings, tokenizer: Tokenizer) -> Packing:
    """The packing sizes of the settings, with the tokenizer's special tokens.

    Raises:
        ValueError: the tokenizer has no such tokens.
    """
    for names in _SPECIAL_TOKENS:
        first, separator, padding = (tokenizer.token_to_id(name) for name in names)
        if first is not None and separator is not None and padding is not None:
            return Packing(
                window_tokens=settings.window_tokens,
                sentence_tokens=settings.sentence_tokens,
                overlap_sentences=settings.overlap_sentences,
                cls_id=first,
                sep_id=separator,
                pad_id=padding,
            )
    wanted = " or ".join(", ".join(names) for names in _SPECIAL_TOKENS)
    raise ValueError(f"the tokenizer has no tokens {wanted}; expected one of these sets")


def _token_id(tokenizer: Tokenizer, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise ValueError(f"the tokenizer has no token {token}; set masked_share to 0")
    return int(found)


def train_encoder(
    base: Path,
    documents: Sequence[Document],
    labels: LabelSet,
    settings: TrainingSettings,
    report: Progress = lambda message: None,
) -> SentenceEncoder:
    """Fine-tune an encoder on labelled documents.

    Args:
        base: folder of the base model.
        documents: labelled ones, of one feature length.
        labels: the label set.
        settings: of the training run.
        report: is told each epoch's loss.

    Returns:
        The trained network, in evaluation mode. Its weights are the mean over the last part of
        training (``average_from``), which varies less between runs than the last step's.
    """
    _seed_everything(settings.seed)
    tokenizer = load_tokenizer(base)
    packing = make_packing(settings, tokenizer)
    model = SentenceEncoder.from_base(
        base,
        labels=len(labels.names),
        features=len(documents[0].features[0]) if documents[0].features else 0,
        head_size=settings.head_size,
        dropout=settings.dropout,
        layers=settings.layers,
        adapter_rank=settings.adapter_rank,
    )
    model.to(_device())
    if not settings.head_size:
        from pipeline.tagging.probing import probe  # imports scikit-learn

        windows = sorted(pack(tokenizer, documents, packing), key=lambda w: -len(w.tokens))
        sizes = (settings.batch_tokens, settings.padded_lengths)
        with _mixed_precision():
            probe(model, batches(windows, documents, packing, *sizes), documents)
    return _fit(model, tokenizer, packing, documents, labels, settings, report)


def _fit(
    model: SentenceEncoder,
    tokenizer: Tokenizer,
    packing: Packing,
    documents: Sequence[Document],
    labels: LabelSet,
    settings: TrainingSettings,
    report: Progress,
) -> SentenceEncoder:
    shuffler = random.Random(settings.seed)
    steps_an_epoch = sum(1 for _ in _epoch(tokenizer, packing, documents, settings, shuffler))
    total = steps_an_epoch * settings.epochs
    optimizer = torch.optim.AdamW(_parameter_groups(model, settings), fused=True)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, total, settings.warmup_share)
    )
    averaged, seen = copy.deepcopy(_trained_weights(model)), 0
    step = 0
    mask_id = _token_id(tokenizer, "[MASK]") if settings.masked_share else packing.pad_id
    model.train()
    for epoch in range(settings.epochs):
        losses = []
        for batch in _epoch(tokenizer, packing, documents, settings, shuffler):
            with _mixed_precision():
                logits = model(mask_tokens(batch, settings.masked_share, mask_id, packing))
            loss = _loss(logits.float(), batch, documents, labels)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            schedule.step()
            losses.append(loss.item())
            step += 1
            if step >= settings.average_from * total:
                seen += 1
                _average(averaged, model, seen)
        report(f"epoch {epoch + 1} of {settings.epochs}: loss {np.mean(losses):.4f}")
    if seen:
        model.load_state_dict(averaged, strict=False)
    return model.eval()


def mask_tokens(batch: Batch, share: float, mask_id: int, packing: Packing) -> Batch:
    """Hide a share of the words, so that no single word decides.

    Args:
        batch: windows.
        share: of the tokens other than special ones, drawn anew each time.
        mask_id: the token that stands for a hidden one.
        packing: names the special tokens.
    """
    if not share:
        return batch
    special = torch.tensor([packing.cls_id, packing.sep_id, packing.pad_id])
    hidden = (torch.rand(batch.tokens.shape) < share) & ~torch.isin(batch.tokens, special)
    return replace(batch, tokens=batch.tokens.masked_fill(hidden, mask_id))


def _trained_weights(model: nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: parameter.detach()
        for name, parameter in model.named_parameters()
        if parameter.requires_grad
    }


def _average(averaged: dict[str, torch.Tensor], model: nn.Module, seen: int) -> None:
    """Take the model's weights into the running mean over ``seen`` steps."""
    for name, value in _trained_weights(model).items():
        averaged[name].lerp_(value, 1.0 / seen)


def _epoch(
    tokenizer: Tokenizer,
    packing: Packing,
    documents: Sequence[Document],
    settings: TrainingSettings,
    shuffler: random.Random,
) -> list[Batch]:
    """One epoch's batches in random order, the documents cut at other places each time."""
    windows = pack(tokenizer, documents, packing, first_cut=shuffler.uniform(0.5, 1.0))
    shuffler.shuffle(windows)
    windows.sort(key=lambda window: len(window.tokens) // 64)
    made = list(
        batches(windows, documents, packing, settings.batch_tokens, settings.padded_lengths)
    )
    shuffler.shuffle(made)
    return made


def _loss(
    logits: torch.Tensor, batch: Batch, documents: Sequence[Document], labels: LabelSet
) -> torch.Tensor:
    rows = list(zip(batch.documents, batch.sentences, strict=True))
    weights = torch.tensor(
        [_weight(documents[document], sentence) for document, sentence in rows],
        device=logits.device,
    )
    wanted = [(documents[document].labels or ())[sentence] for document, sentence in rows]
    if labels.exclusive:
        target = torch.tensor([row[0] for row in wanted], device=logits.device)
        each = nn.functional.cross_entropy(logits, target, reduction="none")
    else:
        target = torch.zeros_like(logits)
        for place, row in enumerate(wanted):
            target[place, list(row)] = 1.0
        each = nn.functional.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(
            -1
        )
    return (each * weights).sum() / weights.sum().clamp(min=_LEAST_WEIGHT)


def _weight(document: Document, sentence: int) -> float:
    return document.weights[sentence] if document.weights else 1.0


def _parameter_groups(
    model: SentenceEncoder, settings: TrainingSettings
) -> list[dict[str, object]]:
    """Lower layers learn more slowly; biases and norms are not decayed."""
    trained = {n: p for n, p in model.named_parameters() if p.requires_grad}
    depths = {name: int(found[1]) for name in trained if (found := _LAYER.search(name))}
    top = max(depths.values(), default=0)
    groups: dict[tuple[float, float], list[nn.Parameter]] = {}
    for name, parameter in trained.items():
        rate = settings.head_learning_rate
        if name.startswith("encoder."):
            rate = settings.learning_rate * settings.layer_decay ** (top - depths.get(name, 0))
        decay = 0.0 if parameter.ndim < 2 else settings.weight_decay
        groups.setdefault((rate, decay), []).append(parameter)
    return [
        {"params": parameters, "lr": rate, "weight_decay": decay}
        for (rate, decay), parameters in groups.items()
    ]


def _rate(step: int, total: int, warmup_share: float) -> float:
    """Share of the full learning rate: a linear rise, then a linear fall to nothing."""
    warmup = max(1, int(total * warmup_share))
    if step < warmup:
        return (step + 1) / warmup
    return max(0.0, (total - step) / max(1, total - warmup))


def predict_scores(
    model: SentenceEncoder,
    tokenizer: Tokenizer,
    documents: Sequence[Document],
    labels: LabelSet,
    settings: TrainingSettings,
    on_batch: Callable[[int], None] = lambda sentences: None,
) -> list[NDArray[np.float64]]:
    """Probabilities for every sentence.

    Args:
        model: in evaluation mode.
        tokenizer, labels, settings: those it was trained with.
        documents: what to score.
        on_batch: is told how many sentences were scored, a batch at a time.

    Returns:
        For each document an array of shape (sentences, labels), columns in the order of
        ``labels.names``.
    """
    packing = make_packing(settings, tokenizer)
    windows = sorted(pack(tokenizer, documents, packing), key=lambda w: -len(w.tokens))
    scores = [np.zeros((len(document.sentences), len(labels.names))) for document in documents]
    with torch.inference_mode():
        for batch in batches(
            windows, documents, packing, settings.batch_tokens, settings.padded_lengths
        ):
            logits = model(batch).float()
            chances = logits.softmax(-1) if labels.exclusive else logits.sigmoid()
            found = chances.cpu().numpy()
            for row in np.flatnonzero(batch.read):
                scores[batch.documents[row]][batch.sentences[row]] = found[row]
            on_batch(int(batch.read.sum()))
    return scores


def _seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def _mixed_precision() -> torch.autocast:
    return torch.autocast(
        _device().type, torch.bfloat16, enabled=choose_precision() is torch.bfloat16
    )


def _device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")

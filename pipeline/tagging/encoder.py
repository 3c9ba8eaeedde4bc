"""The sentence tagger's network: a BERT-like encoder and a small head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModel

from pipeline.processor import processor_flags
from pipeline.tagging.packing import Batch

__all__ = ["SentenceEncoder", "choose_precision", "load_tokenizer"]


def load_tokenizer(folder: Path) -> Tokenizer:
    """The encoder's tokenizer, without truncation or padding of its own."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def choose_precision() -> torch.dtype:
    """bf16 where the hardware multiplies it, else fp32 (many times faster there).

    On a CPU the flags ``amx_bf16`` and ``avx512_bf16`` tell.
    """
    if torch.cuda.is_available():
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    fast = processor_flags() & {"amx_bf16", "avx512_bf16"}
    return torch.bfloat16 if fast else torch.float32


class SentenceEncoder(nn.Module):
    """Scores every sentence of a window at once.

    A sentence is represented by the hidden state at its separator, the mean of the hidden states
    of its tokens, and its features.

    Args:
        encoder: a transformers model that returns ``last_hidden_state``.
        labels: number of labels.
        features: number of features a sentence.
        head_size: width of the head's hidden layer.
        dropout: of the head.
    """

    def __init__(
        self,
        encoder: nn.Module,
        *,
        labels: int,
        features: int,
        head_size: int,
        dropout: float,
    ) -> None:
        super().__init__()
        self.encoder = encoder
        width = 2 * int(encoder.config.hidden_size) + features  # type: ignore[union-attr, arg-type]
        self.head = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(width, head_size),
            nn.GELU(),
            nn.Dropout(dropout),
            nn.Linear(head_size, labels),
        )

    @classmethod
    def from_base(cls, folder: Path, **head: Any) -> SentenceEncoder:  # noqa: ANN401
        """A network with the base model's weights and a fresh head.

        Attention dropout is off: it keeps torch from its fast attention, and costs half the
        speed of training at long windows.
        """
        encoder = AutoModel.from_pretrained(
            folder,
            add_pooling_layer=False,
            attention_probs_dropout_prob=0.0,
            dtype=torch.float32,
        )
        return cls(encoder, **head)

    @classmethod
    def from_config(cls, folder: Path, **head: Any) -> SentenceEncoder:  # noqa: ANN401
        """A network of the base model's shape, with random weights."""
        config = AutoConfig.from_pretrained(folder)
        encoder = AutoModel.from_config(config, add_pooling_layer=False)  # type: ignore[no-untyped-call]
        return cls(encoder, **head)

    def freeze_embeddings(self) -> None:
        """Keep the word embeddings as they are.

        They hold half the weights, a small corpus touches few of them, and the optimiser's
        moments of the untouched rows become denormal numbers, which are slow.
        """
        for parameter in self.encoder.embeddings.parameters():  # type: ignore[union-attr]
            parameter.requires_grad = False

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits of each sentence of a batch, shape (sentences, labels)."""
        device = next(self.parameters()).device
        mask = batch.mask.to(device)
        hidden = self.encoder(
            input_ids=batch.tokens.to(device), attention_mask=mask
        ).last_hidden_state
        rows, columns = batch.rows.to(device), batch.columns.to(device)
        sums = torch.cumsum(hidden.float() * mask.unsqueeze(-1), dim=1)
        starts = batch.starts.to(device)
        total = sums[rows, columns - 1] - sums[rows, starts - 1]
        mean = total / (columns - starts).clamp(min=1).unsqueeze(-1)
        parts = [hidden[rows, columns], mean, batch.features.to(device)]
        logits: torch.Tensor = self.head(torch.cat(parts, dim=-1).to(hidden.dtype))
        return logits

"""The sentence tagger's network: a pretrained model that reads sentences, and a small head."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoConfig, AutoModel

from pipeline.networks import read_network
from pipeline.processor import processor_flags
from pipeline.tagging.packing import Batch

__all__ = ["ADAPTER_NAME", "ADAPTER_SCALE", "SentenceEncoder", "choose_precision", "load_tokenizer"]

ADAPTER_NAME, ADAPTER_SCALE = "default", 2
"""What peft calls the low-rank matrices, and the factor of their product (alpha / rank)."""
_BIDIRECTIONAL = frozenset({"bert"})
"""Kinds of base model whose tokens see what follows them; the others read from left to right."""
_ADAPTED = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
"""The matrices of a language model's layer that get low-rank ones beside them."""


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
        head_size: width of the head's hidden layer; 0 for a linear head.
        dropout: of the head.
    """

    centre: torch.Tensor
    spread: torch.Tensor

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
        self.register_buffer("centre", torch.zeros(width))
        self.register_buffer("spread", torch.ones(width))
        layers = [nn.Linear(width, head_size), nn.GELU(), nn.Dropout(dropout)] if head_size else []
        self.head = nn.Sequential(
            nn.Dropout(dropout), *layers, nn.Linear(head_size or width, labels)
        )

    @classmethod
    def from_base(
        cls,
        folder: Path,
        *,
        layers: int | None = None,
        adapter_rank: int = 0,
        **head: Any,  # noqa: ANN401
    ) -> SentenceEncoder:
        """A network with the base model's weights and a fresh head.

        Args:
            folder: of the base model: a BERT-like encoder or a Llama-like language model.
            layers: the lowest so many layers of a language model; None for all.
            adapter_rank: of the low-rank matrices that are trained in place of a language
                model's weights (LoRA, Hu et al. 2021); 0 to train the weights themselves.
            head: see the constructor.
        """
        bidirectional = AutoConfig.from_pretrained(folder).model_type in _BIDIRECTIONAL
        read = _read_encoder if bidirectional else _read_language_model
        network = cls(read(folder, layers, adapter_rank), **head)
        if not adapter_rank:
            network._freeze_embeddings()
        return network

    def _freeze_embeddings(self) -> None:
        """Keep the word embeddings as they are.

        They hold half the weights, a small corpus touches few of them, and the optimiser's
        moments of the untouched rows become denormal numbers, which are slow.
        """
        embeddings: Any = getattr(self.encoder, "embeddings", None)
        if embeddings is None:
            embeddings = self.encoder.get_input_embeddings()  # type: ignore[operator]
        for parameter in embeddings.parameters():
            parameter.requires_grad = False

    def learnt(self) -> dict[str, torch.Tensor]:
        """What training made: the weights that were not frozen, and the scale of the states."""
        trained = {name for name, value in self.named_parameters() if value.requires_grad}
        scale = {name for name, _ in self.named_buffers(recurse=False)}
        return {n: v for n, v in self.state_dict().items() if n in trained | scale}

    def forward(self, batch: Batch) -> torch.Tensor:
        """Logits of each sentence of a batch, shape (sentences, labels)."""
        states = (self.states(batch) - self.centre) / self.spread
        logits: torch.Tensor = self.head(states.to(self.output.weight.dtype))
        return logits

    def states(self, batch: Batch) -> torch.Tensor:
        """What each sentence is represented by, float32, shape (sentences, width)."""
        device = next(self.parameters()).device
        mask = batch.mask.to(device)
        # Padding stands last: who reads from left to right never sees it.
        seen = {"attention_mask": mask} if self._bidirectional else {}
        hidden = self.encoder(input_ids=batch.tokens.to(device), **seen).last_hidden_state
        rows, columns = batch.rows.to(device), batch.columns.to(device)
        sums = torch.cumsum(hidden.float() * mask.unsqueeze(-1), dim=1)
        starts = batch.starts.to(device)
        total = sums[rows, columns - 1] - sums[rows, starts - 1]
        mean = total / (columns - starts).clamp(min=1).unsqueeze(-1)
        parts = [hidden[rows, columns].float(), mean, batch.features.to(device)]
        return torch.cat(parts, dim=-1)

    @property
    def output(self) -> nn.Linear:
        """The last layer of the head."""
        layer = self.head[-1]
        assert isinstance(layer, nn.Linear)
        return layer

    @property
    def _bidirectional(self) -> bool:
        config: Any = self.encoder.config
        return config.model_type in _BIDIRECTIONAL


def _read_encoder(folder: Path, layers: int | None, adapter_rank: int) -> nn.Module:
    """A BERT-like encoder.

    Attention dropout is off: it keeps torch from its fast attention, and costs half the speed of
    training at long windows.
    """
    if layers or adapter_rank:
        raise ValueError(f"{folder.name} is read whole: leave out layers and adapter_rank")
    encoder: nn.Module = read_network(
        AutoModel, folder, changed={"attention_probs_dropout_prob": 0.0}, add_pooling_layer=False
    )
    return encoder


def _read_language_model(folder: Path, layers: int | None, adapter_rank: int) -> nn.Module:
    """The lower layers of a language model; the norm before its vocabulary is left out."""
    changed = {"use_cache": False} | ({"num_hidden_layers": layers} if layers else {})
    model = read_network(AutoModel, folder, changed=changed)
    model.norm = nn.Identity()
    if not adapter_rank:
        return model  # type: ignore[no-any-return]
    # Training alone needs peft, which takes seconds to import.
    from peft import LoraConfig, get_peft_model

    adapter = LoraConfig(
        r=adapter_rank, lora_alpha=ADAPTER_SCALE * adapter_rank, target_modules=_ADAPTED
    )
    return get_peft_model(model, adapter)

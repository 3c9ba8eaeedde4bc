"""Greedy decoding of a Llama-like language model, many prompts at once, on a processor.

Prompts are read packed, one behind the other, without padding; where one has ended, the next takes
its row. Nothing is drawn by lot: the same prompts in the same order give the same tokens.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from pipeline.processor import processor_flags

__all__ = ["PRECISIONS", "GreedyDecoder", "choose_precision", "is_llama_like"]

PRECISIONS = ("bf16", "fp32")
_PACKED_TOKENS = 512
"""Prompt tokens that are read together: what a layer makes of them stays in the cache."""
_STEP = 16
"""Room for keys grows in steps of so many tokens, whole vectors of the processor."""
_MOST_EMPTY = 0.25
"""Share of ended rows at which the next prompts are read, or, where none wait, rows are dropped."""


def choose_precision() -> str:
    """bf16 where this processor multiplies it, else fp32, which is many times faster there."""
    return "bf16" if processor_flags() & {"avx512_bf16", "amx_bf16"} else "fp32"


def is_llama_like(config: Any) -> bool:  # noqa: ANN401
    """Whether :class:`GreedyDecoder` computes transformers models of a configuration exactly."""
    return bool(
        config.model_type == "llama"
        and config.hidden_act == "silu"
        and not config.attention_bias
        and not config.mlp_bias
        and config.rope_parameters["rope_type"] == "default"
    )


_Matrix = Callable[[Tensor], Tensor]
"""Multiplies rows, fp32, shape (rows, in), with a weight: shape (rows, out), fp32."""


def _matrix(weight: Tensor, precision: str) -> _Matrix:
    if precision == "bf16":
        half = weight.detach().bfloat16()
        return lambda rows: functional.linear(rows.bfloat16(), half).float()
    whole = weight.detach().float()
    return lambda rows: functional.linear(rows, whole)


@dataclass(frozen=True)
class _Layer:
    """A block's weights: queries, keys and values are one matrix; so are gate and up."""

    before_attention: Tensor
    attend: _Matrix
    project: _Matrix
    before_network: Tensor
    widen: _Matrix
    narrow: _Matrix


class _Rows:
    """The prompts at work: a row holds one until it has ended, then the next one.

    Attributes:
        owners: the prompt of each row, int64, shape (rows,); -1 where it has ended.
        tokens: the last token of each row; lengths: how many stand before it.
        keys, values: of each layer, shape (rows, key heads, room, head size).
    """

    def __init__(self, rows: int, layers: int, shape: tuple[int, int, int]) -> None:
        self.owners = torch.full((rows,), -1)
        self.tokens = torch.zeros(rows, dtype=torch.long)
        self.lengths = torch.zeros(rows, dtype=torch.long)
        self.keys = [torch.zeros((rows, *shape)) for _ in range(layers)]
        self.values = [torch.zeros((rows, *shape)) for _ in range(layers)]

    @property
    def ended(self) -> list[int]:
        """Rows that are free."""
        return (self.owners < 0).nonzero().flatten().tolist()

    @property
    def busy(self) -> list[int]:
        """Rows that hold a prompt."""
        return (self.owners >= 0).nonzero().flatten().tolist()

    def drop_ended(self) -> None:
        """Keep the busy rows alone, in copies."""
        chosen = torch.tensor(self.busy)
        self.owners, self.tokens = self.owners[chosen], self.tokens[chosen]
        self.lengths = self.lengths[chosen]
        for kept in (self.keys, self.values):
            for layer, tensor in enumerate(kept):
                kept[layer] = tensor[chosen]


class GreedyDecoder:
    """Writes the likeliest token after the likeliest token.

    Args:
        model: a transformers model of a configuration for which :func:`is_llama_like` holds.
        precision: of the weights, one of ``PRECISIONS``; all else is computed in fp32.
        end: the token that ends what is written.
        rows: prompts at work together.
    """

    def __init__(self, model: Any, precision: str, end: int, rows: int) -> None:  # noqa: ANN401
        config = model.config
        self.precision = precision
        self._end = end
        self._rows = rows
        self._epsilon = float(config.rms_norm_eps)
        self._heads: int = config.num_attention_heads
        self._key_heads: int = config.num_key_value_heads
        self._size: int = getattr(config, "head_dim", None) or config.hidden_size // self._heads
        self._embedding = model.get_input_embeddings().weight.detach()
        self._layers = [_layer(block, precision) for block in model.model.layers]
        self._norm = model.model.norm.weight.detach().float()
        self._head = _matrix(model.get_output_embeddings().weight, precision)
        steps = torch.arange(0, self._size, 2).float() / self._size
        self._turns = float(config.rope_parameters["rope_theta"]) ** -steps

    @torch.inference_mode()
    def decode(
        self,
        prompts: Sequence[Sequence[int]],
        most: int,
        on_ended: Callable[[int], None] = lambda count: None,
    ) -> list[list[int]]:
        """What follows each prompt, without the ending token.

        Args:
            prompts: token ids of each; prompts of like length should stand together.
            most: tokens to write at most.
            on_ended: is told how many more prompts are done.
        """
        written: list[list[int]] = [[] for _ in prompts]
        waiting = deque(range(len(prompts)))
        room = _rounded(max(map(len, prompts), default=0) + most)
        shape = (self._key_heads, room, self._size)
        rows = _Rows(min(self._rows, len(prompts)), len(self._layers), shape)
        while waiting or rows.busy:
            ended = rows.ended
            many = len(ended) >= len(rows.owners) * _MOST_EMPTY
            if waiting and many:
                changed = ended[: len(waiting)]
                self._admit(prompts, [waiting.popleft() for _ in changed], changed, rows)
            else:
                if many:
                    rows.drop_ended()
                changed = rows.busy
                self._step(rows)
            on_ended(self._note(rows, changed, written, most))
        return written

    def _note(
        self, rows: _Rows, changed: Sequence[int], written: list[list[int]], most: int
    ) -> int:
        """Keep the new token of some rows, and free those that have ended: how many."""
        ended = 0
        for row in changed:
            owner, token = int(rows.owners[row]), int(rows.tokens[row])
            if token != self._end:
                written[owner].append(token)
            if token == self._end or len(written[owner]) >= most:
                rows.owners[row] = -1
                rows.lengths[row] = 0
                ended += 1
        return ended

    def _admit(
        self,
        prompts: Sequence[Sequence[int]],
        chosen: Sequence[int],
        free: Sequence[int],
        rows: _Rows,
    ) -> None:
        """Read the chosen prompts into free rows."""
        read = [prompts[prompt] for prompt in chosen]
        for part in _packs(read):
            taken = free[part.start : part.stop]
            rows.tokens[taken] = self._read([read[place] for place in part], taken, rows)
        rows.owners[free] = torch.tensor(chosen)
        rows.lengths[free] = torch.tensor([len(prompt) for prompt in read])

    def _read(self, prompts: Sequence[Sequence[int]], free: Sequence[int], rows: _Rows) -> Tensor:
        """Fill keys and values of some rows, and give the token after each prompt."""
        lengths = torch.tensor([len(prompt) for prompt in prompts])
        ends = lengths.cumsum(0).tolist()
        spans = list(zip(free, [0, *ends[:-1]], ends, strict=True))
        tokens = torch.tensor([token for prompt in prompts for token in prompt])
        hidden = self._embedding[tokens].float()
        turns = self._rotation(torch.cat([torch.arange(len(prompt)) for prompt in prompts]))
        for number, layer in enumerate(self._layers):
            queries, keys, values = self._projections(layer, hidden, *turns)
            attended = torch.empty_like(queries)
            for row, start, end in spans:
                key, value = (x[start:end].transpose(0, 1) for x in (keys, values))
                rows.keys[number][row, :, : end - start] = key
                rows.values[number][row, :, : end - start] = value
                attended[start:end] = functional.scaled_dot_product_attention(
                    queries[start:end].transpose(0, 1)[None], key[None], value[None],
                    is_causal=True, enable_gqa=True,
                )[0].transpose(0, 1)  # fmt: skip
            hidden = self._finish(layer, hidden, attended)
        return self._likeliest(hidden[[end - 1 for end in ends]])

    def _step(self, rows: _Rows) -> None:
        """Replace each row's token by the one after it."""
        hidden = self._embedding[rows.tokens].float()
        every, lengths = torch.arange(len(rows.tokens)), rows.lengths
        used = _rounded(int(lengths.max()) + 1)
        seen = (torch.arange(used) <= lengths[:, None])[:, None, None, :]
        turns = self._rotation(lengths)
        for number, layer in enumerate(self._layers):
            queries, key, value = self._projections(layer, hidden, *turns)
            keys, values = rows.keys[number], rows.values[number]
            keys[every, :, lengths], values[every, :, lengths] = key, value
            grouped = queries.view(len(hidden), self._key_heads, -1, self._size)
            attended = functional.scaled_dot_product_attention(
                grouped, keys[:, :, :used], values[:, :, :used], attn_mask=seen
            )
            hidden = self._finish(layer, hidden, attended)
        rows.tokens = self._likeliest(hidden)
        rows.lengths = torch.where(rows.owners < 0, 0, lengths + 1)

    def _projections(
        self, layer: _Layer, hidden: Tensor, cosine: Tensor, sine: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Queries, keys and values, shape (tokens, heads, head size), the first two turned."""
        joined = layer.attend(self._normed(hidden, layer.before_attention))
        joined = joined.view(len(hidden), -1, self._size)
        turning = joined[:, : self._heads + self._key_heads]
        half = self._size // 2
        other = torch.cat((-turning[..., half:], turning[..., :half]), dim=-1)
        turned = turning * cosine + other * sine
        return (
            turned[:, : self._heads],
            turned[:, self._heads :],
            joined[:, self._heads + self._key_heads :],
        )

    def _finish(self, layer: _Layer, hidden: Tensor, attended: Tensor) -> Tensor:
        hidden = hidden + layer.project(attended.reshape(len(hidden), -1))
        gate, up = layer.widen(self._normed(hidden, layer.before_network)).chunk(2, dim=1)
        return hidden + layer.narrow(functional.silu(gate).mul_(up))

    def _normed(self, hidden: Tensor, weight: Tensor) -> Tensor:
        return functional.rms_norm(hidden, (hidden.shape[1],), weight, self._epsilon)

    def _likeliest(self, hidden: Tensor) -> Tensor:
        return self._head(self._normed(hidden, self._norm)).argmax(dim=1)

    def _rotation(self, places: Tensor) -> tuple[Tensor, Tensor]:
        """Cosine and sine of each place's turns, shape (tokens, 1, head size)."""
        angles = places[:, None].float() * self._turns
        angles = torch.cat((angles, angles), dim=-1)[:, None]
        return angles.cos(), angles.sin()


def _layer(block: Any, precision: str) -> _Layer:  # noqa: ANN401
    attention, network = block.self_attn, block.mlp

    def joined(*modules: Any) -> _Matrix:  # noqa: ANN401
        return _matrix(torch.cat([module.weight for module in modules]), precision)

    return _Layer(
        before_attention=block.input_layernorm.weight.detach().float(),
        attend=joined(attention.q_proj, attention.k_proj, attention.v_proj),
        project=joined(attention.o_proj),
        before_network=block.post_attention_layernorm.weight.detach().float(),
        widen=joined(network.gate_proj, network.up_proj),
        narrow=joined(network.down_proj),
    )


def _rounded(length: int) -> int:
    return -(-length // _STEP) * _STEP


def _packs(prompts: Sequence[Sequence[int]]) -> list[range]:
    """Runs of prompts with at most ``_PACKED_TOKENS`` tokens together, or of one."""
    packs: list[range] = []
    start = total = 0
    for place, prompt in enumerate(prompts):
        if place > start and total + len(prompt) > _PACKED_TOKENS:
            packs.append(range(start, place))
            start, total = place, 0
        total += len(prompt)
    return [*packs, range(start, len(prompts))]

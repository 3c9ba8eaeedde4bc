"""The support model's network: claim and sources read together, recurring words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel

from pipeline.briefs.support_marks import CLASSES, UNMARKED, Word, marks_of, words_in
from pipeline.briefs.wording import plain_text
from pipeline.networks import read_network

UNKNOWN = -1
"""Whether a token is wrong is not known."""

__all__ = [
    "UNKNOWN",
    "EncodedPair",
    "SupportNetwork",
    "collate",
    "encode_pair",
    "load_tokenizer",
]


@dataclass(frozen=True)
class EncodedPair:
    """A claim and its sources as the network reads them: ``[CLS] claim [SEP] sources [SEP]``.

    Attributes:
        tokens: token ids.
        sides: 0 for the claim, 1 for the sources.
        marks: mark of each token's word (``support_marks``).
        wrong: for each token whether it is known to be right (0) or wrong (1), else -1.
    """

    tokens: list[int]
    sides: list[int]
    marks: list[int]
    wrong: list[int]


def load_tokenizer(folder: Path) -> Tokenizer:
    """The base model's tokenizer, without truncation or padding of its own."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def encode_pair(
    tokenizer: Tokenizer,
    claim: str,
    sources: Sequence[str],
    names: Sequence[str],
    *,
    claim_tokens: int,
    source_tokens: int,
    wrong: Sequence[tuple[int, int]] | None = None,
) -> EncodedPair:
    """Encode a claim with its sources; the claim always stands first.

    Args:
        tokenizer: of the base model.
        claim: the sentence to be judged.
        sources: the sentences that it cites, kept apart as they are.
        names: names that hold without a source; they stand before the sources.
        claim_tokens, source_tokens: where each side is cut off.
        wrong: in training, the characters of the claim that are wrong; None where unknown.
    """
    first = _plain(claim)
    second = _plain(" ".join((*(f"{name}." for name in names), *sources)))
    ours, theirs = words_in(first), words_in(second)
    found = EncodedPair([_special(tokenizer, "[CLS]")], [0], [UNMARKED], [UNKNOWN])
    for side, (text, words, others, most) in enumerate(
        ((first, ours, theirs, claim_tokens), (second, theirs, ours, source_tokens))
    ):
        encoding = tokenizer.encode(text, add_special_tokens=False)
        offsets = encoding.offsets[:most]
        found.tokens.extend([*encoding.ids[:most], _special(tokenizer, "[SEP]")])
        found.marks.extend([*_token_marks(offsets, words, marks_of(words, others)), UNMARKED])
        found.sides.extend([side] * (len(offsets) + 1))
        known = wrong is not None and side == 0 and len(text) == len(claim)
        found.wrong.extend(
            [*([_is_wrong(o, wrong or ()) if known else UNKNOWN for o in offsets]), UNKNOWN]
        )
    return found


def _is_wrong(offset: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int:
    return int(any(start < offset[1] and offset[0] < end for start, end in spans))


def _special(tokenizer: Tokenizer, name: str) -> int:
    token = tokenizer.token_to_id(name)
    if token is None:
        raise ValueError(f"The tokenizer has no {name}; expected one of a BERT-like model.")
    return int(token)


def _plain(text: str) -> str:
    """The text without entities, on one line, with straight apostrophes."""
    return plain_text(text).replace("’", "'").replace("‘", "'")


def _token_marks(
    offsets: Sequence[tuple[int, int]], words: Sequence[Word], marks: Sequence[int]
) -> list[int]:
    """The mark of the word that each token belongs to."""
    found, place = [], 0
    for start, _ in offsets:
        while place < len(words) and words[place].end <= start:
            place += 1
        inside = place < len(words) and words[place].start <= start
        found.append(marks[place] if inside else UNMARKED)
    return found


@dataclass(frozen=True)
class SupportBatch:
    """Encoded pairs side by side, each tensor of shape (pairs, width)."""

    tokens: torch.Tensor
    sides: torch.Tensor
    marks: torch.Tensor
    mask: torch.Tensor
    wrong: torch.Tensor


def collate(pairs: Sequence[EncodedPair]) -> SupportBatch:
    """A batch of encoded pairs, padded to the longest."""
    width = max(len(pair.tokens) for pair in pairs)

    def padded(rows: list[list[int]], filler: int = 0) -> torch.Tensor:
        return torch.tensor([row + [filler] * (width - len(row)) for row in rows])

    return SupportBatch(
        tokens=padded([pair.tokens for pair in pairs]),
        sides=padded([pair.sides for pair in pairs]),
        marks=padded([pair.marks for pair in pairs]),
        mask=padded([[1] * len(pair.tokens) for pair in pairs]),
        wrong=padded([pair.wrong for pair in pairs], UNKNOWN),
    )


class SupportNetwork(nn.Module):
    """Scores whether a claim is borne out by its sources.

    The mark of how a word recurs is added to its embedding. A first head says of each token how
    wrong it looks; a second one reads the first token, the maximum over the claim's tokens and over
    the sources' tokens, and the most wrong looking token: one wrong word is enough.

    Args:
        encoder: a transformers model that returns ``last_hidden_state``.
        head_size: width of the head's hidden layer.
        dropout: of the head.
    """

    def __init__(self, encoder: Any, *, head_size: int, dropout: float) -> None:  # noqa: ANN401
        super().__init__()
        width = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.marks = nn.Embedding(CLASSES, width)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.wrong = nn.Linear(width, 1)
        self.head = nn.Sequential(
            nn.Dropout(dropout),
            nn.Linear(3 * width + 1, head_size),
            nn.GELU(),
            nn.Linear(head_size, 1),
        )

    @classmethod
    def from_base(cls, folder: Path, *, head_size: int, dropout: float) -> SupportNetwork:
        """A network with the base model's weights and a fresh head."""
        encoder = read_network(
            AutoModel,
            folder,
            changed={"attention_probs_dropout_prob": 0.0},
            add_pooling_layer=False,
        )
        return cls(encoder, head_size=head_size, dropout=dropout)

    def freeze_below(self, layers: int) -> None:
        """Keep the embeddings and all but the uppermost ``layers`` of the encoder as they are."""
        for parameter in self.encoder.parameters():
            parameter.requires_grad = False
        for layer in list(self.encoder.encoder.layer)[-layers:]:
            for parameter in layer.parameters():
                parameter.requires_grad = True

    def forward(self, batch: SupportBatch) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of the pairs, shape (pairs,), and of how wrong tokens look, (pairs, width)."""
        embedded = self.encoder.embeddings.word_embeddings(batch.tokens) + self.marks(batch.marks)
        hidden = self.encoder(
            inputs_embeds=embedded, attention_mask=batch.mask, token_type_ids=batch.sides
        ).last_hidden_state.float()
        ours = (batch.mask == 1) & (batch.sides == 0)
        theirs = batch.sides == 1
        wrong = self.wrong(hidden).squeeze(-1)
        worst = wrong.masked_fill(~ours, _LEAST).amax(dim=1, keepdim=True)
        pooled = [_maximum(hidden, side) for side in (ours, theirs)]
        logits: torch.Tensor = self.head(torch.cat([hidden[:, 0], *pooled, worst], dim=-1))
        return logits.squeeze(-1), wrong


_LEAST = -1e4
"""Less than any value that a network computes."""


def _maximum(hidden: torch.Tensor, chosen: torch.Tensor) -> torch.Tensor:
    return hidden.masked_fill(~chosen.unsqueeze(-1), _LEAST).amax(dim=1)

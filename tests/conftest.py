"""Shared builders: articles tagged by hand, and tiny models with random weights on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"

import hypothesis
import pytest

from pipeline.schema import (
    TAGS,
    Article,
    Evidence,
    Fact,
    Inspection,
    Quotation,
    Sentence,
    SentenceTags,
    Tag,
    TaggedArticle,
)
from pipeline.segmentation import segment
from tests.postgres import Server, running_server

SEED = 11

# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("timeless", deadline=None)
hypothesis.settings.load_profile("timeless")


def _split(text: str, **fields: object) -> tuple[Sentence, ...]:
    return segment(Article(name="a.txt", text=text, **fields))


def _tagged(
    text: str,
    tags: Mapping[str, Sequence[Tag]] = {},
    quotes: Mapping[str, str | None] = {},
    **fields: object,
) -> TaggedArticle:
    """Tag an article by hand.

    Args:
        text: the article's text.
        tags: for a piece of a sentence the tags of that sentence.
        quotes: quoted words, without marks, each with the speaker.
        fields: of the article.
    """
    article = Article(**{"name": "a.txt", "text": text, **fields})
    sentences = segment(article)
    given = [
        tuple(tag for piece, chosen in tags.items() if piece in sentence.text for tag in chosen)
        for sentence in sentences
    ]
    return TaggedArticle(
        article=article,
        sentences=sentences,
        tags=tuple(
            SentenceTags(scores={tag: 0.9 if tag in own else 0.1 for tag in TAGS}, tags=own)
            for own in given
        ),
        quotations=tuple(_quotation(article, sentences, *item) for item in quotes.items()),
    )


def _quotation(
    article: Article, sentences: Sequence[Sentence], words: str, speaker: str | None
) -> Quotation:
    start = article.text.index(words)
    end = start + len(words)
    return Quotation(
        start_char=start,
        end_char=end,
        text=words,
        sentences=tuple(s.index for s in sentences if s.start_char < end and start < s.end_char),
        speaker=speaker,
    )


def _inspection(tagged: TaggedArticle, facts: Mapping[str, str | int]) -> Inspection:
    """An inspection that all sentences of an article speak of; its facts stand in the text."""
    name, text = tagged.article.name, tagged.article.text

    def evidence(value: str | int) -> Evidence:
        start = text.index(str(value))
        end = start + len(str(value))
        return Evidence(article=name, start_char=start, end_char=end, text=text[start:end])

    return Inspection(
        facts={
            field: Fact(value=value, evidence=(evidence(value),)) for field, value in facts.items()
        },
        sentences={name: tuple(range(len(tagged.sentences)))},
    )


@pytest.fixture(scope="session")
def split() -> Callable[..., tuple[Sentence, ...]]:
    return _split


@pytest.fixture(scope="session")
def tag_by_hand() -> Callable[..., TaggedArticle]:
    return _tagged


@pytest.fixture(scope="session")
def inspection_of() -> Callable[..., Inspection]:
    return _inspection


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server; the test is skipped where there are no programs for one."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of two layers, 32 wide, with random weights, and a tokenizer of whole words."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel

    words = (
        "staff were late again records missing managers knew their teams well praised strong work "
        "leaders should must recruit more officers the unit covers three towns said we will do "
        'better a b c d e . , " “ ”'
    ).split()
    vocabulary = {
        token: place
        for place, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *dict.fromkeys(words)])
    }
    folder = tmp_path_factory.mktemp("base") / "tiny-encoder"
    folder.mkdir()
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    torch.manual_seed(SEED)
    shape = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    BertModel(shape, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_language_model(tiny_encoder: Path) -> Path:
    """A Llama of three layers, 32 wide, beside the tiny encoder and with its words."""
    import torch
    from tokenizers import Tokenizer
    from transformers import LlamaConfig, LlamaModel

    folder = tiny_encoder.parent / "tiny-language-model"
    folder.mkdir()
    tokenizer = Tokenizer.from_file(str(tiny_encoder / "tokenizer.json"))
    tokenizer.add_special_tokens(["<|im_start|>", "Ċ", "<|endoftext|>"])
    for marks in ("[PAD]", "[CLS]", "[SEP]"):
        assert tokenizer.token_to_id(marks) is not None
    text = tokenizer.to_str()
    for marks in ("[PAD]", "[CLS]", "[SEP]"):
        text = text.replace(marks, marks.lower())
    Tokenizer.from_str(text).save(str(folder / "tokenizer.json"))
    torch.manual_seed(SEED)
    shape = LlamaConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=3,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    LlamaModel(shape).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_writer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of one layer, 32 wide, with random weights, and a tokenizer of whole words."""
    import torch
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    marks = ["<pad>", "<unk>", "<|im_start|>", "<|im_end|>"]
    words = "user assistant Unit : Write findings - Staff were late . The unit was short of staff"
    vocabulary = {
        token: place for place, token in enumerate([*marks, *dict.fromkeys(words.split())])
    }
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=raw, pad_token="<pad>", unk_token="<unk>", eos_token="<|im_end|>"
    )
    tokenizer.add_special_tokens({"additional_special_tokens": marks[2:]})
    folder = tmp_path_factory.mktemp("base") / "tiny-writer"
    tokenizer.save_pretrained(folder)
    torch.manual_seed(SEED)
    shape = LlamaConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=256,
        pad_token_id=0,
        bos_token_id=2,
        eos_token_id=3,
    )
    LlamaForCausalLM(shape).save_pretrained(folder)
    return folder

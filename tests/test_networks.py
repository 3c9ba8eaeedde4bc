"""Base networks are read as the library reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import (
    AutoModel,
    AutoModelForCausalLM,
    BertConfig,
    BertModel,
    LlamaConfig,
    LlamaForCausalLM,
)

from pipeline.errors import ArtifactError
from pipeline.networks import read_network

TINY = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 3, "vocab_size": 40}


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    torch.manual_seed(1)
    BertModel(BertConfig(**TINY, num_attention_heads=2)).save_pretrained(tmp_path / "encoder")
    return tmp_path / "encoder"


@pytest.fixture
def language_model(tmp_path: Path) -> Path:
    torch.manual_seed(2)
    config = LlamaConfig(
        **TINY, num_attention_heads=2, num_key_value_heads=1, tie_word_embeddings=True
    )
    LlamaForCausalLM(config).save_pretrained(tmp_path / "language")
    return tmp_path / "language"


def same(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    """Whether all weights and buffers of two networks are equal, and both are to be evaluated."""
    first = dict(one.named_parameters()) | dict(one.named_buffers())
    second = dict(other.named_parameters()) | dict(other.named_buffers())
    equal = all(torch.equal(first[name], second[name]) for name in first)
    return first.keys() == second.keys() and equal and not one.training and not other.training


def test_an_encoder_is_read_without_its_pooling_layer(encoder: Path) -> None:
    ours = read_network(AutoModel, encoder, add_pooling_layer=False)
    assert same(ours, AutoModel.from_pretrained(encoder, add_pooling_layer=False))


def test_a_language_model_is_read_with_its_vocabulary_tied(language_model: Path) -> None:
    ours = read_network(AutoModelForCausalLM, language_model)
    assert same(ours, AutoModelForCausalLM.from_pretrained(language_model))
    assert ours.lm_head.weight is ours.model.embed_tokens.weight


def test_the_lower_layers_alone_compute_what_the_library_computes(language_model: Path) -> None:
    ours = read_network(AutoModel, language_model, changed={"num_hidden_layers": 2})
    whole = AutoModel.from_pretrained(language_model)
    tokens = torch.tensor([[3, 1, 4, 1, 5]])
    with torch.inference_mode():
        states = whole(input_ids=tokens, output_hidden_states=True).hidden_states
        found = ours(input_ids=tokens).last_hidden_state
    assert len(ours.layers) == 2
    assert torch.equal(found, whole.norm(states[2]))


def test_weights_are_rounded_to_the_precision_asked_for(language_model: Path) -> None:
    ours = read_network(AutoModel, language_model, dtype=torch.bfloat16)
    whole = AutoModel.from_pretrained(language_model, dtype=torch.float32)
    assert torch.equal(ours.embed_tokens.weight, whole.embed_tokens.weight.bfloat16())


def test_a_file_that_lacks_a_weight_is_refused(encoder: Path) -> None:
    file = encoder / "model.safetensors"
    weights = load_file(file)
    del weights["encoder.layer.1.output.dense.weight"]
    save_file(weights, file)
    with pytest.raises(ArtifactError, match=r"expected encoder\.layer\.1\.output\.dense\.weight"):
        read_network(AutoModel, encoder, add_pooling_layer=False)


def test_a_weight_of_another_shape_is_refused(encoder: Path) -> None:
    with pytest.raises(ArtifactError, match=r"of shape \(48, 16\), found one of shape \(24, 16\)"):
        read_network(AutoModel, encoder, changed={"intermediate_size": 48}, add_pooling_layer=False)

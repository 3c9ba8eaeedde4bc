"""Merging of low-rank matrices into a model's weights."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from pipeline.adapters import merge_adapter
from pipeline.errors import ArtifactError


def _model() -> nn.Sequential:
    model = nn.Sequential(nn.Linear(2, 3, bias=False))
    nn.init.ones_(model[0].weight)  # type: ignore[arg-type]
    return model


DOWN = torch.tensor([[1.0, 2.0]])
UP = torch.tensor([[1.0], [0.0], [-1.0]])


def test_the_scaled_product_is_added() -> None:
    model = _model()
    names = [f"base_model.model.0.lora_{part}.weight" for part in "AB"]
    merge_adapter(model, dict(zip(names, (DOWN, UP), strict=True)), 2.0)
    wanted = torch.tensor([[3.0, 5.0], [1.0, 1.0], [-1.0, -3.0]])
    assert torch.equal(model[0].weight, wanted)


def test_the_adapter_may_be_named() -> None:
    model = _model()
    merge_adapter(
        model, {"0.lora_A.mine.weight": DOWN, "0.lora_B.mine.weight": UP}, 1.0, name="mine"
    )
    assert torch.equal(model[0].weight[0], torch.tensor([2.0, 3.0]))


@pytest.mark.parametrize(
    "matrices",
    [
        {"0.lora_A.weight": DOWN},
        {"1.lora_A.weight": DOWN, "1.lora_B.weight": UP},
        {"0.lora_A.weight": DOWN.T, "0.lora_B.weight": UP},
        {"0.bias": UP},
    ],
)
def test_anything_else_is_refused(matrices: dict[str, torch.Tensor]) -> None:
    model = _model()
    with pytest.raises(ArtifactError, match="found also"):
        merge_adapter(model, matrices, 1.0)
    assert torch.equal(model[0].weight, torch.ones(3, 2))

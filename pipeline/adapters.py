"""Low-rank matrices that were trained beside a base model's weights, merged into them."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from pipeline.errors import ArtifactError

__all__ = ["merge_adapter"]

_WRAPPED = "base_model.model."
"""How peft names the model that it wraps."""


def merge_adapter(
    model: nn.Module, matrices: Mapping[str, torch.Tensor], scale: float, *, name: str = ""
) -> None:
    """Add low-rank matrices to the weights beside them, in place: W becomes W + scale·B·A.

    LoRA, Hu et al. 2021. Done here, as importing peft takes longer than loading the model.

    Args:
        model: the base model; sums are computed in fp32.
        matrices: by the names that peft gives them, A of shape (rank, columns of W), B of shape
            (rows of W, rank).
        scale: alpha / rank.
        name: of the adapter, where the names of the matrices hold it.

    Raises:
        ArtifactError: there is anything but pairs of such matrices for the model's weights.
    """
    ending = f".{name}.weight" if name else ".weight"
    down, up = f".lora_A{ending}", f".lora_B{ending}"
    weights = dict(model.named_parameters())
    left = dict(matrices)
    with torch.no_grad():
        for first in [one for one in matrices if one.endswith(down)]:
            module = first.removesuffix(down)
            weight = weights.get(f"{module.removeprefix(_WRAPPED)}.weight")
            second = matrices.get(module + up)
            if weight is None or second is None:
                continue
            if weight.shape != (second.shape[0], matrices[first].shape[1]):
                continue
            weight.add_(left.pop(module + up).float() @ left.pop(first).float(), alpha=scale)
    if left:
        raise ArtifactError(
            f"This is no plain LoRA adapter of its base model: found also {sorted(left)[:3]}. "
            "Train again with this version."
        )

"""Base networks, read from their safetensors files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from transformers import AutoConfig
from transformers.initialization import no_init_weights

from pipeline.errors import ArtifactError

__all__ = ["read_network"]


def read_network(
    kind: Any,  # noqa: ANN401
    folder: Path,
    *,
    dtype: torch.dtype = torch.float32,
    changed: Mapping[str, object] | None = None,
    **options: object,
) -> Any:  # noqa: ANN401
    """A transformers model in evaluation mode, with the weights of its folder.

    As ``kind.from_pretrained`` reads it, with less to do and less memory: weights that the network
    has no place for are not read; with ``num_hidden_layers`` changed, those of the upper layers.

    Args:
        kind: a class of transformers such as ``AutoModel``.
        folder: with ``config.json`` and one safetensors file or several.
        dtype: of the weights.
        changed: settings of the configuration to be changed.
        options: of the network's constructor.

    Raises:
        ArtifactError: a weight is missing or has another shape.
    """
    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    for name, value in (changed or {}).items():
        setattr(config, name, value)
    with no_init_weights():
        network = kind.from_config(config, dtype=dtype, **options)
    network.tie_weights()
    wanted = dict(network.named_parameters())
    found = _weights(folder, f"{network.base_model_prefix}.", wanted.keys(), dtype)
    for name, parameter in wanted.items():
        if name not in found or found[name].shape != parameter.shape:
            raise ArtifactError(
                f"{folder} does not fit its configuration: expected {name} of shape "
                f"{tuple(parameter.shape)}, found {_shape(found.get(name))}. Run `make setup`."
            )
        parameter.data = found.pop(name)
    return network.eval()


def _weights(
    folder: Path,
    prefix: str,
    wanted: Collection[str],
    dtype: torch.dtype,
) -> dict[str, torch.Tensor]:
    """The wanted weights by name; the prefix is what a file may put before all of them."""
    found: dict[str, torch.Tensor] = {}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, "pt") as stored:
            for key in stored.keys():  # noqa: SIM118
                name = key if key in wanted else key.removeprefix(prefix)
                if name in wanted:
                    found[name] = stored.get_tensor(key).to(dtype)
    return found


def _shape(tensor: torch.Tensor | None) -> str:
    return "none" if tensor is None else f"one of shape {tuple(tensor.shape)}"

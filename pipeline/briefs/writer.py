"""The writer: a small language model, fine-tuned to fuse one to three sentences into one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from safetensors.torch import load_file
from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from pipeline.adapters import merge_adapter
from pipeline.artifacts import Manifest, check_artifact
from pipeline.briefs.decoding import GreedyDecoder, choose_precision, is_llama_like
from pipeline.errors import ArtifactError
from pipeline.networks import read_network

__all__ = [
    "KIND",
    "GenerationSettings",
    "Writer",
    "WriterSettings",
    "WritingTask",
    "merged_model",
    "prompt_of",
]

KIND = "writer"
_END = "<|im_end|>"
_ADAPTER = "adapter_model.safetensors"


class WritingTask(BaseModel):
    """What the writer is asked for: one sentence that fuses the sources.

    Attributes:
        about: the inspected unit, so that "it" and "the unit" can be resolved.
        slot: what the sentence is to say: outcome, findings, strengths or recommendations.
        sources: one to three source sentences, in the order of the article.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    about: str
    slot: str
    sources: tuple[str, ...] = Field(min_length=1)


class GenerationSettings(BaseModel):
    """How candidates are generated. Every setting is explained in ``configs/writer.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    candidates: int = Field(gt=0)
    max_new_tokens: int = Field(gt=0)
    batch_size: int = Field(gt=0)
    max_prompt_tokens: int = Field(gt=0)


class WriterSettings(BaseModel):
    """What a writer's manifest says besides files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    generation: GenerationSettings
    training: dict[str, Any]


def prompt_of(task: WritingTask) -> str:
    """The prompt of a task, in the base model's chat format, without a system message.

    The marks of that format are taken out of the sources, so that no article can write a turn
    of the conversation.
    """
    lines = [f"Unit: {_plain(task.about)}", f"Write: {task.slot}"]
    lines += [f"- {_plain(source)}" for source in task.sources]
    body = "\n".join(lines)
    return f"<|im_start|>user\n{body}{_END}\n<|im_start|>assistant\n"


def _plain(text: str) -> str:
    return " ".join(text.replace("<|", "< |").split())


class Writer:
    """Writes candidate sentences for tasks, in batches.

    Args:
        model: a decoder, or a causal language model in evaluation mode, for several beams or for
            architectures that the decoder does not compute.
        tokenizer: its tokenizer.
        settings: how to generate.
        manifest: of the adapter's folder; None for an unmodified base model.

    Attributes:
        tokenizer: as given.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        tokenizer: PreTrainedTokenizerBase,
        settings: GenerationSettings,
        manifest: Manifest | None = None,
    ) -> None:
        self._model = model
        self.tokenizer = tokenizer
        self._settings = settings
        self._manifest = manifest

    @classmethod
    def load(cls, folder: Path, base_model: Path) -> Writer:
        """Load the trained adapter onto its base model, verifying the folder.

        Args:
            folder: the artefact.
            base_model: the dequantised base model.

        Raises:
            ArtifactError: the folder is missing, altered or of another version.
        """
        manifest = check_artifact(folder, KIND)
        settings = _settings(folder, manifest)
        tokenizer, generation = _tokenizer(base_model), settings.generation
        config = AutoConfig.from_pretrained(base_model, local_files_only=True)
        if generation.candidates > 1 or not is_llama_like(config):
            return cls(merged_model(folder, base_model), tokenizer, generation, manifest)
        end, precision = tokenizer.get_vocab()[_END], choose_precision()
        dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        model = merged_model(folder, base_model, dtype)
        decoder = GreedyDecoder(model, precision, end, generation.batch_size)
        return cls(decoder, tokenizer, generation, manifest)

    @property
    def revision(self) -> str:
        """A short name of exactly this model."""
        return self._manifest.revision if self._manifest else "base"

    @property
    def precision(self) -> str:
        """How the network's weights are multiplied: fp32 or bf16."""
        return self._model.precision if isinstance(self._model, GreedyDecoder) else "fp32"

    def write(
        self,
        tasks: Sequence[WritingTask],
        on_tasks: Callable[[int], None] = lambda count: None,
    ) -> list[tuple[str, ...]]:
        """Candidates for each task, the likeliest first.

        Args:
            tasks: of any number of briefs; batched by length.
            on_tasks: is told how many more tasks are done.

        Returns:
            For each task its distinct candidates (beam search), each one line of text.
        """
        prompts = [prompt_of(task) for task in tasks]
        lengths = [len(ids) for ids in self._ids(prompts)]
        order = sorted(range(len(tasks)), key=lambda place: -lengths[place])
        write = self._decode if isinstance(self._model, GreedyDecoder) else self._generate_all
        written: list[tuple[str, ...]] = [()] * len(tasks)
        found = write([prompts[place] for place in order], on_tasks)
        for place, candidates in zip(order, found, strict=True):
            written[place] = candidates
        return written

    def _ids(self, prompts: Sequence[str]) -> list[list[int]]:
        """The tokens of each prompt, without the beginning of one that is too long."""
        if not prompts:
            return []
        ids: list[list[int]] = self.tokenizer(list(prompts), add_special_tokens=False)["input_ids"]
        return [one[-self._settings.max_prompt_tokens :] for one in ids]

    def _decode(
        self, prompts: Sequence[str], on_tasks: Callable[[int], None]
    ) -> list[tuple[str, ...]]:
        found = self._model.decode(self._ids(prompts), self._settings.max_new_tokens, on_tasks)
        texts = self.tokenizer.batch_decode(found, skip_special_tokens=True)
        return [(line,) if (line := " ".join(text.split())) else () for text in texts]

    def _generate_all(
        self, prompts: Sequence[str], on_tasks: Callable[[int], None]
    ) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for start in range(0, len(prompts), self._settings.batch_size):
            batch = self._generate(prompts[start : start + self._settings.batch_size])
            on_tasks(len(batch))
            found += batch
        return found

    def _generate(self, prompts: Sequence[str]) -> list[tuple[str, ...]]:
        encoded = self.tokenizer(
            list(prompts),
            return_tensors="pt",
            padding=True,
            truncation=True,
            max_length=self._settings.max_prompt_tokens,
            add_special_tokens=False,
        )
        count = self._settings.candidates
        with torch.inference_mode():
            output = self._model.generate(
                input_ids=encoded["input_ids"],
                attention_mask=encoded["attention_mask"],
                max_new_tokens=self._settings.max_new_tokens,
                num_beams=count,
                num_return_sequences=count,
                do_sample=False,
                pad_token_id=self.tokenizer.pad_token_id,
                eos_token_id=self.tokenizer.convert_tokens_to_ids(_END),
            )
        texts = self.tokenizer.batch_decode(
            output[:, encoded["input_ids"].shape[1] :], skip_special_tokens=True
        )
        groups = [texts[start : start + count] for start in range(0, len(texts), count)]
        return [
            tuple(dict.fromkeys(line for text in group if (line := " ".join(text.split()))))
            for group in groups
        ]


def merged_model(
    folder: Path,
    base_model: Path,
    dtype: torch.dtype = torch.float32,
) -> Any:  # noqa: ANN401
    """The base model with the trained adapter merged into its weights, to be evaluated.

    Args:
        folder: the artefact.
        base_model: the dequantised base model.
        dtype: of the weights; the sum with the adapter is rounded to it once.

    Raises:
        ArtifactError: the adapter is of another kind than plain LoRA.
    """
    base = read_network(AutoModelForCausalLM, base_model, dtype=dtype)
    shape = json.loads((folder / "adapter_config.json").read_text(encoding="utf-8"))
    if shape.get("use_rslora") or shape.get("use_dora"):
        raise ArtifactError(
            f"{folder} is no plain LoRA adapter: adapter_config.json asks for another kind. Train "
            "again."
        )
    merge_adapter(base, load_file(folder / _ADAPTER), shape["lora_alpha"] / shape["r"])
    return base


def _settings(folder: Path, manifest: Manifest) -> WriterSettings:
    """The settings of a folder that holds a safetensors adapter; peft would load a pickle too."""
    try:
        settings = WriterSettings.model_validate(manifest.settings)
    except ValidationError as error:
        raise ArtifactError(
            f"{folder} was made by another version: {error}. Train again with this version."
        ) from error
    if _ADAPTER not in manifest.files:
        raise ArtifactError(
            f"{folder} has no {_ADAPTER}: found {sorted(manifest.files)}. Train again."
        )
    return settings


def _tokenizer(folder: Path) -> PreTrainedTokenizerBase:
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    tokenizer.padding_side = "left"
    tokenizer.truncation_side = "left"
    return tokenizer

"""The writer: a small language model, fine-tuned to fuse one to three sentences into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import torch
from peft import PeftModel
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerBase

from pipeline.artifacts import Manifest, check_artifact
from pipeline.errors import ArtifactError

__all__ = ["KIND", "GenerationSettings", "Writer", "WriterSettings", "WritingTask", "prompt_of"]

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
        model: a causal language model in evaluation mode.
        tokenizer: its tokenizer.
        settings: how to generate.
        manifest: of the adapter's folder; None for an unmodified base model.
    """

    def __init__(
        self,
        model: Any,  # noqa: ANN401
        tokenizer: PreTrainedTokenizerBase,
        settings: GenerationSettings,
        manifest: Manifest | None = None,
    ) -> None:
        self._model = model
        self._tokenizer = tokenizer
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
        model = AutoModelForCausalLM.from_pretrained(
            base_model, dtype=torch.float32, local_files_only=True
        )
        model = PeftModel.from_pretrained(model, str(folder)).merge_and_unload()
        return cls(model.eval(), _tokenizer(base_model), settings.generation, manifest)

    @property
    def revision(self) -> str:
        """A short name of exactly this model."""
        return self._manifest.revision if self._manifest else "base"

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
        lengths = [len(ids) for ids in self._tokenizer(prompts)["input_ids"]] if prompts else []
        order = sorted(range(len(tasks)), key=lambda place: -lengths[place])
        written: list[tuple[str, ...]] = [()] * len(tasks)
        for start in range(0, len(order), self._settings.batch_size):
            chosen = order[start : start + self._settings.batch_size]
            for place, found in zip(
                chosen, self._generate([prompts[place] for place in chosen]), strict=True
            ):
                written[place] = found
            on_tasks(len(chosen))
        return written

    def _generate(self, prompts: list[str]) -> list[tuple[str, ...]]:
        encoded = self._tokenizer(
            prompts,
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
                pad_token_id=self._tokenizer.pad_token_id,
                eos_token_id=self._tokenizer.convert_tokens_to_ids(_END),
            )
        texts = self._tokenizer.batch_decode(
            output[:, encoded["input_ids"].shape[1] :], skip_special_tokens=True
        )
        groups = [texts[start : start + count] for start in range(0, len(texts), count)]
        return [
            tuple(dict.fromkeys(line for text in group if (line := " ".join(text.split()))))
            for group in groups
        ]


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

"""The usual way to classify sentences, with the tagger's own encoder: one sentence at a time.

``transformers.pipeline("text-classification")`` over a sequence classifier whose encoder is the
tagger's, and whose head is fitted to the sentences of the training split, read without context.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from sklearn.linear_model import LogisticRegression
from transformers import AutoConfig, AutoModel, AutoModelForSequenceClassification, AutoTokenizer
from transformers import pipeline as make_pipeline

from pipeline.artifacts import check_artifact
from pipeline.schema import TAGS
from pipeline.tagging.calibration import Calibration, calibrate
from pipeline.tagging.tagger import KIND

__all__ = ["SentencePipeline"]

_LONGEST = 128
_FIT_BATCH = 64


class SentencePipeline:
    """A text-classification pipeline of the four tags.

    Args:
        model: folder of the tagger.
        base: folder of all base models.
        sentences: what the head is fitted to.
        truth: their tags, bool, shape (sentences, tags).
    """

    def __init__(
        self, model: Path, base: Path, sentences: Sequence[str], truth: NDArray[np.bool_]
    ) -> None:
        manifest = check_artifact(model, KIND)
        folder = base / manifest.base
        config = AutoConfig.from_pretrained(folder)
        config.num_labels = len(TAGS)
        config.problem_type = "multi_label_classification"
        network = AutoModelForSequenceClassification.from_config(config)
        encoder = AutoModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        network.bert.load_state_dict(encoder.state_dict(), strict=False)
        trained = load_file(model / "model.safetensors")
        prefix = "encoder."
        network.bert.load_state_dict(
            {k.removeprefix(prefix): v.float() for k, v in trained.items() if k.startswith(prefix)},
            strict=False,
        )
        self._pipeline: Any = make_pipeline(
            "text-classification",
            model=network.eval(),
            tokenizer=AutoTokenizer.from_pretrained(folder),
            top_k=None,
            function_to_apply="sigmoid",
        )
        self.calibration = self._fit_head(network, sentences, truth)

    def _fit_head(
        self,
        network: Any,  # noqa: ANN401
        sentences: Sequence[str],
        truth: NDArray[np.bool_],
    ) -> Calibration:
        """Set the pooler and the classifier; the calibration is that of the fitted sentences."""
        width = network.config.hidden_size
        pooled = []
        with torch.inference_mode():
            network.bert.pooler.dense.weight.copy_(torch.eye(width))
            network.bert.pooler.dense.bias.zero_()
            for start in range(0, len(sentences), _FIT_BATCH):
                read = self._pipeline.tokenizer(
                    list(sentences[start : start + _FIT_BATCH]),
                    padding=True,
                    truncation=True,
                    max_length=_LONGEST,
                    return_tensors="pt",
                )
                pooled.append(network.bert(**read).pooler_output.numpy())
            rows = np.concatenate(pooled)
            heads = [
                LogisticRegression(C=1.0, max_iter=1000).fit(rows, truth[:, place])
                for place in range(len(TAGS))
            ]
            weights = np.concatenate([head.coef_ for head in heads])
            network.classifier.weight.copy_(torch.tensor(weights, dtype=torch.float32))
            biases = np.concatenate([head.intercept_ for head in heads])
            network.classifier.bias.copy_(torch.tensor(biases, dtype=torch.float32))
        chances = np.stack([head.predict_proba(rows)[:, 1] for head in heads], axis=1)
        return calibrate(scores=chances, truth=truth)

    def one_by_one(self, sentences: Sequence[str]) -> NDArray[np.bool_]:
        """The tags of sentences, each in a call of its own, shape (sentences, tags)."""
        return self._choose([self._ask(sentence)[0] for sentence in sentences])

    def batched(self, sentences: Sequence[str]) -> NDArray[np.bool_]:
        """The tags of sentences in batches of 32, shape (sentences, tags)."""
        return self._choose(self._ask(list(sentences), batch_size=32))

    @property
    def ways(self) -> dict[str, Callable[[Sequence[str]], NDArray[np.bool_]]]:
        """Every way to ask, by name."""
        return {
            "pipeline, sentence by sentence": self.one_by_one,
            "pipeline, batches of 32": self.batched,
        }

    def _ask(self, text: str | list[str], **more: int) -> Any:  # noqa: ANN401
        texts = [text] if isinstance(text, str) else text
        return self._pipeline(texts, truncation=True, max_length=_LONGEST, **more)

    def _choose(self, answers: Sequence[Sequence[dict[str, Any]]]) -> NDArray[np.bool_]:
        chances = np.zeros((len(answers), len(TAGS)))
        for row, answer in enumerate(answers):
            for given in answer:
                place = int(given["label"].removeprefix("LABEL_"))
                chances[row, place] = given["score"]
        chosen: NDArray[np.bool_] = self.calibration.apply(chances) >= np.array(
            self.calibration.thresholds
        )
        return chosen

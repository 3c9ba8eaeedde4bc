"""An encoder and a language model read the same documents; their scores are stacked."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file

from pipeline.artifacts import save_artifact
from pipeline.errors import ArtifactError
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import SentenceEncoder, load_tokenizer
from pipeline.tagging.recipe import (
    SecondReader,
    TaggerRecipe,
    TrainedTagger,
    label_matrix,
    train_tagger,
)
from pipeline.tagging.tagger import KIND, SentenceLabeller, TaggerSettings, write_tagger_files
from pipeline.tagging.training import TrainingSettings, predict_scores, train_encoder

LABELS = LabelSet(names=("finding", "strength"))
FIRST = TrainingSettings(
    epochs=2,
    learning_rate=5e-3,
    head_learning_rate=1e-2,
    layer_decay=0.9,
    weight_decay=0.01,
    warmup_share=0.1,
    dropout=0.0,
    head_size=16,
    average_from=0.8,
    batch_tokens=128,
    window_tokens=64,
    sentence_tokens=16,
    overlap_sentences=1,
    padded_lengths=(16, 32, 64),
    seed=3,
)
SECOND = FIRST.model_copy(
    update={"epochs": 15, "head_size": 0, "layers": 2, "adapter_rank": 2, "average_from": 1.0}
)
KINDS = {
    "Staff were late again.": (0,),
    "Records were missing.": (0,),
    "Managers knew their teams well.": (1,),
    "The unit covers three towns.": (),
}


def document(name: str, *places: int) -> Document:
    texts = [list(KINDS)[place] for place in places]
    return Document(name, tuple(texts), labels=tuple(KINDS[text] for text in texts), group=name)


DOCUMENTS = [document("a", 0, 2, 3), document("b", 1, 2, 3, 0), document("c", 3, 1, 2)]


@pytest.fixture(scope="module")
def recipe(tiny_encoder: Path, tiny_language_model: Path) -> TaggerRecipe:
    second = SecondReader(base=tiny_language_model.name, training=SECOND)
    return TaggerRecipe(
        base=tiny_encoder.name, labels=LABELS, folds=2, training=FIRST, second=second
    )


@pytest.fixture(scope="module")
def trained(recipe: TaggerRecipe, tiny_encoder: Path) -> TrainedTagger:
    return train_tagger(recipe, DOCUMENTS, tiny_encoder.parent, held_out=DOCUMENTS)


@pytest.fixture
def saved(recipe: TaggerRecipe, trained: TrainedTagger, tmp_path: Path) -> Path:
    settings = TaggerSettings(labels=LABELS, features=0, training=FIRST, second=recipe.second)
    save_artifact(
        tmp_path / "tagger",
        kind=KIND,
        base=recipe.base,
        settings=settings.model_dump(mode="json"),
        data={},
        versions={},
        metrics={},
        write_files=lambda to: write_tagger_files(to, trained.models, trained.calibration),
        card="",
    )
    return tmp_path / "tagger"


def test_the_language_model_learns_by_heart(trained: TrainedTagger) -> None:
    for scores, given in zip(trained.held_out[1], DOCUMENTS, strict=True):
        assert ((scores >= 0.5) == label_matrix(given, LABELS)).all()


def test_loaded_again_both_score_the_same(
    trained: TrainedTagger, saved: Path, tiny_encoder: Path
) -> None:
    counts: list[int] = []
    found = SentenceLabeller.load(saved, tiny_encoder.parent).score(DOCUMENTS, counts.append)
    assert sum(counts) == sum(len(one.sentences) for one in DOCUMENTS)
    for again, before in zip(found, trained.held_out_chances(), strict=True):
        assert again == pytest.approx(before, abs=0.05)


def test_only_what_training_made_is_stored(saved: Path) -> None:
    names = list(load_file(saved / "second.safetensors"))
    assert all("lora_" in name for name in names if name.startswith("encoder."))
    assert {"centre", "spread", "head.1.weight"} <= set(names)
    assert not any(".layers.2." in name for name in names)


def test_a_base_model_that_was_not_fetched_is_named(saved: Path, tiny_encoder: Path) -> None:
    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["settings"]["second"]["base"] = "never-fetched"
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ArtifactError, match=r"never-fetched. Run `make setup`"):
        SentenceLabeller.load(saved, tiny_encoder.parent)


def test_without_documents_held_out_each_reader_is_cross_validated(
    recipe: TaggerRecipe, tiny_encoder: Path
) -> None:
    said: list[str] = []
    made = train_tagger(recipe, DOCUMENTS, tiny_encoder.parent, said.append)
    assert sum(line.startswith("fold ") for line in said) == 4
    assert [len(scores) for scores in made.held_out] == [3, 3]


def test_a_linear_head_starts_from_logistic_regression(tiny_language_model: Path) -> None:
    none = SECOND.model_copy(update={"learning_rate": 1e-9, "head_learning_rate": 1e-9})
    model = train_encoder(tiny_language_model, DOCUMENTS, LABELS, none)
    tokenizer = load_tokenizer(tiny_language_model)
    scores = np.concatenate(predict_scores(model, tokenizer, DOCUMENTS, LABELS, none))
    truth = np.concatenate([label_matrix(one, LABELS) for one in DOCUMENTS])
    for label in range(2):
        assert scores[truth[:, label], label].min() > scores[~truth[:, label], label].max()


def test_an_encoder_is_read_whole(tiny_encoder: Path) -> None:
    with pytest.raises(ValueError, match="leave out layers and adapter_rank"):
        SentenceEncoder.from_base(
            tiny_encoder, layers=1, labels=2, features=0, head_size=0, dropout=0.0
        )

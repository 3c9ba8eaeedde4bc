"""A tiny encoder learns a few sentences by heart, is saved, loaded, and predicts the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from pipeline.artifacts import save_artifact
from pipeline.errors import ArtifactError
from pipeline.tagging.calibration import Calibration
from pipeline.tagging.documents import Document, LabelSet
from pipeline.tagging.encoder import SentenceEncoder, load_tokenizer
from pipeline.tagging.packing import batches, pack
from pipeline.tagging.recipe import cross_validate, label_matrix
from pipeline.tagging.tagger import KIND, SentenceLabeller, TaggerSettings, write_tagger_files
from pipeline.tagging.training import (
    TrainingSettings,
    make_packing,
    mask_tokens,
    predict_scores,
    train_encoder,
)

LABELS = LabelSet(names=("finding", "strength", "recommendation"))
SETTINGS = TrainingSettings(
    epochs=40,
    learning_rate=5e-3,
    head_learning_rate=1e-2,
    layer_decay=0.9,
    weight_decay=0.01,
    warmup_share=0.1,
    dropout=0.0,
    head_size=16,
    average_from=0.8,
    masked_share=0.0,
    batch_tokens=128,
    window_tokens=64,
    sentence_tokens=16,
    overlap_sentences=1,
    padded_lengths=(16, 32, 64),
    seed=3,
)
KINDS = {
    "Staff were late again.": (0,),
    "Records were missing.": (0,),
    "Managers knew their teams well.": (1,),
    "Leaders should recruit more officers.": (2,),
    "The unit covers three towns.": (),
}


def document(name: str, *places: int) -> Document:
    texts = [list(KINDS)[place] for place in places]
    return Document(
        name=name,
        sentences=tuple(texts),
        features=tuple((float(len(text)) / 40,) for text in texts),
        labels=tuple(KINDS[text] for text in texts),
        group=name,
    )


DOCUMENTS = [document("a", 0, 2, 4), document("b", 1, 3, 2), document("c", 4, 0, 3, 1)]
MASK_ID = 4
CALIBRATION = Calibration(slopes=(1.0,) * 3, shifts=(0.0,) * 3, thresholds=(0.5,) * 3)


@pytest.fixture(scope="module")
def model(tiny_encoder: Path) -> SentenceEncoder:
    return train_encoder(tiny_encoder, DOCUMENTS, LABELS, SETTINGS)


@pytest.fixture
def saved(model: SentenceEncoder, tiny_encoder: Path, tmp_path: Path) -> Path:
    save_artifact(
        tmp_path / "tagger",
        kind=KIND,
        base=tiny_encoder.name,
        settings=TaggerSettings(labels=LABELS, features=1, training=SETTINGS).model_dump(
            mode="json"
        ),
        data={},
        versions={},
        metrics={},
        write_files=lambda folder: write_tagger_files(folder, [model], CALIBRATION),
        card="",
    )
    return tmp_path / "tagger"


def test_it_learns_by_heart_and_predicts_the_same_after_loading(
    model: SentenceEncoder, tiny_encoder: Path, saved: Path
) -> None:
    tokenizer = load_tokenizer(tiny_encoder)
    scores = predict_scores(model, tokenizer, DOCUMENTS, LABELS, SETTINGS)
    for found, given in zip(scores, DOCUMENTS, strict=True):
        assert ((found >= 0.5) == label_matrix(given, LABELS)).all()
    loaded = SentenceLabeller.load(saved, tiny_encoder.parent)
    for again, found in zip(loaded.score(DOCUMENTS), scores, strict=True):
        assert again == pytest.approx(found, abs=0.03)


def test_progress_counts_every_sentence_once(saved: Path, tiny_encoder: Path) -> None:
    counts: list[int] = []
    SentenceLabeller.load(saved, tiny_encoder.parent).score(DOCUMENTS, counts.append)
    assert sum(counts) == sum(len(document.sentences) for document in DOCUMENTS)


def test_the_word_embeddings_are_neither_trained_nor_stored(saved: Path) -> None:
    from safetensors.torch import load_file

    names = list(load_file(saved / "model.safetensors"))
    assert not any("word_embeddings" in name for name in names)


def test_weights_of_another_shape_are_refused(saved: Path, tiny_encoder: Path) -> None:
    import json
    import shutil

    other = tiny_encoder.parent / "other-encoder"
    shutil.copytree(tiny_encoder, other)
    config = json.loads((other / "config.json").read_text())
    (other / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 1}))
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps({**manifest, "base": "other-encoder"}))
    with pytest.raises(ArtifactError, match="does not fit its base model"):
        SentenceLabeller.load(saved, other.parent)


def test_settings_of_another_version_are_refused(saved: Path, tiny_encoder: Path) -> None:
    import json

    manifest = json.loads((saved / "manifest.json").read_text())
    manifest["settings"]["colour"] = "red"
    (saved / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ArtifactError, match="made by another version"):
        SentenceLabeller.load(saved, tiny_encoder.parent)


def test_training_is_repeatable(tiny_encoder: Path) -> None:
    short = SETTINGS.model_copy(update={"epochs": 1})
    tokenizer = load_tokenizer(tiny_encoder)
    first, second = (
        predict_scores(
            train_encoder(tiny_encoder, DOCUMENTS, LABELS, short),
            tokenizer,
            DOCUMENTS,
            LABELS,
            short,
        )
        for _ in range(2)
    )
    assert np.concatenate(first) == pytest.approx(np.concatenate(second))


def test_sentences_without_weight_teach_nothing_and_break_nothing(tiny_encoder: Path) -> None:
    from dataclasses import replace

    weightless = [replace(d, weights=(0.0,) * len(d.sentences)) for d in DOCUMENTS]
    short = SETTINGS.model_copy(update={"epochs": 1})
    model = train_encoder(tiny_encoder, weightless, LABELS, short)
    tokenizer = load_tokenizer(tiny_encoder)
    scores = predict_scores(model, tokenizer, DOCUMENTS, LABELS, short)
    assert np.isfinite(np.concatenate(scores)).all()


def test_cross_validation_scores_every_document_and_sets_of_one_label(tiny_encoder: Path) -> None:
    kinds = LabelSet(names=("plain", "other"), exclusive=True)
    documents = [
        Document(name=str(n), sentences=("a b", "c"), labels=((0,), (1,)), group=str(n))
        for n in range(4)
    ]
    training = SETTINGS.model_copy(update={"epochs": 1})
    said: list[str] = []
    held_out = cross_validate(kinds, training, 2, documents, tiny_encoder, said.append)
    assert [scores.shape for scores in held_out] == [(2, 2)] * 4
    assert np.concatenate(held_out).sum(axis=1) == pytest.approx(np.ones(8), abs=1e-5)
    assert said[0] == "fold 1 of 2: 2 documents"


def test_a_tokenizer_without_the_special_tokens_is_refused() -> None:
    from tokenizers import Tokenizer, models

    with pytest.raises(ValueError, match=r"has no tokens \[CLS\], \[SEP\], \[PAD\] or"):
        make_packing(SETTINGS, Tokenizer(models.WordLevel({"a": 0}, unk_token="a")))


def test_masking_hides_words_and_spares_special_tokens(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(tiny_encoder)
    packing = make_packing(SETTINGS, tokenizer)
    windows = pack(tokenizer, DOCUMENTS, packing)
    (batch,) = batches(windows, DOCUMENTS, packing, 1000, (64,))
    torch.manual_seed(1)
    hidden = mask_tokens(batch, 0.9, MASK_ID, packing).tokens
    special = torch.isin(
        batch.tokens, torch.tensor([packing.cls_id, packing.sep_id, packing.pad_id])
    )
    assert torch.equal(hidden[special], batch.tokens[special])
    assert (hidden[~special] == MASK_ID).float().mean() > 0.7
    assert torch.equal(mask_tokens(batch, 0.0, MASK_ID, packing).tokens, batch.tokens)


def test_extra_documents_are_learnt_where_their_group_is_not_held_out(tiny_encoder: Path) -> None:
    odd = replace(document("x", 0, 1), labels=((2,), (2,)), group="a")
    alone = cross_validate(LABELS, SETTINGS, 3, DOCUMENTS, tiny_encoder)
    beside = cross_validate(LABELS, SETTINGS, 3, DOCUMENTS, tiny_encoder, extra=[odd])
    assert np.array_equal(alone[0], beside[0])
    assert not np.array_equal(alone[1], beside[1])

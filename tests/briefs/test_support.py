"""A tiny support model: trained until it knows its pairs, saved, loaded, the same scores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from pipeline.artifacts import save_artifact
from pipeline.briefs.support import (
    KIND,
    Claim,
    SupportModel,
    SupportSettings,
    write_support_files,
)
from pipeline.briefs.support_marks import CLASSES, UNMARKED, marks_of, words_in
from pipeline.briefs.support_network import (
    EncodedPair,
    SupportNetwork,
    encode_pair,
    load_tokenizer,
)
from pipeline.briefs.support_pairs import SupportPair
from pipeline.briefs.support_training import (
    SupportTrainingSettings,
    encode_pairs,
    predict_logits,
    score_above,
    train_support,
)
from pipeline.errors import ArtifactError

TRAINING = SupportTrainingSettings(
    pairs=240,
    trained_layers=1,
    learning_rate=3e-3,
    head_learning_rate=1e-2,
    weight_decay=0.0,
    warmup_share=0.1,
    dropout=0.0,
    head_size=16,
    batch_tokens=120,
    claim_tokens=12,
    source_tokens=24,
    seed=3,
)
SOURCE = ("staff were late again.",)


def pair(claim: str, supported: bool, sources: tuple[str, ...] = SOURCE) -> SupportPair:
    return SupportPair(claim, sources, ("the unit",), supported, "gold", "i1")


FAMILY = [
    pair("staff were late.", True),
    pair("staff were strong.", False),
    pair("managers knew their teams.", True, ("managers knew their teams well.",)),
    pair("managers knew their towns.", False, ("managers knew their teams well.",)),
]
PAIRS = [replace(one, family=number) for number in range(60) for one in FAMILY]


@pytest.fixture(scope="module")
def model(tiny_encoder: Path) -> SupportNetwork:
    return train_support(tiny_encoder, PAIRS, TRAINING)


@pytest.fixture
def saved(model: SupportNetwork, tiny_encoder: Path, tmp_path: Path) -> Path:
    save_artifact(
        tmp_path / "support",
        kind=KIND,
        base=tiny_encoder.name,
        settings=SupportSettings(threshold=0.5, sure=0.9, training=TRAINING).model_dump(
            mode="json"
        ),
        data={},
        versions={},
        metrics={},
        write_files=lambda folder: write_support_files(folder, model, tiny_encoder),
        card="",
    )
    return tmp_path / "support"


def claims() -> list[Claim]:
    return [Claim(text=p.claim, sources=p.sources, names=p.names) for p in PAIRS[:4]]


def test_what_was_learnt_is_known_after_saving_and_loading(
    model: SupportNetwork, saved: Path, tiny_encoder: Path
) -> None:
    loaded = SupportModel.load(saved, tiny_encoder.parent)
    scores = loaded.score(claims())
    assert [score > loaded.threshold for score in scores] == [True, False, True, False]
    encoded = encode_pairs(load_tokenizer(tiny_encoder), PAIRS[:4], TRAINING)
    fresh = 1 / (1 + np.exp(-predict_logits(model, encoded, 4000)))
    assert scores == pytest.approx(list(fresh), abs=0.02)  # 8 bits and fp16 round a little
    assert len(loaded.revision) == 12


def test_scores_come_in_the_order_asked_whatever_is_asked_beside(
    saved: Path, tiny_encoder: Path
) -> None:
    model = SupportModel.load(saved, tiny_encoder.parent)
    longer = Claim(text="staff were late again and again.", sources=SOURCE * 3)
    together = model.score([*claims(), longer])
    alone = [model.score([claim])[0] for claim in (*claims(), longer)]
    assert together == pytest.approx(alone, abs=2e-3)
    assert model.score([]) == []


def encoded(tiny_encoder: Path, claim: str, *sources: str) -> EncodedPair:
    tokenizer = load_tokenizer(tiny_encoder)
    return encode_pair(tokenizer, claim, sources, (), claim_tokens=12, source_tokens=24)


def test_the_claim_stands_first_and_the_sources_second(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(tiny_encoder)
    found = encoded(tiny_encoder, "staff were late", "managers knew their teams")
    words = [tokenizer.id_to_token(token) for token in found.tokens]
    assert words == [
        "[CLS]", "staff", "were", "late", "[SEP]", "managers", "knew", "their", "teams", "[SEP]"
    ]  # fmt: skip
    assert found.sides == [0] * 5 + [1] * 5


def test_claim_and_source_do_not_change_places(saved: Path, tiny_encoder: Path) -> None:
    """A claim that says less than its source is borne out; one that says more is not."""
    one = encoded(tiny_encoder, "staff were late", "staff were late again")
    other = encoded(tiny_encoder, "staff were late again", "staff were late")
    assert one != other
    model = SupportModel.load(saved, tiny_encoder.parent)
    first, second = model.score(
        [
            Claim(text="staff were late", sources=("staff were late again",)),
            Claim(text="staff were late again", sources=("staff were late",)),
        ]
    )
    assert first != second


@pytest.mark.parametrize(
    "sources",
    [
        ("Staff were late. Records were missing.",),
        ("Staff were late.", "Records were missing."),
        ("Staff were late. ", "  Records were missing."),
        ("Staff were\nlate.", "Records were missing."),
    ],
)
def test_where_sources_are_split_makes_no_difference(
    tiny_encoder: Path, sources: tuple[str, ...]
) -> None:
    whole = encoded(tiny_encoder, "records missing", "Staff were late. Records were missing.")
    assert encoded(tiny_encoder, "records missing", *sources) == whole


def levels(claim: str, source: str) -> list[str]:
    """How the source has each word of a claim."""
    names = ("absent", "present", "one", "both", "opposite", "denied otherwise")
    marks = marks_of(words_in(claim), words_in(source))
    assert all(0 < mark < CLASSES for mark in marks)
    return [names[(mark - 1) // 6] for mark in marks]


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        (
            "staff praised late records",
            "staff were late records",
            ["present", "absent", "one", "one"],
        ),
        ("a b c", "a b c", ["one", "both", "one"]),
        ("sickness rose", "sickness fell", ["present", "opposite"]),
        ("plans reviewed", "plans not reviewed", ["present", "denied otherwise"]),
        ("plans not reviewed", "plans reviewed", ["present", "absent", "denied otherwise"]),
        ("four", "4", ["present"]),
        ("four", "5", ["absent"]),
    ],
)
def test_words_are_marked_by_how_the_other_side_has_them(
    claim: str, source: str, expected: list[str]
) -> None:
    assert levels(claim, source) == expected


def test_kinds_of_words_have_marks_of_their_own() -> None:
    words = words_in("Staff knew no Marlow officers at 12")
    assert [word.kind for word in words] == [3, 0, 2, 5, 3, 1, 4]


def test_every_token_has_the_mark_of_its_word(tiny_encoder: Path) -> None:
    found = encoded(tiny_encoder, "staff, late", "late")
    marks = marks_of(words_in("staff, late"), words_in("late"))
    assert found.marks[:5] == [UNMARKED, marks[0], UNMARKED, marks[1], UNMARKED]


def test_entities_and_curly_apostrophes_are_read_as_what_they_stand_for(tiny_encoder: Path) -> None:
    plain = encoded(tiny_encoder, "staff's records", "staff's records & teams")
    assert encoded(tiny_encoder, "staff&rsquo;s records", "staff’s records &amp; teams") == plain


def test_the_word_embeddings_and_lower_layers_stay_the_base_models(
    model: SupportNetwork, tiny_encoder: Path
) -> None:
    base = SupportNetwork.from_base(tiny_encoder, head_size=16, dropout=0.0).state_dict()
    changed = {
        name.split(".layer.")[-1][:1] if ".layer." in name else "embeddings"
        for name, value in model.state_dict().items()
        if name.startswith("encoder.") and not value.equal(base[name])
    }
    assert changed == {"1"}


def test_the_wrong_words_of_a_claim_are_known_in_training(tiny_encoder: Path) -> None:
    claim = "staff were strong"
    known = encode_pair(
        load_tokenizer(tiny_encoder), claim, SOURCE, (), claim_tokens=9, source_tokens=9,
        wrong=((11, 17),),
    )  # fmt: skip
    assert known.wrong == [-1, 0, 0, 1, -1, *[-1] * 6]
    assert set(encoded(tiny_encoder, claim, *SOURCE).wrong) == {-1}


def test_a_share_of_the_scores_lies_below_the_chosen_one() -> None:
    scores = [0.9, 0.1, 0.8, 0.5, 0.7, 0.6, 0.3, 0.2, 0.4, 1.0]
    assert score_above(scores=scores, share=0.2) == 0.3  # 0.1 and 0.2 lie below
    assert score_above(scores=scores, share=0.0) == 0.1
    assert score_above(scores=scores, share=1.0) == 1.0
    with pytest.raises(ValueError, match="at least one"):
        score_above(scores=[], share=0.2)


def test_a_model_of_another_base_is_refused(
    saved: Path, model: SupportNetwork, tiny_encoder: Path
) -> None:
    path = saved / "manifest.json"
    path.write_text(path.read_text().replace('"head_size": 16', '"head_size": 8'))
    with pytest.raises(ArtifactError, match="does not fit its base model"):
        SupportModel.load(saved, tiny_encoder.parent)


def test_settings_of_another_version_are_refused(saved: Path, tiny_encoder: Path) -> None:
    path = saved / "manifest.json"
    path.write_text(path.read_text().replace('"sure"', '"certain"'))
    with pytest.raises(ArtifactError, match="made by another version"):
        SupportModel.load(saved, tiny_encoder.parent)

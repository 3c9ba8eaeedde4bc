"""Baselines that see one sentence at a time."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.tagging.baselines import choose_labels, tfidf_baseline
from pipeline.tagging.calibration import Calibration
from pipeline.tagging.documents import Document, LabelSet

LABELS = LabelSet(names=("bad", "good"))
SENTENCES = (
    ("Files were thin and late.", (0,)),
    ("Files were late again.", (0,)),
    ("Staff were kind and patient.", (1,)),
    ("Staff were patient with people.", (1,)),
    ("Files were thin but staff were kind.", (0, 1)),
    ("The office opened in May.", ()),
    ("The office stands by the river.", ()),
)


def document(name: str, labelled: tuple[tuple[str, tuple[int, ...]], ...] = SENTENCES) -> Document:
    return Document(
        name=name,
        sentences=tuple(sentence for sentence, _ in labelled),
        labels=tuple(labels for _, labels in labelled),
    )


TRAIN = [document(name) for name in "abcdef"]


def test_it_learns_which_words_tell() -> None:
    new = (("Files were late.", (0,)), ("Staff were kind.", (1,)), ("The office opened.", ()))
    baseline = tfidf_baseline().fit(TRAIN, LABELS)
    first, second = baseline.predict([document("x", new), document("y", new[:1])])
    assert first.tolist() == [[True, False], [False, True], [False, False]]
    assert second.tolist() == [[True, False]]


def test_scores_are_probabilities_and_labels_follow_from_them() -> None:
    baseline = tfidf_baseline().fit(TRAIN, LABELS)
    scores = baseline.score(TRAIN[:2])
    assert [rows.shape for rows in scores] == [(7, 2), (7, 2)]
    assert all(((rows >= 0) & (rows <= 1)).all() for rows in scores)
    for rows, chosen in zip(scores, baseline.predict(TRAIN[:2]), strict=True):
        assert np.array_equal(baseline.choose(rows), chosen)


def test_an_exclusive_set_gives_each_sentence_one_label() -> None:
    exclusive = LabelSet(names=("bad", "good"), exclusive=True)
    single = tuple((text, labels[:1]) for text, labels in SENTENCES if labels)
    train = [document(name, single) for name in "abcdef"]
    (chosen,) = tfidf_baseline().fit(train, exclusive).predict([document("x")])
    assert chosen.sum(axis=1).tolist() == [1] * len(SENTENCES)


def test_labels_are_chosen_by_threshold_or_by_the_best() -> None:
    calibration = Calibration(slopes=(1, 1), shifts=(0, 0), thresholds=(0.3, 0.8))
    chances = np.array([[0.3, 0.7], [0.2, 0.8]])
    several = choose_labels(chances, calibration, LABELS)
    assert several.tolist() == [[True, False], [False, True]]
    one = choose_labels(chances, calibration, LabelSet(names=LABELS.names, exclusive=True))
    assert one.tolist() == [[False, True], [False, True]]


def test_it_must_be_fitted_first() -> None:
    with pytest.raises(ValueError, match="was not fitted; call fit first"):
        tfidf_baseline().predict(TRAIN)

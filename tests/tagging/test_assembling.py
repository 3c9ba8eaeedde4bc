"""Probabilities become tags, and sentences that a person should look at."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from pipeline.schema import Article, Sentence, Tag
from pipeline.tagging.calibration import Calibration
from pipeline.tagging.quotations import find_quotations
from pipeline.tagging.tagger import assemble

TEXT = "Files were thin.\nIt rained.\n“We are very sorry about it,” said Io Marl.\n"
CALIBRATION = Calibration(
    slopes=(1.0,) * 4, shifts=(0.0,) * 4, thresholds=(0.5, 0.5, 0.5, 0.5), doubt=0.6
)
CHANCES = np.array([[0.9, 0.1, 0.0, 0.0], [0.45, 0.0, 0.0, 0.0], [0.1, 0.0, 0.0, 0.95]])


def test_tags_and_doubts(split: Callable[..., tuple[Sentence, ...]]) -> None:
    article, sentences = Article(name="a.txt", text=TEXT), split(TEXT)
    found = assemble(article, sentences, find_quotations(article, sentences), CHANCES, CALIBRATION)
    assert [tags.tags for tags in found.tags] == [(Tag.FINDING,), (), (Tag.QUOTE,)]
    # Certainties: 0.9 · 0.9, 0.55, and 0.9 · 0.95.
    assert [tags.uncertain for tags in found.tags] == [False, True, False]
    assert [quotation.verbatim_clause for quotation in found.quotations] == [True]

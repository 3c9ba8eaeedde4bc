"""Tagged sentences under the inspections that they speak of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.evaluation.facts import ArticleMatch
from pipeline.evaluation.statements import score_statements, statement_table
from pipeline.labels import GoldInspection, LabelledArticle
from pipeline.schema import Evidence, Fact, Inspection


def _found(name: str, sentences: tuple[int, ...]) -> Inspection:
    evidence = (Evidence(article="001-a.txt", start_char=0, end_char=1, text="M"),)
    return Inspection(
        facts={"unit": Fact(value=name, evidence=evidence)}, sentences={"001-a.txt": sentences}
    )


def test_statements_right_wrong_and_left_out(
    article: Callable[..., LabelledArticle], inspection: Callable[..., GoldInspection]
) -> None:
    lines = [("Marl was good.", "S"), ("Tarn was bad.", "F"), ("Both were late.", "F"), ("Hm.", "")]
    labelled = article("001-a.txt", lines, ["i1", "i2"])
    of = (("i1",), ("i2",), (), ())
    sentences = tuple(
        sentence.model_copy(update={"inspections": names})
        for sentence, names in zip(labelled.sentences, of, strict=True)
    )
    labelled = labelled.model_copy(update={"sentences": sentences})
    gold = [
        inspection(labelled, "i1", unit=("Marl", "Marl")),
        inspection(labelled, "i2", unit=("Tarn", "Tarn")),
    ]
    pairs = ((gold[0], _found("Marl", (0, 1, 3))), (gold[1], _found("Tarn", (1, 2, 3))))
    match = ArticleMatch(article="001-a.txt", pairs=pairs, missed=(), spurious=())

    score = score_statements([labelled], [match])

    # Marl: 0 right, 1 wrong, 2 left out; Tarn: 1 and 2 right; untagged 3 does not count.
    assert (score.right, score.wrong, score.left_out) == (3, 1, 1)
    assert score.wrong_share == pytest.approx(1 / 4)
    assert score.left_out_share == pytest.approx(1 / 4)
    assert statement_table(score).rows[1] == ("Under a unit that they do not speak of", "1", "0.25")


def test_an_article_on_one_unit_does_not_count(
    article: Callable[..., LabelledArticle], inspection: Callable[..., GoldInspection]
) -> None:
    labelled = article("001-a.txt", [("Marl was good.", "S")], ["i1"])
    gold = inspection(labelled, "i1", unit=("Marl", "Marl"))
    match = ArticleMatch(
        article="001-a.txt", pairs=((gold, _found("Marl", ())),), missed=(), spurious=()
    )
    assert score_statements([labelled], [match]).left_out == 0

from __future__ import annotations

import pytest

from pipeline.evaluation.summaries import copied_share, lead, mean_rouge


def test_rouge_is_the_mean_f1_over_summaries() -> None:
    # "staff were late" against "staff were often late": 3 of 3 and 3 of 4 words: F1 6/7; pairs:
    # 1 of 2 and 1 of 3: F1 2/5; the longest common sequence has 3 words: F1 6/7. The second: 0.
    found = mean_rouge(
        summaries=["Staff were late.", ""], references=["Staff were often late.", "All was well."]
    )
    assert found == pytest.approx({"rouge1": 3 / 7, "rouge2": 1 / 5, "rougeL": 3 / 7})


def test_sentences_that_the_source_has_are_copied() -> None:
    source = ["Staff were  late.", "All was well."]
    assert copied_share(sentences=["Staff were late.", "Staff ran."], source=source) == 0.5
    assert copied_share(sentences=[], source=source) == 0.0


def test_the_lead_has_no_headline() -> None:
    article = ["Unit fails", "Staff were late.", "By Ann Vale", "“It is bad.”", "All was well."]
    assert lead(article, 2) == ("Staff were late.", "“It is bad.”")

"""Measures of a summary: overlap with the analyst's, and what it takes over from its article."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from statistics import fmean

__all__ = ["ROUGE", "copied_share", "lead", "mean_rouge"]

ROUGE = ("rouge1", "rouge2", "rougeL")


def mean_rouge(*, summaries: Sequence[str], references: Sequence[str]) -> dict[str, float]:
    """Mean F1 of words (1), of pairs of words (2) and of the longest common sequence (L), stemmed.

    ROUGE (Lin 2004) as the package ``rouge-score`` computes it. An empty summary counts 0.

    Args:
        summaries: one for each reference.
        references: at least one.
    """
    from rouge_score.rouge_scorer import RougeScorer

    scorer = RougeScorer(list(ROUGE), use_stemmer=True)
    scores = [
        scorer.score(reference, summary)
        for reference, summary in zip(references, summaries, strict=True)
    ]
    return {name: fmean(score[name].fmeasure for score in scores) for name in ROUGE}


def copied_share(*, sentences: Sequence[str], source: Collection[str]) -> float:
    """Share of the sentences that stand in the source as they are; 0 where there is none.

    Args:
        sentences: of a summary.
        source: the sentences of its articles. Spaces are not compared.
    """
    known = {" ".join(sentence.split()) for sentence in source}
    copied = sum(" ".join(sentence.split()) in known for sentence in sentences)
    return copied / len(sentences) if sentences else 0.0


def lead(sentences: Sequence[str], count: int) -> tuple[str, ...]:
    """The first sentences that end as sentences do: neither headlines nor datelines."""
    ended = [one for one in sentences if one.rstrip("”’\"') ").endswith((".", "!", "?"))]
    return tuple(ended[:count])

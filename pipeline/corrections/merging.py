"""Corrections into the training data, beside the corpus or over its labels."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from pipeline.corrections.records import CorrectedArticle
from pipeline.errors import LabelError
from pipeline.labels import LabelledArticle

__all__ = ["Weighted", "merge_corrections"]

Weighted = tuple[LabelledArticle, tuple[float, ...] | None]
"""An article, and how much each of its sentences counts in training; None: all count."""


def merge_corrections(
    corpus: Iterable[LabelledArticle],
    corrections: Sequence[CorrectedArticle],
    held_back: Container[str],
) -> list[Weighted]:
    """The articles to train on.

    An article of the corpus that was corrected keeps its other labels, which a person gave too.
    Of any other article only the sentences count that a person looked at.

    Args:
        corpus: all labelled articles, those that are held back among them.
        corrections: from ``read_corrections``.
        held_back: names of the articles that nothing may be trained on.

    Raises:
        LabelError: a correction is of an article that is held back, by its name or its text.
    """
    by_text = {article.text: article for article in corrections}
    merged: list[Weighted] = []
    for article in corpus:
        correction = by_text.pop(article.text, None)
        if article.article not in held_back:
            merged.append((_corrected(article, correction) if correction else article, None))
        elif correction:
            raise _refusal(correction.article)
    for correction in by_text.values():
        if correction.article in held_back:
            raise _refusal(correction.article)
        merged.append((correction, correction.weights))
    return merged


def _corrected(article: LabelledArticle, correction: CorrectedArticle) -> LabelledArticle:
    sentences = list(article.sentences)
    for looked_at in correction.corrections:
        new = correction.sentences[looked_at.index]
        old = sentences[looked_at.index] if looked_at.index < len(sentences) else None
        if old is None or (old.start_char, old.end_char) != (new.start_char, new.end_char):
            raise LabelError(
                f"{correction.article}: sentence {looked_at.index} of the corrections is not that "
                "of the corpus. Export the article again, and correct it anew."
            )
        sentences[looked_at.index] = old.model_copy(
            update={"tags": new.tags, "speaker": new.speaker}
        )
    return article.model_copy(update={"sentences": tuple(sentences)})


def _refusal(name: str) -> LabelError:
    return LabelError(
        f"The corrections hold {name}, which is in the test split; nothing is trained on that. "
        "Remove its line from the file."
    )

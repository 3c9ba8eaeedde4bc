"""Under which inspections the tagged sentences of articles on several units were put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.evaluation.facts import ArticleMatch
from pipeline.evaluation.tables import Figures, two_places
from pipeline.labels import LabelledArticle

__all__ = ["StatementScore", "score_statements", "statement_table"]


@dataclass(frozen=True)
class StatementScore:
    """Tagged sentences, counted once for each found unit of an article on several.

    Attributes:
        right: they stand under a unit that they speak of.
        wrong: they stand under a unit that they do not speak of.
        left_out: they speak of a unit that they do not stand under.
    """

    right: int
    wrong: int
    left_out: int

    @property
    def wrong_share(self) -> float:
        """The share of what stands under a unit that does not speak of it, 0 to 1."""
        return self.wrong / max(1, self.right + self.wrong)

    @property
    def left_out_share(self) -> float:
        """The share of what speaks of a unit that does not stand under it, 0 to 1."""
        return self.left_out / max(1, self.right + self.left_out)


def score_statements(
    articles: Sequence[LabelledArticle], matches: Sequence[ArticleMatch]
) -> StatementScore:
    """Compare the sentences of each found inspection with a person's.

    Args:
        articles: labelled articles; only those with several inspections count, and of those the
            sentences that a person tagged. One that names no inspection speaks of all.
        matches: for each article, in the same order, what was found in it.
    """
    right = wrong = left_out = 0
    for article, match in zip(articles, matches, strict=True):
        for gold, found in match.pairs if len(article.inspections) > 1 else ():
            placed = set(found.sentences[article.article])
            tagged = [sentence for sentence in article.sentences if sentence.tags]
            speaks = {
                sentence.index
                for sentence in tagged
                if not sentence.inspections or gold.inspection in sentence.inspections
            }
            shown = placed & {sentence.index for sentence in tagged}
            right += len(shown & speaks)
            wrong += len(shown - speaks)
            left_out += len(speaks - shown)
    return StatementScore(right=right, wrong=wrong, left_out=left_out)


def statement_table(score: StatementScore) -> Figures:
    """The score as a table."""
    rows = (
        ("Under a unit that they speak of", str(score.right), ""),
        ("Under a unit that they do not speak of", str(score.wrong), two_places(score.wrong_share)),
        ("Left out of a unit", str(score.left_out), two_places(score.left_out_share)),
    )
    title = "Tagged sentences of articles on several units"
    return Figures(title, ("What", "How many", "Share"), rows)

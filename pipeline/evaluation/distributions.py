"""What the corpus is made of."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.errors import LabelError
from pipeline.evaluation.groups import inspectorate_group, outlet_group
from pipeline.evaluation.tables import Figures, percent
from pipeline.labels import GoldInspection, LabelledArticle

__all__ = ["ID_LENGTH", "corpus_distributions", "kinds_of", "read_traits"]

Traits = Mapping[str, Mapping[str, str]]
ID_LENGTH = 3
"""Digits that an article's file name begins with."""
_WORDS_A_STEP = 150
_DETAIL = re.compile(r" \(| about:|: ")
"""What begins the detail of a kind: "prison (its four tests)", "no inspection: book review"."""
_TRAITS = {"outlet": "Kind of outlet", "subject": "Subject"}
_GROUPS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "Group of outlets": ("outlet", outlet_group),
    "Inspectorate": ("subject", inspectorate_group),
}
"""Larger groups by title: the column that is read, and what makes a group of it."""


def read_traits(path: Path) -> dict[str, dict[str, str]]:
    """Read ``data/articles.csv``: for each article's id what kind of article it is.

    Returns:
        The columns of each row by the row's ``id``; nothing where there is no such file.

    Raises:
        LabelError: the file has no column ``id``.
    """
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    if rows and "id" not in rows[0]:
        raise LabelError(f"{path} has the columns {list(rows[0])}, expected one called id; add it")
    return {row["id"]: row for row in rows}


def kinds_of(articles: Iterable[str], traits: Traits) -> dict[str, dict[str, str]]:
    """Sort articles by their traits.

    Args:
        articles: file names, which begin with the article's id.
        traits: from :func:`read_traits`.

    Returns:
        For each trait's title ("Kind of outlet") the kind of each article whose kind is known.
    """
    found = {name: traits.get(name[:ID_LENGTH], {}) for name in articles}
    kinds = {
        title: {
            name: _DETAIL.split(row[column])[0] for name, row in found.items() if row.get(column)
        }
        for column, title in _TRAITS.items()
    }
    groups = {
        title: {name: group(row[column]) for name, row in found.items() if row.get(column)}
        for title, (column, group) in _GROUPS.items()
    }
    return kinds | groups


def corpus_distributions(
    articles: Sequence[LabelledArticle], inspections: Sequence[GoldInspection], traits: Traits
) -> list[Figures]:
    """How often each tag, kind of outlet, subject, length and rating occurs."""
    sentences = [sentence for article in articles for sentence in article.sentences]
    tags = ["+".join(sentence.tags) or "none" for sentence in sentences]
    tables = [_distribution("Tags", "Sentences", tags)]
    for title, kinds in kinds_of((article.article for article in articles), traits).items():
        if kinds:
            tables.append(_distribution(title, "Articles", kinds.values()))
    lengths = [_length(article.text) for article in articles]
    tables.append(_distribution("Length in words", "Articles", lengths, by_name=True))
    ratings = [inspection.value("overall_rating") or "not stated" for inspection in inspections]
    tables.append(_distribution("Overall rating", "Articles and inspections", ratings))
    return tables


def _length(text: str) -> str:
    step = len(text.split()) // _WORDS_A_STEP * _WORDS_A_STEP
    return f"{step:4d} to {step + _WORDS_A_STEP - 1}"


def _distribution(
    title: str, counted: str, values: Iterable[str], *, by_name: bool = False
) -> Figures:
    counts = Counter(values)
    ordered = sorted(counts) if by_name else [name for name, _ in counts.most_common()]
    rows = [(name, str(counts[name]), percent(counts[name] / counts.total())) for name in ordered]
    return Figures(title, (title, counted, "Share"), tuple(rows))

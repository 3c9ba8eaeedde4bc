"""Tagged articles as a person is asked about them: with the model and the place they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from pipeline.schema import TaggedArticle
from pipeline.storage.articles import load_tagged
from pipeline.storage.tables import articles, documents, models

__all__ = ["StoredTags", "tagged_articles"]

_AT_ONCE = 200


@dataclass(frozen=True)
class StoredTags:
    """A tagged article.

    Attributes:
        article: as it was tagged.
        tagger: revision of the model.
        origin: the first place, in the order of their names, where it was met.
    """

    article: TaggedArticle
    tagger: str
    origin: str


def tagged_articles(connection: Connection, since: str | None = None) -> Iterator[StoredTags]:
    """The tagged articles in order, a portion in memory at a time.

    Args:
        connection: of a transaction.
        since: an ISO date; only articles dated then or later, as precise as their dates are.
    """
    query = (
        select(articles.c.id, models.c.revision, func.min(documents.c.origin).label("origin"))
        .join(models, models.c.id == articles.c.tagger_id)
        .join(documents, documents.c.article_id == articles.c.id)
        .group_by(articles.c.id, models.c.revision)
        .order_by(articles.c.id)
    )
    if since is not None:
        date = articles.c.date
        query = query.where(date >= func.substr(since, 1, func.length(date)))
    rows = [(row.id, row.revision, row.origin) for row in connection.execute(query)]
    for start in range(0, len(rows), _AT_ONCE):
        yield from _load(connection, rows[start : start + _AT_ONCE])


def _load(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> Iterator[StoredTags]:
    tagged = load_tagged(connection, [number for number, _, _ in rows])
    for number, tagger, origin in rows:
        yield StoredTags(tagged[number], tagger, origin)

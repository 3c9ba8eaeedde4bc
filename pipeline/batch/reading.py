"""New and changed documents → articles in the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.batch.documents import Document
from pipeline.batch.helpers import article_portions
from pipeline.batch.rejecting import isolated, refused
from pipeline.batch.work import Work
from pipeline.errors import InputRejected
from pipeline.schema import Article, Rejection
from pipeline.storage import articles, runs

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["take_in"]


def take_in(work: Work, documents: Iterable[Document]) -> None:
    """Read what the store lacks, and keep each portion's articles and rejections together.

    Args:
        work: of the run.
        documents: of all sources.
    """
    delivered: set[str] = set()
    work.progress.stage("reading", 0)
    for portion in article_portions(_new(work, documents, delivered)):
        read = [(document, _read(document)) for document in portion]
        with work.store.write() as connection:
            for document, found in read:
                _keep(work, connection, document, found)
        work.progress.advance(len(portion))
    with work.store.write() as connection:
        runs.withdraw_web_rejections(connection, delivered)


def _new(work: Work, documents: Iterable[Document], delivered: set[str]) -> Iterator[Document]:
    with work.store.read() as connection:
        met = articles.known_contents(connection) | runs.rejected_contents(connection, "reading")
    for one in documents:
        delivered.add(one.origin)
        if one.content_hash is None or met.get(one.origin) != one.content_hash:
            yield one
        else:
            work.done.unchanged += 1


def _read(document: Document) -> Article | Rejection:
    failed: list[Rejection] = []
    try:
        with isolated(document.name, failed):
            return document.read()
    except InputRejected as error:
        failed.append(refused(document.name, error))
    return failed[0]


def _keep(
    work: Work, connection: Connection, document: Document, found: Article | Rejection
) -> None:
    runs.withdraw_rejection(connection, document.origin)
    if isinstance(found, Rejection):
        content = document.content_hash
        runs.store_rejection(connection, document.origin, "reading", found, content)
        return
    is_new = articles.store_document(connection, document.origin, str(document.content_hash), found)
    work.done.count("new articles" if is_new else "known articles", 1)

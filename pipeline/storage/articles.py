"""Documents, articles, sentences, tags and quotations in the store."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from pipeline.schema import (
    TAGS,
    Article,
    Quotation,
    Sentence,
    SentenceTags,
    Span,
    Tag,
    TaggedArticle,
)
from pipeline.storage.rows import reading, rows_in
from pipeline.storage.tables import (
    articles,
    documents,
    links,
    models,
    quotations,
    reports,
    sentences,
    tags,
)

__all__ = [
    "article_key",
    "forget_tags",
    "keys_of",
    "known_contents",
    "load_articles",
    "load_tagged",
    "model_id",
    "numbers_of",
    "store_document",
    "store_failure",
    "store_tags",
    "taggers_of",
    "untagged",
]


def article_key(text: str) -> str:
    """What makes two articles one: the SHA-256 of the text, white space aside."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()


def known_contents(connection: Connection) -> dict[str, str]:
    """For each origin that was met, the hash of the content that it had last."""
    rows = connection.execute(select(documents.c.origin, documents.c.content_hash))
    return {row.origin: row.content_hash for row in rows}


def store_document(
    connection: Connection, origin: str, content_hash: str, article: Article
) -> bool:
    """Store an article under the place where it was met, in place of what was there before.

    An article that is there already, from elsewhere, gets one more place. One that no place has
    any more is deleted, and the inspections that it reported are marked for merging again.

    Args:
        connection: of a writing transaction.
        origin: a path or an address.
        content_hash: of the document.
        article: that was read from it.

    Returns:
        Whether the article is new to the store.
    """
    before = select(documents.c.article_id).where(documents.c.origin == origin)
    replaced = connection.execute(before).scalar()
    key = article_key(article.text)
    known = connection.execute(select(articles.c.id).where(articles.c.key == key)).scalar()
    connection.execute(delete(documents).where(documents.c.origin == origin))
    if replaced is not None and replaced != known:
        _delete_unless_met(connection, replaced)
    number = known if known is not None else _insert_article(connection, key, article)
    connection.execute(
        insert(documents).values(
            origin=origin, name=article.name, content_hash=content_hash, article_id=number
        )
    )
    return known is None


def _insert_article(connection: Connection, key: str, article: Article) -> int:
    number = int(connection.execute(select(func.coalesce(func.max(articles.c.id), 0))).scalar_one())
    number += 1
    connection.execute(
        insert(articles).values(
            id=number,
            key=key,
            name=_free_name(connection, article.name),
            text=article.text,
            title=article.title,
            outlet=article.outlet,
            date=article.date,
            furniture=json.dumps([[span.start_char, span.end_char] for span in article.furniture]),
        )
    )
    return number


def _free_name(connection: Connection, wanted: str) -> str:
    names = (wanted, *(f"{wanted} ({n})" for n in range(2, 10)))
    query = select(articles.c.name).where(articles.c.name.in_(names))
    taken = set(connection.execute(query).scalars())
    for name in names:
        if name not in taken:
            return name
    like = select(articles.c.name).where(articles.c.name.startswith(wanted, autoescape=True))
    taken = set(connection.execute(like).scalars())
    return next(name for n in count(10) if (name := f"{wanted} ({n})") not in taken)


def _delete_unless_met(connection: Connection, number: int) -> None:
    met = select(documents.c.origin).where(documents.c.article_id == number).limit(1)
    if connection.execute(met).first() is not None:
        return
    shared = select(links.c.inspection_id).where(links.c.article_id == number)
    fellows = select(links.c.article_id).where(links.c.inspection_id.in_(shared))
    connection.execute(update(reports).where(reports.c.article_id.in_(fellows)).values(merged=0))
    connection.execute(delete(articles).where(articles.c.id == number))


def model_id(connection: Connection, role: str, revision: str) -> int:
    """The number of a model in the store, given to it if need be."""
    query = select(models.c.id).where(models.c.role == role, models.c.revision == revision)
    known = connection.execute(query).scalar()
    if known is not None:
        return int(known)
    number = int(connection.execute(select(func.coalesce(func.max(models.c.id), 0))).scalar_one())
    connection.execute(insert(models).values(id=number + 1, role=role, revision=revision))
    return number + 1


def untagged(connection: Connection, other_than: str | None = None) -> list[int]:
    """Numbers of the articles that no tagger has tagged, in order.

    Args:
        connection: of a transaction.
        other_than: a tagger's revision; articles that another one tagged count as untagged.
    """
    query = select(articles.c.id).order_by(articles.c.id)
    if other_than is None:
        query = query.where(articles.c.tagger_id.is_(None))
    else:
        this = select(models.c.id).where(models.c.role == "tagger", models.c.revision == other_than)
        current = connection.execute(this).scalar()
        if current is not None:
            query = query.where(articles.c.tagger_id.is_(None) | (articles.c.tagger_id != current))
    return list(connection.execute(query).scalars())


def forget_tags(connection: Connection, number: int) -> None:
    """Remove an article's sentences, tags and quotations."""
    for table in (sentences, tags, quotations):
        connection.execute(delete(table).where(table.c.article_id == number))


def store_tags(connection: Connection, number: int, tagged: TaggedArticle, tagger: int) -> None:
    """Store an article's sentences, tags and quotations in place of earlier ones.

    Args:
        connection: of a writing transaction.
        number: of the article.
        tagged: the article, tagged.
        tagger: number of the model that tagged it.
    """
    forget_tags(connection, number)
    _insert_all(connection, sentences, _sentence_rows(number, tagged))
    _insert_all(connection, tags, _tag_rows(number, tagged))
    _insert_all(connection, quotations, _quotation_rows(number, tagged))
    done = update(articles).where(articles.c.id == number)
    connection.execute(done.values(tagger_id=tagger, found_with=None))


def _insert_all(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    if found := list(rows):
        connection.execute(insert(table), found)


def _sentence_rows(number: int, tagged: TaggedArticle) -> Iterator[dict[str, Any]]:
    for sentence, given in zip(tagged.sentences, tagged.tags, strict=True):
        yield {
            "article_id": number,
            "place": sentence.index,
            "start_char": sentence.start_char,
            "end_char": sentence.end_char,
            "furniture": int(sentence.furniture),
            "uncertain": int(given.uncertain),
        }


def _tag_rows(number: int, tagged: TaggedArticle) -> Iterator[dict[str, Any]]:
    for sentence, given in zip(tagged.sentences, tagged.tags, strict=True):
        for tag in TAGS:
            yield {
                "article_id": number,
                "place": sentence.index,
                "tag": str(tag),
                "score": given.scores[tag],
                "chosen": int(tag in given.tags),
            }


def _quotation_rows(number: int, tagged: TaggedArticle) -> Iterator[dict[str, Any]]:
    for place, quotation in enumerate(tagged.quotations):
        yield {
            "article_id": number,
            "place": place,
            "start_char": quotation.start_char,
            "end_char": quotation.end_char,
            "sentences": json.dumps(list(quotation.sentences)),
            "speaker": quotation.speaker,
            "verbatim_clause": int(quotation.verbatim_clause),
        }


def taggers_of(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """Revisions of the taggers that tagged these articles, in order."""
    query = select(models.c.revision).join(articles, articles.c.tagger_id == models.c.id)
    wanted = query.where(articles.c.id.in_(numbers)).distinct().order_by(models.c.revision)
    return list(connection.execute(wanted).scalars())


def store_failure(connection: Connection, number: int, tagger: int) -> None:
    """Note that a tagger failed on an article, so that it is not tried again and again."""
    forget_tags(connection, number)
    done = update(articles).where(articles.c.id == number)
    connection.execute(done.values(tagger_id=tagger, found_with=None))


def keys_of(connection: Connection, numbers: Sequence[int]) -> list[str]:
    """What makes each of these articles itself (:func:`article_key`), in their order."""
    query = select(articles.c.key).where(articles.c.id.in_(numbers)).order_by(articles.c.id)
    return list(connection.execute(query).scalars())


def numbers_of(connection: Connection, names: Sequence[str]) -> list[int]:
    """Numbers of the articles of these names, in order."""
    query = select(articles.c.id).where(articles.c.name.in_(names)).order_by(articles.c.id)
    return list(connection.execute(query).scalars())


def load_articles(connection: Connection, numbers: Sequence[int]) -> dict[int, Article]:
    """Articles by number, in the order of ``numbers``."""
    with reading("articles"):
        rows = {
            row.id: row for row in rows_in(connection, select(articles), articles.c.id, numbers)
        }
        return {number: _article(rows[number]) for number in numbers}


def load_tagged(connection: Connection, numbers: Sequence[int]) -> dict[int, TaggedArticle]:
    """Tagged articles by number, in the order of ``numbers``."""
    with reading("tagged articles"):
        of_sentences = _by_article(connection, sentences, numbers)
        of_tags = _by_article(connection, tags, numbers)
        of_quotations = _by_article(connection, quotations, numbers)
        return {
            number: TaggedArticle(
                article=article,
                sentences=tuple(_sentence(article, row) for row in of_sentences[number]),
                tags=tuple(_sentence_tags(of_tags[number], of_sentences[number])),
                quotations=tuple(_quotation(article, row) for row in of_quotations[number]),
            )
            for number, article in load_articles(connection, numbers).items()
        }


def _by_article(
    connection: Connection, table: Table, numbers: Sequence[int]
) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = defaultdict(list)
    for row in rows_in(connection, select(table), table.c.article_id, numbers):
        found[row.article_id].append(row)
    for rows in found.values():
        rows.sort(key=lambda row: row.place)
    return found


def _article(row: Row[Any]) -> Article:
    return Article(
        name=row.name,
        text=row.text,
        title=row.title,
        outlet=row.outlet,
        date=row.date,
        furniture=tuple(
            Span(start_char=start, end_char=end, text=row.text[start:end])
            for start, end in json.loads(row.furniture)
        ),
    )


def _sentence(article: Article, row: Row[Any]) -> Sentence:
    return Sentence(
        index=row.place,
        start_char=row.start_char,
        end_char=row.end_char,
        text=article.text[row.start_char : row.end_char],
        furniture=bool(row.furniture),
    )


def _sentence_tags(
    rows: Iterable[Row[Any]], sentences: Iterable[Row[Any]]
) -> Iterator[SentenceTags]:
    uncertain = {row.place for row in sentences if row.uncertain}
    scores: dict[int, dict[Tag, float]] = defaultdict(dict)
    chosen: dict[int, set[Tag]] = defaultdict(set)
    for row in rows:
        scores[row.place][Tag(row.tag)] = row.score
        if row.chosen:
            chosen[row.place].add(Tag(row.tag))
    for place in sorted(scores):
        yield SentenceTags(
            scores={tag: scores[place][tag] for tag in TAGS},
            tags=tuple(tag for tag in TAGS if tag in chosen[place]),
            uncertain=place in uncertain,
        )


def _quotation(article: Article, row: Row[Any]) -> Quotation:
    return Quotation(
        start_char=row.start_char,
        end_char=row.end_char,
        text=article.text[row.start_char : row.end_char],
        sentences=tuple(json.loads(row.sentences)),
        speaker=row.speaker,
        verbatim_clause=bool(row.verbatim_clause),
    )

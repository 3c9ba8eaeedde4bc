"""Articles of the store → tags and quotations, and what each article reports of inspections."""

from __future__ import annotations

from pipeline.batch.helpers import article_portions
from pipeline.batch.rejecting import unforeseen, without_inspection
from pipeline.batch.work import Work
from pipeline.schema import Inspection, Rejection, TaggedArticle
from pipeline.storage import articles, inspections, runs

__all__ = ["find_all", "tag_all"]


def tag_all(work: Work) -> None:
    """Tag the articles that no tagger has tagged; with ``retag`` also those of an older one."""
    revision = work.models.tagger_revision if work.retag else None
    with work.store.read() as connection:
        numbers = articles.untagged(connection, other_than=revision)
    for portion in article_portions(numbers):
        _tag(work, portion)


def _tag(work: Work, portion: list[int]) -> None:
    with work.store.read() as connection:
        waiting = articles.load_articles(connection, portion)
    failed: list[Rejection] = []
    found = work.models.pipeline.tag([*waiting.values()], failed)
    tagged = {one.article.name: one for one in found}
    rejected = {rejection.article: rejection for rejection in failed}
    with work.store.write() as connection:
        tagger = articles.model_id(connection, "tagger", work.models.tagger_revision)
        for number, article in waiting.items():
            if article.name in tagged:
                articles.store_tags(connection, number, tagged[article.name], tagger)
            else:
                articles.store_failure(connection, number, tagger)
            runs.reject_article(connection, number, "tagging", rejected.get(article.name))
    done = work.done
    done.count("tagged articles", len(tagged))
    done.count("tagged sentences", sum(len(one.sentences) for one in tagged.values()))
    for one in tagged.values():
        done.tags.update(tag for given in one.tags for tag in given.tags)


def find_all(work: Work) -> None:
    """Find the inspections of tagged articles whose inspections were not found in this way."""
    with work.store.read() as connection:
        numbers = inspections.not_searched(connection, work.models.found_with)
    if numbers:
        work.progress.stage("finding inspections", len(numbers))
    for portion in article_portions(numbers):
        with work.store.read() as connection:
            tagged = articles.load_tagged(connection, portion)
        found = {number: _find(work, article) for number, article in tagged.items()}
        with work.store.write() as connection:
            for number, (reported, rejection) in found.items():
                inspections.store_reports(connection, number, reported, work.models.found_with)
                runs.reject_article(connection, number, "inspections", rejection)
        work.progress.advance(len(portion))


def _find(work: Work, tagged: TaggedArticle) -> tuple[tuple[Inspection, ...], Rejection | None]:
    from pipeline.inspections import find_inspections, without_bare

    name = tagged.article.name
    try:
        found = without_bare(tagged, find_inspections(tagged, work.models.profiles))
    except Exception as error:
        return (), unforeseen(name, error)
    return found, None if found or not tagged.sentences else without_inspection(name)

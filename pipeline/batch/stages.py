"""The batch with its memory: each stage does what the store lacks, and keeps it at once.

Killed at any moment and started again, it ends with the same store and the same files. What it
does follows from the store alone, in the order of the articles' numbers, in portions that are
kept as a whole: a portion is the same whether or not a run was cut off before it, and with it
what models make of it. Models and readers are imported and loaded when there is work for them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING

from pipeline.artifacts import Manifest, check_artifact
from pipeline.batch.documents import Document
from pipeline.batch.helpers import digest, made_at, portions, unforeseen
from pipeline.config import Settings, load_profiles, project_folder
from pipeline.errors import InputRejected, InspectionBriefsError
from pipeline.schema import (
    Article,
    Brief,
    Inspection,
    InspectorateProfile,
    Rejection,
    RejectionReason,
    Tag,
    TaggedArticle,
)
from pipeline.storage import Store, articles, briefs, inspections, runs

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from pipeline.briefs.making import BriefMaker, SentenceWriter
    from pipeline.runner import Pipeline, Progress

__all__ = ["Batch", "Done"]

_ARTICLES_A_PORTION = 64
"""Articles tagged together: enough to fill batches of like length, little memory."""
_BRIEFS_A_PORTION = 48
"""Inspections whose sentences are written together, four or so each: enough to keep the writer's
rows busy, and half a minute's work that a cut-off run loses at most."""


@dataclass
class Done:
    """What a run did.

    Attributes:
        counts: how much, by stage.
        rejections: inputs that this run could not use.
        tags: how many sentences were given each tag.
    """

    counts: dict[str, int] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)
    tags: Counter[Tag] = field(default_factory=Counter)

    @property
    def is_empty(self) -> bool:
        """Whether nothing new came in, and nothing was left to do."""
        return not self.counts and not self.rejections

    def count(self, name: str, number: int) -> None:
        """Add to a count; nothing is done where ``counts`` stays empty."""
        if number:
            self.counts[name] = self.counts.get(name, 0) + number


class Batch:
    """Brings the store up to date with the documents of all sources.

    Args:
        settings: of the run.
        store: locked by the caller.
        pipeline: gives the models, called when one is needed.
        progress: is told what happens.
        retag: whether results of older models are computed again.
    """

    def __init__(
        self,
        settings: Settings,
        store: Store,
        pipeline: Callable[[], Pipeline],
        progress: Progress,
        *,
        retag: bool = False,
    ) -> None:
        self._settings = settings
        self._store = store
        self._pipeline = pipeline
        self._progress = progress
        self._retag = retag
        self._folder = project_folder()

    def run(self, documents: Iterable[Document]) -> Done:
        """Take the documents in, and do everything that follows from them, but no file."""
        done = Done()
        with self._store.write() as connection:
            number = runs.start_run(connection, made_at(), metadata.version("inspection-briefs"))
        self._take_in(documents, done)
        self._tag(done)
        self._search(done)
        self._merge(done)
        self._write(done)
        with self._store.write() as connection:
            runs.finish_run(connection, number, made_at(), done.counts)
        return done

    def _take_in(self, documents: Iterable[Document], done: Done) -> None:
        with self._store.read() as connection:
            met = articles.known_contents(connection) | runs.rejected_contents(connection)
        new = (one for one in documents if met.get(one.origin) != one.content_hash)
        self._progress.stage("reading", 0)
        for portion in portions(new, _ARTICLES_A_PORTION):
            read = [(document, self._read(document)) for document in portion]
            with self._store.write() as connection:
                for document, found in read:
                    self._keep(connection, document, found, done)
            self._progress.advance(len(portion))

    def _read(self, document: Document) -> Article | Rejection:
        try:
            return document.read()
        except InputRejected as error:
            reason, message = RejectionReason(error.reason), str(error)
        except (InspectionBriefsError, OSError):
            raise
        except Exception as error:
            reason, message = RejectionReason.FAILED, unforeseen(error)
        return Rejection(article=document.name, reason=reason, message=message)

    def _keep(
        self, connection: Connection, document: Document, found: Article | Rejection, done: Done
    ) -> None:
        runs.withdraw_rejection(connection, document.origin)
        if isinstance(found, Rejection):
            content = document.content_hash
            runs.store_rejection(connection, document.origin, "reading", found, content)
            done.rejections.append(found)
            return
        is_new = articles.store_document(connection, document.origin, document.content_hash, found)
        done.count("new articles" if is_new else "known articles", 1)

    def _tag(self, done: Done) -> None:
        revision = self._tagger_revision if self._retag else None
        with self._store.read() as connection:
            numbers = articles.untagged(connection, other_than=revision)
        if not numbers:
            return
        pipeline = self._pipeline()
        for portion in portions(numbers, _ARTICLES_A_PORTION):
            with self._store.read() as connection:
                waiting = articles.load_articles(connection, portion)
            failed: list[Rejection] = []
            tagged = {one.article.name: one for one in pipeline.tag([*waiting.values()], failed)}
            with self._store.write() as connection:
                tagger = articles.model_id(connection, "tagger", self._tagger_revision)
                for number, article in waiting.items():
                    if article.name in tagged:
                        articles.store_tags(connection, number, tagged[article.name], tagger)
                    else:
                        articles.store_failure(connection, number, tagger)
                for rejection in failed:
                    number = next(n for n, a in waiting.items() if a.name == rejection.article)
                    _reject(connection, number, "tagging", rejection, done)
            done.count("tagged articles", len(tagged))
            done.count("tagged sentences", sum(len(one.sentences) for one in tagged.values()))
            for one in tagged.values():
                done.tags.update(tag for given in one.tags for tag in given.tags)

    def _search(self, done: Done) -> None:
        with self._store.read() as connection:
            numbers = inspections.not_searched(connection, self._found_with)
        if not numbers:
            return
        self._progress.stage("finding inspections", len(numbers))
        for portion in portions(numbers, _ARTICLES_A_PORTION):
            with self._store.read() as connection:
                tagged = articles.load_tagged(connection, portion)
            found = {number: self._find(article) for number, article in tagged.items()}
            with self._store.write() as connection:
                for number, result in found.items():
                    reported = () if isinstance(result, Rejection) else result
                    origin = runs.origin_of(connection, number)
                    runs.withdraw_rejection(connection, origin, "inspections")
                    inspections.store_reports(connection, number, reported, self._found_with)
                    if isinstance(result, Rejection):
                        _reject(connection, number, "inspections", result, done)
            self._progress.advance(len(portion))

    def _find(self, tagged: TaggedArticle) -> tuple[Inspection, ...] | Rejection:
        from pipeline.inspections import find_inspections

        name = tagged.article.name
        try:
            found = find_inspections(tagged, self._profiles)
        except Exception as error:
            message = unforeseen(error)
            return Rejection(article=name, reason=RejectionReason.FAILED, message=message)
        if found or not tagged.sentences:
            return tuple(found)
        message = "The article reports no inspection's outcome, so it gets no brief."
        return Rejection(article=name, reason=RejectionReason.NO_INSPECTION, message=message)

    def _merge(self, done: Done) -> None:
        with self._store.write() as connection:
            wanted = inspections.unmerged_units(connection)
            if wanted:
                from pipeline.inspections.blocks import related_names

                known = inspections.reported_units(connection)
                self._progress.stage("joining inspections", 0)
                for units in related_names(wanted, known):
                    self._merge_units(connection, units)
            done.count("withdrawn inspections", inspections.withdraw_unreported(connection))

    def _merge_units(self, connection: Connection, units: frozenset[str]) -> None:
        """Join the inspections of units of these names anew; each knows the unit's earlier ones."""
        from pipeline.ingestion import copies_among
        from pipeline.inspections import history_of, merge_inspections

        found = inspections.load_reports(connection, units)
        dates: dict[str, str | None] = {}
        numbers: dict[str, int] = {}
        for report in found:
            for name in report.inspection.sentences:
                dates[name], numbers[name] = report.date, report.article
        copies: dict[str, str] = {}
        if len(numbers) > 1:
            texts = articles.load_articles(connection, [*numbers.values()])
            copies = copies_among({name: texts[numbers[name]].text for name in numbers})
        merged = merge_inspections(
            [report.inspection for report in found], dates, self._profiles, copies
        )
        told = [
            one.model_copy(update={"history": history_of(one, [o for o in merged if o is not one])})
            for one in merged
        ]
        copied = {numbers[copy]: numbers[original] for copy, original in copies.items()}
        inspections.store_inspections(connection, units, told, numbers, copied)
        self._progress.advance(len(merged))

    def _write(self, done: Done) -> None:
        with self._store.write() as connection:
            if self._retag:
                revision = self._writer_revision
                inspections.mark_due(
                    connection,
                    [
                        stored.inspection
                        for stored in briefs.latest_briefs(connection)
                        if stored.brief.models.get("writer") != revision
                    ],
                )
            numbers = inspections.due_inspections(connection, self._made_with)
        if not numbers:
            return
        self._progress.stage("writing briefs", len(numbers))
        for portion in portions(numbers, _BRIEFS_A_PORTION):
            if not self._write_portion(portion, done):
                for number in portion:
                    self._write_portion([number], done, is_last_try=True)
            self._progress.advance(len(portion))

    def _write_portion(
        self, numbers: Sequence[int], done: Done, *, is_last_try: bool = False
    ) -> bool:
        """Make and keep the briefs of some inspections; whether that worked."""
        with self._store.read() as connection:
            waiting = inspections.load_inspections(connection, numbers)
            linked = inspections.linked_articles(connection, numbers)
            tagged = articles.load_tagged(connection, linked)
            taggers = articles.taggers_of(connection, linked)
        by_name = {one.article.name: one for one in tagged.values()}
        try:
            maker = self._maker(", ".join(taggers))
            made = maker.make([*waiting.values()], by_name, made_at())
        except (InspectionBriefsError, OSError):
            raise
        except Exception as error:
            if is_last_try:
                unit = str(waiting[numbers[0]].value("unit"))
                rejection = Rejection(
                    article=unit, reason=RejectionReason.FAILED, message=unforeseen(error)
                )
                with self._store.write() as connection:
                    _reject(connection, linked[0], "briefs", rejection, done)
            return False
        with self._store.write() as connection:
            latest = briefs.latest_briefs(connection, numbers)
            before = {stored.inspection: stored for stored in latest}
            for number, brief in zip(numbers, made, strict=True):
                self._keep_brief(connection, number, before.get(number), brief, done)
        return True

    def _keep_brief(
        self,
        connection: Connection,
        number: int,
        before: briefs.StoredBrief | None,
        brief: Brief,
        done: Done,
    ) -> None:
        difference = _difference(before.brief, brief) if before else ""
        briefs.store_brief(connection, number, brief, self._made_with, difference)
        if difference is not None:
            done.count("changed briefs" if before else "new briefs", 1)

    def _maker(self, taggers: str) -> BriefMaker:
        from pipeline.batch.remembering import RememberingWriter
        from pipeline.briefs.making import BriefMaker
        from pipeline.runner import rating_names

        return BriefMaker(
            RememberingWriter(self._store, self._writer, self._writer_key),
            self._settings.brief,
            rating_names(self._profiles),
            version=metadata.version("inspection-briefs"),
            models={"tagger": taggers, "writer": self._writer_revision},
        )

    @cached_property
    def _profiles(self) -> tuple[InspectorateProfile, ...]:
        return load_profiles(self._folder / self._settings.inspectorates.folder)

    @cached_property
    def _tagger_revision(self) -> str:
        return check_artifact(self._folder / self._settings.models.tagger, "tagger").revision

    @cached_property
    def _writer_manifest(self) -> Manifest:
        return check_artifact(self._folder / self._settings.models.writer, "writer")

    @property
    def _writer_revision(self) -> str:
        return self._writer_manifest.revision

    @cached_property
    def _loaded_writer(self) -> SentenceWriter:
        return self._pipeline().load_writer()

    def _writer(self) -> SentenceWriter:
        return self._loaded_writer

    @cached_property
    def _found_with(self) -> str:
        profiles = [profile.model_dump_json() for profile in self._profiles]
        return digest(metadata.version("inspection-briefs"), *profiles)

    @cached_property
    def _made_with(self) -> str:
        return digest(self._found_with, self._settings.brief.model_dump_json())

    @property
    def _writer_key(self) -> str:
        settings = json.dumps(self._writer_manifest.settings, sort_keys=True)
        return digest(self._writer_revision, settings)


def _reject(
    connection: Connection, number: int, stage: str, rejection: Rejection, done: Done
) -> None:
    """Keep why nothing was made of an article, under the first place where it was met."""
    runs.store_rejection(connection, runs.origin_of(connection, number), stage, rejection)
    done.rejections.append(rejection)


def _difference(before: Brief, after: Brief) -> str | None:
    """What changed between two versions, a line each; None where they say and cite the same."""
    from pipeline.briefs.changes import changes_between

    aside = {"version", "models", "made_at"}
    if before.model_dump(exclude=aside) == after.model_dump(exclude=aside):
        return None
    return "\n".join(changes_between(before, after)) or "Sources, order or evidence alone"

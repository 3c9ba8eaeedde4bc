"""The batch: read, tag, find inspections, write briefs; one bad input never stops the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Protocol

import torch

from pipeline.base_weights import dequantize_gguf, verify_base_weights
from pipeline.batch.rejecting import isolated, refused, without_inspection
from pipeline.briefs.judging import Judge
from pipeline.briefs.making import BriefMaker
from pipeline.briefs.rendering import write_brief, write_index
from pipeline.briefs.support import SupportModel
from pipeline.briefs.writer import Writer
from pipeline.config import Settings, load_base_weights, load_profiles, project_folder
from pipeline.errors import InputRejected
from pipeline.ingestion import (
    RawDocument,
    copies_among,
    file_document,
    find_files,
    read_document,
)
from pipeline.inspections import find_inspections, merge_inspections, without_bare
from pipeline.schema import (
    Article,
    Brief,
    Inspection,
    InspectorateProfile,
    Rejection,
    Sentence,
    TaggedArticle,
)
from pipeline.segmentation import segment
from pipeline.tagging.tagger import Tagger

__all__ = ["BriefRun", "Pipeline", "Progress", "rating_names"]

_UNDATED = "9999"
"""Sorts articles without a date behind all others."""

_ARTICLES_A_BATCH = 64
"""Articles tagged together: enough to fill batches of like length, little memory."""


class Progress(Protocol):
    """What a run tells of its progress, and the command shows."""

    def stage(self, name: str, total: int) -> None:
        """A stage begins; ``total`` is how much it has to do."""

    def advance(self, count: int = 1) -> None:
        """So much more of the stage is done."""


class _Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, count: int = 1) -> None:
        pass


@dataclass
class BriefRun:
    """What a run made.

    Attributes:
        tagged: every article that could be read, tagged.
        briefs: one for each inspection.
        rejections: every input that got no brief, with the reason.
        files: for each brief the paths that were written.
        index: the page of all briefs, once they are saved.
    """

    tagged: list[TaggedArticle] = field(default_factory=list)
    briefs: list[Brief] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    files: list[tuple[Path, ...]] = field(default_factory=list)
    index: Path | None = None


def rating_names(profiles: Sequence[InspectorateProfile]) -> tuple[str, ...]:
    """Every rating of every scale, with its other wordings."""
    return tuple(
        dict.fromkeys(
            name
            for profile in profiles
            for scale in profile.scales
            for name in (*scale.ratings, *scale.aliases)
        )
    )


def _segment_all(
    articles: Sequence[Article], rejections: list[Rejection]
) -> list[tuple[Article, Sequence[Sentence]]]:
    segmented: list[tuple[Article, Sequence[Sentence]]] = []
    for article in articles:
        with isolated(article.name, rejections):
            segmented.append((article, segment(article)))
    return segmented


class Pipeline:
    """The stages, with their models loaded when they are first needed.

    Args:
        settings: of the run.
        progress: is told what happens.
    """

    def __init__(self, settings: Settings, progress: Progress | None = None) -> None:
        self._settings = settings
        self._progress: Progress = progress or _Silent()
        self._folder = project_folder()
        self._tagger: Tagger | None = None
        if settings.runtime.threads:
            torch.set_num_threads(settings.runtime.threads)

    @property
    def tagger_revision(self) -> str:
        """Revision of the tagger, which is loaded for it."""
        return self._loaded_tagger().revision

    def read(self, paths: Iterable[Path]) -> tuple[list[Article], list[Rejection]]:
        """Read articles; what cannot be read is a rejection.

        Args:
            paths: files, taken as they are, and folders, searched for articles.
        """
        files = find_files(paths)
        limits = self._settings.ingestion
        return self._read((file_document(file, limits) for file in files), len(files))

    def _read(
        self, documents: Iterable[RawDocument | Rejection], total: int
    ) -> tuple[list[Article], list[Rejection]]:
        self._progress.stage("reading", total)
        articles: list[Article] = []
        rejections: list[Rejection] = []
        for document in documents:
            articles += self._read_one(document, rejections)
            self._progress.advance()
        return articles, rejections

    def _read_one(
        self, document: RawDocument | Rejection, rejections: list[Rejection]
    ) -> list[Article]:
        """The article of a document, or nothing and its rejection."""
        if isinstance(document, Rejection):
            rejections.append(document)
            return []
        try:
            with isolated(document.name, rejections):
                return [read_document(document, self._settings.ingestion)]
        except InputRejected as error:
            rejections.append(refused(document.name, error))
        return []

    def tag(self, articles: Sequence[Article], rejections: list[Rejection]) -> list[TaggedArticle]:
        """Tag articles, in batches; one that fails is added to ``rejections``."""
        segmented = _segment_all(articles, rejections)
        self._progress.stage("tagging", sum(len(sentences) for _, sentences in segmented))
        tagged: list[TaggedArticle] = []
        for start in range(0, len(segmented), _ARTICLES_A_BATCH):
            batch = segmented[start : start + _ARTICLES_A_BATCH]
            tagged += self._tag_batch(batch, rejections, self._progress.advance)
        return tagged

    def tag_files(
        self, paths: Iterable[Path]
    ) -> Iterator[tuple[list[TaggedArticle], list[Rejection]]]:
        """Read and tag files a batch at a time, so that memory does not grow with their number.

        Args:
            paths: files and folders.

        Yields:
            The tagged articles of a batch, and its rejections.
        """
        files = find_files(paths)
        self._progress.stage("tagging", len(files))
        for start in range(0, len(files), _ARTICLES_A_BATCH):
            batch = files[start : start + _ARTICLES_A_BATCH]
            rejections: list[Rejection] = []
            limits = self._settings.ingestion
            documents = (file_document(file, limits) for file in batch)
            read = [one for document in documents for one in self._read_one(document, rejections)]
            yield self._tag_batch(_segment_all(read, rejections), rejections), rejections
            self._progress.advance(len(batch))

    def _tag_batch(
        self,
        batch: Sequence[tuple[Article, Sequence[Sentence]]],
        rejections: list[Rejection],
        on_sentences: Callable[[int], None] = lambda count: None,
    ) -> list[TaggedArticle]:
        """Tag articles together; where that fails, each alone."""
        if not batch:
            return []
        tagger = self._loaded_tagger()
        tagged: list[TaggedArticle] = []
        failed: list[Rejection] = []
        with isolated("batch", failed):
            tagged += tagger.tag(batch, on_sentences)
        for alone in batch if failed else ():
            with isolated(alone[0].name, rejections):
                tagged += tagger.tag([alone])
        return tagged

    def make_briefs(self, paths: Iterable[Path]) -> BriefRun:
        """Make the briefs of all inspections that the articles report, and save nothing.

        Args:
            paths: files and folders.
        """
        return self._make_briefs(*self.read(paths))

    def _make_briefs(self, articles: list[Article], rejections: list[Rejection]) -> BriefRun:
        run = BriefRun(rejections=rejections)
        run.tagged = self.tag(articles, run.rejections)
        inspections = self._find_inspections(run)
        if inspections:
            run.briefs = self._write_briefs(inspections, run.tagged)
        return run

    def save_briefs(self, run: BriefRun, output: Path) -> None:
        """Save the briefs of a run in all formats, and note their files in it.

        Args:
            run: from :meth:`make_briefs`.
            output: the folder for the briefs; made if it is missing.
        """
        self._progress.stage("saving", len(run.briefs))
        names: set[str] = set()
        by_name = {tagged.article.name: tagged for tagged in run.tagged}
        saved: list[Brief] = []
        for brief in run.briefs:
            with isolated(str(brief.inspection.value("unit")), run.rejections):
                run.files.append(write_brief(brief, by_name, output, names))
                saved.append(brief)
            self._progress.advance()
        run.briefs = saved
        if saved:
            run.index = write_index(saved, run.files, output)

    def _find_inspections(self, run: BriefRun) -> tuple[Inspection, ...]:
        profiles = self._profiles()
        found: list[Inspection] = []
        self._progress.stage("finding inspections", len(run.tagged))
        in_order = sorted(run.tagged, key=lambda tagged: tagged.article.date or _UNDATED)
        for tagged in in_order:
            with isolated(tagged.article.name, run.rejections):
                of_article = without_bare(tagged, find_inspections(tagged, profiles))
                found += of_article
                if not of_article:
                    run.rejections.append(without_inspection(tagged.article.name))
            self._progress.advance()
        dates = {tagged.article.name: tagged.article.date for tagged in run.tagged}
        copies = copies_among({tagged.article.name: tagged.article.text for tagged in in_order})
        return merge_inspections(found, dates, profiles, copies)

    def load_writer(self) -> Writer:
        """The writer, loaded and verified."""
        _, language_model = self._base_models
        return Writer.load(self._folder / self._settings.models.writer, language_model)

    def load_support(self) -> SupportModel:
        """The support model, loaded and verified."""
        base, _ = self._base_models
        return SupportModel.load(self._folder / self._settings.models.support, base)

    @cached_property
    def _base_models(self) -> tuple[Path, Path]:
        """The folder of the base models, and the language model's, all verified: once a run."""
        models = self._settings.models
        base = self._folder / models.base
        weights = load_base_weights(self._folder / models.base_weights)
        verify_base_weights(weights["encoder"], base)
        return base, dequantize_gguf(weights["writer"], base)

    def _write_briefs(
        self, inspections: Sequence[Inspection], tagged: Sequence[TaggedArticle]
    ) -> list[Brief]:
        writer, support = self.load_writer(), self.load_support()
        maker = BriefMaker(
            writer,
            Judge(support),
            self._settings.brief,
            rating_names(self._profiles()),
            version=metadata.version("inspection-briefs"),
            models={
                "tagger": self._loaded_tagger().revision,
                "writer": writer.revision,
                "support": support.revision,
            },
        )
        self._progress.stage(f"writing briefs ({writer.precision})", len(inspections))
        made_at = datetime.now(UTC).isoformat(timespec="seconds")
        by_name = {article.article.name: article for article in tagged}
        return maker.make(inspections, by_name, made_at, self._progress.advance)

    def _profiles(self) -> tuple[InspectorateProfile, ...]:
        return load_profiles(self._folder / self._settings.inspectorates.folder)

    def _loaded_tagger(self) -> Tagger:
        if self._tagger is None:
            base, _ = self._base_models
            self._tagger = Tagger.load(self._folder / self._settings.models.tagger, base)
        return self._tagger

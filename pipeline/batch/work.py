"""What the stages of a run share: store, models, progress, and what was done so far."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from typing import TYPE_CHECKING

from pipeline.artifacts import Manifest, check_artifact
from pipeline.batch.helpers import digest
from pipeline.config import Settings, load_profiles, project_folder
from pipeline.schema import InspectorateProfile, Rejection, Tag
from pipeline.storage import Store

if TYPE_CHECKING:
    from pipeline.briefs.judging import Judge
    from pipeline.briefs.making import BriefMaker, SentenceWriter
    from pipeline.runner import Pipeline, Progress

__all__ = ["Done", "Models", "Work"]


@dataclass
class Done:
    """What a run did.

    Attributes:
        counts: how much, by stage.
        unchanged: documents that were delivered and are known as they are.
        rejections: inputs that could not be used, of which no earlier run has told.
        tags: how many sentences were given each tag.
    """

    counts: dict[str, int] = field(default_factory=dict)
    unchanged: int = 0
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


class Models:
    """The models of a run, loaded when there is work for them, and how their results are marked.

    Args:
        settings: of the run.
        store: keeps the writer's sentences.
        pipeline: gives the models, called when one is needed.
    """

    def __init__(self, settings: Settings, store: Store, pipeline: Callable[[], Pipeline]) -> None:
        self._settings = settings
        self._store = store
        self._make_pipeline = pipeline
        self._folder = project_folder()

    @cached_property
    def pipeline(self) -> Pipeline:
        """Loads models when it is first asked for their work."""
        return self._make_pipeline()

    @cached_property
    def profiles(self) -> tuple[InspectorateProfile, ...]:
        """All inspectorates."""
        return load_profiles(self._folder / self._settings.inspectorates.folder)

    @cached_property
    def tagger_revision(self) -> str:
        """Of the verified tagger."""
        return check_artifact(self._folder / self._settings.models.tagger, "tagger").revision

    @property
    def writer_revision(self) -> str:
        """Of the verified writer."""
        return self._writer_manifest.revision

    @cached_property
    def support_revision(self) -> str:
        """Of the verified support model."""
        return check_artifact(self._folder / self._settings.models.support, "support").revision

    @property
    def written_by(self) -> str:
        """What a brief's sentences hang on: the models that write and judge them."""
        return f"{self.writer_revision}+{self.support_revision}"

    @cached_property
    def found_with(self) -> str:
        """What inspections are found and joined with: software and inspectorates."""
        profiles = [profile.model_dump_json() for profile in self.profiles]
        return digest(metadata.version("inspection-briefs"), *profiles)

    @cached_property
    def made_with(self) -> str:
        """What briefs are made with, models aside: those count on demand only."""
        return digest(self.found_with, self._settings.brief.model_dump_json())

    def maker(self, taggers: str) -> BriefMaker:
        """What makes briefs of articles that these taggers tagged."""
        from pipeline.batch.remembering import RememberingWriter
        from pipeline.briefs.making import BriefMaker
        from pipeline.runner import rating_names

        settings = json.dumps(self._writer_manifest.settings, sort_keys=True)
        written_with = digest(self.writer_revision, settings)
        return BriefMaker(
            RememberingWriter(self._store, lambda: self._writer, written_with),
            self._judge,
            self._settings.brief,
            rating_names(self.profiles),
            version=metadata.version("inspection-briefs"),
            models={
                "tagger": taggers,
                "writer": self.writer_revision,
                "support": self.support_revision,
            },
        )

    @cached_property
    def _writer_manifest(self) -> Manifest:
        return check_artifact(self._folder / self._settings.models.writer, "writer")

    @cached_property
    def _judge(self) -> Judge:
        from pipeline.briefs.judging import Judge

        return Judge(self.pipeline.load_support())

    @cached_property
    def _writer(self) -> SentenceWriter:
        return self.pipeline.load_writer()


@dataclass(frozen=True)
class Work:
    """What every stage works with.

    Attributes:
        store: locked by the caller.
        models: of the run.
        progress: is told what happens.
        done: is told what was done.
        retag: whether results of older models are computed again.
    """

    store: Store
    models: Models
    progress: Progress
    done: Done
    retag: bool

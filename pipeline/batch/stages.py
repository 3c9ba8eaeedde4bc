"""The batch with its memory: each stage does what the store lacks, and keeps it at once.

Killed at any moment and started again, it ends with the same store and the same files. What it
does follows from the store alone, in the order of the articles' numbers, in portions that are
kept as a whole: a portion is the same whether or not a run was cut off before it, and with it
what models make of it. Models and readers are imported and loaded when there is work for them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.documents import SourceDocuments
from pipeline.batch.helpers import made_at
from pipeline.batch.joining import join_all
from pipeline.batch.reading import take_in
from pipeline.batch.saving import SavedBrief, save_briefs
from pipeline.batch.searching import find_all, tag_all
from pipeline.batch.work import Done, Models, Work
from pipeline.batch.writing import write_all
from pipeline.config import Settings, project_folder
from pipeline.storage import Store, runs
from pipeline.storage.validators import load_validators, store_validators

if TYPE_CHECKING:
    from pipeline.runner import Pipeline, Progress

__all__ = ["Batch"]


class Batch:
    """Brings a store and an output folder up to date with the documents of all sources.

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
        self._work = Work(store, Models(settings, store, pipeline), progress, Done(), retag)

    def run(self, output: Path) -> tuple[Done, list[SavedBrief]]:
        """Do everything that there is to do.

        Args:
            output: the folder of the briefs.

        Returns:
            What was done, and all briefs with their files.
        """
        work, store = self._work, self._store
        with store.write() as connection:
            number = runs.start_run(connection, made_at(), metadata.version("inspection-briefs"))
            before = load_validators(connection)
        documents = SourceDocuments(self._settings, project_folder(), before)
        take_in(work, documents)
        tag_all(work)
        find_all(work)
        join_all(work)
        write_all(work)
        saved = save_briefs(store, output, work.progress)
        with store.write() as connection:
            store_validators(connection, documents.new_validators)
            work.done.rejections = runs.untold_rejections(connection)
            runs.finish_run(connection, number, made_at(), work.done.counts)
        return work.done, saved

    def told(self) -> None:
        """Note that the rejections of the run were told to people."""
        with self._store.write() as connection:
            runs.mark_told(connection)

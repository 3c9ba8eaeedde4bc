"""A writer that remembers: what was written once is not written again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pipeline.batch.helpers import digest
from pipeline.briefs.making import SentenceWriter
from pipeline.storage import Store
from pipeline.storage.briefs import candidates, store_candidates

if TYPE_CHECKING:
    from pipeline.briefs.writer import WritingTask

__all__ = ["RememberingWriter"]

_TEMPLATE = "1"
"""Names the writer's prompt in the keys; to be raised when the prompt changes."""


class RememberingWriter:
    """Asks the store first, then the writer, whose answers it keeps at once.

    Args:
        store: keeps the answers.
        writer: gives the writer, called when it is needed.
        made_with: the writer's revision and settings; part of every key.
    """

    def __init__(self, store: Store, writer: Callable[[], SentenceWriter], made_with: str) -> None:
        self._store = store
        self._writer = writer
        self._made_with = made_with

    def write(
        self,
        tasks: Sequence[WritingTask],
        on_tasks: Callable[[int], None] = lambda count: None,
    ) -> list[tuple[str, ...]]:
        """Candidates for each task; see :meth:`pipeline.briefs.writer.Writer.write`."""
        keys = [digest(self._made_with, _TEMPLATE, task.model_dump_json()) for task in tasks]
        with self._store.read() as connection:
            known = candidates(connection, keys)
        missing = {key: task for key, task in zip(keys, tasks, strict=True) if key not in known}
        on_tasks(len(tasks) - len(missing))
        if missing:
            new = self._writer().write(list(missing.values()), on_tasks)
            found = dict(zip(missing, new, strict=True))
            with self._store.write() as connection:
                store_candidates(connection, found)
            known |= found
        return [known[key] for key in keys]

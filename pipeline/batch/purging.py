"""Removing what is older than a day: from the store, and from the output folders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.batch.saving import INDEX_DUE, save_briefs
from pipeline.storage import Store
from pipeline.storage.purging import Purge, purge

if TYPE_CHECKING:
    from pipeline.runner import Progress

__all__ = ["carry_out"]


def carry_out(store: Store, plan: Purge, progress: Progress) -> None:
    """Remove what was planned, in one transaction; then shrink the store, and renew the indexes.

    Killed before the end of the transaction, it has removed nothing of the store, and the next
    run writes the files again that are gone; killed after it, the next run renews the indexes.

    Args:
        store: locked by the caller since the plan was made.
        plan: what is removed.
        progress: is told of files that are written.
    """
    folders = sorted({folder for folder, _ in plan.outputs if Path(folder).is_dir()})
    with store.write() as connection:
        purge(connection, plan)
        for folder in folders:
            (Path(folder) / INDEX_DUE).touch()
        for folder, output in plan.outputs:
            for file in output.files:
                (Path(folder) / file).unlink(missing_ok=True)
    store.shrink()
    for folder in folders:
        save_briefs(store, Path(folder), progress)

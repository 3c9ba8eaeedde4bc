"""Sentences written → briefs done, for those who are told of the progress."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["BriefsDone"]


class BriefsDone:
    """Counts briefs by the sentences written; of all only once :meth:`finish` is called.

    Args:
        briefs: that are made together.
        sentences: that they ask for at first; refused ones are asked for again.
        on_briefs: is told how many more briefs are done.
    """

    def __init__(self, briefs: int, sentences: int, on_briefs: Callable[[int], None]) -> None:
        self._briefs = briefs
        self._sentences = max(1, sentences)
        self._on_briefs = on_briefs
        self._written = self._told = 0

    def add(self, count: int) -> None:
        """So many more sentences are written."""
        self._written += count
        self._tell(min(self._briefs - 1, self._briefs * self._written // self._sentences))

    def finish(self) -> None:
        """All briefs are made."""
        self._tell(self._briefs)

    def _tell(self, done: int) -> None:
        if done > self._told:
            self._on_briefs(done - self._told)
            self._told = done

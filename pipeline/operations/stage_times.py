"""How long each stage of a run takes."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from pipeline.operations.run_report import StageTime

__all__ = ["StageClock"]


class _Progress(Protocol):
    def stage(self, name: str, total: int) -> None: ...

    def advance(self, count: int = 1) -> None: ...


class StageClock:
    """Passes a run's progress on, and measures the stages.

    Args:
        inner: who is to see the progress.
        clock: seconds that only grow.
    """

    def __init__(self, inner: _Progress, clock: Callable[[], float] = monotonic) -> None:
        self._inner = inner
        self._clock = clock
        self._open: tuple[str, float] | None = None
        self._count = 0
        self._done: list[StageTime] = []

    def stage(self, name: str, total: int) -> None:
        """A stage begins; the one before has ended."""
        self._close()
        self._open = name, self._clock()
        self._inner.stage(name, total)

    def advance(self, count: int = 1) -> None:
        """So much more of the stage is done."""
        self._count += count
        self._inner.advance(count)

    def finish(self) -> tuple[StageTime, ...]:
        """End the last stage; all stages in their order, those of one name joined."""
        self._close()
        joined: dict[str, StageTime] = {}
        for stage in self._done:
            before = joined.get(stage.name)
            joined[stage.name] = StageTime(
                name=stage.name,
                items=stage.items + (before.items if before else 0),
                seconds=stage.seconds + (before.seconds if before else 0.0),
            )
        return tuple(joined.values())

    def _close(self) -> None:
        if self._open:
            name, since = self._open
            took = self._clock() - since
            self._done.append(StageTime(name=name, items=self._count, seconds=took))
        self._open, self._count = None, 0

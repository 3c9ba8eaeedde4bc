"""The batch again and again in the foreground, until somebody stops it."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic
from types import FrameType

__all__ = ["stopped_by_signals", "watch"]

_log = logging.getLogger(__name__)


def watch(run_once: Callable[[], object], every: timedelta, stop: threading.Event) -> int:
    """Run at once, then after every interval, until ``stop`` is set.

    A run that fails is logged and does not end the watch. A run that outlasts the interval is
    followed by a whole interval's rest.

    Args:
        run_once: one batch.
        every: from the start of one run to the start of the next.
        stop: ends the watch, at once where it waits.

    Returns:
        How many runs were started.
    """
    runs = 0
    pause = every.total_seconds()
    while not stop.is_set():
        runs += 1
        started = monotonic()
        try:
            run_once()
        except Exception as error:
            _log.error("run %d failed: %s", runs, error, exc_info=_log.isEnabledFor(logging.DEBUG))
        left = pause - (monotonic() - started)
        wait = left if left > 0 else pause
        if not stop.is_set():
            _log.info("the next run starts in %.0f seconds", wait)
            stop.wait(wait)
    return runs


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT set ``stop``, and leave the block wherever it is.

    What is going on is interrupted by ``KeyboardInterrupt``, which ends at this block. Only the
    main thread may enter; the handlers of before are put back at the end.
    """

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()
        raise KeyboardInterrupt

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    except KeyboardInterrupt:
        if not stop.is_set():
            raise
        _log.info("stopped")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

from __future__ import annotations

import io
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from pipeline.operations.logs import configure_logging
from pipeline.operations.watching import stopped_by_signals, watch

DAY = timedelta(days=1)
INSTANT = timedelta(microseconds=1)


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    logger = logging.getLogger("pipeline")
    before = logger.handlers[:], logger.level, logger.propagate
    yield
    logger.handlers[:], logger.level, logger.propagate = before


def log_to(format: str) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(format, stream)  # type: ignore[arg-type]
    return stream


def test_runs_follow_each_other_until_they_are_stopped() -> None:
    stop, seen = threading.Event(), []

    def run() -> None:
        seen.append(len(seen))
        if len(seen) == 3:
            stop.set()

    assert watch(run, INSTANT, stop) == 3
    assert seen == [0, 1, 2]


def test_a_failed_run_is_logged_and_the_next_one_starts() -> None:
    stop, log, seen = threading.Event(), log_to("json"), []

    def run() -> None:
        seen.append(len(seen))
        if len(seen) == 1:
            raise RuntimeError("the store is locked")
        stop.set()

    assert watch(run, INSTANT, stop) == 2
    first = json.loads(log.getvalue().splitlines()[0])
    assert first["level"] == "error"
    assert first["message"] == "run 1 failed: the store is locked"
    assert first["logger"] == "pipeline.operations.watching"


def test_nothing_runs_where_it_is_stopped_before() -> None:
    stop = threading.Event()
    stop.set()
    assert watch(lambda: pytest.fail("it ran"), DAY, stop) == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_interrupts_a_run_and_ends_the_watch(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop, log = threading.Event(), log_to("text")

    def run() -> None:
        os.kill(os.getpid(), number)
        threading.Event().wait(60)
        pytest.fail("the run went on")

    with stopped_by_signals(stop):
        watch(run, DAY, stop)
    assert stop.is_set()
    assert "stopped" in log.getvalue()
    assert signal.getsignal(number) is before


def test_an_interruption_that_is_no_signal_goes_on() -> None:
    with pytest.raises(KeyboardInterrupt), stopped_by_signals(threading.Event()):
        raise KeyboardInterrupt


def test_a_waiting_watch_ends_with_0_on_a_signal_and_does_not_spin() -> None:
    program = (
        "import threading\n"
        "from datetime import timedelta\n"
        "from pipeline.operations.watching import stopped_by_signals, watch\n"
        "stop = threading.Event()\n"
        "with stopped_by_signals(stop):\n"
        "    watch(lambda: print('ran', flush=True), timedelta(days=1), stop)\n"
        "print('clean')\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ran\n"
        process.send_signal(signal.SIGTERM)
        rest, _ = process.communicate(timeout=60)
    assert rest == "clean\n"
    assert process.returncode == 0


def test_text_lines_are_one_line_a_record() -> None:
    log = log_to("text")
    logging.getLogger("pipeline.x").warning("two\nlines of %s", "it")
    time, level, message = log.getvalue().rstrip("\n").split(maxsplit=2)
    assert time.endswith("+00:00")
    assert (level, message) == ("warning", "two lines of it")


def test_json_lines_hold_extra_fields_but_never_lose_the_message() -> None:
    log = log_to("json")
    logging.getLogger("pipeline.x").info("é “read”", extra={"stage": "reading", "level": "loud"})
    record = json.loads(log.getvalue())
    assert record["message"] == "é “read”"
    assert record["stage"] == "reading"
    assert record["level"] == "info"
    assert log.getvalue().count("\n") == 1


def test_a_traceback_is_a_field_of_the_line() -> None:
    log = log_to("json")
    try:
        raise ValueError("no")
    except ValueError:
        logging.getLogger("pipeline.x").exception("failed")
    assert log.getvalue().count("\n") == 1
    assert "ValueError: no" in json.loads(log.getvalue())["traceback"]


def test_configuring_again_replaces_the_format() -> None:
    first = log_to("json")
    second = log_to("text")
    logging.getLogger("pipeline").info("once")
    assert first.getvalue() == ""
    assert second.getvalue().count("once") == 1

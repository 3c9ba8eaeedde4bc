from __future__ import annotations

import getpass
import shlex
import shutil
import subprocess
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import UsageError
from pipeline.operations.intervals import parse_interval, parse_time_of_day
from pipeline.operations.schedule import SERVICE, TIMER, Job, cron_line, service_unit, timer_unit

HOUR = timedelta(hours=1)


@pytest.fixture
def job(tmp_path: Path) -> Job:
    """A program and folders with every character that means something to systemd or cron."""
    folder = tmp_path / '50 % of $HOME\'s "briefs"'
    folder.mkdir()
    program = tmp_path / "100 % bin" / "inspection-briefs"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$PWD" "$@"\n')
    program.chmod(0o755)
    return Job(
        command=(str(program), "run", "--config", str(folder / "a\\b.yaml")),
        folder=folder,
        writes=(folder / "out", tmp_path / "store"),
        user=getpass.getuser(),
        log=folder / "batch.log",
        every=HOUR,
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h", 3600), ("1H30m", 5400), (" 1d ", 86400)],
)
def test_intervals_are_numbers_with_units(text: str, seconds: int) -> None:
    assert parse_interval(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "1", "h", "1 h", "-1h", "1.5h", "0h", "٣h", "1w"])
def test_other_intervals_are_wrong_usage(text: str) -> None:
    with pytest.raises(UsageError, match="expected"):
        parse_interval(text)


def test_times_of_day() -> None:
    assert parse_time_of_day("6:05") == (6, 5)
    for wrong in ("24:00", "6", "06:60", "6am"):
        with pytest.raises(UsageError, match=r"06:30"):
            parse_time_of_day(wrong)


@pytest.mark.parametrize("when", [{"every": HOUR, "at": None}, {"every": None, "at": (6, 30)}])
def test_systemd_accepts_the_units(job: Job, tmp_path: Path, when: dict[str, object]) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (it belongs to systemd)")
    job = replace(job, **when)
    units = tmp_path / "units"
    units.mkdir()
    (units / SERVICE).write_text(service_unit(job))
    (units / TIMER).write_text(timer_unit(job))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", units / SERVICE, units / TIMER],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ours = [line for line in done.stderr.splitlines() if "inspection-briefs" in line]
    assert ours == []


def test_the_service_quotes_each_setting_by_its_own_rule() -> None:
    job = Job(
        command=("/a b/c%", "run", '$x "y" \\z'),
        folder=Path("/a $b/100%"),
        writes=(Path("/o u\\t"),),
        user="me",
        log=Path("/log"),
        at=(6, 5),
    )
    lines = service_unit(job).splitlines()
    assert 'ExecStart="/a b/c%%" "run" "$$x \\"y\\" \\\\z"' in lines
    assert "WorkingDirectory=/a $b/100%%" in lines
    assert 'ReadWritePaths="-/o u\\\\t"' in lines
    assert "SuccessExitStatus=1" in lines
    assert "PrivateTmp=yes" in lines
    assert "OnCalendar=*-*-* 06:05:00" in timer_unit(job).splitlines()


@pytest.mark.parametrize("path", [Path("/tmp/out"), Path("/var/tmp/out")])
def test_what_is_written_below_tmp_is_not_lost(path: Path) -> None:
    job = Job(
        command=("/a/b", "run"),
        folder=Path("/a"),
        writes=(Path("/a/out"), path),
        user="me",
        log=Path("/log"),
        at=(6, 5),
    )
    assert "PrivateTmp=no" in service_unit(job).splitlines()


def test_a_timer_by_interval_waits_after_each_run(job: Job) -> None:
    assert "OnUnitInactiveSec=3600s" in timer_unit(job).splitlines()


def test_the_shell_reads_back_what_cron_is_given(job: Job) -> None:
    line = cron_line(job)
    assert line.startswith("0 * * * * cd ")
    command = line.split(maxsplit=5)[5]
    # cron turns "\%" into "%", and an unescaped "%" into the end of the command.
    assert "%" not in command.replace("\\%", "")
    words = shlex.split(command.replace("\\%", "%"))
    assert words[1] == str(job.folder)
    start = words.index("flock")
    assert words[start + 3 : start + 7] == list(job.command)


def test_the_shell_runs_what_cron_is_given(job: Job) -> None:
    if shutil.which("flock") is None:
        pytest.skip("flock is not installed (it belongs to util-linux)")
    command = cron_line(job).split(maxsplit=5)[5].replace("\\%", "%")
    subprocess.run(["/bin/sh", "-c", command], check=True)
    assert job.log.read_text().splitlines() == [str(job.folder), *job.command[1:]]


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("1m", "* * * * *"),
        ("15m", "*/15 * * * *"),
        ("1h", "0 * * * *"),
        ("6h", "0 */6 * * *"),
        ("1d", "0 0 * * *"),
    ],
)
def test_cron_says_intervals_that_divide_an_hour_or_a_day(
    job: Job, every: str, expected: str
) -> None:
    assert cron_line(replace(job, every=parse_interval(every))).startswith(f"{expected} cd ")


def test_cron_at_a_time_of_day(job: Job) -> None:
    assert cron_line(replace(job, every=None, at=(6, 5))).startswith("5 6 * * * cd ")


@pytest.mark.parametrize("every", ["30s", "90s", "7m", "90m", "5h", "2d"])
def test_cron_refuses_what_it_cannot_say(job: Job, every: str) -> None:
    with pytest.raises(UsageError, match="cron cannot run every"):
        cron_line(replace(job, every=parse_interval(every)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"every": None},
        {"at": (6, 0)},
        {"folder": Path("/a\nUser=root")},
        {"folder": Path("/a ")},
        {"folder": Path("/a\\")},
        {"command": ("inspection-briefs", "run")},
        {"command": ("/it's/inspection-briefs", "run")},
        {"writes": (Path("/a\r"),)},
    ],
)
def test_what_no_schedule_can_hold_is_wrong_usage(job: Job, wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError, match=r"expected|Rename"):
        replace(job, **wrong)

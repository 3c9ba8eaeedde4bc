"""The batch on a schedule: a systemd service with its timer, or a line of a crontab.

Each of the three has its own rules of quoting, and a path may hold spaces, ``%`` or ``$``:

=====================  =========================================================
``ExecStart=``         words in double quotes with C escapes; ``%`` and ``$`` doubled
``WorkingDirectory=``  the rest of the line as it stands; ``%`` doubled
``ReadWritePaths=``    words in double quotes with C escapes; ``%`` doubled
a crontab's line       the shell's quoting, then ``%`` behind a backslash
=====================  =========================================================
"""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pipeline.errors import UsageError

__all__ = ["LOG", "SERVICE", "TIMER", "Job", "cron_line", "service_unit", "timer_unit"]

SERVICE = "inspection-briefs.service"
TIMER = "inspection-briefs.timer"
LOG = "inspection-briefs.log"
"""What cron appends a run's messages to, in the project's folder."""
_ENVIRONMENT_FILE = "/etc/inspection-briefs.env"
_TEMPORARY = (Path("/tmp"), Path("/var/tmp"))
_UNSAFE_PROGRAM = frozenset("\"'\\$")
_MINUTES_AN_HOUR, _HOURS_A_DAY = 60, 24


@dataclass(frozen=True)
class Job:
    """What is run, when, and as whom.

    Attributes:
        command: the program's absolute path and its arguments.
        folder: where it runs: the folder with ``configs`` and ``models``.
        writes: folders and files that it writes to.
        user: the account that it runs as.
        every: how long after a run the next one starts; None where ``at`` is given.
        at: hour and minute of a daily run; None where ``every`` is given.
        log: the file for a crontab's output (systemd keeps its own journal).

    Raises:
        UsageError: a path that one of the formats cannot hold.
    """

    command: tuple[str, ...]
    folder: Path
    writes: tuple[Path, ...]
    user: str
    log: Path
    every: timedelta | None = None
    at: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be written down safely."""
        if (self.every is None) == (self.at is None):
            raise UsageError(
                "Found an interval and a time of day, or neither; expected one of --every and --at."
            )
        for value in (*self.command, self.user, *map(str, (self.folder, self.log, *self.writes))):
            if not value.isprintable():
                raise UsageError(
                    f"{value!r} holds a line break or a control character, which no schedule can "
                    "hold. Rename the folder or file."
                )
        program = self.command[0]
        if _UNSAFE_PROGRAM & set(program) or not program.startswith("/"):
            raise UsageError(
                f"The program is {program!r}; systemd expected an absolute path without quotation "
                "marks, backslashes and dollar signs. Install it somewhere else."
            )
        folder = str(self.folder)
        if folder.endswith("\\") or folder != folder.strip():
            raise UsageError(
                f"The folder is {folder!r}; systemd expected no backslash or space at its end. "
                "Rename it."
            )


def service_unit(job: Job) -> str:
    """The systemd service: one batch, then it ends."""
    program, *arguments = job.command
    words = [_quoted(_percent(program)), *(_argument(word) for word in arguments)]
    writes = " ".join(_quoted(_percent(f"-{path}")) for path in job.writes)
    private = "no" if _lies_in_temporary_folder(job) else "yes"
    return f"""[Unit]
Description=Briefs of public-service inspections
Wants=network-online.target
After=network-online.target

[Service]
Type=oneshot
User={_percent(job.user)}
WorkingDirectory={_percent(str(job.folder))}
ExecStart={" ".join(words)}
# Secrets and settings: NAME=value lines, readable by root alone.
EnvironmentFile=-{_ENVIRONMENT_FILE}
# 1 means: done, but some inputs were rejected. The run report names them.
SuccessExitStatus=1
Nice=10
NoNewPrivileges=yes
PrivateTmp={private}
ProtectSystem=full
ReadWritePaths={writes}
"""


def _lies_in_temporary_folder(job: Job) -> bool:
    """Whether a private /tmp would hide what the job needs, and lose what it writes."""
    needed = (*map(Path, job.command), job.folder, *job.writes)
    return any(path.is_relative_to(folder) for path in needed for folder in _TEMPORARY)


def timer_unit(job: Job) -> str:
    """The systemd timer that starts the service."""
    if job.at is not None:
        hour, minute = job.at
        # A run that was missed, because the machine was off, is made up for.
        when = f"OnCalendar=*-*-* {hour:02}:{minute:02}:00\nPersistent=true"
    else:
        when = f"OnActiveSec=1min\nOnUnitInactiveSec={_seconds(job)}s"
    return f"""[Unit]
Description=Starts the briefs of public-service inspections

[Timer]
{when}

[Install]
WantedBy=timers.target
"""


def cron_line(job: Job) -> str:
    """The line of a crontab; a run that is still going on is not started twice.

    Raises:
        UsageError: cron has no way to say this interval.
    """
    command = " ".join(shlex.quote(word) for word in job.command)
    lock = shlex.quote(f"{job.log}.lock")
    line = (
        f"cd {shlex.quote(str(job.folder))} && flock --nonblock {lock} {command}"
        f" >> {shlex.quote(str(job.log))} 2>&1"
    )
    return f"{_cron_time(job)} {line.replace('%', chr(92) + '%')}"


def _cron_time(job: Job) -> str:
    if job.at is not None:
        hour, minute = job.at
        return f"{minute} {hour} * * *"
    minutes, seconds = divmod(_seconds(job), 60)
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    if not seconds and not hours and not _MINUTES_AN_HOUR % minutes:
        return "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"
    if not seconds and not rest and hours and not _HOURS_A_DAY % hours:
        if hours == _HOURS_A_DAY:
            return "0 0 * * *"
        return "0 * * * *" if hours == 1 else f"0 */{hours} * * *"
    raise UsageError(
        f"cron cannot run every {_seconds(job)} seconds; expected minutes that divide an hour, or "
        "hours that divide a day. Give another --every, or use the systemd timer."
    )


def _seconds(job: Job) -> int:
    return int(job.every.total_seconds()) if job.every else 0


def _argument(word: str) -> str:
    return _quoted(_percent(word).replace("$", "$$"))


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""Intervals as people write them: ``90s``, ``15m``, ``1h30m``, ``1d``."""

from __future__ import annotations

import re
from datetime import timedelta

from pipeline.errors import UsageError

__all__ = ["parse_interval", "parse_time_of_day"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_INTERVAL = re.compile(r"(?:\d{1,6}[smhd])+", re.ASCII)
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)


def parse_interval(text: str) -> timedelta:
    """Read an interval.

    Args:
        text: numbers, each with a unit (s, m, h, d): ``90s``, ``1h30m``.

    Raises:
        UsageError: it is written otherwise, or is no time at all.
    """
    wanted = text.strip().lower()
    if not _INTERVAL.fullmatch(wanted):
        raise UsageError(
            f"The interval is {text!r}, expected a number with a unit: 90s, 15m, 1h, 1h30m or 1d."
        )
    seconds = sum(int(count) * _UNITS[unit] for count, unit in re.findall(r"(\d+)(.)", wanted))
    if not seconds:
        raise UsageError(f"The interval is {text!r}, expected more than nothing, such as 1h.")
    return timedelta(seconds=seconds)


def parse_time_of_day(text: str) -> tuple[int, int]:
    """Read a time of day (``06:30``) as hour and minute.

    Raises:
        UsageError: it is written otherwise.
    """
    found = _TIME.fullmatch(text.strip())
    if not found:
        raise UsageError(f"The time is {text!r}, expected hours and minutes such as 06:30.")
    return int(found[1]), int(found[2])

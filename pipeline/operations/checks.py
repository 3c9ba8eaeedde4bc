"""What a check of the doctor is, and how one is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipeline.errors import InspectionBriefsError

__all__ = ["Check", "Problem", "check"]


@dataclass(frozen=True)
class Check:
    """The outcome of one check.

    Attributes:
        name: what was checked.
        passed: whether it is as it should be.
        message: what was found; for a problem also what was expected and what to do.
    """

    name: str
    passed: bool
    message: str


class Problem(Exception):
    """A check that failed, in words."""


def check(name: str, look: Callable[[], str]) -> Check:
    """Check one thing.

    Args:
        name: what is checked.
        look: says what it finds; raises ``Problem`` or an error of the package where that is not
            as it should be.
    """
    try:
        return Check(name, True, look())
    except (Problem, InspectionBriefsError, OSError) as error:
        return Check(name, False, str(error))

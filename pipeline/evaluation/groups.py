"""Kinds of outlets and inspections in a few groups, large enough to be scored by themselves."""

from __future__ import annotations

import re

__all__ = ["inspectorate_group", "outlet_group"]

_OUTLETS = (
    ("official and partisan pages", r"press release|council|partnership|union|charity"),
    ("specialist press and blogs", r"trade magazine|justice paper|blog|newsletter"),
    ("broadcasters", r"broadcaster|radio"),
    ("local press", r"local|regional|weekly"),
    ("national press and agencies", r"national|agency"),
)
"""The first group whose words an outlet's kind holds."""

_INSPECTORATES = (
    ("no inspection", r"no inspection"),
    ("CQC", r"\bcqc\b|care home|hospital"),
    ("Ofsted", r"ofsted|school|college|children's services"),
    ("HMICFRS", r"hmicfrs|police|fire"),
    ("HMI Prisons", r"prison|young offender institution"),
    ("HMI Probation", r"probation|youth|rehabilitation"),
)


def outlet_group(outlet: str) -> str:
    """The group of a kind of outlet ("weekly local newspaper"); "other outlets" if unknown."""
    return _first(_OUTLETS, outlet, "other outlets")


def inspectorate_group(subject: str) -> str:
    """The inspectorate that a subject ("care home (CQC)") falls to; "other" if unknown."""
    return _first(_INSPECTORATES, subject, "other inspectorates")


def _first(groups: tuple[tuple[str, str], ...], text: str, otherwise: str) -> str:
    found = (name for name, words in groups if re.search(words, text, re.IGNORECASE))
    return next(found, otherwise)

"""Recommendations → groups by whom they address, where their words leave no doubt of it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.briefs.plain_text import one_line
from pipeline.schema import BriefStatement, Inspection

__all__ = ["NO_ADDRESSEE", "by_addressee"]

NO_ADDRESSEE = "No addressee named in the sentence"
"""Heads the recommendations that stand beside others whose addressee is named."""

_OUGHT = (
    r"\s+(?:should|must|ought\s+to|needs?\s+to|ha(?:s|ve)\s+to|"
    r"(?:is|are|was|were|(?:has|have)\s+been)\s+"
    r"(?:told|urged|asked|advised|instructed|ordered)\s+to)\b"
)
_ASKED = r"\b(?:told|urged|asked|advised|instructed|ordered|call(?:s|ed|ing)?\s+on)\s+"


def by_addressee(
    statements: Sequence[BriefStatement], inspection: Inspection
) -> tuple[tuple[str, tuple[BriefStatement, ...]], ...]:
    """Group recommendations by the addressees whose numbers of recommendations are known.

    A sentence that merely mentions an addressee is not taken to address it: the name must be told
    what it ought to do ("the Home Office should …", "inspectors urged the Home Office to …").

    Returns:
        Heading and statements, the addressees in the inspection's order, then those that name
        none; a single group without heading where no statement names one.
    """
    names = [one_line(split.addressee) for split in inspection.addressed]
    found = [_addressee(one_line(statement.text), names) for statement in statements]
    if not any(found):
        return (("", tuple(statements)),)
    groups = ((name, f"For {name}") for name in dict.fromkeys(names))
    return tuple(
        (heading, tuple(s for s, name in zip(statements, found, strict=True) if name == wanted))
        for wanted, heading in (*groups, (None, NO_ADDRESSEE))
        if wanted in found
    )


def _addressee(text: str, names: Sequence[str]) -> str | None:
    """The only one of the names that the sentence tells what to do."""
    told = [name for name in names if _is_told(text, name)]
    return told[0] if len(told) == 1 else None


def _is_told(text: str, name: str) -> bool:
    core = re.escape(re.sub(r"^the\s+", "", name, flags=re.IGNORECASE))
    subject = rf"(?:^|[,;:.]\s|\bthat\s)(?:[“‘'\"])?(?:the\s+)?{core}{_OUGHT}"
    object_ = rf"{_ASKED}(?:the\s+)?{core}\s+to\b"
    return bool(re.search(rf"{subject}|{object_}", text, flags=re.IGNORECASE))

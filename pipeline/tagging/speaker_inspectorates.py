"""Which inspectorate an article's "inspectors" belong to, and each one's fullest name in it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

__all__ = ["INSPECTORATE_NAME", "Inspectorates"]

INSPECTORATE_NAME = re.compile(
    r"(?:(?:His|Her) Majesty[’']s|HM) (?:Chief )?Inspectorates? (?:of|for) "
    r"[A-Z][\w’'-]+(?:(?:,| and|,? &) (?!(?:H[MI]|His|Her|Ofsted|Estyn|Care|CQC|Healthcare)\b)"
    r"(?:[A-Z][\w’']+|Fire(?: & | and )Rescue Services?))*"
    r"(?: in (?:Scotland|England|Wales))?(?: (?:Services|Rescue Services))?"
    r"|(?:the )?(?:Probation|Prisons?|Police|Care|Education|Fire|Constabulary) Inspectorate"
    r"(?: (?:of )?Wales| for Wales)?"
    r"|Inspectorate of (?:Probation|Prisons|Constabulary)|Healthcare Inspectorate Wales"
    r"|Care Quality Commission|Criminal Justice Inspection(?: Northern Ireland)?"
    r"|Healthcare Improvement Scotland|Education Scotland|Care Inspectorate(?: Wales)?"
    r"|Independent Schools Inspectorate|Regulation and Quality Improvement Authority"
    r"|HMI (?:Probation|Prisons)|HMICFRS|HMIP|HMIC|Ofsted|Estyn|CQC|HMICS|CJINI|RQIA|CSSIW|HIW"
)
"""The names and initials of inspectorates."""
_FAMILIES = (
    ("probation", re.compile(r"Probation")),
    ("prisons", re.compile(r"Prison")),
    ("constabulary", re.compile(r"Constabulary|Police|HMIC(?:FRS)?$")),
    ("scottish constabulary", re.compile(r"HMICS$")),
    ("care quality", re.compile(r"Care Quality|CQC")),
    ("care wales", re.compile(r"Care Inspectorate Wales|CSSIW")),
    ("health wales", re.compile(r"Healthcare Inspectorate Wales|HIW")),
    ("northern ireland", re.compile(r"Criminal Justice Inspection|CJINI")),
    ("health northern ireland", re.compile(r"Regulation and Quality|RQIA")),
)
"""One inspectorate's name in full, in short and in initials."""


class Inspectorates:
    """The inspectorates that an article names.

    Attributes:
        main: whom "the inspectors" speak for: the one that is named most, by its fullest name,
            or two that visited together ("Ofsted and the Care Quality Commission"); None where
            the article names none.
    """

    def __init__(self, text: str) -> None:
        found = list(INSPECTORATE_NAME.finditer(text))
        names = [re.sub(r"[’']s$", "", match.group()) for match in found]
        self._fullest: dict[str, str] = {}
        for name in names:
            known = self._fullest.get(_family(name), "")
            self._fullest[_family(name)] = max(known, name, key=len)
        counted = Counter(_family(name) for name in names if name != "HMIP")
        counted = counted or Counter(map(_family, names))
        self.main = self._fullest[counted.most_common(1)[0][0]] if counted else None
        self._joined = self._joint(text, found)
        self.main = self._joined or self.main

    def _joint(self, text: str, found: list[re.Match[str]]) -> str | None:
        """Two that are named in one breath, the main one among them, in the fullest form."""
        joined: list[str] = []
        for first, second in pairwise(found):
            link = text[first.end() : second.start()]
            pair = [self.full(first.group()), self.full(second.group())]
            if re.fullmatch(r"\s+and\s+(?:the\s+)?", link) and self.main in pair:
                joined.append(re.sub(r"\s+", " ", text[first.start() : second.end()]))
        return max(joined, key=len, default=None)

    def leading(self, text: str, start: int) -> str | None:
        """The inspectorate, or the two, with which ``text[start:]`` begins."""
        start = start + 4 if text[start : start + 4].lower() == "the " else start
        if self._joined and text.startswith(self._joined, start):
            return self._joined
        match = INSPECTORATE_NAME.match(text, start)
        after = text[match.end() : match.end() + 12] if match else ""
        return (
            self.full(match.group()) if match and re.match(r"\s(?!inspect)[a-z]", after) else None
        )

    def full(self, name: str) -> str:
        """The fullest name that the article gives the inspectorate called ``name``."""
        meant = [one for one in ("probation", "prisons") if one in self._fullest]
        if name == "HMIP" and len(meant) == 1:
            return self._fullest[meant[0]]
        return self._fullest.get(_family(name)) or name


def _family(name: str) -> str:
    for family, pattern in _FAMILIES:
        if pattern.search(name):
            return family
    return re.sub(r"^the\s+", "", name).casefold()

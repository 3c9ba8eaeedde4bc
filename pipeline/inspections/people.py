"""The chief inspector whom an article names."""

from __future__ import annotations

import re

from pipeline.inspections.profile import ReadyProfile
from pipeline.inspections.reading import Place, Reading

__all__ = ["find_chief_inspector"]

_HONORIFIC = r"(?:Dame|Sir|Lord|Lady|Baroness)"
_DROPPED = (
    r"(?:Dr|Mr|Mrs|Ms|Miss|Prof|Professor|Cllr|Rev|Hon|Canon|Colonel|Brigadier|Major|Captain|"
    r"Commander)\.?"
)
_WORD = r"[A-Z][\w'.]*(?:-[A-Z][\w'.]*)*"
_JOINT = r"(?:\s(?:de|la|le|van|von|der|den|al|el|ap|ab|bin|ferch|du|da|dos)\b)"
_NAME = rf"(?:{_DROPPED}\s)?(?P<name>(?:{_HONORIFIC}\s)?{_WORD}(?:{_JOINT}{{0,2}}\s{_WORD}){{1,3}})"
_MAJESTY = r"(?:(?:His|Her) Majesty's|HM|the|The|its|our|their|England's|Ofsted's)"
_PLAIN = r"chief\sinspector"
_BOSS = r"(?:boss|head)\sof\sthe\s(?:inspectorate|watchdog)"
_NOT_CHIEF = re.compile(
    r"\b(?:deputy|assistant|former|then|ex-?|previous|acting deputy|detective|police|lead|late|"
    r"retired|next|incoming|new)[\s-](?:hm\s|her majesty's\s|his majesty's\s)?$",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"\s(?:constables?|superintendents?)\b", re.IGNORECASE)
_POLICE = re.compile(r"\b(?:police|constabulary|pc|det|detectives?)\b", re.IGNORECASE)
_NO_NAME = frozenset(
    "The A In It He She They We I You This That These Those There On At By For From With But And "
    "Or So As When While After Before Inspectors Inspectorate Probation Prisons Prison Service "
    "Services Youth Justice Offending Unit Monday Tuesday Wednesday Thursday Friday Saturday "
    "Sunday "
    "January February March April May June July August September October November December Ofsted "
    "Ministry Office Council Police HM HMI His Her Mr Mrs Ms Chief Inspector Constabulary Fire "
    "Rescue Education Schools Hospitals Care Minister England Wales".split()
)


def find_chief_inspector(reading: Reading, profile: ReadyProfile) -> tuple[str, Place] | None:
    """The name of the inspectorate's head, in its fullest form in the article, and its place.

    Dame and Sir stay, Dr and Mr go. Deputies, former holders and police ranks are no heads.
    """
    titled, plain = _patterns(profile)
    for patterns, is_plain in ((titled, False), (plain, True)):
        for number, passage in enumerate(reading.passages):
            if is_plain and _POLICE.search(passage.text):
                continue
            found = _named_in(passage.text, number, patterns)
            if found:
                return _fullest(reading, *found)
    return None


def _patterns(profile: ReadyProfile) -> tuple[list[re.Pattern[str]], list[re.Pattern[str]]]:
    titles = profile.chief_titles
    return _around(rf"(?i:{titles})"), _around(rf"(?i:{_PLAIN}|{_BOSS})(?!\s(?i:of|at|for)\b)")


def _around(title: str) -> list[re.Pattern[str]]:
    """The name after the title ("Chief Inspector Ann Poe", "..., Ann Poe"), and before it."""
    return [
        re.compile(rf"(?<![\w-])(?P<title>{title})\b,?\s(?:-\s)?{_NAME}"),
        re.compile(
            rf"(?<![\w-]){_NAME}(?:,\s|\s-\s|\s\()"
            rf"(?:(?:who is|the|(?i:interim|acting)|{_MAJESTY})\s){{0,3}}"
            rf"(?P<title>{title})\b"
        ),
    ]


def _named_in(text: str, number: int, patterns: list[re.Pattern[str]]) -> tuple[str, Place] | None:
    for pattern in patterns:
        for match in pattern.finditer(text):
            before = text[max(0, match.start("title") - 40) : match.start("title")]
            if _NOT_CHIEF.search(before) or _OF_ANOTHER.match(text, match.end("title")):
                continue
            name = _trimmed(match["name"])
            if name:
                start = match.start("name") + match["name"].find(name)
                return name, Place(number, start, start + len(name))
    return None


def _trimmed(name: str) -> str | None:
    """The name without words that follow or precede it; None where less than two are left."""
    words = re.sub(r"'s$", "", name.rstrip(".,")).split()
    if words and re.fullmatch(_DROPPED, words[0]):
        words.pop(0)
    while words and words[0] in _NO_NAME:
        words.pop(0)
    for place, word in enumerate(words):
        if word in _NO_NAME:
            words = words[:place]
            break
    bare = [word for word in words if not re.fullmatch(_HONORIFIC, word)]
    if len(bare) < 2 or any(word.isupper() and len(word) > 3 for word in bare):
        return None
    return " ".join(words)


def _fullest(reading: Reading, name: str, place: Place) -> tuple[str, Place]:
    """The name with Dame or Sir where the article gives it so once, in its own characters."""
    bare = re.sub(rf"^{_HONORIFIC}\s", "", name)
    pattern = re.compile(rf"\b{_HONORIFIC}\s{re.escape(bare)}\b")
    if bare == name:
        for number, passage in enumerate(reading.passages):
            match = pattern.search(passage.text)
            if match:
                place = Place(number, match.start(), match.end())
                break
    return reading.text(place), place

"""Former ratings that an article gives by saying that they were the same as the new one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.inspections.grades import Grade
from pipeline.inspections.reading import Place, Reading
from pipeline.inspections.wording import NOUN

__all__ = ["find_same_as_before"]

_YEAR = r"(?:\w+\s)?(?:19|20)\d\d"
_SAME = rf"the same (?:overall )?(?:{NOUN}|one)\b"
_AS_BEFORE = re.compile(
    rf"\b{_SAME}(?:\sas)?\s(?:(?:it|they|we)\s(?:was|were|got|had|received)\s(?:given\s)?)?"
    rf"(?:in\s{_YEAR}|(?:as\s)?last time|at its (?:last|previous) inspection)\b"
    rf"|\b[Ii]n {_YEAR},?\s(?:when\s)?(?:it|they|we|the (?:\w+\s){{1,3}}?)\s?(?:was|were|got|had|"
    rf"received|earned)\s(?:been\s)?(?:given\s|handed\s|awarded\s)?{_SAME}(?!\s(?:as|for)\b)",
)
_AGAIN = re.compile(
    rf"[\"')]*(?:\s(?:rating|grade))?,?\s(?:for the \w+ time (?:running|in a row|in succession)|"
    rf"for a (?:second|third|fourth) (?:successive |consecutive |straight )?time)\b"
    rf"|[\"')]*,(?:\s[^,;.]{{1,40}},)?\sas it (?:was|had been) in {_YEAR}\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    r"\b(?:kept|keeps|retained|retains|maintained|maintains|held on to|hung on to)\sits\s"
    rf"(?:overall\s)?(?:{NOUN}\sof\s)?[\"']*$",
    re.IGNORECASE,
)


def find_same_as_before(reading: Reading, grades: Sequence[Grade], *, alone: bool) -> Place | None:
    """Where the article says that a unit's rating is the one that it had before, if it does.

    Args:
        reading: the article.
        grades: the unit's own grades of the rating that it has now.
        alone: whether the article reports on this unit only, so that "the same grade as in
            2019" can be of no other.

    """
    for grade in grades:
        text = reading.passages[grade.place.passage].text
        again = _AGAIN.match(text, grade.place.end)
        if again:
            return Place(grade.place.passage, grade.place.start, again.end())
        kept = _KEPT.search(text, 0, grade.place.start)
        if kept:
            return Place(grade.place.passage, kept.start(), grade.place.end)
    for number, passage in enumerate(reading.passages if alone else ()):
        match = _AS_BEFORE.search(passage.text)
        if match:
            return Place(number, match.start(), match.end())
    return None

"""Days that are told from an article's day, which a brief that is read later cannot tell."""

from __future__ import annotations

import re

__all__ = ["without_article_day"]

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_LAST_WORDS = re.compile(
    r"(?:,? in an? (?:[a-z]+ )?report (?:published|released|issued|out))?"
    rf",? (?:(?:earlier )?(?:today|yesterday|(?:this|last) (?:week|{_WEEKDAY}))"
    rf"|(?:today|yesterday|this week|last week) \({_WEEKDAY}\)|on {_WEEKDAY}(?: last week)?)\.$"
)


def without_article_day(text: str) -> str:
    """A sentence without the day that its last words tell from the article's day.

    What happened last Thursday happened: the sentence stays as true as it was. Days anywhere else
    in it are left alone, as their clause may need them.
    """
    return _LAST_WORDS.sub(".", text)

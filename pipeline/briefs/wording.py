"""Words of a sentence, as the checks of written sentences compare them."""

from __future__ import annotations

import html
import re

__all__ = [
    "FUNCTION_WORDS",
    "REPORTING_STEMS",
    "REPORTING_WORDS",
    "WORD",
    "plain_text",
    "stem_of",
    "words_of",
]

WORD = re.compile(r"[^\W_]+(?:[’'.,&-][^\W_]+)*%?")
"""A word or number of a text."""
_STEM_LENGTH = 5
FUNCTION_WORDS = frozenset(
    "a an the and or but nor so yet of in on at by for from with to into onto over under "
    "about as than that this these those it its they their them he his him she her who whom "
    "whose which what when where while whilst although though because since after before "
    "during until within between among across through per via also too both either such other "
    "another more most less least very is are was were be been being has have had having do "
    "does did done can could may might will would shall there here then now still just even "
    "however out up down off again further own same if we i you our my your us me s t despite "
    "alongside unlike like much rather alone".split()
)
"""Words that carry no matter of their own."""


def plain_text(text: str) -> str:
    """The text without entities, on one line; what stands for one character stays one."""
    return " ".join(html.unescape(text).split())


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case, with straight apostrophes."""
    return [match.group().casefold().replace("’", "'") for match in WORD.finditer(text)]


def stem_of(word: str) -> str:
    """A crude stem: enough to match "assess", "assessed" and "assessments"."""
    plain = word.removesuffix("'s").removesuffix("'")
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "ly"):
        if plain.endswith(ending) and len(plain) - len(ending) >= _STEM_LENGTH - 2:
            plain = plain.removesuffix(ending)
            break
    return plain[: _STEM_LENGTH + 1]


REPORTING_WORDS = frozenset(
    "inspector inspection inspectorate report reported say said saying find found finding judge "
    "judged rate rated rating grade graded give given note noted describe described praise praised "
    "criticise criticised identify identified highlight highlighted warn warned conclude concluded "
    "add added make made include including area overall service unit staff work people case "
    "published watchdog according meanwhile among receive received credit credited mark marked "
    "assess assessed state stated observe observed point pointed raise raised concern concerned "
    "recommend recommended recommendation call called urge urged tell told ask asked see seen "
    "show showed shown use used lead leader leadership".split()
)
"""Words that attribute or frame a statement and claim nothing themselves."""
REPORTING_STEMS = frozenset(map(stem_of, REPORTING_WORDS))

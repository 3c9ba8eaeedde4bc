"""Words of a sentence, as the checks of written sentences compare them."""

from __future__ import annotations

import re

__all__ = ["FUNCTION_WORDS", "stem_of", "words_of"]

_WORD = re.compile(r"[^\W_]+(?:[’'.,&-][^\W_]+)*%?")
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


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, in lower case, with straight apostrophes."""
    return [match.group().casefold().replace("’", "'") for match in _WORD.finditer(text)]


def stem_of(word: str) -> str:
    """A crude stem: enough to match "assess", "assessed" and "assessments"."""
    plain = word.removesuffix("'s").removesuffix("'")
    for ending in ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s", "ly"):
        if plain.endswith(ending) and len(plain) - len(ending) >= _STEM_LENGTH - 2:
            plain = plain.removesuffix(ending)
            break
    return plain[: _STEM_LENGTH + 1]

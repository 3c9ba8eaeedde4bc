"""Where a proper name begins and ends, by its capitals and the small words that join them."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["NAME", "NOT_IN_NAMES", "is_headline_style", "name_after", "name_before"]

_CAPITALISED = r"(?!I(?:'(?:m|ve|d|ll)\b|\s[a-z]))[A-Z](?:[\w.&-]|'(?=\w))*"
_JOINTS = r",\s|\s(?:and|&|of|upon|on|under|le|with)\s(?:the\s)?|\s"
_OPENERS = (
    "Overall|However|Meanwhile|Nevertheless|Nonetheless|Elsewhere|Today|Yesterday|Positively|"
    "Encouragingly|Worryingly|Unfortunately|Sadly|Finally|Similarly|Also|Instead|Still|Previously|"
    "Now|Then|Here|There|But|And|Yet|So|While|Although|Despite|Since|When|After|Before"
)
"""Words that open a sentence before a name, often with a comma ("Overall, Marlow has been ...")."""
NAME = rf"(?!(?:{_OPENERS})\b){_CAPITALISED}(?:(?:{_JOINTS}){_CAPITALISED}){{0,9}}"
"""An expression for a run of capitalised words, joints included; case matters."""
_NAME_AHEAD = re.compile(rf"(?:the\s)?({NAME})")
_BEGINS_AGAIN = re.compile(r"(?:,|\s(?:and|&))\s(?:HMP|HMYOI|HM Prison|YOI)\b(?!\s?[&/])")
"""Where a second prison's name follows in a list; "HMP and YOI" is one prison's."""
_MONTHS = frozenset(
    "January February March April May June July August September October November December".split()
)
_WORDS = re.compile(r"[\w'.&/-]+|[^\w\s]")
_WINDOW = 160
"""Characters before a kind word in which its name is sought; the longest real ones have 90."""
_CONNECTORS = frozenset({"and", "&", "of", "the", "upon", "under", "le", "with"})
_LOOSE_CONNECTORS = frozenset({"of"})
NOT_IN_NAMES = frozenset(
    "the a an in at on by for from with but and or so yet as when while after before since if "
    "although though however meanwhile inspectors inspector inspection inspectorate inspectorate's "
    "both neighbouring nearby chief picture photo image staff leaders managers bosses head heads "
    "report reports review new local his her majesty's hm our their its it this that these those "
    "all three two no not what why how where who former failing troubled under-fire crisis-hit "
    "struggling ofsted ofsted's cqc hmic hmicfrs watchdog minister ministers mr mrs ms "
    "has have was were is are monday tuesday wednesday thursday friday saturday sunday january "
    "february april june july august september october november december public independent "
    "director chair officers officer across inside within throughout against about between "
    "overall today yesterday moving his majesty's read more related also following then now "
    "one four five six seven eight nine ten eleven twelve twenty sixteen fifteen "
    "ours mine theirs every each any some many most other another such same old "
    "wider whole whilst private privatised privately".split()
)
_NO_LIST_PAST = re.compile(
    r"(?:[A-Z]{2,}s?|Council|Police|Service|Ofsted|Unit|Prison|Trust|Team|Probation|"
    r"Prisons|Constabulary|Commission|Inspectorate|Services|Schools)"
)
_DROP_CAP = 4
"""Letters beyond which a word in capitals that opens a story is a name set so."""
_HEADLINE_CAPITALS = 0.75
"""Share of capitalised words from which a line counts as set in headline style."""


def name_before(text: str, end: int, lowered: frozenset[str] = frozenset()) -> int:
    """Where the proper name that ends at ``end`` begins; ``end`` where there is none.

    ``lowered`` holds words that the article also writes in lower case: at the start of a
    sentence such a word is no part of a name.
    """
    low = max(0, end - _WINDOW)
    words = list(_WORDS.finditer(text, low, end))
    start, position = end, len(words) - 1
    while position >= 0:
        word = str(words[position].group())
        if _belongs(word):
            start = words[position].start()
            position -= 1
            continue
        step = _steps_over(words, position, start == end)
        if not step:
            break
        position -= step
    return _without_opening_word(text, start, end, lowered)


def _belongs(word: str) -> bool:
    return word[0].isupper() and word.casefold() not in NOT_IN_NAMES and not word.endswith("s'")


def _steps_over(words: Sequence[re.Match[str]], position: int, at_edge: bool) -> int:
    """How many words that join two names end at ``position``: 0 where nothing is joined."""
    if at_edge:
        return 0
    joint = words[position].group()
    steps = 1
    if joint == "the" and position and words[position - 1].group() in {"and", "of"}:
        joint, steps = words[position - 1].group(), 2
    if position < steps or (joint not in _CONNECTORS and joint != ","):
        return 0
    left = str(words[position - steps].group())
    if not _belongs(left):
        return 0
    drop_cap = position == steps and words[0].start() == 0 and len(left) > _DROP_CAP
    if joint in {"and", "&", ","} and _NO_LIST_PAST.fullmatch(left) and not drop_cap:
        return 0
    if joint == "," and not any(word.group() in {"and", "&"} for word in words[position:]):
        return 0
    opens_sentence = position - steps == 0 and words[0].start() == 0
    return 0 if joint in _LOOSE_CONNECTORS and opens_sentence else steps


def _without_opening_word(text: str, start: int, end: int, lowered: frozenset[str]) -> int:
    first = _WORDS.match(text, start)
    if start == end or first is None or text[:start].strip("\"' -"):
        return start
    rest = text[first.end() : end].lstrip()
    if first.group().casefold().removesuffix("'s") in lowered and rest[:1].isupper():
        return end - len(text[first.end() : end].lstrip())
    return start


def name_after(text: str, start: int) -> tuple[int, int] | None:
    """Start and end of the proper name that begins at ``start``, if one does."""
    match = _NAME_AHEAD.match(text, start)
    if match is None:
        return None
    low, high = match.span(1)
    again = _BEGINS_AGAIN.search(match.group(1))
    high = low + again.start() if again else high
    name = text[low:high]
    comma = name.rfind(",")
    if comma >= 0 and " and " not in name[comma:]:
        high = low + name.find(",")
    for word in _WORDS.finditer(text, low, high):
        if word.group().casefold() in NOT_IN_NAMES - _CONNECTORS:
            high = word.start()
            break
    if text[low:high].rstrip(".,") in _MONTHS:
        return None
    stripped = re.sub(r"(?:'s|[.,'\s]|\s(?:and|&|of|on|the))+$", "", text[low:high])
    return (low, low + len(stripped)) if stripped else None


def is_headline_style(text: str) -> bool:
    """Whether a line is set in capitals, or has one in nearly every word."""
    words = [word for word in re.findall(r"[A-Za-z][\w'-]*", text) if len(word) > 3]
    if len(words) < 5 or text.rstrip("\"' ").endswith("."):
        return False
    capitals = sum(1 for word in words if word[0].isupper())
    return capitals >= _HEADLINE_CAPITALS * len(words)

"""Article → sentences, with offsets into the unaltered text.

A line is never joined to the next (a headline, a bullet and a caption are sentences of their
own), except where a file was hard-wrapped. Within a line a sentence ends at ``.``, ``!``, ``?``
or ``…`` with its closing marks, unless an abbreviation, an initial, a list number or the flow of
the text says that it goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise, zip_longest

from pipeline.schema import Article, Sentence

__all__ = ["segment"]

_OPENERS = "\"'“‘«([{"
_CLOSERS = "\"'”’»)]}"
_OPENING_ENTITY = re.compile(
    r"(?:&(?:#8220|#8216|#x201C|#x2018|ldquo|lsquo|quot);)+", re.IGNORECASE
)
_CLOSING_ENTITY = r"&(?:#8221|#8217|#x201D|#x2019|rdquo|rsquo|quot);"
"""Marks that a bad extraction left as entities."""

_TITLES = frozenset(
    "mr mrs ms mx messrs dr prof rev revd fr st cllr hon rt capt cpt col maj lt gen sgt supt insp "
    "det ch con pc dc ds di dci cmdr adm gov sec pres no nos fig figs vol para paras sect ref tel "
    "approx est dept univ assn bros mt ft eg ie cf viz vs v al ed eds pp p pg jan feb mar apr jun "
    "jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat sun".split()
)
"""Abbreviations that a sentence does not end with, before a capital or a number."""

_NEED_NUMBER = frozenset("no nos fig figs vol para paras sect pp p pg art s v est".split())
_MONTHS_AND_DAYS = frozenset(
    "jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri sat "
    "sun".split()
)
_EITHER = frozenset("a.m p.m etc inc ltd plc co corp jr sr u.k u.s e.u n.i esq bn".split())
"""Abbreviations that a sentence may end with: the next word decides."""

_STARTERS = frozenset(
    "the a an it its he she they we i you this that these those there in on at by for from with "
    "but and or so yet as when while after before since if although though however meanwhile "
    "inspectors staff leaders managers his her their our my one some many most more all both each "
    "not no what who where why how".split()
)
"""Words that begin a sentence more often than a name."""

_SPEECH_VERBS = (
    "said|says|asked|asks|added|adds|told|wrote|writes|replied|warned|continued|concluded|"
    "explained|commented|noted|insisted|claimed|argued|remarked|recalled|shouted|wondered|reads|read"
)
_SPEAKER_FOLLOWS = re.compile(
    rf"(?:[A-Z][\w'’.-]*\s+|the\s+|of\s+|and\s+){{1,5}}(?:{_SPEECH_VERBS})\b"
)
_TERMINATOR = re.compile(
    rf"(?:[.!?]+|…)(?P<closers>(?:[{re.escape(_CLOSERS)}]|{_CLOSING_ENTITY})*)"
)
_LOST_SPACE = re.compile(
    r"""(?P<before>[a-z]{2}|[A-Z]{2}|\d|[)\]”’])[.!?](?P<marks>["'“”‘’)\]]*)"""
    r"(?=(?!(?:UK|COM)\b)(?P<after>[A-Z][a-z]|[A-Z]{2}|I\b|A\s|£\d))"
)
_GLUED = re.compile(
    r"(?<=[a-z]{3})(?=(?:The|This|These|There|They|However|Inspectors|Mr|Mrs|Ms)\s)"
)
"""A heading that an extraction glued to its paragraph ("overstretchedThe report said")."""
_LIST_NUMBER = re.compile(r"(?:^|[.:;!?…]\s+|[\"“‘(]\s*)(\d{1,2})$")
_DETACHED_CLOSER = re.compile(r"\s[”»](?=\s|$)")
_INLINE_BULLET = re.compile(r"(?<!\s)\s+(?=(?:[•●▪◦■‣]|&(?:bull|#8226);)\s)")
_INLINE_STAR = re.compile(r"(?<![\s\d])\s+(?=\*\s+[^\W\d])")
_FEWEST_STARS = 2
"""One star in a line marks a footnote; a list has more."""
_BULLET = re.compile(
    r"\s*(?:[-–—*•●▪◦■‣·>]|&(?:bull|#8226);|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{1,4})[.)])\s"
)
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_SENTENCE_END = re.compile(rf"[.!?…:;][{re.escape(_CLOSERS)}]*$")
_INVISIBLE = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
_INVISIBLE += "\u2008\u2009\u200a\u200b\u200c\u200d\u2028\u2029\u202f\u205f\u2060\u3000\ufeff\xad"
_GAP = re.compile(f"[{_INVISIBLE}]*")
_SEEN_BEFORE = 80
_SEEN_AFTER = 300
_SEEN_OF_LIST = 600
_SEEN_OF_URL = 500
"""Characters around a possible end that are looked at: enough for an abbreviation, a speaker and
an address, and few, so that a line of any length takes time in proportion to its length."""
_WRAP_WIDTH = 55
_MAX_WRAP_WIDTH = 110
"""A wrapped line has about this length: shorter ones are headings or bullets, longer ones whole
paragraphs."""
_WRAPS_TIGHTLY = 0.9
"""Of the breaks of a wrapped text this share at least come where the next word did not fit."""
_NEEDS_MORE = frozenset("the a an of its their his her our whose".split())
"""Words that neither a heading nor a bullet ends with: the line goes on below, even after an
empty line."""
_GOES_ON = _NEEDS_MORE | frozenset("by from with into that which who said was were is are".split())
"""Words that a line seldom ends with: it was broken, as extractions break lines at links."""
_FEW_CAPITALS = 0.004
"""Under this share of capitals among letters a text counts as lower-cased throughout."""


def segment(article: Article) -> tuple[Sentence, ...]:
    """Split an article into sentences.

    Returns:
        The sentences in order, without overlap, trimmed of white space. Together they hold
        every letter and digit of the text. A sentence within the article's furniture says so.
    """
    text = article.text
    caseless = _is_caseless(text)
    spans = [
        trimmed
        for start, end in _blocks(text)
        for piece in _split_block(text, start, end, caseless)
        if (trimmed := _trim(text, *piece)) is not None
    ]
    furniture = sorted((span.start_char, span.end_char) for span in article.furniture)
    lows = [low for low, _ in furniture]
    highs = [0, *accumulate((high for _, high in furniture), max)]
    return tuple(
        Sentence(
            index=index,
            start_char=start,
            end_char=end,
            text=text[start:end],
            furniture=end <= highs[bisect_right(lows, start)],
        )
        for index, (start, end) in enumerate(spans)
    )


def _is_caseless(text: str) -> bool:
    letters = sum(character.isalpha() for character in text)
    capitals = sum(character.isupper() for character in text)
    return letters > 0 and capitals / letters < _FEW_CAPITALS


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, those of a hard-wrapped paragraph and of a broken sentence joined."""
    lines = [match.span() for match in _LINE.finditer(text)]
    wrapped = _is_hard_wrapped(text, lines)
    start, broken = None, False
    for (low, high), following in zip_longest(lines, lines[1:]):
        start = low if start is None else start
        if following and wrapped and _continues(text, (low, high), following):
            continue
        broken = following is not None and _breaks_off(text, (low, high), following, broken)
        if broken:
            continue
        yield start, high
        start = None


def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    joined = [(one, two) for one, two in pairwise(lines) if _continues(text, one, two)]
    if len(joined) < 3 or len(joined) < 0.3 * len(lines):
        return False
    uppers = [len(text[slice(*upper)].rstrip()) for upper, _ in joined]
    words = [len(text[slice(*lower)].split(maxsplit=1)[0]) for _, lower in joined]
    tight = sum(upper + 1 + word > max(uppers) for upper, word in zip(uppers, words, strict=True))
    return tight >= _WRAPS_TIGHTLY * len(joined)


def _breaks_off(text: str, line: tuple[int, int], following: tuple[int, int], broken: bool) -> bool:
    """Whether a line ends in mid-sentence, as where an extraction broke it at a link.

    Args:
        text: of the article.
        line, following: two lines that follow each other.
        broken: whether ``line`` was itself joined to a line that broke off; then what begins
            with a small letter goes on with it.
    """
    upper, lower = text[slice(*line)].rstrip(_INVISIBLE), text[slice(*following)].strip(_INVISIBLE)
    if not lower or _BULLET.match(lower) or _SENTENCE_END.search(upper[-4:]):
        return False
    if broken and lower[0].islower():
        return True
    words = upper[-40:].split()
    if len(words) < 2 or not (lower[0].isalnum() or lower[0] in _OPENERS):
        return False
    apart = text[line[1] : following[0]].count("\n") > 1
    return words[-1] in (_NEEDS_MORE if apart else _GOES_ON)


def _continues(text: str, line: tuple[int, int], following: tuple[int, int]) -> bool:
    """Whether a line breaks off in mid-paragraph and the next one takes it up."""
    between = text[line[1] : following[0]]
    if between.count("\n") > 1 or "\r\r" in between:
        return False
    upper, lower = text[slice(*line)].rstrip(), text[slice(*following)]
    if not _WRAP_WIDTH <= len(upper) <= _MAX_WRAP_WIDTH or _BULLET.match(lower):
        return False
    first = lower.lstrip(_INVISIBLE)[:1]
    return first.islower() or (not _SENTENCE_END.search(upper) and bool(first))


def _split_block(text: str, start: int, end: int, caseless: bool) -> Iterator[tuple[int, int]]:
    cuts = sorted(
        {
            *(m.start() for m in _INLINE_BULLET.finditer(text, start, end)),
            *_inline_stars(text, start, end),
            *_lost_spaces(text, start, end),
            *_sentence_ends(text, start, end, caseless),
        }
    )
    edges = [start, *(cut for cut in cuts if start < cut < end), end]
    yield from pairwise(edges)


def _lost_spaces(text: str, start: int, end: int) -> Iterator[int]:
    """Ends of sentences that no space follows."""
    for match in _LOST_SPACE.finditer(text, start, end):
        if _in_url(text, start, match) or not _is_lost(text, start, match):
            continue
        yield match.start("marks") + _closing_marks(text, start, match)
    for match in _GLUED.finditer(text, start, end):
        if not _in_url(text, start, match):
            yield match.start()


def _is_lost(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a sentence ends there, rather than an abbreviation or the number of a list."""
    if match["before"].isdigit():
        number = re.compile(r"\d{1,2}$").search(text, start, match.end("before"))
        return not (number and _LIST_NUMBER.search(text[start : match.end("before")][-20:]))
    return match["after"].isascii() and (match["after"][-1:].islower() or match["before"].islower())


def _closing_marks(text: str, start: int, match: re.Match[str]) -> int:
    """How many of the marks between two sentences close the first one."""
    before = text[max(start, match.start() - _SEEN_OF_URL) : match.start("marks")]
    for place, mark in enumerate(match["marks"]):
        opens_pair = mark == '"' and before.count(mark) % 2 == 0
        opens_single = mark == "'" and not re.search(r"(?:^|[^\w])'(?=\w)", before)
        if mark in "“‘" or opens_pair or opens_single:
            return place
        before += mark
    return len(match["marks"])


def _inline_stars(text: str, start: int, end: int) -> list[int]:
    """Where the points of a list begin that stars set apart within a line."""
    found = [match.start() for match in _INLINE_STAR.finditer(text, start, end)]
    return found if len(found) >= _FEWEST_STARS else []


def _in_url(text: str, start: int, match: re.Match[str]) -> bool:
    start = max(start, match.start() - _SEEN_OF_URL)
    low = max(text.rfind(" ", start, match.start()) + 1, start)
    return bool(re.match(r"[(<“\"]?(?:https?:|www\.|\S+@)", text[low : match.start() + 1]))


def _sentence_ends(text: str, start: int, end: int, caseless: bool) -> Iterator[int]:
    for match in _TERMINATOR.finditer(text, start, end):
        cut = match.end()
        detached = _DETACHED_CLOSER.match(text, cut, end)
        if detached:
            cut = detached.end()
        gap = _GAP.match(text, cut, end)
        if gap is None or gap.end() in (cut, end):
            continue
        following = text[gap.end() : min(end, gap.end() + _SEEN_AFTER)]
        before = text[max(start, match.start() - _SEEN_BEFORE) : match.start()]
        if _ends_here(before, match, following, caseless):
            yield cut


def _ends_here(before: str, match: re.Match[str], following: str, caseless: bool) -> bool:
    """Whether the sentence ends at a terminator that white space follows."""
    mark = match.group()
    if not _can_begin(following, caseless):
        return False
    asked_in_quotation = mark[0] in "!?" and match["closers"]
    if asked_in_quotation and _SPEAKER_FOLLOWS.match(following):
        return False
    if mark != "." or not before:
        return True
    return not (_is_list_number(match, before) or _is_abbreviation(before, following))


def _is_list_number(match: re.Match[str], before: str) -> bool:
    """Whether a full stop follows a point's number: 1, or one more than the number before it."""
    found = _LIST_NUMBER.search(before[-8:])
    if not found or int(found[1]) < 1:
        return False
    number, start = int(found[1]), match.start()
    earlier = match.string[max(0, start - _SEEN_OF_LIST) : start]
    return number == 1 or bool(re.search(rf"(?<![\w.,£])0?{number - 1}[.)]\s", earlier))


def _can_begin(following: str, caseless: bool) -> bool:
    opened = _OPENING_ENTITY.sub("", following, count=1) if following[:1] == "&" else following
    first = opened.lstrip(_OPENERS)[:1]
    if not first:
        return False
    if first.islower():
        return caseless
    return first.isupper() or first.isdigit() or first in "£$€•●▪◦■‣-–—#@" or not first.isascii()


def _is_abbreviation(before: str, following: str) -> bool:
    """Whether the full stop after ``before`` belongs to its last word."""
    if _BULLET.fullmatch(f"{before}. "):
        return True
    word = re.search(r"[\w.&'’-]*$", before)
    last = word.group().lstrip("'’-").casefold() if word else ""
    nextword = re.match(r"[\w'’]*", following.lstrip(_OPENERS))
    starts_sentence = nextword is not None and nextword.group().casefold() in _STARTERS
    if re.fullmatch(r"[a-z]", last):
        return last != "i" and not (starts_sentence and following[:1].isupper())
    if last in _EITHER or re.fullmatch(r"(?:[a-z]\.)+[a-z]", last):
        return not starts_sentence
    if last in _NEED_NUMBER:
        return following[:1].isdigit()
    if last in _MONTHS_AND_DAYS:
        return following[:1].isdigit()
    return last in _TITLES


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at its ends; None where it holds no letter or digit."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(_INVISIBLE))
    end -= len(piece) - len(piece.rstrip(_INVISIBLE))
    if not any(character.isalnum() for character in text[start:end]):
        return None
    return start, end

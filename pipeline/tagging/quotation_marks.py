"""Where an article's quotations begin and end: a matter of marks alone.

A paragraph's marks are classified first (opens, closes, either, or an apostrophe), then paired.
Double and single marks may both be the main ones, even in one article. Everything here takes
time linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.schema import Sentence

__all__ = ["QuotedSpan", "find_spans", "paragraphs"]

_ENTITIES = {
    "&ldquo;": "“",
    "&rdquo;": "”",
    "&lsquo;": "‘",
    "&rsquo;": "’",
    "&laquo;": "«",
    "&raquo;": "»",
    "&quot;": '"',
    "&apos;": "'",
    "&#8220;": "“",
    "&#8221;": "”",
    "&#8216;": "‘",
    "&#8217;": "’",
    "&#34;": '"',
    "&#39;": "'",
    "&#x27;": "'",
}
"""Marks that a page's source left in the text as HTML entities."""
_MARK = re.compile(rf"''|``|‘‘|’’|[“”„‟«»\"‘’‚‛'`]|{'|'.join(_ENTITIES)}")
_DOUBLE = frozenset(["“", "”", "„", "‟", "«", "»", '"', "''", "``", "‘‘", "’’"])
_OPENING = frozenset(["“", "„", "‟", "«", "``", "‘‘", "‘", "‚", "‛", "`"])
_CLOSING = frozenset(["”", "»", "’’", "’"])
_BEFORE_OPENING = frozenset("([{—–-/:“‘\"'")
_AFTER_CLOSING = frozenset(")]}.,;:!?…—–-/”’\"'")
_PUNCTUATION = frozenset('.,;:!?…)—–-”"')
_ELISION = re.compile(
    r"(?:em|til|till|cause|cos|cuz|coz|bout|n|twas|tis|twere|twould|tother|ere|appen|alf|ello|"
    r"nuff|fraid|phone|flu|ouse|round|neath|gainst|un|uns|\d\ds?)\b",
    re.IGNORECASE,
)
"""What an apostrophe may stand before at the start of a word: 'em, 'til, the '90s."""
_DROPPED_END = re.compile(r"(?:[sxzSXZ]|[a-z]{2}in|\b(?:o|ol|th|an|wi|fo|mo|t|d))$")
"""What a word-final apostrophe may stand after: the inspectors', singin', rock an' roll."""
_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(
    r"(?:\r\n|[\r\n\x85\u2028])[^\S\r\n]*(?:\r\n|[\r\n\x85\u2028\u2029])|[\v\f\u2029]"
)
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\xad"
_LOOK_AHEAD = 5
"""Paragraphs without marks that an unclosed quotation may run through to its closing mark."""

_MARGIN = 3
"""Characters beside a mark in which its neighbour is looked for, white space between."""


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """A quotation's place in the text.

    Attributes:
        start_char, end_char: the words without the outer marks, half-open, in characters.
        outer_start, outer_end: the same with the marks that are there.
        run: one number for all the spans of a quotation re-opened at each paragraph.
        paragraph: index of the paragraph, see :func:`paragraphs`.
    """

    start_char: int
    end_char: int
    outer_start: int
    outer_end: int
    run: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    double: bool
    opens: bool
    closes: bool
    sure: bool = True
    """False where a closing single mark may be an apostrophe."""


def paragraphs(text: str, sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """The paragraphs of a text: its lines, or its blocks between blank lines if hard-wrapped.

    Returns:
        Half-open ``(start, end)`` in characters, in order; none is empty.
    """
    wrapped = any("\n" in sentence.text for sentence in sentences)
    if not wrapped:
        return [match.span() for match in _LINE.finditer(text)]
    edges = [0, *(edge for match in _BLANK_LINE.finditer(text) for edge in match.span()), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(low, high) for low, high in pairs if text[low:high].strip()]


def find_spans(text: str, blocks: Sequence[tuple[int, int]]) -> list[QuotedSpan]:
    """The outermost quotations of a text, in order.

    Args:
        text: the article's text.
        blocks: its paragraphs, as :func:`paragraphs` returns them.
    """
    marks = _marks_by_block(text, blocks)
    spans: list[QuotedSpan] = []
    run = 0
    carried: _Mark | None = None
    for place, block in enumerate(blocks):
        reader = _BlockReader(text, block, marks[place], _next_opener(text, blocks, marks, place))
        inherited = carried is not None and reader.takes_up(carried)
        found, unclosed = reader.read(carried if inherited else None)
        for number, (outer, inner) in enumerate(found):
            run += not (number == 0 and inherited)
            if trimmed := _trim(text, *inner):
                spans.append(QuotedSpan(*trimmed, *outer, run, place))
        carried = unclosed if unclosed and _goes_on(marks, blocks, text, place, unclosed) else None
    return spans


def _marks_by_block(text: str, blocks: Sequence[tuple[int, int]]) -> list[list[_Mark]]:
    starts = [start for start, _ in blocks]
    sorted_marks: list[list[_Mark]] = [[] for _ in blocks]
    for match in _MARK.finditer(text):
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.end() <= blocks[place][1]:
            mark = _classify(text, match.start(), match.end(), *blocks[place])
            if mark is not None:
                sorted_marks[place].append(mark)
    return sorted_marks


def _classify(text: str, start: int, end: int, low: int, high: int) -> _Mark | None:
    """What a mark can be, from the characters beside it; None for an apostrophe."""
    before = text[start - 1] if start > low else " "
    after = text[end] if end < high else " "
    free_left = before.isspace() or before in _BEFORE_OPENING or before in _INVISIBLE
    free_right = after.isspace() or after in _AFTER_CLOSING or after in _INVISIBLE
    symbol = _ENTITIES.get(text[start:end], text[start:end])
    if symbol in _DOUBLE:
        return _Mark(start, end, True, *_double_roles(symbol, free_left, free_right))
    if before.isalnum() and after.isalnum():
        return None
    if free_left and not free_right and _ELISION.match(text, end, high):
        return None
    opens = free_left and not free_right and symbol != "’"
    if symbol == "’" and free_left and not free_right:
        opens = text[max(low, start - 2) : start].strip() in {"", ":", ","}
    closes = (not free_left and free_right) or (before in _PUNCTUATION and free_right)
    if not opens and not closes:
        return None
    sure = not (before.isalnum() and _DROPPED_END.search(text, max(low, start - 4), start))
    return _Mark(start, end, False, opens, closes, sure)


def _double_roles(symbol: str, free_left: bool, free_right: bool) -> tuple[bool, bool]:
    """Whether a double mark may open and whether it may close."""
    if symbol in _OPENING:
        typed_wrongly = not free_left and free_right
        return (False, True) if typed_wrongly else (True, False)
    if symbol in _CLOSING:
        typed_wrongly = free_left and not free_right
        return (True, False) if typed_wrongly else (False, True)
    if free_left == free_right:
        return True, True
    return free_left, not free_left


def _next_opener(
    text: str, blocks: Sequence[tuple[int, int]], marks: Sequence[list[_Mark]], place: int
) -> _Mark | None:
    """The mark that the next paragraph begins with, if it can open a quotation."""
    if place + 1 >= len(blocks):
        return None
    return _leading_opener(text, blocks[place + 1], marks[place + 1])


def _leading_opener(text: str, block: tuple[int, int], marks: list[_Mark]) -> _Mark | None:
    if marks and marks[0].opens and not text[block[0] : marks[0].start].strip(" \t•-–—>*"):
        return marks[0]
    return None


def _goes_on(
    marks: Sequence[list[_Mark]],
    blocks: Sequence[tuple[int, int]],
    text: str,
    place: int,
    unclosed: _Mark,
) -> bool:
    """Whether a quotation left open at a paragraph's end is taken up, or closed further on."""
    for following in range(place + 1, min(place + 1 + _LOOK_AHEAD, len(blocks))):
        opener = _leading_opener(text, blocks[following], marks[following])
        if opener is not None:
            return opener.double == unclosed.double and following == place + 1
        for mark in marks[following]:
            if mark.double != unclosed.double:
                continue
            if mark.opens:
                return False
            if mark.double or text[mark.start - 1] in _PUNCTUATION:
                return True
    return False


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    kept = piece.strip().strip(_INVISIBLE).strip()
    if not any(character.isalnum() for character in kept):
        return None
    start += piece.index(kept)
    return start, start + len(kept)


_Bounds = tuple[tuple[int, int], tuple[int, int]]
"""A quotation with its marks, and without."""


class _BlockReader:
    """Pairs the marks of one paragraph."""

    def __init__(
        self, text: str, block: tuple[int, int], marks: list[_Mark], next_opener: _Mark | None
    ) -> None:
        self.text, self.block, self.marks = text, block, marks
        self.next_opener = next_opener
        count = len(marks)
        self.double_closers = [0] * (count + 1)
        self.next_single_opener = [count] * (count + 1)
        self.next_sure_closer = [count] * (count + 1)
        self.next_closer = [count] * (count + 1)
        for place in range(count - 1, -1, -1):
            self._look_back(place)

    def _look_back(self, place: int) -> None:
        """Fill the tables of what stands at or after mark ``place``."""
        mark, after = self.marks[place], place + 1
        single = not mark.double
        self.double_closers[place] = self.double_closers[after] + (mark.double and mark.closes)
        self.next_single_opener[place] = (
            place if single and mark.opens else self.next_single_opener[after]
        )
        self.next_closer[place] = place if single and mark.closes else self.next_closer[after]
        self.next_sure_closer[place] = (
            place if single and mark.closes and mark.sure else self.next_sure_closer[after]
        )

    def takes_up(self, carried: _Mark) -> bool:
        """Whether the paragraph goes on with a quotation left open: by its first mark, or none."""
        opener = _leading_opener(self.text, self.block, self.marks)
        return opener is None or opener.double == carried.double

    def read(self, carried: _Mark | None) -> tuple[list[_Bounds], _Mark | None]:
        """The paragraph's quotations, and the opening mark of one that it leaves open."""
        found: list[_Bounds] = []
        place = 0
        if carried is not None and _leading_opener(self.text, self.block, self.marks) is None:
            start = self.block[0]
            closer = self._closer(-1, carried.double)
            found.append(self._bounds(start, start, closer))
            if closer is None:
                return found, carried
            place = closer + 1
        while place < len(self.marks):
            mark = self.marks[place]
            if not mark.opens:
                place += 1
                continue
            closer = self._closer(place, mark.double)
            if closer is None:
                if self._may_stay_open(mark):
                    found.append(self._bounds(mark.start, mark.end, None))
                    return found, mark
                place += 1
            elif self.marks[closer].closes:
                found.append(self._bounds(mark.start, mark.end, closer))
                place = closer + 1
            else:
                if self._may_stay_open(mark):
                    end = self.marks[closer].start
                    found.append(((mark.start, end), (mark.end, end)))
                place = closer
        return found, None

    def _bounds(self, outer: int, inner: int, closer: int | None) -> _Bounds:
        if closer is None:
            return (outer, self.block[1]), (inner, self.block[1])
        mark = self.marks[closer]
        return (outer, mark.end), (inner, mark.start)

    def _may_stay_open(self, mark: _Mark) -> bool:
        """Whether an unclosed mark is believed: a lone single one may be an apostrophe."""
        if mark.double:
            return True
        if mark.start - self.block[0] <= _MARGIN:
            return True
        before = self.text[mark.start - _MARGIN : mark.start].rstrip()[-1:]
        taken_up = self.next_opener is not None and not self.next_opener.double
        return before in {":", ","} or (taken_up and before in {".", "!", "?"})

    def _closer(self, place: int, double: bool) -> int | None:
        """The mark that closes the quotation opened by mark ``place``.

        A mark that only opens comes back where a second quotation begins before the first is
        closed. None where the paragraph ends first.
        """
        return self._double_closer(place) if double else self._single_closer(place)

    def _double_closer(self, place: int) -> int | None:
        if not self.double_closers[place + 1]:
            return None
        depth = 0
        for following in range(place + 1, len(self.marks)):
            mark = self.marks[following]
            if not mark.double:
                continue
            if mark.closes:
                if depth == 0:
                    return following
                depth -= 1
            elif self.double_closers[following] >= depth + 2:
                depth += 1
            else:
                return following
        return None

    def _single_closer(self, place: int) -> int | None:
        following = place + 1
        while following < len(self.marks):
            if self.next_closer[following] == len(self.marks):
                return None
            mark = self.marks[following]
            if mark.double:
                following = self._skip_double(following)
                continue
            if mark.closes and (mark.sure or self._closes_despite_s(following)):
                return following
            if mark.opens and not mark.closes:
                return following
            following += 1
        return None

    def _skip_double(self, place: int) -> int:
        """Past a double quotation within a single one; past the mark alone if it is unpaired."""
        if not self.marks[place].opens:
            return place + 1
        closer = self._double_closer(place)
        return place + 1 if closer is None or not self.marks[closer].closes else closer + 1

    def _closes_despite_s(self, place: int) -> bool:
        """Whether the mark of ``teams'`` closes: not where a sure closing mark comes first."""
        later = self.next_sure_closer[place + 1]
        if later < self.next_single_opener[place + 1]:
            return False
        reopened = self.next_opener is not None and not self.next_opener.double
        end = self.marks[place].end
        return not (reopened and self.text[end : end + _MARGIN].lstrip()[:1].islower())

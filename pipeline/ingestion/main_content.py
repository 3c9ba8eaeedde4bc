"""Which lines of a page are the article proper.

Three witnesses are heard: the page's containers (navigation, cookie notices, related stories),
trafilatura's extraction, and the element that holds most of what it extracted. A line is page
furniture where a container says so, or where it lies outside that element and was not extracted.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from lxml import etree

from pipeline.ingestion.metadata import page_titles
from pipeline.ingestion.pages import Line

__all__ = ["find_headline", "main_lines"]

# What trafilatura would log of a page without a story, a rejection says with a reason.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_FURNITURE_TAGS = frozenset("nav footer aside dialog form".split())
_FURNITURE_ROLES = frozenset(
    "navigation contentinfo complementary dialog alertdialog search menu menubar toolbar".split()
)
_FURNITURE_WORDS = frozenset(
    "ad ads adslot adunit advert advertisement advertising advertorial breadcrumb breadcrumbs "
    "ccc cmp comment comments consent cookie cookies cookiebar cookiebanner cookienotice "
    "cookiewall crumb crumbs disqus eucookie foot footer gdpr login masthead mpu nav navbar "
    "navigation "
    "newsletter newsletters onetrust outbrain pagination paywall popup promo promos promobox "
    "recirculation recommendations recommended registration related sidebar share sharebar "
    "sharelinks sharer sharetools sharing signin signup skip skiplink skiplinks social socials "
    "socialbar sponsored subscribe subscription taboola trending viafoura".split()
)
_FURNITURE_NAMES = re.compile(
    r"most[-_]?(?:read|popular|viewed)|read[-_]?(?:more|next)|more[-_](?:on|from|stories|like|news)"
    r"|also[-_](?:in|on|read)|see[-_]also|up[-_]next|back[-_]to[-_]top|site[-_](?:header|footer"
    r"|nav)"
    r"|privacy[-_](?:prompt|notice|banner|modal|bar)|in[-_]your[-_]area|share[-_]?(?:row|list|bar)",
    re.IGNORECASE,
)
_NAME_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_TITLE_BREAK = re.compile(r"\s+[|–—»·-]\s+|\s*[|»]\s*|:\s+")
_MOST_OF_BODY = 0.3
"""A container with more of the page's prose than this share is no furniture, whatever its name."""
_REGION_SHARE = 0.7
"""The article's element is the innermost one that holds this share of the extracted text."""
_SURELY_PROSE = 60
"""Characters of a line with a full stop that count as prose."""
_ALL_LINK = 0.8
"""A line of which more than this share is links is a list of links."""
_BYLINES = 6
"""So many lines at most come between a headline and the story: byline, date, picture."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)]*$")


def main_lines(
    root: etree._Element, lines: tuple[Line, ...], headline: int | None
) -> frozenset[int]:
    """Indexes of the lines that belong to the article.

    Args:
        root: the page; it is not altered.
        lines: its visible lines.
        headline: index of the headline's line, where it is known.
    """
    extracted = _extracted_places(root, lines)
    in_container = _in_furniture(root, lines, headline, extracted)
    found = frozenset(extracted) - in_container
    first = headline if headline is not None else min(found, default=0)
    last = _last_place(lines, found, in_container)
    story = {first} if headline is not None else set()
    for place in range(first, len(lines)):
        line = lines[place]
        if place <= last:
            belongs = place in found or not _is_links(line)
        else:
            belongs = place in found and _is_prose(line)
        if belongs and place not in in_container:
            story.add(place)
    return frozenset(story)


def _last_place(
    lines: tuple[Line, ...], found: frozenset[int], in_container: frozenset[int]
) -> int:
    """Where the story ends: up to here only lists of links are not its own.

    It ends with the last extracted line of the element that holds most of what was extracted, or
    with that element's last paragraph or sentence, unless the element is the whole page. Where
    nothing was extracted, it ends with the page.
    """
    region = _region(lines, found)
    if region is None:
        return len(lines) - 1
    whole_page = region.tag in {"body", "html"}
    return max(
        place
        for place, line in enumerate(lines)
        if _within(line.element, region)
        and (place in found or not (whole_page or place in in_container))
        and (place in found or _is_sentence(line) or _is_paragraph(line))
    )


def _is_paragraph(line: Line) -> bool:
    return line.element.tag in {"p", "li"} and not _is_links(line)


def _is_links(line: Line) -> bool:
    return line.linked > _ALL_LINK * len(line.text)


def _is_prose(line: Line) -> bool:
    return len(line.text) >= _SURELY_PROSE and _is_sentence(line)


def _is_sentence(line: Line) -> bool:
    return bool(_SENTENCE_END.search(line.text[-8:])) and not _is_links(line)


def _key(text: str) -> str:
    """What two renderings of one line share."""
    return _NOT_ALPHANUMERIC.sub("", text).casefold()


def _extracted_places(root: etree._Element, lines: tuple[Line, ...]) -> list[int]:
    """Indexes of the lines that trafilatura extracts; where it finds nothing, all prose."""
    import trafilatura  # slow to import, and of no use to runs without a new page

    extraction = trafilatura.extract(
        copy.deepcopy(root),
        favor_recall=True,
        include_comments=False,
        include_tables=True,
        include_formatting=False,
        include_links=False,
        deduplicate=False,
    )
    keys = {_key(line) for line in (extraction or "").splitlines()} - {""}
    found = [place for place, line in enumerate(lines) if _key(line.text) in keys]
    return found or [place for place, line in enumerate(lines) if _is_prose(line)]


def _in_furniture(
    root: etree._Element, lines: tuple[Line, ...], headline: int | None, extracted: list[int]
) -> frozenset[int]:
    """Indexes of the lines within navigation, notices, share bars and the like."""
    sizes = _sizes(lines[place] for place in extracted)
    total = max(sizes.get(root, 0), 1)
    kept = set(_ancestry(lines[headline].element)) if headline is not None else set()
    verdicts: dict[etree._Element, bool] = {}
    places = set()
    for place, line in enumerate(lines):
        unknown = []
        verdict = False
        for element in _ancestry(line.element):
            if element in verdicts:
                verdict = verdicts[element]
                break
            unknown.append(element)
        for element in reversed(unknown):
            verdict = verdict or (
                element not in kept
                and _is_furniture_container(element)
                and sizes.get(element, 0) <= _MOST_OF_BODY * total
            )
            verdicts[element] = verdict
        if verdict:
            places.add(place)
    return frozenset(places)


def _sizes(lines: Iterable[Line]) -> dict[etree._Element, int]:
    """For each element the characters of these lines in it."""
    sizes: dict[etree._Element, int] = defaultdict(int)
    for line in lines:
        for element in _ancestry(line.element):
            sizes[element] += len(line.text)
    return sizes


def _ancestry(element: etree._Element) -> Iterator[etree._Element]:
    yield element
    yield from element.iterancestors()


def _is_furniture_container(element: etree._Element) -> bool:
    if element.tag in _FURNITURE_TAGS:
        return not (element.tag == "footer" and _has_ancestor(element, "blockquote"))
    if element.get("role", "") in _FURNITURE_ROLES:
        return True
    if element.tag == "header":
        return not _has_ancestor(element, "article")
    return any(_names_furniture(element.get(name, "")) for name in ("class", "id", "data-testid"))


def _has_ancestor(element: etree._Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _names_furniture(value: str) -> bool:
    if _FURNITURE_NAMES.search(value):
        return True
    return any(part.casefold() in _FURNITURE_WORDS for part in _NAME_PART.findall(value))


def _region(lines: tuple[Line, ...], found: frozenset[int]) -> etree._Element | None:
    """The innermost element that holds most of the text that was found."""
    sizes = _sizes(lines[place] for place in found)
    total = sum(len(lines[place].text) for place in found)
    holding = [element for element, size in sizes.items() if size >= _REGION_SHARE * total]
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def _within(element: etree._Element, region: etree._Element | None) -> bool:
    return region is not None and any(one is region for one in _ancestry(element))


def find_headline(root: etree._Element, lines: tuple[Line, ...]) -> int | None:
    """Index of the headline's line: the heading that the page's title begins with, else the ``h1``.

    The site's own name, set as a heading that links to the front page, is no headline.
    """
    headings = [
        place
        for place, line in enumerate(lines)
        if line.element.tag in {"h1", "h2", "h3"} and not _is_site_name(line.element)
    ]
    for title in page_titles(root):
        parts = {_key(title), *(_key(part) for part in _TITLE_BREAK.split(title))}
        matching = [
            place
            for place in headings
            if (key := _key(lines[place].text)) and (_key(title).startswith(key) or key in parts)
        ]
        if matching:
            return max(matching, key=lambda place: (len(_key(lines[place].text)), -place))
    prose = [place for place, line in enumerate(lines) if _is_prose(line)]
    in_container = _in_furniture(root, lines, None, prose)
    free = [place for place in headings if place not in in_container]
    top = [place for place in [*free, *headings] if lines[place].element.tag == "h1"]
    if top:
        return top[0]
    start = min(frozenset(prose) - in_container, default=len(lines))
    return max((place for place in free if start - _BYLINES <= place < start), default=None)


def _is_site_name(heading: etree._Element) -> bool:
    links = [link.get("href", "") for link in heading.iter("a")]
    return any(href in {"/", "./"} or re.fullmatch(r"https?://[^/]+/?", href) for href in links)

"""What an article says of itself: its headline, who published it, and when."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from lxml import etree

from pipeline.ingestion.dates import date_of_lines, date_of_timestamp, holds_date
from pipeline.ingestion.pages import Line

__all__ = ["page_date", "page_outlet", "page_titles", "text_date", "text_outlet", "text_title"]

_PUBLISHED = (
    "article:published_time og:published_time datepublished parsely-pub-date sailthru.date pubdate "
    "publishdate publish-date publication_date dcterms.issued dcterms.created dc.date.issued "
    "dc.date.created dc.date dcterms.date date govuk:first-published-at"
).split()
"""Names of meta elements that hold the date of publication, the most reliable first."""
_STORIES = frozenset("newsarticle article blogposting reportagenewsarticle report webpage".split())
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_TITLE_BREAK = re.compile(r"\s+[|–—»·-]\s+|\s*[|»]\s*")
_LONGEST_OUTLET = 60
_SECTIONS = re.compile(
    r"(?:home|(?:uk|local|latest|breaking|home|world|branch|more|press|media) )?(?:news|politics"
    r"|education|health|society|crime|opinion|sport|blog|releases?|notices?)|home|gov",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"(?:(?:[A-Z][\w'’.-]*|&|and|of|the|The) ){1,6}(?:Advertiser|Argus|Bulletin|Chronicle|Courier"
    r"|Echo|Enquirer|Examiner|Gazette|Guardian|Herald|Journal|Messenger|Mercury|Observer"
    r"|Recorder|Sentinel|Telegraph|Times|Tribune|(?:Evening|Morning|Daily|Sunday) "
    r"[A-Z]\w+|FM News|Radio News|Radio)(?: (?:and|&) [A-Z]\w+)?"
)
"""Names of newspapers and local stations, by the words that these names end with."""
_BROADCASTER = re.compile(
    r"BBC News(?: Online)?|ITV News(?: [A-Z]\w+)?|Sky News|Channel 4 News|PA(?: Media)?"
)
_SOURCE = re.compile(r"(?:Source|Publication|Publisher|Outlet|First published in)\s?: (?P<name>.+)")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|Copyright)\s*(?:©\s*)?(?:\d{4}(?:\s?[-–]\s?\d{4})?\s*)?(?P<name>[A-Z][^.|,;]{2,60})"
)
_TITLE_MARK = re.compile(r"(?:#{1,6}|(?:title|headline)\s?:)\s+", re.IGNORECASE)
"""What marks a headline as one: Markdown, or a form's label."""
_YEAR_AFTER = re.compile(r"\s+(?:19|20)\d\d\W*$")
_PART_BREAK = re.compile(r"\s*[|,·•]\s*|\s+[–—-]\s+")
_MASTHEAD_LINES = 8
_LAST_LINES = 4
_BYLINE = re.compile(r"(?:by|words|report|from our|posted by|picture)\b[: ]", re.IGNORECASE)
_LABEL_LINE = re.compile(
    r"(?:press|news|media) (?:release|notice|statement)|embargo|for (?:immediate )?(?:release|use)"
    r"|not for (?:use|publication)|in brief|exclusive|opinion|comment|feature|review",
    re.IGNORECASE,
)
_HEADLINE_LINES = 6
_LONGEST_HEADLINE = 200
_MASTHEAD_WORDS = 5
_STATEMENT = re.compile(r"[.;:,][\"'”’)]*$")


def _key(text: str) -> str:
    return _NOT_ALPHANUMERIC.sub("", text).casefold()


def page_titles(root: etree._Element) -> tuple[str, ...]:
    """Titles that a page's head gives it: ``og:title``, then ``title``."""
    named = [content for name, content in _metas(root) if name in {"og:title", "twitter:title"}]
    titled = [element.text or "" for element in root.iter("title")][:1]
    return tuple(text for value in [*named, *titled] if (text := " ".join(value.split())))


def _metas(root: etree._Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        content = " ".join(str(meta.get("content") or "").split())
        if name and content:
            yield str(name).casefold(), content


def _records(root: etree._Element) -> Iterator[dict[str, object]]:
    """The page's JSON-LD records about a story."""
    for script in root.iter("script"):
        if script.get("type") != "application/ld+json":
            continue
        try:
            found = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [found]
        for _ in range(1000):
            if not waiting:
                break
            one = waiting.pop(0)
            if isinstance(one, list):
                waiting.extend(one)
            elif isinstance(one, dict):
                waiting.extend(one[key] for key in ("@graph", "mainEntity") if key in one)
                if _STORIES.intersection(kind.casefold() for kind in _kinds(one)):
                    yield one


def _kinds(record: dict[str, object]) -> list[str]:
    kind = record.get("@type")
    return [str(one) for one in kind] if isinstance(kind, list) else [str(kind)]


def page_date(root: etree._Element, lines: Sequence[Line], headline: int | None) -> str | None:
    """When the page was published: by its records, its ``time`` element, or its dateline."""
    stamps = [
        str(record["datePublished"]) for record in _records(root) if "datePublished" in record
    ]
    metas = list(_metas(root))
    stamps += [content for wanted in _PUBLISHED for name, content in metas if name == wanted]
    stamps += [
        str(time.get("datetime"))
        for time in root.iter("time")
        if time.get("datetime") and "datePublished" in str(time.get("itemprop"))
    ]
    for stamp in stamps:
        if found := date_of_timestamp(stamp):
            return found
    start = max(0, (headline or 0) - 3)
    around = [line.text for line in lines[start:]]
    return date_of_lines(around) or _time_beside(lines, headline)


def _time_beside(lines: Sequence[Line], headline: int | None) -> str | None:
    """The first ``time`` element in the lines just under the headline."""
    if headline is None:
        return None
    for line in lines[headline : headline + _HEADLINE_LINES]:
        for time in line.element.iter("time"):
            if "updat" in line.text.casefold():
                continue
            if found := date_of_timestamp(str(time.get("datetime") or "")):
                return found
    return None


def page_outlet(root: etree._Element, lines: Sequence[Line], headline: int | None) -> str | None:
    """Who published the page: by its records, else by what its title adds to the headline."""
    named = [content for name, content in _metas(root) if name == "og:site_name"]
    for record in _records(root):
        publisher = record.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            named.append(str(publisher["name"]))
    named += [content for name, content in _metas(root) if name == "application-name"]
    for name in named:
        if 0 < len(name) <= _LONGEST_OUTLET:
            return " ".join(name.split())
    story = _key(lines[headline].text) if headline is not None else ""
    return next(
        (found for title in page_titles(root) if (found := _title_outlet(title, story))), None
    )


def _title_outlet(title: str, story: str) -> str | None:
    """What stands in a page's title beside the story's headline (``story`` is its key)."""
    parts = _TITLE_BREAK.split(title)
    if len(parts) > 1 and (_is_story(parts[:-1], story) or "|" in title):
        name = parts[-1].strip()
    elif ": " in title and story and _key(title.partition(": ")[2]) == story:
        name = title.partition(": ")[0].strip()
    else:
        return None
    fits = 1 < len(name) <= _LONGEST_OUTLET and _key(name) != story and name[:1].isupper()
    return name if fits and not _SECTIONS.fullmatch(name) and name[-1] not in "?!…" else None


def _is_story(parts: list[str], story: str) -> bool:
    return bool(story) and (_key("".join(parts)).startswith(story) or _key(parts[0]) == story)


def text_date(lines: Sequence[str]) -> str | None:
    """When a plain text was published, by its datelines."""
    return date_of_lines(lines)


def text_outlet(lines: Sequence[str]) -> str | None:
    """Who published a plain text, where a masthead, a byline or the small print names it."""
    edges = [*lines[:_MASTHEAD_LINES], *lines[_MASTHEAD_LINES:][-_LAST_LINES:]]
    for line in edges:
        if found := _SOURCE.fullmatch(line):
            return _short(found["name"])
    for line in edges[:_MASTHEAD_LINES]:
        if len(line) > 2 * _LONGEST_OUTLET:
            continue
        for part in _PART_BREAK.split(line):
            cased = part.title() if part.isupper() else part
            if (_PAPER.fullmatch(cased) or _BROADCASTER.fullmatch(part)) and _short(part):
                return part
    for line in edges:
        if (found := _COPYRIGHT.match(line)) and _PAPER.search(found["name"]):
            return _short(_YEAR_AFTER.sub("", found["name"]))
    return None


def _short(name: str) -> str | None:
    trimmed = " ".join(name.split()).strip(" .")
    return trimmed if 1 < len(trimmed) <= _LONGEST_OUTLET else None


def text_title(lines: Sequence[str]) -> str | None:
    """The headline of a plain text: a short line at its top that is no sentence.

    A few capitalised words above a longer headline are the masthead of a paper.

    Args:
        lines: the lines that are not page furniture, in order.
    """
    candidates: list[str] = []
    for line in lines[:_HEADLINE_LINES]:
        if _is_heading_matter(line):
            continue
        if not _is_headline(line):
            break
        candidates.append(_TITLE_MARK.sub("", " ".join(line.split()), count=1))
    if len(candidates) > 1 and _is_masthead(candidates[0]) and not _is_masthead(candidates[1]):
        return candidates[1]
    return candidates[0] if candidates else None


def _is_heading_matter(line: str) -> bool:
    """Whether a line at the top is a masthead, a label, a byline or a dateline."""
    if holds_date(line) or _BYLINE.match(line) or (_LABEL_LINE.match(line) and len(line) < 60):
        return True
    start = line[:_LONGEST_HEADLINE]
    if start.count("|") > 1 or any(_PAPER.fullmatch(part) for part in _PART_BREAK.split(start)):
        return True
    return len(start.split()) < 3


def _is_masthead(line: str) -> bool:
    words = re.findall(r"[^\W\d_][\w'’-]*", line)
    named = all(word[0].isupper() or word in {"of", "and", "the", "in", "for"} for word in words)
    return len(words) <= _MASTHEAD_WORDS and named


def _is_headline(line: str) -> bool:
    return len(line) <= _LONGEST_HEADLINE and not _STATEMENT.search(line[-8:])

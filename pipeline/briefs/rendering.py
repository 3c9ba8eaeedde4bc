"""Brief → files: JSON, Markdown, HTML with its articles, and Word, all from one page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from pipeline.briefs.article_page import ArticlePage, make_article_page
from pipeline.briefs.index_page import IndexPage, make_index_page
from pipeline.briefs.notes import NOT_STATED, UNSURE
from pipeline.briefs.page import Changes, Page, make_page
from pipeline.briefs.plain_text import escape_markdown, shown_date, unique_slug
from pipeline.briefs.rendering_json import brief_as_json
from pipeline.briefs.rendering_word import word_document
from pipeline.schema import Brief, TaggedArticle

__all__ = [
    "brief_as_json",
    "render_article",
    "render_html",
    "render_index",
    "render_markdown",
    "write_brief",
    "write_index",
]

_ARTICLES = "articles"
"""The folder, beside the briefs, of the pages of their articles."""


def write_brief(
    brief: Brief,
    articles: Mapping[str, TaggedArticle],
    folder: Path,
    taken: set[str],
    changes: Changes | None = None,
) -> tuple[Path, ...]:
    """Write a brief in all formats, and the pages of the articles that it cites.

    Args:
        brief: the brief.
        articles: its articles by name.
        folder: where to; made if it is missing.
        taken: file names in use; the brief's own is added.
        changes: how it differs from the version before, where there is one.

    Returns:
        The paths: JSON, Markdown, HTML, Word, then the articles' pages.

    Raises:
        ValueError: a piece of evidence lies in no sentence of its article.
        KeyError: an article that the brief cites is missing.
    """
    page = make_page(brief, articles, changes)
    slug = unique_slug(page.title, taken)
    files: dict[str, bytes] = {
        f"{slug}.json": _json(brief, changes).encode("utf-8"),
        f"{slug}.md": render_markdown(page, slug).encode("utf-8"),
        f"{slug}.html": render_html(page, slug).encode("utf-8"),
        f"{slug}.docx": word_document(page, brief.made_at),
    }
    for reference, article in zip(brief.articles, page.articles, strict=True):
        shown = make_article_page(articles[reference.article], article, page)
        files[article_file(slug, article.number)] = render_article(shown, slug).encode("utf-8")
    return tuple(_replace(folder / name, content) for name, content in files.items())


def write_index(briefs: Iterable[Brief], files: Iterable[tuple[Path, ...]], folder: Path) -> Path:
    """Write ``index.html``: every brief, the newest first, with ratings over time.

    Args:
        briefs: the briefs.
        files: for each brief the paths that :func:`write_brief` gave.
        folder: where to; made if it is missing.
    """
    page = make_index_page(briefs, files, folder)
    return _replace(folder / "index.html", render_index(page).encode("utf-8"))


def article_file(slug: str, number: int) -> str:
    """Where the page of a brief's article lies, seen from the brief."""
    return f"{_ARTICLES}/{slug}-{number}.html"


def render_markdown(page: Page, slug: str) -> str:
    """The brief as Markdown; no article's text is taken for markup."""
    return _render("brief.md", page=page, slug=slug)


def render_html(page: Page, slug: str) -> str:
    """The brief as one HTML page without scripts; all text escaped."""
    return _render("brief.html", page=page, slug=slug)


def render_article(page: ArticlePage, slug: str) -> str:
    """An article as one HTML page, its tagged and cited sentences marked; all text escaped."""
    return _render("article.html", page=page, slug=slug)


def render_index(page: IndexPage) -> str:
    """The index as one HTML page without scripts; all text escaped."""
    return _render("index.html", page=page)


def _render(template: str, **values: object) -> str:
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipeline.briefs", "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(md=escape_markdown, date=_shown_date)
    environment.globals.update(article_file=article_file, not_stated=NOT_STATED, unsure=UNSURE)
    return environment


def _shown_date(value: str | None) -> str:
    return shown_date(value) if value else NOT_STATED


def _json(brief: Brief, changes: Changes | None) -> str:
    return json.dumps(brief_as_json(brief, changes), ensure_ascii=False, indent=2) + "\n"


def _replace(path: Path, content: bytes) -> Path:
    """Write a file in one step, so that nobody finds half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f"{path.name}.part")
    scratch.write_bytes(content)
    scratch.replace(path)
    return path

"""Sources → documents → articles: folders, feeds, pages, exports, PDF and Word files."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import MutableMapping
from pathlib import Path

import pytest
from docx import Document

from pipeline.errors import InputRejected
from pipeline.ingestion import RawDocument, Validators, collect_documents, read_document
from pipeline.ingestion.pdf import join_wrapped_lines
from pipeline.schema import Rejection
from pipeline.sources import (
    FeedSource,
    FetchLimits,
    FolderSource,
    JsonLinesSource,
    PagesSource,
    ReadLimits,
    Source,
)
from tests.ingestion.conftest import Site

LOCAL = FetchLimits(allow_private_addresses=True, delay_seconds=0)
PROSE = (
    "Inspectors found that staff at the Oakmere office were kind, but that risk assessments were "
    "missing from nine of the 30 files that they read during their visit in the spring."
)
PAGE = f"<html><head><title>x</title></head><body><h1>Office praised</h1><p>{PROSE}</p></body>"


def collect(
    *sources: Source,
    base: Path = Path(),
    validators: MutableMapping[str, Validators] | None = None,
    limits: ReadLimits | None = None,
) -> list[RawDocument | Rejection]:
    found = collect_documents(sources, base, limits or ReadLimits(), LOCAL, validators)
    return list(found)


def names(found: list[RawDocument | Rejection]) -> list[str]:
    return [
        one.name if isinstance(one, RawDocument) else f"{one.article}: {one.reason}"
        for one in found
    ]


def pdf_of(*lines: str) -> bytes:
    """A PDF of one page, written by hand."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    stream = f"BT /F1 11 Tf 14 TL 40 780 Td\n{shown}ET".encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(body)
    body += b"xref\n0 6\n0000000000 65535 f \n"
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    body += b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(body)


def docx_of(*paragraphs: str) -> bytes:
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.add_paragraph("late staff", style="List Bullet")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Staffing", "Good"
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def test_a_folder_with_patterns(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.png", "drafts/d.txt", "2024/e.html", "2024/07/f.txt"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PROSE, encoding="utf-8")

    def chosen(**options: object) -> list[str]:
        source = FolderSource.model_validate({"path": "in", **options})
        return names(collect(source, base=tmp_path))

    assert chosen() == ["a.txt", "b.txt", "2024/e.html", "2024/07/f.txt", "drafts/d.txt"]
    assert chosen(recursive=False) == ["a.txt", "b.txt"]
    assert chosen(include=["*.html", "a*"]) == ["a.txt", "2024/e.html"]
    assert chosen(include=["2024/**/*.txt"]) == ["2024/07/f.txt"]
    assert chosen(exclude=["drafts/*", "2024/**/*"]) == ["a.txt", "b.txt"]
    assert chosen(include=["2024/*"]) == ["2024/e.html"]


def test_links_pipes_and_folders_called_articles_do_no_harm(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    (inside / "folder.txt").mkdir(parents=True)
    (tmp_path / "secret.txt").write_text(PROSE, encoding="utf-8")
    (inside / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "nowhere.txt").symlink_to(inside / "gone.txt")
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "up").symlink_to(tmp_path)
    os.mkfifo(inside / "pipe.txt")
    assert names(collect(FolderSource(path=inside))) == [
        "loop.txt: unreadable",
        "nowhere.txt: unreadable",
        "out.txt: outside",
        "pipe.txt: unreadable",
    ]


def test_two_sources_with_files_of_one_name(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(PROSE + folder, encoding="utf-8")
    sources = [FolderSource(path=Path(folder)) for folder in ("a", "b", "a")]
    assert names(collect(*sources, base=tmp_path)) == ["x.txt", "x.txt (2)"]


def test_a_hash_is_that_of_what_would_be_read() -> None:
    one, same = RawDocument.of("a", "x", b"1"), RawDocument.of("b", "y", b"1")
    assert one.content_hash == same.content_hash
    assert one.content_hash != RawDocument.of("a", "x", b"2").content_hash


def test_an_export(tmp_path: Path) -> None:
    records = [
        {"text": PROSE, "title": " A\u202e\ntitle ", "outlet": "Echo", "date": "2024-07-18T23:30Z",
         "url": "https://example.org/a", "other": 1},
        {"html": PAGE},
        {"title": "nothing"},
        [1],
    ]  # fmt: skip
    lines = [json.dumps(record) for record in records]
    (tmp_path / "e.jsonl").write_text(
        "\n".join([*lines, "", "{broken", "[" * 100_000, '{"text": "\\ud800"}', "x" * 200_000]),
        encoding="utf-8",
    )
    found = collect(
        JsonLinesSource(kind="json-lines", path=Path("e.jsonl")),
        base=tmp_path,
        limits=ReadLimits(max_bytes=150_000),
    )
    assert names(found) == [
        "https://example.org/a",
        "e.jsonl:2",
        *(f"e.jsonl:{number}: record" for number in (3, 4, 6, 7, 8)),
        "e.jsonl:9: too-large",
    ]
    first, second = found[:2]
    assert isinstance(first, RawDocument)
    article = read_document(first)
    assert (article.text, article.title, article.outlet, article.date) == (
        PROSE, "A title", "Echo", "2024-07-19",
    )  # fmt: skip
    assert isinstance(second, RawDocument)
    assert read_document(second).title == "Office praised"


def test_a_feed_and_its_pages(site: Site) -> None:
    site.page("/1", PAGE, Content_Type="text/html", ETag='"p1"')
    site.page("/2", PAGE.replace("praised", "scolded"), Content_Type="text/html")
    feed = site.page(
        "/feed",
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Echo</title>'
        "<item><title>One &amp; only</title><link>/1</link>"
        "<pubDate>Thu, 18 Jul 2024 23:30:00 GMT</pubDate></item>"
        "<item><link>/2</link></item><item><link>/1</link></item>"
        "<item><link>/gone</link></item><item/></channel></rss>",
        ETag='"f1"',
    )
    known: dict[str, Validators] = {}
    found = collect(FeedSource(kind="feed", url=feed, outlet="Echo"), validators=known)
    assert names(found) == [
        site.url + "/1",
        site.url + "/2",
        f"{site.url}/gone: fetch-failed",
        f"{feed}#5: feed",
    ]
    first = found[0]
    assert isinstance(first, RawDocument)
    article = read_document(first)
    assert (article.title, article.outlet, article.date) == ("One & only", "Echo", "2024-07-19")
    assert first.validators == Validators(etag='"p1"')
    assert known == {}  # the page that failed is asked for again


def test_a_feed_read_for_its_own_text(site: Site) -> None:
    feed = site.page(
        "/feed",
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Echo</title><entry>'
        '<title>Office &lt;b>praised</title><link href="https://example.org/1"/>'
        f'<content type="html">&lt;p&gt;{PROSE}&lt;/p&gt;</content></entry></feed>',
        ETag='"f1"',
    )
    known: dict[str, Validators] = {}
    source = FeedSource(kind="feed", url=feed, pages=False)
    found = collect(source, validators=known)
    assert names(found) == ["https://example.org/1"]
    assert isinstance(found[0], RawDocument)
    assert PROSE in read_document(found[0]).text
    assert known == {feed: Validators(etag='"f1"')}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not a feed",
        b"\x00\xff" * 500,
        b"<html><body>hello</body></html>",
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel/></rss>',
        b"<rss version='2.0'>" + b"<channel>" * 5000,
    ],
)
def test_what_is_no_feed(site: Site, body: bytes) -> None:
    feed = site.page("/feed", body)
    assert names(collect(FeedSource(kind="feed", url=feed))) == [f"{feed}: feed"]


def test_pages_a_pdf_among_them(site: Site) -> None:
    words = PROSE.split()
    lines = [" ".join(words[start : start + 12]) for start in range(0, len(words), 12)]
    urls = (
        site.page("/a.pdf", pdf_of("Office praised", *lines), Content_Type="application/pdf"),
        site.page("/b", PAGE, Content_Type="text/html; charset=utf-8"),
    )
    found = collect(PagesSource(kind="pages", urls=urls, outlet="Echo"))
    assert names(found) == list(urls)
    articles = [read_document(one) for one in found if isinstance(one, RawDocument)]
    assert articles[0].text == f"Office praised\n{PROSE}"
    assert [article.outlet for article in articles] == ["Echo", "Echo"]


def test_a_word_file() -> None:
    article = read_document(
        RawDocument.of("a", "a.docx", docx_of("Office praised by inspectors", PROSE))
    )
    lines = [line for line in article.text.split("\n") if line]
    assert lines == ["Office praised by inspectors", PROSE, "• late staff", "Staffing Good"]
    assert article.title == "Office praised by inspectors"


def _zip(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (docx_of(PROSE)[:2000], "unreadable"),
        (_zip({"a.txt": b"a"}), "binary"),
        (_zip({"word/document.xml": b"<a/>"}), "unreadable"),
        (_zip({"word/document.xml": bytes(60_000_000)}), "too-large"),
        (_zip({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "unreadable"),
        (_zip({"word/document.xml": b"", **{f"{n}": b"" for n in range(2001)}}), "too-large"),
        (docx_of(PROSE).replace(PROSE.encode(), b""), "unreadable"),
        (b"%PDF-1.7 broken", "unreadable"),
        (pdf_of(), "empty"),
    ],
)
def test_word_and_pdf_files_that_are_refused(content: bytes, reason: str) -> None:
    if content.startswith(b"PK") and reason == "unreadable" and len(content) > 5000:
        content = content[:-30]
    with pytest.raises(InputRejected) as caught:
        read_document(RawDocument.of("a", "a", content))
    assert caught.value.reason == reason


def test_lines_of_a_pdf_are_joined_to_paragraphs() -> None:
    lines = [
        "Office praised",
        "Inspectors found that nearly all of the staff were well su-",
        "pported by the managers of the unit, and that the records",
        "were good. They read nine of them.",
        "• late staff",
    ]
    assert join_wrapped_lines(lines).split("\n") == [
        "Office praised",
        "Inspectors found that nearly all of the staff were well supported by the managers of the "
        "unit, and that the records were good. They read nine of them.",
        "• late staff",
    ]

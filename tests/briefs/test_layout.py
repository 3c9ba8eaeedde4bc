"""How the pages come out of a real browser and a real word processor."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import escape
from pathlib import Path

import pytest
from lxml import html
from rendering_samples import detailed_brief, sparse_brief

from pipeline.briefs.page import Changes
from pipeline.briefs.rendering import write_brief, write_index

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PLAIN_FONTS = Path("/usr/share/fonts/truetype/dejavu")
FONT_SETTINGS = f"""<?xml version="1.0"?>
<fontconfig>
<dir>{PLAIN_FONTS}</dir>
<cachedir prefix="xdg">fonts</cachedir>
<include ignore_missing="yes">/etc/fonts/conf.d</include>
<selectfont><rejectfont>
<glob>*Condensed*</glob><glob>*TeXGyre*</glob><glob>*iberation*</glob>
</rejectfont></selectfont>
</fontconfig>
"""
"""Only the wide fonts of a bare Debian, none of the narrower ones that the pages ask for first."""

MEASURE = """
const sizes = [...document.querySelectorAll("iframe")].map(frame => {
  const page = frame.contentDocument;
  const boxes = [page.documentElement, ...page.querySelectorAll(".scroll")];
  return boxes.map(box => box.scrollWidth - box.clientWidth);
});
document.getElementById("sizes").textContent = JSON.stringify(sizes);
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fullest brief of the samples, the sparsest, and their index."""
    folder = tmp_path_factory.mktemp("layout")
    taken: set[str] = set()
    lines = ("Overall rating: not stated → Inadequate", "2 findings added", "1 source added")
    changes = Changes("2024-07-19T08:05:00+00:00", lines)
    brief, articles = detailed_brief()
    files = [write_brief(brief, articles, folder, taken, changes)]
    sparse, its_articles = sparse_brief()
    files.append(write_brief(sparse, its_articles, folder, taken))
    write_index([brief, sparse], files, folder)
    return folder


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Settings of the environment that leave programs the plain fonts alone, where they exist."""
    folder = tmp_path_factory.mktemp("fonts")
    (folder / "fonts.conf").write_text(FONT_SETTINGS, encoding="utf-8")
    found = {**os.environ, "XDG_CACHE_HOME": str(folder)}
    if PLAIN_FONTS.is_dir():
        found["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    return found


def browse(page: Path, environment: dict[str, str], *options: str) -> str:
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip("no browser: apt-get install chromium")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
    flags += ["--disable-extensions", f"--user-data-dir={page.parent / 'profile'}", *options]
    done = subprocess.run(
        [browser, *flags, page.as_uri()],
        check=True,
        capture_output=True,
        timeout=120,
        env=environment,
    )
    return done.stdout.decode("utf-8")


def count_pages(document: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", document.read_bytes()))


def test_the_fullest_brief_prints_on_one_page(
    folder: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    page = tmp_path / "brief.html"
    shutil.copy(folder / "marlow-vale-probation-delivery-unit.html", page)
    printed = tmp_path / "brief.pdf"
    browse(page, environment, "--no-pdf-header-footer", f"--print-to-pdf={printed}")
    assert count_pages(printed) == 1


def test_word_documents_have_one_page(
    folder: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice: apt-get install libreoffice-writer")
    documents = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*convert, *map(str, documents)],
        check=True,
        capture_output=True,
        timeout=240,
        env=environment,
    )
    found = {path.stem: count_pages(path) for path in tmp_path.glob("*.pdf")}
    assert found == {path.stem: 1 for path in documents}


def test_nothing_is_cut_off_on_a_desktop_or_a_telephone(
    folder: Path, tmp_path: Path, environment: dict[str, str]
) -> None:
    """At 320 pixels the index's tables scroll within the page; all else fits."""
    brief = folder / "marlow-vale-probation-delivery-unit.html"
    article = folder / "articles" / "marlow-vale-probation-delivery-unit-1.html"
    shown = [(folder / "index.html", 1100), (brief, 1100), (brief, 320), (article, 320)]
    shown.append((folder / "index.html", 320))
    frames = "".join(
        f'<iframe width="{width}" height="600" srcdoc="{escape(path.read_text("utf-8"))}"></iframe>'
        for path, width in shown
    )
    page = tmp_path / "frames.html"
    script = f"<script>addEventListener('load', () => {{{MEASURE}}})</script>"
    head = '<!doctype html><meta charset="utf-8">'
    page.write_text(f"{head}{frames}<p id='sizes'></p>{script}", encoding="utf-8")
    seen = html.fromstring(browse(page, environment, "--dump-dom", "--window-size=1200,800"))
    sizes = json.loads(seen.get_element_by_id("sizes").text)
    assert len(sizes) == len(shown)
    for (path, width), overflow in zip(shown, sizes, strict=True):
        of_page, *of_tables = overflow
        assert of_page <= 0, (path.name, width)
        assert width == 320 or max(of_tables, default=0) <= 0, (path.name, width)

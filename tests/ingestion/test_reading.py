"""Files → articles, and the reasons why some are rejected."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import InputRejected
from pipeline.ingestion import is_supported, read_article
from pipeline.schema import Article
from pipeline.sources import ReadLimits

PROSE = (
    "Inspectors found that staff at the Oakmere office were kind, but that risk assessments were "
    "missing from nine of the 30 files that they read.\n\n"
    "“We were surprised,” said the chief inspector, Ruth Tamblyn, “by how little was written down.”"
)


def _write(folder: Path, content: str | bytes, name: str = "story.txt") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _reason(path: Path, **options: int) -> tuple[str, str]:
    with pytest.raises(InputRejected) as caught:
        read_article(path, limits=ReadLimits(**options))
    return str(caught.value.reason), str(caught.value)


def _furniture(article: Article) -> list[str]:
    return [span.text for span in article.furniture]


def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    text = "Probation office praised\r\n\r\n" + PROSE + " \r\n\t trailing\n\n"
    assert read_article(_write(tmp_path, text)).text == text


def test_name_is_the_file_name_unless_given(tmp_path: Path) -> None:
    path = _write(tmp_path, PROSE)
    assert read_article(path).name == "story.txt"
    assert read_article(path, name="north/story.txt").name == "north/story.txt"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_honoured_and_left_out(tmp_path: Path, encoding: str) -> None:
    assert read_article(_write(tmp_path, PROSE.encode(encoding))).text == PROSE


def test_text_in_another_encoding_names_the_byte_and_the_remedy(tmp_path: Path) -> None:
    content = "A £2m office. ".encode() + "“Nobody asked.”".encode("cp1252")
    reason, message = _reason(_write(tmp_path, content))
    assert reason == "encoding"
    assert "byte 0x93 at offset 15" in message
    assert "iconv -f WINDOWS-1252 -t UTF-8 story.txt" in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        ("\u00a0\u2003".encode(), "empty"),
        (b"%PDF-1.7 and some words", "unreadable"),
        (b"PK\x03\x04word/document.xml", "unreadable"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"Inspectors found\x00 that staff", "binary"),
        (b"\x01\x02\x03 words", "binary"),
        (b"Home\nNews\nSport\nWeather\n", "no-article"),
        (b"Man jailed for taking a bus from the depot and driving to Fell End\n" * 9, "no-article"),
    ],
)
def test_what_is_no_article_is_rejected(tmp_path: Path, content: bytes, reason: str) -> None:
    found, message = _reason(_write(tmp_path, content))
    assert found == reason
    assert message.startswith("story.txt: ")
    assert "expected" in message


def test_size_is_checked_before_reading(tmp_path: Path) -> None:
    reason, message = _reason(_write(tmp_path, "x" * 101), max_bytes=100)
    assert reason == "too-large"
    assert "101 bytes; expected an article of at most 100" in message


def test_a_missing_file_and_a_folder_are_unreadable(tmp_path: Path) -> None:
    assert _reason(tmp_path / "nowhere.txt")[0] == "unreadable"
    assert _reason(tmp_path)[0] == "unreadable"


def test_an_article_on_one_line_is_an_article(tmp_path: Path) -> None:
    text = PROSE.replace("\n\n", " ") + " Press desk: weekdays only"
    assert read_article(_write(tmp_path, text)).text == text


def test_a_stray_control_character_is_no_reason_to_reject(tmp_path: Path) -> None:
    text = PROSE * 10 + "\x08"
    assert read_article(_write(tmp_path, text)).text == text


def test_furniture_in_plain_text_is_marked_line_by_line(tmp_path: Path) -> None:
    text = (
        f"Office praised by its inspectors\n Picture: Jo Bell/Fell Press \n{PROSE}\nRead more: Lido"
    )
    article = read_article(_write(tmp_path, text))
    assert _furniture(article) == ["Picture: Jo Bell/Fell Press", "Read more: Lido"]
    assert article.title == "Office praised by its inspectors"


@pytest.mark.parametrize(
    ("name", "supported"),
    [
        ("a.txt", True),
        ("a.HTML", True),
        ("a.htm", True),
        ("article", True),
        ("fell.2024-07", True),
        ("a.pdf", True),
        ("a.docx", True),
        ("notes.md", False),
        ("picture.JPG", False),
    ],
)
def test_is_supported(name: str, supported: bool) -> None:
    assert is_supported(Path(name)) is supported


def test_a_file_without_suffix_is_looked_into(tmp_path: Path) -> None:
    page = f"<!-- saved --><!DOCTYPE html><html><body><p>{PROSE}</p></body></html>"
    assert "<p>" not in read_article(_write(tmp_path, page, "saved")).text
    assert read_article(_write(tmp_path, PROSE, "saved")).text == PROSE


def test_plain_text_called_a_page_keeps_its_lines(tmp_path: Path) -> None:
    assert read_article(_write(tmp_path, PROSE, "story.html")).text == PROSE


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=utf-8">', "utf-8"),
        ("", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_own_encoding(
    tmp_path: Path, declaration: str, encoding: str
) -> None:
    page = f"<html><head>{declaration}</head><body><p>{PROSE} £2m</p></body></html>"
    text = read_article(_write(tmp_path, page.encode(encoding), "story.html")).text
    assert "“We were surprised,”" in text
    assert text.endswith("£2m")


def test_a_page_that_breaks_its_declaration_is_rejected(tmp_path: Path) -> None:
    page = f'<html><head><meta charset="utf-8"></head><body>{PROSE}</body></html>'
    reason, message = _reason(_write(tmp_path, page.encode("cp1252"), "story.html"))
    assert reason == "encoding"
    assert "0x93" in message
    unknown = page.replace("utf-8", "klingon-9")
    assert _reason(_write(tmp_path, unknown, "other.html"))[0] == "encoding"


def test_a_page_too_deep_to_read_whole_is_unreadable(tmp_path: Path) -> None:
    page = "<html><body>" + "<div>" * 50_000 + PROSE
    reason, message = _reason(_write(tmp_path, page, "deep.html"))
    assert reason == "unreadable"
    assert "256" in message


def test_entities_of_a_page_are_neither_expanded_nor_fetched(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE x [<!ENTITY a "AAAAAAAA"><!ENTITY b "&a;&a;&a;&a;">'
        f'<!ENTITY f SYSTEM "file:///etc/hostname">]><html><body><p>{PROSE}</p><p>&b;&f;</p></body>'
    )
    text = read_article(_write(tmp_path, page, "bomb.html")).text
    assert "AAAAAAAAAAAAAAAA" not in text
    assert "&f;" in text


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=400) | st.text(alphabet="<>/abpdivh1&;=\"' \n", max_size=400))
@pytest.mark.parametrize("name", ["any.txt", "any.html", "any"])
def test_any_text_is_read_or_rejected(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes((PROSE + "\n" + text).encode("utf-8", "replace"))
    with suppress(InputRejected):
        assert read_article(path).text.strip()

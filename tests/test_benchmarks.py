"""The articles of the benchmarks: different articles on different inspections."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Article 4 of the training split, and its copies 1, 8 and 63."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from benchmarks._articles import Corpus

    corpus = Corpus()
    size = len(corpus.articles)
    made = [4 + copy * size for copy in (0, 1, 8, 63)]
    for number in made:
        corpus.write(tmp_path, range(number, number + 1))
        assert corpus.labels_of(f"{number:06}-x.txt") is corpus.articles[4]
    files = sorted(tmp_path.iterdir())
    first = [file.read_text(encoding="utf-8") for file in files]
    assert first[0] == corpus.articles[4].text
    corpus.write(tmp_path, range(made[1], made[1] + 1))
    assert [file.read_text(encoding="utf-8") for file in files] == first
    return first


def test_each_copy_has_places_of_its_own(texts: list[str]) -> None:
    assert len(set(texts)) == 4
    lines = {text.count("\n") for text in texts}
    assert len(lines) == 1
    for text, suffix in zip(texts[1:], ("ashbury", "ashminster", "holhurst"), strict=True):
        assert suffix in text

"""Articles for benchmarks: the corpus's training articles, each copy with places of its own.

No two are the same article, and the inspections of two copies are different ones. They are made
where they are needed and never stored with the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pipeline.inspections.names import DIRECTIONS, components
from pipeline.labels import LabelledArticle, read_inspections, read_sentences, read_splits

__all__ = ["ROOT", "Corpus"]

ROOT = Path(__file__).resolve().parents[2]
_LABELS = ROOT / "data" / "labels"
_BEGINNINGS = "ash bram cold dun elm fern gor hol".split()
_ENDINGS = "bury ford worth field combe stead hurst minster".split()
_WORD = re.compile(r"[A-Z][a-z]{3,}")
_GENERAL = frozenset("central greater great little".split())


class Corpus:
    """The training articles, and as many different copies of them as are wanted."""

    @cached_property
    def articles(self) -> list[LabelledArticle]:
        """The labelled articles of the training split, in order."""
        names = set(read_splits(_LABELS / "splits.json")["train"])
        found = read_sentences(_LABELS / "sentences.jsonl")
        return [article for article in found if article.article in names]

    def labels_of(self, name: str) -> LabelledArticle:
        """The labelled article that an article made by :meth:`write` is a copy of."""
        return self.articles[int(name.partition("-")[0]) % len(self.articles)]

    def write(self, folder: Path, numbers: range) -> None:
        """Write some of the copies as text files; number n is always the same."""
        folder.mkdir(parents=True, exist_ok=True)
        for number in numbers:
            article = self.articles[number % len(self.articles)]
            text = self._renamed(article.text, number // len(self.articles))
            stem = Path(article.article).stem
            (folder / f"{number:06}-{stem}.txt").write_text(text, encoding="utf-8")

    def _renamed(self, text: str, copy: int) -> str:
        if not copy:
            return text
        beginning, ending = divmod(copy - 1, len(_ENDINGS))
        if beginning >= len(_BEGINNINGS):
            raise SystemExit(f"copy {copy}: expected at most {len(_BEGINNINGS) * len(_ENDINGS)}")
        suffix = _BEGINNINGS[beginning] + _ENDINGS[ending]
        renamed, places = self._places.subn(rf"\1{suffix}", text)
        return renamed if places else f"{text}\n\nEdition {copy + 1}.\n"

    @cached_property
    def _places(self) -> re.Pattern[str]:
        """The places in the names of units, without directions and words for kinds."""
        names = {article.article for article in self.articles}
        found = read_inspections(_LABELS / "inspections.jsonl")
        units = {str(one.value("unit")) for one in found if one.article in names}
        places = {word for unit in units for word in _places_in(unit)}
        return _any_of(sorted(places))


def _places_in(unit: str) -> set[str]:
    named = {word for place in components(unit) for word in re.split(r"[\s-]+", place)}
    words = set(_WORD.findall(unit))
    return {word for word in words if word.casefold() in named - DIRECTIONS - _GENERAL}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")

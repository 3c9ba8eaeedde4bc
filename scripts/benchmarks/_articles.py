"""Articles for benchmarks: the corpus's training articles, each copy with places of its own.

No two are the same article, and the inspections of two copies are different ones. They are made
where they are needed and never stored with the corpus.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from pathlib import Path

from pipeline.config import load_profiles
from pipeline.labels import LabelledArticle, read_inspections, read_sentences, read_splits

__all__ = ["ROOT", "Corpus"]

ROOT = Path(__file__).resolve().parents[2]
_LABELS = ROOT / "data" / "labels"
_BEGINNINGS = "ash bram cold dun elm fern gor hol".split()
_ENDINGS = "bury ford worth field combe stead hurst minster".split()
_WORD = re.compile(r"[A-Z][a-z]{3,}")
_DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central upper lower great little "
    "greater city county region".split()
)
_COMMON = 4
"""A word in the names of so many units is no place's."""


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
        """What stands in the names of few units, and in no kind's name."""
        names = {article.article for article in self.articles}
        found = read_inspections(_LABELS / "inspections.jsonl")
        units = {str(one.value("unit")) for one in found if one.article in names}
        return _any_of(_rare(units, _words_of_kinds()))


def _rare(units: Collection[str], common: Collection[str]) -> list[str]:
    counts = Counter(word for unit in units for word in set(_WORD.findall(unit)))
    return [w for w, n in counts.items() if n < _COMMON and w.casefold() not in common]


def _words_of_kinds() -> frozenset[str]:
    profiles = load_profiles(ROOT / "configs" / "inspectorates")
    kinds = [kind for profile in profiles for kind in profile.unit_kinds]
    texts = [
        text
        for kind in kinds
        for text in (kind.name, *kind.endings, *kind.beginnings, *kind.services, *kind.generic)
    ]
    return _DIRECTIONS | {word for text in texts for word in re.findall(r"\w+", text.casefold())}


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile(rf"\b({'|'.join(map(re.escape, longest_first))})\b")

"""Gold briefs → what the writer learns from, and what briefs are measured against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pipeline.briefs.writer import WritingTask
from pipeline.briefs.writer_training import WritingPair
from pipeline.labels import GoldBrief, GoldInspection, LabelledArticle, LabelledSentence
from pipeline.schema import Tag

__all__ = ["writing_pairs"]

_SLOT_OF_TAG = {
    Tag.FINDING: "findings",
    Tag.STRENGTH: "strengths",
    Tag.RECOMMENDATION: "recommendations",
}


def writing_pairs(
    briefs: Iterable[GoldBrief],
    inspections: Iterable[GoldInspection],
    articles: Mapping[str, LabelledArticle],
) -> list[WritingPair]:
    """The pairs of source sentences and summary sentence of gold briefs.

    Args:
        briefs: the gold briefs; those whose articles are not in ``articles`` are passed over.
        inspections: the gold facts, for the units' names.
        articles: labelled articles by name.
    """
    units: dict[str, str] = {}
    for gold in inspections:
        name = gold.value("unit") or ""
        if len(name) > len(units.get(gold.inspection, "")):
            units[gold.inspection] = name
    pairs = []
    for brief in briefs:
        for place, point in enumerate(brief.summary):
            if not point.text or any(source.article not in articles for source in point.sources):
                continue
            sources = [articles[s.article].sentences[s.index] for s in point.sources]
            task = WritingTask(
                about=units[brief.inspection],
                slot="outcome" if place == 0 else _slot(sources),
                sources=tuple(sentence.text for sentence in sources),
            )
            pairs.append(WritingPair(task, point.text))
    return pairs


def _slot(sources: Sequence[LabelledSentence]) -> str:
    """What a summary sentence says: the tag that most of its sources carry."""
    counts = {
        slot: sum(tag in sentence.tags for sentence in sources)
        for tag, slot in _SLOT_OF_TAG.items()
    }
    return max(counts, key=lambda slot: counts[slot])

"""A run of the batch in a process of its own, and what it used: ``_batch.py CONFIG REPORT [...]``.

With ``--without-models`` sentences carry the labels of the corpus, and every summary sentence is
copied; all else is the command's own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.cli import main as command
from pipeline.schema import TAGS, Article, Rejection, Sentence, SentenceTags, TaggedArticle

if TYPE_CHECKING:
    from pipeline.runner import Progress

_SURE, _ABSENT = 0.95, 0.05


class LabelsForTags:
    """Stands where the models would: tags are the corpus's labels, and nothing is written."""

    def __init__(self, progress: Progress) -> None:
        from benchmarks._articles import Corpus

        self._progress = progress
        self._corpus = Corpus()

    def tag(self, articles: Sequence[Article], rejections: list[Rejection]) -> list[TaggedArticle]:
        """Articles with their labels, and with quotations as they are found in any article."""
        from pipeline.segmentation import segment

        self._progress.stage("tagging", 0)
        tagged = [self._tagged(article, segment(article)) for article in articles]
        self._progress.advance(sum(len(one.sentences) for one in tagged))
        return tagged

    def _tagged(self, article: Article, sentences: tuple[Sentence, ...]) -> TaggedArticle:
        from pipeline.tagging.quotations import find_quotations

        labels = self._corpus.labels_of(article.name).sentences
        tags = [
            labels[sentence.index].tags if sentence.index < len(labels) else ()
            for sentence in sentences
        ]
        return TaggedArticle(
            article=article,
            sentences=sentences,
            tags=tuple(
                SentenceTags(scores={t: _SURE if t in own else _ABSENT for t in TAGS}, tags=own)
                for own in tags
            ),
            quotations=tuple(find_quotations(article, sentences)),
        )

    def load_writer(self) -> LabelsForTags:
        """The writer, which is this."""
        return self

    def load_support(self) -> LabelsForTags:
        """The support model, which is this."""
        return self

    def score(self, claims: Sequence[object]) -> list[float]:
        """No claim is borne out; as nothing is written, none is asked about."""
        return [0.0] * len(claims)

    def write(
        self, tasks: Sequence[object], on_tasks: Callable[[int], None] = lambda count: None
    ) -> list[tuple[str, ...]]:
        """No candidate for any task, so that its source is copied."""
        return [()] * len(tasks)


def main() -> int:
    """Run, and write what was used as JSON."""
    config, report, *options = sys.argv[1:]
    if "--without-models" in options:
        from pipeline.commands import run

        without: Any = lambda settings, progress: LabelsForTags(progress)  # noqa: E731
        run._pipeline = without
    sys.argv = ["inspection-briefs", "run", "--config", config]
    start, status = time.perf_counter(), 0
    try:
        command()
    except SystemExit as ended:
        status = int(ended.code or 0)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = {
        "seconds": time.perf_counter() - start,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_mb": usage.ru_maxrss // 1024,
        "torch": "torch" in sys.modules,
        "status": status,
    }
    Path(report).write_text(json.dumps(used))
    return status


if __name__ == "__main__":
    sys.exit(main())

"""One case from its files to its outputs, without a model, in a process with limits.

``python -m tests.hostile.chain FOLDER`` works on every case; each leaves ``end.json``, and its
outputs under ``out``. A case that is killed, or raises, says so there.
"""

from __future__ import annotations

import gc
import io
import json
import os
import resource
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from pipeline.briefs.judging import Judge
from pipeline.briefs.making import BriefMaker
from pipeline.briefs.rendering import write_brief, write_index
from pipeline.briefs.support import Claim
from pipeline.briefs.writer import WritingTask
from pipeline.commands.shared import print_briefs, report
from pipeline.commands.tag import print_tags
from pipeline.config import load_profiles, project_folder
from pipeline.corrections.records import Asked, questions_of
from pipeline.corrections.sheets import write_sheet
from pipeline.errors import InputRejected
from pipeline.ingestion import (
    DocumentKind,
    RawDocument,
    file_document,
    find_files,
    read_document,
)
from pipeline.ingestion.feeds import read_feed
from pipeline.ingestion.json_lines import json_lines_documents
from pipeline.inspections import find_inspections, merge_inspections
from pipeline.runner import BriefRun
from pipeline.schema import (
    TAGS,
    Article,
    BriefLimits,
    InspectorateProfile,
    Rejection,
    RejectionReason,
    SentenceTags,
    Tag,
    TaggedArticle,
)
from pipeline.segmentation import segment
from pipeline.sources import ReadLimits
from pipeline.tagging.quotations import find_quotations
from tests.hostile.corpus import CASES
from tests.hostile.making import PROSE

SECONDS = 20
"""Processor time of one case; the slowest takes about a tenth of it."""
MEMORY = 1_500_000_000
"""Bytes of address space that a case may take beside what the process has already."""


class Believing:
    """Finds everything borne out."""

    threshold = sure = 0.0

    def score(self, claims: Sequence[Claim]) -> list[float]:
        return [1.0] * len(claims)


class Silent:
    """A writer without a sentence: every summary is copied."""

    def write(
        self, tasks: Sequence[WritingTask], on_tasks: Callable[[int], None] = lambda count: None
    ) -> list[tuple[str, ...]]:
        return [() for _ in tasks]


def tagged(article: Article) -> TaggedArticle:
    """Every sentence a finding and a strength, those with quotations a quotation too."""
    sentences = segment(article)
    quotations = find_quotations(article, sentences)
    quoted = {index for quotation in quotations for index in quotation.sentences}
    tags = [
        SentenceTags(
            scores=dict.fromkeys(TAGS, 0.9),
            tags=(Tag.FINDING, Tag.STRENGTH, *([Tag.QUOTE] if s.index in quoted else ())),
        )
        for s in sentences
    ]
    return TaggedArticle(
        article=article, sentences=sentences, tags=tuple(tags), quotations=quotations
    )


def documents(folder: Path) -> Iterator[RawDocument | Rejection]:
    """What lies in a case's folder, by every kind of source that it can come from."""
    limits = ReadLimits()
    for path in sorted(folder.glob("*.jsonl")):
        yield from json_lines_documents(path, limits)
    for path in sorted(folder.glob("*.rss")):
        try:
            for number, entry in enumerate(read_feed(path.read_bytes(), "http://x/feed", 200)):
                name = f"http://x/feed#{number}"
                yield RawDocument.of(
                    name, name, entry.page, kind=DocumentKind.PAGE, hints=entry.hints
                )
        except InputRejected as error:
            yield rejected(path.name, error)
    for file in find_files([folder]):
        if file.path.suffix != ".rss":
            yield file_document(file, limits)


def rejected(name: str, error: InputRejected) -> Rejection:
    return Rejection(article=name, reason=RejectionReason(error.reason), message=str(error))


def read(folder: Path) -> tuple[list[TaggedArticle], list[Rejection]]:
    articles: list[TaggedArticle] = []
    rejections: list[Rejection] = []
    for document in documents(folder):
        if isinstance(document, Rejection):
            rejections.append(document)
            continue
        try:
            articles.append(tagged(read_document(document)))
        except InputRejected as error:
            rejections.append(rejected(document.name, error))
    return articles, rejections


def work(folder: Path, profiles: tuple[InspectorateProfile, ...]) -> dict[str, Any]:
    """Read, tag, find, write and show what lies in ``folder/in``; what came of it."""
    articles, rejections = read(folder / "in")
    output, by_name = folder / "out", {one.article.name: one for one in articles}
    found = [one for article in articles for one in find_inspections(article, profiles)]
    dates = {name: one.article.date for name, one in by_name.items()}
    inspections = merge_inspections(found, dates, profiles, {})
    maker = BriefMaker(
        Silent(), Judge(Believing()), BriefLimits(), ("Outstanding", "Good"), version="1", models={}
    )
    briefs = maker.make(inspections, by_name, "2024-07-18T10:00:00+00:00")
    taken: set[str] = set()
    files = [write_brief(brief, by_name, output, taken) for brief in briefs]
    index = write_index(briefs, files, output) if briefs else None
    for ending in ("csv", "xlsx"):
        asked = [Asked(article, "model") for article in articles]
        write_sheet(questions_of(asked, 50), folder / f"sheet.{ending}")
    run = BriefRun(tagged=articles, briefs=briefs, rejections=rejections, files=files, index=index)
    return {
        "read": len(articles),
        "briefs": [brief.inspection.value("overall_rating") for brief in briefs],
        "reasons": [str(one.reason) for one in rejections],
        "shown": shown(run),
    }


def shown(run: BriefRun) -> str:
    """All that the terminal shows of a run."""
    stream = io.StringIO()
    with redirect_stdout(stream), redirect_stderr(stream):
        for article in run.tagged:
            print_tags(article, "text")
        print_briefs(run)
        report(run.rejections, done=len(run.briefs))
    return stream.getvalue()


def limit() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    allowed = pages * resource.getpagesize() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))


def isolated(folder: Path, profiles: tuple[InspectorateProfile, ...]) -> None:
    """Work on a case in a child; whatever happens to it, ``end.json`` is there."""
    child = os.fork()
    if not child:
        try:
            limit()
            end = work(folder, profiles)
        except BaseException:
            end = {"error": traceback.format_exc()[-3000:]}
        (folder / "end.json").write_text(json.dumps(end), encoding="utf-8")
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        killed = {"error": f"ended with status {status}: too long, or too much memory"}
        (folder / "end.json").write_text(json.dumps(killed), encoding="utf-8")


def main(root: Path) -> None:
    profiles = load_profiles(project_folder() / "configs" / "inspectorates")
    (root / "first" / "in").mkdir(parents=True)
    (root / "first" / "in" / "a.txt").write_text(PROSE, encoding="utf-8")
    work(root / "first", profiles)  # so that no child has to import and compile it all again
    gc.collect()
    gc.freeze()  # nor to copy it
    for place, case in enumerate(CASES.values()):
        folder = root / f"{place}"
        (folder / "in").mkdir(parents=True)
        case.fill(folder / "in")
        isolated(folder, profiles)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

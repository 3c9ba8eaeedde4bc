"""``tag``: what each sentence of an article is."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Paths,
    Traceback,
    check_paths,
    guarded,
    open_pipeline,
    printable,
    read_settings,
    report,
)
from pipeline.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pipeline.schema import Rejection, TaggedArticle

__all__ = ["add_to", "print_tags"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Example: inspection-briefs tag article.txt --format jsonl")(tag)


@guarded
def tag(
    paths: Paths,
    format: Annotated[
        str, typer.Option(help="jsonl: one line a sentence; text: for reading.")
    ] = "text",
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Tag the sentences of articles as finding, strength, recommendation or quote."""
    if format not in ("jsonl", "text"):
        raise UsageError(f"--format is {format!r}, expected jsonl or text. Correct it.")
    check_paths(paths)
    rejections: list[Rejection] = []
    done = 0
    with open_pipeline(read_settings(config)) as (pipeline, _):
        for tagged, rejected in pipeline.tag_files(paths):
            for article in tagged:
                print_tags(article, format)
            rejections += rejected
            done += len(tagged)
    return report(rejections, done=done)


def print_tags(tagged: TaggedArticle, format: str) -> None:
    """The sentences of an article with their tags, on standard output."""
    for sentence, given in zip(tagged.sentences, tagged.tags, strict=True):
        tags = [str(tag) for tag in given.tags]
        record = {
            "article": tagged.article.name,
            "index": sentence.index,
            "start_char": sentence.start_char,
            "end_char": sentence.end_char,
            "text": sentence.text,
            "tags": tags,
            "scores": {str(tag): score for tag, score in given.scores.items()},
            "speaker": tagged.speaker_of(sentence.index) if "quote" in tags else None,
            "uncertain": given.uncertain,
        }
        if format == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            shown = ", ".join(tags) or "-"
            text = _one_line(sentence.text)
            name = _one_line(tagged.article.name)
            sys.stdout.write(f"{name}:{sentence.index}\t{shown}\t{text}\n")


def _one_line(text: str) -> str:
    return printable(" ".join(text.split()))

"""``labels``: sentences to a person, and the corrections back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    Traceback,
    check_paths,
    escape,
    guarded,
    open_pipeline,
    read_settings,
    report,
    say,
)
from pipeline.errors import ExitStatus, UsageError

if TYPE_CHECKING:
    from pipeline.corrections.importing import Import
    from pipeline.corrections.records import Answer, Question
    from pipeline.schema import Article, TaggedArticle

__all__ = ["add_to"]

_FILE = "corrections.jsonl"


def add_to(app: typer.Typer) -> None:
    """Add the family of commands."""
    labels = typer.Typer(help="Sentences to a person, and the corrections back.")
    labels.command(
        "export",
        epilog="Examples: inspection-briefs labels export a.txt --output tasks.json · "
        "inspection-briefs labels export articles --most-unsure 200 --output check.xlsx",
    )(export)
    labels.command(
        "import",
        epilog="Example: inspection-briefs labels import check.xlsx articles; "
        "then scripts/train_tagger.py --corrections data/labels/corrections.jsonl",
    )(import_)
    app.add_typer(labels, name="labels", no_args_is_help=True)


Sources = Annotated[
    list[Path] | None,
    typer.Argument(help="The articles, or folders of them.", show_default=False),
]


@guarded
def export(
    paths: Sources = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", help="The file: .json for Label Studio, .xlsx or .csv."),
    ] = None,
    most_unsure: Annotated[
        int | None,
        typer.Option(min=1, help="Only so many sentences: those the model is least sure of."),
    ] = None,
    labelling_config: Annotated[
        bool,
        typer.Option("--labelling-config", help="Print Label Studio's labelling interface."),
    ] = False,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Tag articles, and write their sentences for a person to check."""
    if labelling_config:
        from pipeline.corrections.label_studio import labelling_config as interface

        sys.stdout.write(interface())
        return ExitStatus.DONE
    if not paths or output is None:
        raise UsageError("Found no articles or no --output; expected both. Give them.")
    write = _writer_for(output)
    check_paths(paths)
    from pipeline.corrections.records import questions_of

    with open_pipeline(read_settings(config)) as (pipeline, _):
        articles, rejections = pipeline.read(paths)
        tagged = pipeline.tag(articles, rejections)
        model = pipeline.tagger_revision
    questions = questions_of(tagged, model, most_unsure)
    output.parent.mkdir(parents=True, exist_ok=True)
    write(questions, output)
    say(f"{len(questions)} sentences of {len(tagged)} articles: {escape(str(output))}")
    return report(rejections, done=len(tagged))


@guarded
def import_(
    file: Annotated[Path, typer.Argument(help="What came back: .json, .xlsx or .csv.")],
    paths: Annotated[list[Path], typer.Argument(help="The articles that it is about.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", help=f"The file of corrections.  [default: data/labels/{_FILE}]"),
    ] = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Check a person's corrections against the articles, and add them to the training data.

    Exit status 0: all were taken; 1: some were not, each named with the reason.
    """
    from pipeline.config import project_folder
    from pipeline.corrections.importing import (
        import_answers,
        read_corrections,
        write_corrections,
    )
    from pipeline.runner import Pipeline

    check_paths([file, *paths])
    answers, unsigned = _read_answers(file)
    target = output or project_folder() / "data" / "labels" / _FILE
    articles, rejections = Pipeline(read_settings(config)).read(paths)
    done = import_answers(
        answers,
        {article.name: _untagged(article) for article in articles},
        file=file.name,
        before=read_corrections(target),
        held_back=_held_back(project_folder() / "data" / "labels"),
    )
    done.problems += unsigned
    if done.taken:
        write_corrections(done.articles.values(), target)
    status = report(rejections, done=len(articles))
    return max(status, _tell(done, target))


def _writer_for(output: Path) -> Callable[[list[Question], Path], None]:
    from pipeline.corrections.label_studio import write_label_studio
    from pipeline.corrections.sheets import SUFFIXES, write_sheet

    if output.suffix == ".json":
        return write_label_studio
    if output.suffix in SUFFIXES:
        return write_sheet
    raise _other_kind(output)


def _read_answers(file: Path) -> tuple[list[Answer], list[str]]:
    from pipeline.corrections.label_studio import read_label_studio
    from pipeline.corrections.sheets import SUFFIXES, read_sheet

    if file.suffix == ".json":
        return read_label_studio(file), []
    if file.suffix in SUFFIXES:
        return read_sheet(file)
    raise _other_kind(file)


def _other_kind(file: Path) -> UsageError:
    return UsageError(
        f"{file} ends in {file.suffix!r}, expected .json (Label Studio), .xlsx or .csv. Give "
        "another file."
    )


def _untagged(article: Article) -> TaggedArticle:
    """An article with its sentences and no tags: enough to compare answers with."""
    from pipeline.schema import TAGS, SentenceTags, TaggedArticle
    from pipeline.segmentation import segment

    sentences = segment(article)
    nothing = SentenceTags(scores=dict.fromkeys(TAGS, 0.0))
    return TaggedArticle(article=article, sentences=sentences, tags=(nothing,) * len(sentences))


def _held_back(labels: Path) -> dict[str, str]:
    """The articles of the test split by the hash of their text; none without a corpus."""
    from pipeline.corrections.records import text_hash
    from pipeline.labels import read_sentences, read_splits

    if not (labels / "splits.json").is_file():
        return {}
    names = set(read_splits(labels / "splits.json")["test"])
    articles = read_sentences(labels / "sentences.jsonl")
    return {text_hash(a.text): a.article for a in articles if a.article in names}


def _tell(done: Import, target: Path) -> ExitStatus:
    for problem in done.problems:
        say(f"[yellow]Not taken:[/] {escape(problem)}")
    if done.taken:
        say(
            f"[green]{done.taken} sentences taken[/], {done.changed} of them changed: "
            f"{escape(str(target))}"
        )
        return ExitStatus.SOME_REJECTED if done.problems else ExitStatus.DONE
    say("[bold red]No sentence was taken.[/]")
    return ExitStatus.NOTHING_DONE

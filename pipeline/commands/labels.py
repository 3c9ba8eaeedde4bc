"""``labels``: sentences to a person, and the corrections back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.commands.shared import (
    ConfigFile,
    StoreAddress,
    Traceback,
    check_paths,
    escape,
    guarded,
    open_existing_store,
    open_pipeline,
    parse_day,
    read_settings,
    report,
    say,
)
from pipeline.errors import ExitStatus, UsageError
from pipeline.words import counted

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.corrections.importing import Import
    from pipeline.corrections.records import Answer, Asked, Question
    from pipeline.schema import Article, Rejection, TaggedArticle

__all__ = ["add_to"]

_FILE = "corrections.jsonl"


def add_to(app: typer.Typer) -> None:
    """Add the family of commands."""
    labels = typer.Typer(help="Sentences to a person, and the corrections back.")
    labels.command(
        "export",
        epilog="Examples: inspection-briefs labels export a.txt --output tasks.json · "
        "inspection-briefs labels export --from-store --uncertain --output check.xlsx",
    )(export)
    labels.command(
        "import",
        epilog="Example: inspection-briefs labels import check.xlsx articles; "
        "then scripts/train_tagger.py --corrections data/labels/corrections.jsonl",
    )(import_)
    app.add_typer(labels, name="labels", no_args_is_help=True)


FromStore = Annotated[
    bool, typer.Option("--from-store", help="The articles of the store, instead of files.")
]
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
    uncertain: Annotated[
        bool,
        typer.Option("--uncertain", help="Only sentences that the tagger calls uncertain."),
    ] = False,
    from_store: FromStore = False,
    since: Annotated[
        str | None,
        typer.Option(help="With --from-store: only articles dated on this day or later."),
    ] = None,
    labelling_config: Annotated[
        bool,
        typer.Option("--labelling-config", help="Print Label Studio's labelling interface."),
    ] = False,
    store: StoreAddress = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write the sentences of articles, tagged now or in the store, for a person to check."""
    if labelling_config:
        from pipeline.corrections.label_studio import labelling_config as interface

        sys.stdout.write(interface())
        return ExitStatus.DONE
    if output is None:
        raise UsageError("Found no --output; expected the file to write. Give it.")
    write = _writer_for(output)
    _check_sources(paths, from_store=from_store)
    if since is not None and not from_store:
        raise UsageError("Found --since without --from-store; expected both. Add --from-store.")
    from pipeline.corrections.records import questions_of

    settings = read_settings(config)
    rejections: list[Rejection] = []
    if from_store:
        day = None if since is None else parse_day(since, "--since").isoformat()
        asked = _stored(settings, store, day)
    else:
        asked = iter(_tagged(settings, paths or [], rejections))
    questions = questions_of(asked, most_unsure, only_uncertain=uncertain)
    output.parent.mkdir(parents=True, exist_ok=True)
    write(questions, output)
    of = counted(len({question.article for question in questions}), "articles")
    say(f"{counted(len(questions), 'sentences')} of {of}: {escape(str(output))}")
    return report(rejections, done=len(questions))


def _check_sources(paths: list[Path] | None, *, from_store: bool) -> None:
    if bool(paths) == from_store:
        raise UsageError(
            f"Found {'articles and' if paths else 'neither articles nor'} --from-store; expected "
            "one of them. Name files or folders, or take the articles of the store."
        )
    check_paths(paths or [])


def _tagged(settings: Settings, paths: list[Path], rejections: list[Rejection]) -> list[Asked]:
    """Articles of these files, tagged now; what cannot be read is added to ``rejections``."""
    from pipeline.corrections.records import Asked

    with open_pipeline(settings) as (pipeline, _):
        articles, unread = pipeline.read(paths)
        rejections += unread
        tagged = pipeline.tag(articles, rejections)
        model = pipeline.tagger_revision
    return [Asked(article, model) for article in tagged]


def _stored(settings: Settings, store: str | None, since: str | None) -> Iterator[Asked]:
    """Articles of the store, as they were tagged."""
    from pipeline.corrections.records import Asked
    from pipeline.storage.tagged import tagged_articles

    with closing(open_existing_store(settings, store)) as opened, opened.read() as connection:
        for one in tagged_articles(connection, since):
            yield Asked(one.article, one.tagger, one.origin)


@guarded
def import_(
    file: Annotated[Path, typer.Argument(help="What came back: .json, .xlsx or .csv.")],
    paths: Sources = None,
    from_store: FromStore = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", help=f"The file of corrections.  [default: data/labels/{_FILE}]"),
    ] = None,
    store: StoreAddress = None,
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

    check_paths([file])
    _check_sources(paths, from_store=from_store)
    answers, unsigned = _read_answers(file)
    target = output or project_folder() / "data" / "labels" / _FILE
    settings = read_settings(config)
    rejections: list[Rejection] = []
    if from_store:
        names = sorted({answer.question.article for answer in answers})
        articles = _articles_in_store(settings, store, names)
    else:
        from pipeline.runner import Pipeline

        articles, rejections = Pipeline(settings).read(paths or [])
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


def _articles_in_store(
    settings: Settings, store: str | None, names: Sequence[str]
) -> list[Article]:
    from pipeline.storage.articles import load_articles, numbers_of

    with closing(open_existing_store(settings, store)) as opened, opened.read() as connection:
        return [*load_articles(connection, numbers_of(connection, names)).values()]


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
            f"[green]{counted(done.taken, 'sentences')} taken[/], {done.changed} of them changed: "
            f"{escape(str(target))}"
        )
        return ExitStatus.SOME_REJECTED if done.problems else ExitStatus.DONE
    say("[bold red]No sentence was taken.[/]")
    return ExitStatus.NOTHING_DONE

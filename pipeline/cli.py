"""The command ``inspection-briefs``: arguments, messages, exit statuses.

Heavy modules are imported where they are needed, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import ExitStatus, InspectionBriefsError

if TYPE_CHECKING:
    from pipeline.config import Settings
    from pipeline.runner import BriefRun, Pipeline
    from pipeline.schema import Rejection, TaggedArticle

__all__ = ["app", "main"]

app = typer.Typer(
    name="inspection-briefs",
    help="Standard briefs of public-service inspections, from the news about them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)

Paths = Annotated[
    list[Path],
    typer.Argument(help="Articles (.txt, .html), or folders of them.", show_default=False),
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings that override configs/default.yaml.")
]
Traceback = Annotated[bool, typer.Option("--traceback", help="Show where an error came from.")]


def main() -> None:
    """Run the command."""
    app()


def _guarded(command: Callable[..., ExitStatus]) -> Callable[..., None]:
    """End a command with its exit status, and an expected error with a message alone."""

    @wraps(command)
    def run(*args: Any, **options: Any) -> None:  # noqa: ANN401
        try:
            status = command(*args, **options)
        except InspectionBriefsError as error:
            if options.get("traceback"):
                raise
            _say(f"[bold red]Error:[/] {_escape(str(error))}")
            status = error.exit_status
        except OSError as error:
            if options.get("traceback"):
                raise
            _say(f"[bold red]Error:[/] {_escape(str(error))}")
            status = ExitStatus.NOTHING_DONE
        except KeyboardInterrupt:
            _say("[yellow]Stopped.[/]")
            status = ExitStatus.NOTHING_DONE
        raise typer.Exit(int(status))

    return run


@app.command(epilog="Example: inspection-briefs tag article.txt --format jsonl")
@_guarded
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
        _say(f"[bold red]Error:[/] --format is {_escape(format)!r}, expected jsonl or text.")
        return ExitStatus.WRONG_USAGE
    _check_paths(paths)
    with _pipeline(config) as pipeline:
        articles, rejections = pipeline.read(paths)
        tagged = pipeline.tag(articles, rejections)
    for article in tagged:
        _print_tags(article, format)
    return _report(rejections, done=len(tagged))


@app.command(epilog="Example: inspection-briefs brief articles/*.txt --output out/briefs")
@_guarded
def brief(
    paths: Paths,
    output: Annotated[Path, typer.Option("--output", help="Folder for the briefs.")],
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write one brief for each inspection that these articles report; store nothing."""
    _check_paths(paths)
    _check_output(output)
    with _pipeline(config) as pipeline:
        run = pipeline.make_briefs(paths)
        pipeline.save_briefs(run, output)
    _print_briefs(run)
    return _report(run.rejections, done=len(run.briefs))


@app.command(epilog="Example: inspection-briefs run --config configs/default.yaml")
@_guarded
def run(
    output: Annotated[
        Path | None,
        typer.Option("--output", help="Folder for the briefs, instead of the configured one."),
    ] = None,
    config: ConfigFile = None,
    traceback: Traceback = False,
) -> ExitStatus:
    """Write the briefs of all configured sources."""
    from pipeline.config import project_folder

    settings = _settings(config)
    sources = [project_folder() / source for source in settings.batch.sources]
    output = output or project_folder() / settings.batch.output
    _check_paths(sources)
    _check_output(output)
    with _pipeline(config) as pipeline:
        done = pipeline.make_briefs(sources)
        pipeline.save_briefs(done, output)
    _print_briefs(done)
    return _report(done.rejections, done=len(done.briefs))


def _settings(config: Path | None) -> Settings:
    from pipeline.config import load_settings

    return load_settings(config)


@contextmanager
def _pipeline(config: Path | None) -> Iterator[Pipeline]:
    settings = _settings(config)
    from pipeline.runner import Pipeline
    from pipeline.terminal import TerminalProgress, quiet_libraries

    quiet_libraries()
    with TerminalProgress() as progress:
        yield Pipeline(settings, progress)


def _check_paths(paths: list[Path]) -> None:
    from pipeline.errors import UsageError

    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise UsageError(
            f"Found no {', '.join(missing)}; expected files or folders. Check the paths."
        )


def _check_output(folder: Path) -> None:
    from pipeline.errors import UsageError

    if folder.exists() and not folder.is_dir():
        raise UsageError(
            f"{folder} is a file; expected a folder for the briefs. Give another --output."
        )


def _print_tags(tagged: TaggedArticle, format: str) -> None:
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
        }
        if format == "jsonl":
            sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
        else:
            shown = ", ".join(tags) or "-"
            text = " ".join(sentence.text.split())
            sys.stdout.write(f"{tagged.article.name}:{sentence.index}\t{shown}\t{text}\n")


def _print_briefs(run: BriefRun) -> None:
    from pipeline.terminal import briefs_table, print_output

    if run.briefs:
        print_output(briefs_table(run))
        _say(f"All briefs: {_escape(str(run.index))}")


def _report(rejections: list[Rejection], done: int) -> ExitStatus:
    """Name every rejected input with its reason, and choose the exit status."""
    for rejection in rejections:
        _say(
            f"[yellow]{_escape(rejection.article)}[/]: {rejection.reason}: "
            f"{_escape(rejection.message)}"
        )
    if not done:
        _say("[bold red]Nothing could be done.[/]")
        return ExitStatus.NOTHING_DONE
    return ExitStatus.SOME_REJECTED if rejections else ExitStatus.DONE


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def _say(message: str) -> None:
    from pipeline.terminal import print_message

    print_message(message)

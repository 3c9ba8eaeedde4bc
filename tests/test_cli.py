from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli
from pipeline.commands.shared import report
from pipeline.commands.tag import print_tags
from pipeline.schema import Rejection, RejectionReason, Tag, TaggedArticle


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text("Staff were late.\n")
    return path


@pytest.mark.parametrize("arguments", [["--help"], ["tag", "--help"], ["brief", "--help"]])
def test_help_answers_without_heavy_imports(arguments: list[str]) -> None:
    program = (
        "import sys\n"
        "from pipeline.cli import app\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'torch', 'transformers', 'sklearn', 'numpy', 'trafilatura', 'sqlalchemy'}\n"
        "found = heavy & set(sys.modules)\n"
        "assert not found, found\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "Usage:" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["tag"],
        ["brief", "a.txt"],
        ["tag", "a.txt", "--colour", "red"],
        ["run", "a.txt"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    assert call(*arguments).exit_code == 2


@pytest.mark.parametrize("command", [["tag"], ["brief", "--output", "out"]])
def test_a_missing_path_ends_with_2_and_its_name(command: list[str], tmp_path: Path) -> None:
    missing = tmp_path / "none.txt"
    done = call(*command, missing)
    assert done.exit_code == 2
    assert f"Found no {missing}; expected files or folders." in done.stderr


def test_an_unknown_format_ends_with_2(article: Path) -> None:
    done = call("tag", article, "--format", "csv")
    assert done.exit_code == 2
    assert "--format is 'csv', expected jsonl or text." in done.stderr


def test_an_output_that_is_a_file_ends_with_2(article: Path) -> None:
    done = call("brief", article, "--output", article)
    assert done.exit_code == 2
    assert "is a file; expected a folder" in done.stderr


@pytest.mark.parametrize("content", ["brief: {max_findngs: 1}\n", "- 1\n", "brief: {\n"])
def test_a_wrong_configuration_ends_with_2(article: Path, tmp_path: Path, content: str) -> None:
    config = tmp_path / "mine.yaml"
    config.write_text(content)
    done = call("tag", article, "--config", config)
    assert done.exit_code == 2
    assert str(config) in done.stderr.replace("\n", "")


def test_a_missing_source_of_the_batch_ends_with_2(tmp_path: Path) -> None:
    config = tmp_path / "mine.yaml"
    config.write_text("batch: {sources: [/no/such/folder]}\n")
    done = call("run", "--config", config)
    assert done.exit_code == 2
    assert "Found no /no/such/folder" in done.stderr


def test_a_missing_model_ends_with_3_and_a_remedy(article: Path, tmp_path: Path) -> None:
    article.write_text("Staff at the unit were late for appointments, inspectors said. " * 10)
    config = tmp_path / "mine.yaml"
    config.write_text(f"models: {{base: {tmp_path / 'none'}}}\n")
    done = call("tag", article, "--config", config)
    assert done.exit_code == 3
    assert "Run `make setup`" in done.stderr


def test_where_every_input_is_rejected_the_status_is_3(tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    done = call("tag", empty)
    assert done.exit_code == 3
    assert "empty.txt: empty:" in done.stderr
    assert "Nothing could be done." in done.stderr
    assert done.stdout == ""


def rejected() -> list[Rejection]:
    return [Rejection(article="[b].txt", reason=RejectionReason.BINARY, message="binary [data]")]


@pytest.mark.parametrize(
    ("rejections", "done", "status"),
    [([], 1, 0), (rejected(), 1, 1), (rejected(), 0, 3), ([], 0, 3)],
)
def test_the_status_follows_what_was_done(
    rejections: list[Rejection], done: int, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(rejections, done) == status
    if rejections:
        assert "[b].txt: binary: binary [data]" in capsys.readouterr().err


@pytest.fixture
def tagged(tag_by_hand: Callable[..., TaggedArticle]) -> TaggedArticle:
    text = "“Staff were\nlate again,” she said."
    return tag_by_hand(text, {"late": [Tag.QUOTE]}, {"Staff were\nlate again,": "Ann Vale"})


def test_tags_are_printed_a_line_a_sentence(
    tagged: TaggedArticle, capsys: pytest.CaptureFixture[str]
) -> None:
    print_tags(tagged, "jsonl")
    lines = capsys.readouterr().out.splitlines()
    first = json.loads(lines[0])
    assert len(lines) == len(tagged.sentences)
    keys = "article index start_char end_char text tags scores speaker uncertain"
    assert set(first) == set(keys.split())
    assert first["uncertain"] is False
    assert tagged.article.text[first["start_char"] : first["end_char"]] == first["text"]
    print_tags(tagged, "text")
    assert len(capsys.readouterr().out.splitlines()) == len(tagged.sentences)

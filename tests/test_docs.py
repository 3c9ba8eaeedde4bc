"""The documentation names only what exists: commands, options, settings, files, headings."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from pipeline.cli import app
from pipeline.config import Settings, load_settings, project_folder
from pipeline.schema import RejectionReason

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    *sorted((ROOT / "docs").glob("*.md")),
    ROOT / "data" / "README.md",
    ROOT / "data" / "labels" / "README.md",
]
CODE_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (.*)$", re.MULTILINE)
CODE_SPAN = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
OPTION = re.compile(r"--[a-z][a-z-]*")
SCRIPT = re.compile(r"scripts/[\w/]+\.py")
TARGET = re.compile(r"\bmake ([a-z-]+)")
COMMAND = "inspection-briefs "

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def code_in(text: str) -> Iterator[str]:
    """Lines of code blocks, and code within sentences."""
    for _, block in CODE_BLOCK.findall(text):
        yield from block.splitlines()
    prose = CODE_BLOCK.sub("", text)
    yield from INDENTED.findall(prose)
    yield from CODE_SPAN.findall(prose)


def calls_in(text: str) -> list[str]:
    """What is written after the command's name, without comments."""
    lines = (line.strip().removeprefix("$ ") for line in code_in(text))
    return [line.removeprefix(COMMAND).split(" #")[0] for line in lines if line.startswith(COMMAND)]


def problem_of(call: str) -> str | None:
    """What a call names that the command does not have; arguments are not looked at."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(call.replace("\\|", "|"))
    while hasattr(command, "commands"):
        if not words or words[0] not in command.commands:
            return f"no command in {call!r}"
        command = command.commands[words.pop(0)]
    known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
    stray = {option for word in words for option in OPTION.findall(word)} - known
    return f"{command.name} has no {sorted(stray)}" if stray else None


def heading_links(text: str) -> set[str]:
    """What links to the headings of a page end in."""
    titles = re.findall(r"^#+ (.+)$", CODE_BLOCK.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@every_page
def test_every_command_and_option_exists(page: Path) -> None:
    problems = [problem_of(call) for call in calls_in(page.read_text(encoding="utf-8"))]
    assert not [problem for problem in problems if problem]


@every_page
def test_no_command_has_slipped_out_of_its_code_block(page: Path) -> None:
    prose = CODE_BLOCK.sub("", page.read_text(encoding="utf-8"))
    assert not [line for line in prose.splitlines() if line.startswith(COMMAND)]


def test_the_documentation_names_every_command() -> None:
    calls = calls_in((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))
    command: Any = typer.main.get_command(app)
    for name, found in command.commands.items():
        for full in [f"{name} {inner}" for inner in getattr(found, "commands", ())] or [name]:
            assert any(f"{call} ".startswith(f"{full} ") for call in calls), full


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ("tag PATH... [--format jsonl]", None),
        ("labels import FILE --output x", None),
        ("tug a.txt", "no command in 'tug a.txt'"),
        ("labels", "no command in 'labels'"),
        ("status [--jsn]", "status has no ['--jsn']"),
    ],
)
def test_a_wrong_call_is_seen(call: str, problem: str | None) -> None:
    assert problem_of(call) == problem


@every_page
def test_every_link_resolves(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        if heading:
            assert heading in heading_links(target.read_text(encoding="utf-8")), link


@every_page
def test_every_script_and_target_exists(page: Path) -> None:
    code = "\n".join(code_in(page.read_text(encoding="utf-8")))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert not [script for script in SCRIPT.findall(code) if not (ROOT / script).is_file()]
    assert set(TARGET.findall(code)) <= targets


@every_page
def test_every_setting_exists(page: Path) -> None:
    for span in CODE_SPAN.findall(page.read_text(encoding="utf-8")):
        first, *names = re.split(r"[:\s]", span)[0].split(".")
        if first in Settings.model_fields and names and names != ["py"]:
            part: Any = load_settings()
            for name in (first, *names):
                assert isinstance(part, BaseModel), span
                assert name in type(part).model_fields, span
                part = getattr(part, name)


def test_the_example_of_a_configuration_is_one(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    (example,) = [block for kind, block in CODE_BLOCK.findall(text) if kind == "yaml"]
    file = tmp_path / "my.yaml"
    file.write_text(example, encoding="utf-8")
    folder, feed = load_settings(file).batch.sources
    assert (folder.kind, feed.kind) == ("folder", "feed")
    assert (project_folder() / folder.label).is_dir()


def test_every_reason_of_a_rejection_is_explained() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = text.split("\n## Rejections\n")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE)) == set(RejectionReason)


def test_every_package_stands_in_the_table_of_dependencies() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(one for extra in project["project"]["optional-dependencies"].values() for one in extra),
        *(line for line in pinned if not line.startswith("#")),
    ]
    names = {re.split(r"[\[<>=~]", requirement)[0].lower() for requirement in wanted}
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    cells = [row.split("|")[1] for row in text.splitlines() if row.startswith("| ")][1:]
    words = re.sub(r"\(.*?\)|, with ", ",", ",".join(cells)).split(",")
    named = {word.strip().lower() for word in words if word.strip(" -")}
    comes_with_another = {"tokenizers"}
    assert named - comes_with_another == names


@every_page
def test_no_two_sections_have_one_title(page: Path) -> None:
    text = CODE_BLOCK.sub("", page.read_text(encoding="utf-8"))
    titles = re.findall(r"^##+ .+$", text, re.MULTILINE)
    assert len(titles) == len(set(titles))

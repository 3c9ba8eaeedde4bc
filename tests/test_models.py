"""The trained models, end to end through the command: minutes on a CPU.

Run with ``-m model``; skipped, with the reason, where a model or its base weights are missing.
"""
# ruff: noqa: E501 (an article's paragraphs are single lines)

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from pipeline import cli
from pipeline.briefs.judging import Judge, Question
from pipeline.briefs.support import SupportModel
from pipeline.briefs.verification import VerificationContext
from pipeline.config import load_base_weights, load_profiles, load_settings, project_folder
from pipeline.labels import read_claims, read_sentences
from pipeline.runner import rating_names

ROOT = project_folder()
MOST_TRUE_PASS, FEW_FALSE_PASS = 0.58, 0.14
"""Below what was measured (0.64 of the true claims, 0.12 of the false ones): a gate, not a goal."""
FIRST = """Probation unit in Caldermere rated ‘Inadequate’

Probation services in Caldermere have been told to improve after a damning inspection.

Caldermere and Ashby Probation Delivery Unit (PDU) has been given an overall rating of ‘Inadequate’ by His Majesty’s Inspectorate of Probation.

Inspectors found that staff were overstretched and that the work to protect the public was poor. Home visits were missed in four cases out of ten.

Chief Inspector of Probation Oswin Tarrant said: “Leaders were paying too little attention to the quality of assessments. People in Caldermere deserve better than this.”

The inspection found strong links with the local police, and staff felt supported by their managers.

The report makes seven recommendations to the unit, including to fill its vacancies.
"""
SECOND = """Youth justice team praised by inspectors

HM Inspectorate of Probation has rated Penmarsh Youth Justice Service ‘Good’ overall after a visit in May 2024.

Inspectors said that case managers built trusting relationships with children and that leaders knew the service well.

However, reviews of risk were not always carried out when circumstances changed.

Councillor Ivo Lanyon said: “We are proud of our staff and of the children they work with.”

The inspectorate recommended that the service should review every plan after a significant event.
"""


def missing(*models: str) -> str | None:
    """What the models lack, or None."""
    settings = load_settings()
    for model in models:
        folder = getattr(settings.models, model)
        if not (ROOT / folder / "manifest.json").is_file():
            return f"no trained model in {folder}: run `make train`"
    for spec in load_base_weights(ROOT / settings.models.base_weights).values():
        for name in spec.files:
            if not (ROOT / settings.models.base / spec.folder / name).is_file():
                return f"no base weights {spec.folder}: run `make setup`"
    return None


def needs(*models: str) -> pytest.MarkDecorator:
    reason = missing(*models)
    return pytest.mark.skipif(reason is not None, reason=str(reason))


pytestmark = pytest.mark.model
needs_tagger = needs("tagger")
needs_both = needs("tagger", "writer", "support")
needs_support = needs("support")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def write(folder: Path, **contents: str | bytes) -> list[Path]:
    paths = []
    for name, content in contents.items():
        path = folder / f"{name}.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        paths.append(path)
    return paths


def records(paths: Sequence[Path]) -> list[dict[str, Any]]:
    done = call("tag", *paths, "--format", "jsonl")
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.split("\n") if line]


@needs_tagger
def test_one_article_is_tagged_sensibly(tmp_path: Path) -> None:
    found = records(write(tmp_path, first=FIRST))
    assert [record["index"] for record in found] == list(range(len(found)))
    for record in found:
        assert FIRST[record["start_char"] : record["end_char"]] == record["text"]
    by_words = {record["text"]: record for record in found}

    def one(piece: str) -> dict[str, Any]:
        return next(record for text, record in by_words.items() if piece in text)

    assert "finding" in one("overall rating of ‘Inadequate’")["tags"]
    assert "finding" in one("Home visits were missed")["tags"]
    assert "strength" in one("strong links")["tags"]
    assert "recommendation" in one("seven recommendations")["tags"]
    for piece in ("Leaders were paying", "deserve better"):
        assert "quote" in one(piece)["tags"]
        assert one(piece)["speaker"] == "Oswin Tarrant"
    assert one("Home visits were missed")["speaker"] is None


@needs_both
def test_two_articles_give_two_briefs(tmp_path: Path) -> None:
    paths = write(tmp_path, first=FIRST, second=SECOND)
    output = tmp_path / "out"
    done = call("brief", *paths, "--output", output)
    assert done.exit_code == 0, done.stderr
    briefs = [json.loads(path.read_text("utf-8")) for path in sorted(output.glob("*.json"))]
    by_unit = {brief["inspection"]["unit"]: brief for brief in briefs}
    assert len(by_unit) == 2
    first = next(brief for unit, brief in by_unit.items() if "Caldermere" in unit)
    second = next(brief for unit, brief in by_unit.items() if "Penmarsh" in unit)
    assert first["inspection"]["overall_rating"] == "Inadequate"
    assert first["inspection"]["recommendations"] == 7
    assert second["inspection"]["overall_rating"] == "Good"
    for brief, text, name in ((first, FIRST, "first.txt"), (second, SECOND, "second.txt")):
        assert brief["summary"]
        assert brief["findings"]
        assert all(quote["text"] in text for quote in brief["quotes"])
        for spans in brief["evidence"].values():
            for span in spans:
                assert span["article"] == name
                assert text[span["start_char"] : span["end_char"]] == span["text"]
    for path in output.glob("*.json"):
        assert all(path.with_suffix(suffix).is_file() for suffix in (".md", ".html", ".docx"))


@needs_both
def test_bad_inputs_are_named_with_their_reasons_and_do_not_stop_the_rest(tmp_path: Path) -> None:
    navigation = "Home\nNews\nSport\nWeather\nSign in\nContact us\n" * 20
    garden = (
        "The village garden club held its summer show on Saturday and the hall was full by noon. "
        "Prizes for marrows and sweet peas were handed out by the vicar, who thanked everybody. "
        "Next year’s show will be held a week earlier so that it does not clash with the fair.\n"
    )
    paths = write(
        tmp_path,
        good=FIRST,
        empty="",
        binary=bytes(range(256)) * 40,
        huge="Staff were late. " * 1_250_000,
        menu=navigation,
        garden=garden,
    )
    done = call("brief", *paths, "--output", tmp_path / "out")
    assert done.exit_code == 1, done.stderr
    messages = {line.split(":")[0]: line for line in done.stderr.splitlines() if ".txt: " in line}
    for name, reason in {
        "empty.txt": "empty",
        "binary.txt": "binary",
        "huge.txt": "too-large",
        "menu.txt": "no-article",
        "garden.txt": "no-inspection",
    }.items():
        assert messages[name].startswith(f"{name}: {reason}: ")
    assert "good.txt" not in messages
    assert list((tmp_path / "out").glob("*.json"))


@needs_tagger
def test_text_in_an_older_encoding_is_read_or_named(tmp_path: Path) -> None:
    text = FIRST.replace("Oswin", "Zoë")
    for mark, plain in {"‘": "'", "’": "'", "“": '"', "”": '"'}.items():
        text = text.replace(mark, plain)
    (path,) = write(tmp_path, latin=text.encode("latin-1"))
    done = call("tag", path, "--format", "jsonl")
    if done.exit_code == 0:
        assert "Zoë Tarrant" in done.stdout
    else:
        assert done.exit_code == 3
        assert "latin.txt: encoding: " in done.stderr


@needs_support
def test_the_support_model_and_the_checks_refuse_what_was_written_to_mislead_them() -> None:
    """The claims were written by hand from pairs of the development split, which it never saw."""
    labels = ROOT / "data" / "labels"
    articles = {article.article: article for article in read_sentences(labels / "sentences.jsonl")}
    claims = read_claims(labels / "support_claims.jsonl")
    model = SupportModel.load(ROOT / "models" / "support", ROOT / "models" / "base")
    ratings = rating_names(load_profiles(ROOT / "configs" / "inspectorates"))
    questions = [
        Question(
            claim.claim,
            tuple(articles[s.article].sentences[s.index].text for s in claim.sources),
            VerificationContext(claim.names, ratings),
        )
        for claim in claims
    ]
    judged = Judge(model).judge(questions)
    passed = {
        supported: [
            judgement.passes
            for claim, judgement in zip(claims, judged, strict=True)
            if claim.supported is supported
        ]
        for supported in (True, False)
    }
    assert sum(passed[True]) / len(passed[True]) > MOST_TRUE_PASS
    assert sum(passed[False]) / len(passed[False]) < FEW_FALSE_PASS


@needs_support
@pytest.mark.parametrize(
    ("sources", "text"),
    [
        (
            (
                "The management board has had no head teacher on it since 2016.",
                "The report adds: “There is a tendency to assume that because everyone gets on, "
                "everything gets done.”",
            ),
            "The management board has had no head teacher since 2016, and the report adds that a "
            "tendency to assume that everyone gets on is a common practice.",
        ),
        (
            (
                "It makes nine recommendations.",
                "The first says the company should make sure every offender has a named officer.",
            ),
            "The company should make sure every offender has a named officer, and nine "
            "recommendations are in that category.",
        ),
        (
            ("Officers had anything up to ninety cases.",),
            "Officers had anything up to ninety cases, for the second consecutive year.",
        ),
        (
            ("Inspectors were alarmed that senior officers were managing caseloads.",),
            "Senior officers were alarmed that inspectors were managing caseloads.",
        ),
    ],
)
def test_nonsense_that_a_writer_made_is_refused(sources: tuple[str, ...], text: str) -> None:
    model = SupportModel.load(ROOT / "models" / "support", ROOT / "models" / "base")
    (judgement,) = Judge(model).judge([Question(text, sources, VerificationContext())])
    assert not judgement.passes

"""Reports: tables, files, plots, and what the corpus is made of."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import LabelError
from pipeline.evaluation.comparing import compare_predictions
from pipeline.evaluation.distributions import corpus_distributions, kinds_of, read_traits
from pipeline.evaluation.plots import plot_distributions, plot_predictions
from pipeline.evaluation.predictions import Predictions, report_predictions
from pipeline.evaluation.tables import (
    Figures,
    markdown_table,
    percent,
    print_tables,
    two_places,
)
from pipeline.evaluation.writing import write_report
from pipeline.labels import GoldInspection, LabelledArticle

MakeArticle = Callable[..., LabelledArticle]
MakeInspection = Callable[..., GoldInspection]

TRUTH = [np.array([[1, 0], [0, 1]], dtype=bool), np.array([[0, 0]], dtype=bool)]
PREDICTED = [np.array([[1, 0], [0, 0]], dtype=bool), np.array([[0, 0]], dtype=bool)]
CHANCES = [np.array([[0.9, 0.1], [0.2, 0.4]]), np.array([[0.1, 0.3]])]


def mean_distance(*, chances: np.ndarray, truth: np.ndarray) -> float:
    return float(np.abs(chances - truth).mean())


@pytest.fixture
def predictions() -> Predictions:
    return Predictions.of_documents(("a", "b"), TRUTH, PREDICTED, CHANCES)


def test_documents_are_joined(predictions: Predictions) -> None:
    assert predictions.articles.tolist() == [0, 0, 1]
    assert predictions.wrong.tolist() == [False, True, False]
    assert predictions.counts.misses.tolist() == [[0, 1], [0, 0]]


def test_the_report_of_one_model(predictions: Predictions) -> None:
    report = report_predictions(predictions, mean_distance)
    assert (report.documents, report.sentences) == (2, 3)
    assert report.scores["micro_f1"] == pytest.approx(0.6667)
    assert report.intervals["b"].value == 0.0
    assert report.calibration == pytest.approx({"a": 0.4 / 3, "b": 1.0 / 3})
    assert report.least_certain is not None
    # The certainties are 0.81, 0.48 and 0.63: the least certain sentence is the wrong one.
    assert report.least_certain.share_of_errors == 1.0


def test_models_without_probabilities_have_no_calibration() -> None:
    plain = Predictions.of_documents(("a", "b"), TRUTH, PREDICTED)
    report = report_predictions(plain, mean_distance)
    assert (report.calibration, report.least_certain) == ({}, None)


def test_models_side_by_side(predictions: Predictions) -> None:
    perfect = dataclasses.replace(predictions, predicted=predictions.truth)
    models = {"tagger": predictions, "person": perfect}
    tables = {table.title: table for table in compare_predictions(models, mean_distance).tables()}
    scores = tables["tagger: 2 documents, 3 sentences"].rows
    assert scores[0][:4] == ("a", "1.00", "1.00", "1.00")
    assert scores[1][:4] == ("b", "0.00", "0.00", "0.00")
    assert tables["Which labels are mistaken for which"].rows == (("b", "none", "1"),)
    assert tables["Label by label"].rows[1] == ("b", "0", "1", "0", "2")
    side = tables["Models side by side (F1)"].rows
    assert side[1] == ("person", "1.00", "1.00", "1.00", "1.00", "1.00")
    against = {row[0]: row[1] for row in tables["tagger against person"].rows}
    assert (against["b"], against["exact match"]) == ("-1.000", "-0.333")


def test_one_model_alone_is_compared_with_none(predictions: Predictions) -> None:
    assert len(compare_predictions({"tagger": predictions}, mean_distance).tables()) == 3


def test_markdown() -> None:
    figures = Figures("Tags", ("Tag", "Count"), (("a|b", "1"),), note="Few.")
    assert markdown_table(figures) == (
        "## Tags\n\n| Tag | Count |\n| --- | ---: |\n| a\\|b | 1 |\n\nFew.\n"
    )


def test_the_terminal_shows_marks_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    print_tables([Figures("Tags [all]", ("Tag", "Count"), (("[red]", "1"),))])
    shown = capsys.readouterr().out
    assert "Tags [all]" in shown
    assert "[red]" in shown


def test_figures_as_words() -> None:
    assert (percent(0.125), two_places(0.666)) == ("12.5 %", "0.67")


def test_report_files(tmp_path: Path, predictions: Predictions) -> None:
    comparison = compare_predictions({"tagger": predictions}, mean_distance)
    write_report(
        tmp_path / "out",
        title="Scores",
        tables=comparison.tables(),
        content={"models": comparison.reports},
        appendix="The end.",
    )
    written = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert written["models"]["tagger"]["labels"][0]["hits"] == 1
    text = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert text.startswith("# Scores\n\n## tagger: 2 documents")
    assert text.endswith("The end.")


def test_reports_hold_plain_values_only(tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="found set in a report"):
        write_report(tmp_path, title="x", tables=[], content={"a": {1}})


def test_plots(tmp_path: Path, predictions: Predictions) -> None:
    plot_predictions(tmp_path, predictions)
    plot_distributions(tmp_path / "new" / "c.png", [Figures("T", ("T", "N"), (("a", "3"),))] * 3)
    for name in ("reliability.png", "precision_recall.png", "new/c.png"):
        assert (tmp_path / name).read_bytes().startswith(b"\x89PNG")


def test_traits_are_found_by_the_articles_number(tmp_path: Path) -> None:
    path = tmp_path / "articles.csv"
    path.write_text("id,outlet,subject\n001,blog,prison (tests)\n002,,x: y\n", encoding="utf-8")
    kinds = kinds_of(["001-a.txt", "002-b.txt", "003-c.txt"], read_traits(path))
    assert kinds["Kind of outlet"] == {"001-a.txt": "blog"}
    assert kinds["Subject"] == {"001-a.txt": "prison", "002-b.txt": "x"}
    assert kinds["Group of outlets"] == {"001-a.txt": "specialist press and blogs"}
    assert kinds["Inspectorate"] == {
        "001-a.txt": "HMI Prisons",
        "002-b.txt": "other inspectorates",
    }


def test_without_a_table_of_articles_there_are_no_traits(tmp_path: Path) -> None:
    assert read_traits(tmp_path / "none.csv") == {}
    (tmp_path / "odd.csv").write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(LabelError, match="expected one called id"):
        read_traits(tmp_path / "odd.csv")


def test_what_the_corpus_is_made_of(article: MakeArticle, inspection: MakeInspection) -> None:
    made = article("001-a.txt", [("Marl is Good.", "S"), ("It rained.", ""), ("Hm.", "")], ["i1"])
    unit = inspection(made, "i1", unit=("Marl", "Marl"))
    tables = corpus_distributions([made], [unit], {"001": {"outlet": "blog"}})
    assert [table.title for table in tables] == [
        "Tags",
        "Kind of outlet",
        "Group of outlets",
        "Length in words",
        "Overall rating",
    ]
    assert tables[0].rows == (("none", "2", "66.7 %"), ("strength", "1", "33.3 %"))
    assert tables[4].rows == (("not stated", "1", "100.0 %"),)

"""Inspectorates by configuration: checked, listed, and added without code."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.config import load_profiles, project_folder
from pipeline.inspections import find_inspections
from pipeline.schema import TAGS, Article, SentenceTags, TaggedArticle
from pipeline.segmentation import segment

GOOD = """
name: Lighthouse Inspectorate
names: ["lighthouse inspectorate"]
chief_titles: ["chief inspector of lighthouses"]
scales:
  - name: beams
    ratings: [Brilliant, Bright, Dim, Dark]
    positive: 2
unit_kinds:
  - name: lighthouse
    endings: [lighthouse station, lighthouse]
    generic: [lighthouse, station]
"""


def checked(folder: Path, content: str) -> tuple[int, str]:
    (folder / "mine.yaml").write_text(content, encoding="utf-8")
    result = CliRunner().invoke(app, ["inspectorates", "check", str(folder)])
    return result.exit_code, " ".join(result.output.split())


def test_the_projects_own_are_sound() -> None:
    folder = project_folder() / "configs" / "inspectorates"
    result = CliRunner().invoke(app, ["inspectorates", "check", str(folder)])
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "name: Light",
            "colour: red\nname: Light",
            "mine.yaml: colour is no known key; expected one of name, names, nicknames",
        ),
        ("name: Lighthouse Inspectorate", "", "name is missing; expected a value for it. Add"),
        ('"lighthouse inspectorate"', '"light(house"', "is no regular expression: missing )"),
        ('"chief inspector of lighthouses"', '"chief ["', "is no regular expression"),
        (
            "positive: 2",
            "aliases: {Glowing: Glow}\n    positive: 2",
            "alias 'Glowing' names 'Glow', not one of",
        ),
        (
            "positive: 2",
            "aliases: {Dim: Dark}\n    positive: 2",
            "'Dim' of scale 'beams' is itself",
        ),
        (
            "positive: 2",
            "aliases: {Gloomy: Dim, gloomy: Dark}\n    positive: 2",
            "'gloomy' stands twice in one section; expected each key once",
        ),
        ("Dim, Dark", "Dim, dim", "scale 'beams' has 'dim' 2 times; expected each wording once"),
        ("positive: 2", "positive: 4", "counts 4 of 4 as praise; expected from 1 to 3. Set"),
        ("station, lighthouse]", "station, Lighthouse Station]", "endings of 'lighthouse' has"),
        ("endings:", "ending:", "unit_kinds.0.ending is no known key; expected one of name, endin"),
        ("name: Light", "name: [", "is not valid YAML"),
    ],
)
def test_each_mistake_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    code, output = checked(tmp_path, GOOD.replace(old, new, 1))
    assert code == 2
    assert message in output
    assert "mine.yaml" in output


def test_two_files_of_one_inspectorate(tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(GOOD, encoding="utf-8")
    code, output = checked(tmp_path, GOOD)
    assert code == 2
    assert "name is 'Lighthouse Inspectorate', as in again.yaml" in output


def test_an_empty_folder_is_wrong_usage(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["inspectorates", "check", str(tmp_path)])
    assert result.exit_code == 2
    assert "Found no inspectorate in" in result.output


def test_the_list_shows_every_inspectorate(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    result = CliRunner().invoke(app, ["inspectorates", "list", str(tmp_path)])
    assert result.exit_code == 0
    shown = " ".join(result.output.split())
    for word in ("Lighthouse", "Brilliant", "beams"):
        assert word in shown


def test_a_new_inspectorate_needs_no_code(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(GOOD, encoding="utf-8")
    text = (
        "Skerry Lighthouse rated Bright after inspection\n\n"
        "Skerry Lighthouse has been rated 'Bright' by the Lighthouse Inspectorate.\n\n"
        "The chief inspector of lighthouses, Una Frith, said the lamp was clean.\n\n"
        "The inspection report makes three recommendations.\n"
    )
    article = Article(name="a.txt", text=text)
    sentences = segment(article)
    untagged = SentenceTags(scores=dict.fromkeys(TAGS, 0.0))
    tagged = TaggedArticle(article=article, sentences=sentences, tags=(untagged,) * len(sentences))
    (found,) = find_inspections(tagged, load_profiles(tmp_path))
    facts = {field: fact.value for field, fact in found.facts.items()}
    assert facts == {
        "unit": "Skerry Lighthouse",
        "unit_type": "lighthouse",
        "inspectorate": "Lighthouse Inspectorate",
        "overall_rating": "Bright",
        "recommendations": 3,
        "chief_inspector": "Una Frith",
    }

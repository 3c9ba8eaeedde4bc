from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from pipeline.inspections import find_inspections
from pipeline.schema import (
    TAGS,
    Article,
    Inspection,
    InspectorateProfile,
    SentenceTags,
    TaggedArticle,
)
from pipeline.segmentation import segment

PROFILES = Path(__file__).parents[2] / "configs" / "inspectorates"


def tagged(text: str, date: str | None = None, name: str = "a.txt") -> TaggedArticle:
    article = Article(name=name, text=text, date=date)
    sentences = segment(article)
    untagged = SentenceTags(scores=dict.fromkeys(TAGS, 0.0))
    return TaggedArticle(
        article=article, sentences=sentences, tags=tuple(untagged for _ in sentences)
    )


@pytest.fixture(scope="session")
def profiles() -> tuple[InspectorateProfile, ...]:
    return tuple(
        InspectorateProfile.model_validate(yaml.safe_load(path.read_text("utf-8")))
        for path in sorted(PROFILES.glob("*.yaml"))
    )


@pytest.fixture(scope="session")
def tag() -> Callable[..., TaggedArticle]:
    return tagged


@pytest.fixture(scope="session")
def find(profiles: tuple[InspectorateProfile, ...]) -> Callable[..., tuple[Inspection, ...]]:
    def find_in(text: str, date: str | None = None, name: str = "a.txt") -> tuple[Inspection, ...]:
        return find_inspections(tagged(text, date, name), profiles)

    return find_in

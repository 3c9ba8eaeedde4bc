from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.corrections.records import Answer, Asked, Question, questions_of
from pipeline.schema import Tag, TaggedArticle

TEXT = (
    "=Staff were late. Managers were praised. “We never see them,” said Ann Vale. "
    "Leaders should recruit more officers."
)


@pytest.fixture
def tagged(tag_by_hand: Callable[..., TaggedArticle]) -> TaggedArticle:
    return tag_by_hand(
        TEXT,
        {"late": [Tag.FINDING], "praised": [Tag.STRENGTH], "never": [Tag.FINDING, Tag.QUOTE]},
        {"We never see them,": "Ann Vale"},
    )


@pytest.fixture
def articles(tagged: TaggedArticle) -> Mapping[str, TaggedArticle]:
    return {tagged.article.name: tagged}


@pytest.fixture
def questions(tagged: TaggedArticle) -> list[Question]:
    return questions_of([Asked(tagged, "rev1")])


@pytest.fixture
def answer(questions: list[Question]) -> Callable[..., Answer]:
    def make(index: int, *tags: str, **changes: object) -> Answer:
        given: dict[str, object] = {
            "question": questions[index],
            "tags": tags,
            "speaker": None,
            "by": "ann",
            "at": "2026-11-25T10:00:00+00:00",
            "where": f"tasks.json, task {index}",
            **changes,
        }
        return Answer.model_validate(given)

    return make


@pytest.fixture
def sheet(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The path of a spreadsheet, with the ending that the test asks for."""
    return tmp_path / f"sentences{request.param}"

"""Tagged articles beside their labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from pipeline.evaluation.tagged import (
    article_of,
    break_down,
    errors_markdown,
    hardest_errors,
    quotation_agreement,
    score_speakers,
    study_articles,
    tag_predictions,
)
from pipeline.labels import LabelledArticle
from pipeline.schema import TAGS, Quotation, SentenceTags, Tag, TaggedArticle

MakeArticle = Callable[..., LabelledArticle]

LINES = [
    ("Files were thin.", "F"),
    ("“We never see her,” said Io Marl.", "Q", "Io Marl"),
    ("“It is a shame.”", "Q"),
    ("Share this page", "~"),
]


def tagged_as(
    labelled: LabelledArticle,
    scores: Sequence[dict[str, float]],
    speakers: dict[int, str | None] | None = None,
) -> TaggedArticle:
    """Tags from 0.5 on; a quotation in each sentence that ``speakers`` names."""
    article, sentences = article_of(labelled)
    full = [{tag: row.get(tag.value, 0.0) for tag in TAGS} for row in scores]
    return TaggedArticle(
        article=article,
        sentences=sentences,
        tags=tuple(
            SentenceTags(scores=row, tags=tuple(tag for tag in TAGS if row[tag] >= 0.5))
            for row in full
        ),
        quotations=tuple(
            Quotation(
                start_char=sentences[place].start_char,
                end_char=sentences[place].end_char,
                text=sentences[place].text,
                sentences=(place,),
                speaker=speaker,
            )
            for place, speaker in (speakers or {}).items()
        ),
    )


@pytest.fixture
def labelled(article: MakeArticle) -> LabelledArticle:
    return article("001-a.txt", LINES)


def test_the_article_that_was_labelled(labelled: LabelledArticle) -> None:
    article, sentences = article_of(labelled)
    assert (article.name, article.text) == ("001-a.txt", labelled.text)
    assert [span.text for span in article.furniture] == ["Share this page"]
    assert [sentence.text for sentence in sentences] == [line[0] for line in LINES]
    assert type(sentences[0]).__name__ == "Sentence"


def test_tags_become_arrays(labelled: LabelledArticle) -> None:
    tagged = tagged_as(labelled, [{"finding": 0.9}, {"quote": 0.4}, {"strength": 0.7}, {}])
    found = tag_predictions([(labelled, tagged), (labelled, tagged)])
    assert found.labels == ("finding", "strength", "recommendation", "quote")
    assert found.truth[:4].astype(int).tolist() == [
        [1, 0, 0, 0],
        [0, 0, 0, 1],
        [0, 0, 0, 1],
        [0, 0, 0, 0],
    ]
    assert found.predicted[:4].astype(int).tolist() == [
        [1, 0, 0, 0],
        [0, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 0],
    ]
    assert found.articles.tolist() == [0] * 4 + [1] * 4
    assert found.wrong.tolist() == [False, True, True, False] * 2
    assert found.chances is not None
    assert np.allclose(found.chances[1], [0, 0, 0, 0.4])


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        ({1: "io  MARL", 2: None}, (1, 0, 0, 0)),
        ({1: "Marl"}, (0, 1, 0, 0)),
        ({}, (0, 0, 1, 0)),
        ({1: "Io Marl", 2: "Io Marl"}, (1, 0, 0, 1)),
    ],
)
def test_speakers(
    labelled: LabelledArticle, speakers: dict[int, str | None], expected: tuple[int, ...]
) -> None:
    scores = score_speakers([(labelled, tagged_as(labelled, [{}] * 4, speakers))])
    assert (scores.right, scores.wrong, scores.missing, scores.invented) == expected
    assert (scores.named, scores.unnamed) == (1, 1)
    assert scores.accuracy == expected[0]


def test_quote_tags_and_quotations_agree(labelled: LabelledArticle) -> None:
    quote = {"quote": 0.8}
    agreeing = tagged_as(labelled, [{}, quote, {}, {}], {1: None})
    assert quotation_agreement([agreeing]) == 1.0
    differing = tagged_as(labelled, [{}, quote, {}, quote], {1: None})
    assert quotation_agreement([differing]) == pytest.approx(3 / 4)


def test_hardest_errors_come_first_with_their_neighbours(labelled: LabelledArticle) -> None:
    tagged = tagged_as(labelled, [{"finding": 0.4}, {"quote": 0.9}, {"quote": 0.1}, {}])
    errors = hardest_errors([(labelled, tagged)])
    assert [(error.index, error.truth, error.predicted) for error in errors] == [
        (2, (Tag.QUOTE,), ()),
        (0, (Tag.FINDING,), ()),
    ]
    assert [error.chance for error in errors] == pytest.approx([0.1, 0.4])
    assert (errors[0].before, errors[0].after) == (LINES[1][0], "Share this page")
    assert errors[1].before == ""
    assert len(hardest_errors([(labelled, tagged)], count=1)) == 1
    text = errors_markdown(errors)
    assert "**001-a.txt, sentence 2**: person quote, model none (finding 0.00" in text
    assert "> **“It is a shame.”**\n>\n> Share this page" in text


def test_scores_by_kind_of_article(labelled: LabelledArticle, article: MakeArticle) -> None:
    right = tagged_as(labelled, [{"finding": 0.9}, {"quote": 0.9}, {"quote": 0.9}, {}])
    other = article("002-b.txt", LINES)
    wrong = tagged_as(other, [{"finding": 0.9}, {"finding": 0.9}, {}, {}])
    kinds = {"001-a.txt": "union page", "002-b.txt": "blog"}
    table = break_down([(labelled, right), (other, wrong)], kinds, "Outlet")
    # blog: one finding hit, one false alarm, two quotes missed: 2/3, 0 and 2/5.
    assert table.rows == (
        ("blog", "1", "0.67", "–", "–", "0.00", "0.40"),
        ("union page", "1", "1.00", "–", "–", "1.00", "1.00"),
    )


def test_the_study_holds_it_all(labelled: LabelledArticle) -> None:
    tagged = tagged_as(labelled, [{}] * 4)
    study = study_articles([(labelled, tagged)], {"Outlet": {"001-a.txt": "blog"}, "Subject": {}})
    assert [table.title for table in study.tables] == ["Quotations", "By outlet"]
    assert study.content["speaker_accuracy"] == 0.0
    assert len(study.content["hardest_errors"]) == 3

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.corrections.importing import import_answers, write_corrections
from pipeline.corrections.merging import merge_corrections
from pipeline.corrections.records import Answer, CorrectedArticle
from pipeline.errors import LabelError
from pipeline.labels import LabelledArticle, LabelledSentence
from pipeline.schema import Tag, TaggedArticle
from pipeline.tagging.recipe import counted_sentences
from scripts.train_tagger import corpus_documents


@pytest.fixture
def corrected(
    answer: Callable[..., Answer], articles: Mapping[str, TaggedArticle]
) -> CorrectedArticle:
    """Two of four sentences were looked at: 0 is a strength, 3 is nothing."""
    done = import_answers(
        [answer(0, "strength"), answer(3)], articles, file="tasks.json", held_back={}
    )
    return done.articles["a.txt"]


@pytest.fixture
def labelled(tagged: TaggedArticle) -> LabelledArticle:
    """The same text in the corpus, under another name, every sentence a recommendation."""
    return LabelledArticle(
        article="001.txt",
        text=tagged.article.text,
        inspections=("i1",),
        sentences=tuple(
            LabelledSentence(**sentence.model_dump(), tags=(Tag.RECOMMENDATION,))
            for sentence in tagged.sentences
        ),
    )


def other() -> LabelledArticle:
    text = "Something else."
    sentence = LabelledSentence(index=0, start_char=0, end_char=len(text), text=text)
    return LabelledArticle(article="002.txt", text=text, sentences=(sentence,))


def test_of_a_new_article_only_what_was_looked_at_counts(corrected: CorrectedArticle) -> None:
    merged = merge_corrections([other()], [corrected], set())
    assert merged == [(other(), None), (corrected, (1.0, 0.0, 0.0, 1.0))]


def test_an_article_of_the_corpus_keeps_its_other_labels(
    corrected: CorrectedArticle, labelled: LabelledArticle
) -> None:
    ((article, weights),) = merge_corrections([labelled], [corrected], set())
    assert weights is None
    assert article.inspections == ("i1",)
    tags = [sentence.tags for sentence in article.sentences]
    assert tags == [("strength",), ("recommendation",), ("recommendation",), ()]


def test_the_test_split_stays_out_whatever_the_article_is_called(
    corrected: CorrectedArticle, labelled: LabelledArticle
) -> None:
    assert merge_corrections([labelled, other()], [], {"001.txt"}) == [(other(), None)]
    with pytest.raises(LabelError, match=r"a\.txt, which is in the test split"):
        merge_corrections([labelled], [corrected], {"001.txt"})
    with pytest.raises(LabelError, match=r"a\.txt, which is in the test split"):
        merge_corrections([other()], [corrected], {"a.txt"})


def test_sentences_that_are_cut_otherwise_are_refused(
    corrected: CorrectedArticle, labelled: LabelledArticle
) -> None:
    shorter = labelled.model_copy(update={"sentences": labelled.sentences[:3]})
    with pytest.raises(LabelError, match=r"sentence 3 of the corrections is not that of the"):
        merge_corrections([shorter], [corrected], set())


def test_the_trainer_takes_corrections_in(
    corrected: CorrectedArticle, labelled: LabelledArticle, tmp_path: Path
) -> None:
    held = labelled.model_copy(update={"article": "held.txt", "text": labelled.text + " "})
    lines = [held.model_dump_json(), other().model_dump_json()]
    (tmp_path / "sentences.jsonl").write_text("\n".join(lines))
    splits = {"train": [], "development": ["002.txt"], "test": ["held.txt"]}
    (tmp_path / "splits.json").write_text(json.dumps(splits))
    corrections = tmp_path / "corrections.jsonl"
    write_corrections([corrected], corrections)
    (second,), (first,) = corpus_documents(tmp_path, corrections)
    assert (first.name, first.weights) == ("002.txt", None)
    assert counted_sentences(first).tolist() == [True]
    assert second.name == "a.txt"
    assert second.labels == ((1,), (1,), (0, 3), ())
    assert second.weights == (1.0, 0.0, 0.0, 1.0)
    assert counted_sentences(second).tolist() == [True, False, False, True]
    learnt, (held_out,) = corpus_documents(tmp_path)
    assert (learnt, held_out.name) == ([], "002.txt")

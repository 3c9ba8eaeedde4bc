from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pipeline.corrections.importing import (
    Import,
    import_answers,
    read_corrections,
    write_corrections,
)
from pipeline.corrections.records import Answer, Question, text_hash
from pipeline.errors import LabelError
from pipeline.labels import LabelledArticle
from pipeline.schema import Tag, TaggedArticle

Articles = Mapping[str, TaggedArticle]
Make = Callable[..., Answer]


def take(answers: list[Answer], articles: Articles, **options: object) -> Import:
    given: dict[str, object] = {"file": "tasks.json", "held_back": {}, **options}
    return import_answers(answers, articles, **given)  # type: ignore[arg-type]


def test_an_answer_becomes_a_label_with_its_origin(
    answer: Make, articles: Articles, tmp_path: Path
) -> None:
    done = take([answer(1, "finding"), answer(2, "quote", speaker="Ann Vale")], articles)
    assert (done.taken, done.changed, done.problems) == (2, 2, [])
    path = tmp_path / "made" / "corrections.jsonl"
    write_corrections(done.articles.values(), path)
    (article,) = read_corrections(path)
    assert [s.tags for s in article.sentences] == [("finding",), ("finding",), ("quote",), ()]
    assert article.sentences[2].speaker == "Ann Vale"
    assert article.weights == (0.0, 1.0, 1.0, 0.0)
    first = article.corrections[0]
    assert (first.index, first.by, first.file, first.model) == (1, "ann", "tasks.json", "rev1")
    assert first.was == ("strength",)
    assert first.at == "2026-11-25T10:00:00+00:00"
    assert [p.name for p in path.parent.iterdir()] == ["corrections.jsonl"]


def test_a_corrected_article_is_one_of_the_corpus_schema(answer: Make, articles: Articles) -> None:
    (article,) = take([answer(0)], articles).articles.values()
    fields = article.model_dump(exclude={"corrections"})
    assert LabelledArticle.model_validate(fields).sentences[0].tags == ()


def test_a_confirmed_sentence_counts_but_is_no_change(answer: Make, articles: Articles) -> None:
    done = take([answer(0, "finding")], articles)
    assert (done.taken, done.changed) == (1, 0)
    assert done.articles["a.txt"].weights[0] == 1.0


def altered(question: Question, **changes: object) -> Question:
    return question.model_copy(update=changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"article": "z.txt"}, "found no article z.txt"),
        ({"article_sha256": "0" * 64}, "a.txt was altered since it was exported"),
        ({"start_char": 1}, "sentence 1 of a.txt is not the one that was exported"),
        ({"index": 40}, "sentence 40 of a.txt is not the one that was exported"),
        ({"text": "Managers were blamed."}, "is not the one that was exported ('Managers were"),
    ],
)
def test_what_no_longer_fits_is_reported(
    answer: Make,
    articles: Articles,
    questions: list[Question],
    changes: dict[str, object],
    expected: str,
) -> None:
    done = take([answer(1, question=altered(questions[1], **changes))], articles)
    assert (done.taken, done.articles) == (0, {})
    assert expected in done.problems[0]
    assert done.problems[0].startswith("tasks.json, task 1: ")


def test_white_space_that_a_spreadsheet_changed_still_fits(
    answer: Make, articles: Articles, questions: list[Question]
) -> None:
    spaced = altered(questions[1], text="Managers\r\nwere  praised.")
    assert take([answer(1, question=spaced)], articles).taken == 1


def test_wrong_labels_are_reported(answer: Make, articles: Articles) -> None:
    wrong = [
        answer(0, "praise"),
        answer(1, "finding", speaker="Ann Vale"),
        answer(2, "quote", speaker="Nobody Here"),
    ]
    done = take(wrong, articles)
    assert done.taken == 0
    assert "tags praise, expected some of finding, strength" in done.problems[0]
    assert "a speaker, 'Ann Vale', but no quote" in done.problems[1]
    assert "speaker 'Nobody Here' is not in the article" in done.problems[2]


def test_a_persons_last_answer_counts(answer: Make, articles: Articles) -> None:
    answers = [
        answer(0, "strength", at="2026-11-25T12:00:00"),
        answer(0, "finding", at="2026-11-25T11:00:00"),
    ]
    done = take(answers, articles)
    assert done.articles["a.txt"].sentences[0].tags == ("strength",)


def test_people_who_disagree_are_reported_and_nothing_is_taken(
    answer: Make, articles: Articles
) -> None:
    done = take([answer(0, "finding"), answer(0, by="ben")], articles)
    assert done.taken == 0
    assert "people disagree (ann: finding; ben: no tag)" in done.problems[0]


def test_people_who_agree_are_taken_once(answer: Make, articles: Articles) -> None:
    done = take([answer(0, "quote", "finding"), answer(0, "finding", "quote", by="ben")], articles)
    assert (done.taken, done.problems) == (1, [])
    assert done.articles["a.txt"].sentences[0].tags == (Tag.FINDING, Tag.QUOTE)


def test_an_earlier_correction_stays_where_somebody_else_differs(
    answer: Make, articles: Articles
) -> None:
    before = list(take([answer(0, "finding")], articles).articles.values())
    done = take([answer(0, by="ben"), answer(1, "finding", by="ben")], articles, before=before)
    article = done.articles["a.txt"]
    assert "ben says no tag, but ann said finding (tasks.json)" in done.problems[0]
    assert article.sentences[0].tags == ("finding",)
    assert [(c.index, c.by) for c in article.corrections] == [(0, "ann"), (1, "ben")]


def test_a_persons_newer_file_replaces_their_older_one(answer: Make, articles: Articles) -> None:
    before = list(take([answer(0, "finding")], articles).articles.values())
    done = take([answer(0, "strength")], articles, before=before, file="new.csv")
    assert done.problems == []
    assert done.articles["a.txt"].sentences[0].tags == ("strength",)
    assert [c.file for c in done.articles["a.txt"].corrections] == ["new.csv"]


def test_nothing_of_the_test_split_is_taken(
    answer: Make, articles: Articles, tagged: TaggedArticle
) -> None:
    by_text = take([answer(0)], articles, held_back={text_hash(tagged.article.text): "other.txt"})
    by_name = take([answer(0)], articles, held_back={"0" * 64: "a.txt"})
    for done in (by_text, by_name):
        assert done.articles == {}
        assert "a.txt is in the test split" in done.problems[0]


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corrections.jsonl"
    assert read_corrections(path) == []
    path.write_text('{"article": "a.txt"}\n')
    with pytest.raises(LabelError, match=r"is no file of corrections"):
        read_corrections(path)

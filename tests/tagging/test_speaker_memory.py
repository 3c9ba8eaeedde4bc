"""Whom pronouns, "one" and definite phrases mean, by who has come to the fore."""

from __future__ import annotations

import pytest

from pipeline.schema import Article
from pipeline.segmentation import segment
from pipeline.tagging.quotations import find_quotations


def speakers(text: str) -> list[str | None]:
    article = Article(name="a.txt", text=text)
    return [quotation.speaker for quotation in find_quotations(article, segment(article))]


def test_names_within_quotations_are_no_rivals() -> None:
    text = "Ms Anna Crewe runs it. Mrs Edith Vale wrote.\n\nMs Crewe spoke. "
    assert speakers(text + "“I am sorry that Mrs Vale was hurt,” she said.") == ["Anna Crewe"]


def test_places_and_charities_beside_a_name_are_no_rivals() -> None:
    text = "“It is poor,” said Anna Crewe of Camber Nest, a charity.\n\n“It was always so.”"
    assert speakers(text) == ["Anna Crewe"] * 2


def test_the_dead_do_not_speak() -> None:
    text = "Anna Crewe’s daughter Ivy died there in May. She sits on the board. "
    assert speakers(text + "“It is poor,” she said.") == ["Anna Crewe"]
    text = "Mr Piers Dunnet met Anna Crewe. Anna Crewe died in May. “It is poor,” she said."
    assert speakers(text) == [None]


def test_somebody_unnamed_gives_way_to_somebody_new() -> None:
    text = "An older colleague told me so. Later I met a shopkeeper. “It is poor,” he said."
    assert speakers(text) == [None]
    assert speakers("An older colleague told me so. “It is poor,” he said.") == ["older colleague"]


def test_they_may_be_one_spokesperson() -> None:
    text = "A spokesperson for the region said it was sad. “We will see,” they said."
    assert speakers(text) == ["spokesperson for the region"]


@pytest.mark.parametrize(
    "text",
    [
        "According to the report, few were seen. “It is poor work,” it said.",
        "Few were seen, the report said. “It is poor work,” it added.",
        "What they saw went into a report on Tarrow. It says “it is poor work”.",
    ],
)
def test_it_is_the_report_that_was_just_named(text: str) -> None:
    assert speakers(text) == ["the report"]


def test_another_is_one_more_of_the_kind_that_spoke() -> None:
    text = "A case manager said: “It is poor.” Another said that “it is worse than ever”."
    assert speakers(text) == ["case manager", "another case manager"]
    assert speakers("They sat with our reps. One said: “It is poor.”") == ["one rep"]
    text = "Parents were warm, with one telling inspectors: “They have saved him.”"
    assert speakers(text) == ["one parent"]


def test_somebody_whom_the_inspectors_were_told_by() -> None:
    text = "Inspectors were told by one parent that it was late. “It is poor,” she said."
    assert speakers(text) == ["one parent"]


@pytest.mark.parametrize(
    "text",
    [
        "Labour’s Anna Crewe spoke. “It is poor,” the MP said.",
        "Mr Dunnet’s sister, Anna Crewe, was told. “It is poor,” said the 34-year-old nurse.",
        "The sister of a man who was hurt said “it is poor”. His sister, Anna Crewe, left.",
        "The chief inspector has asked for help after what she called work “that is so very poor, "
        "so late and so thin”. Anna Crewe came in May.",
    ],
)
def test_definite_phrases_for_somebody_named(text: str) -> None:
    assert speakers(text) == ["Anna Crewe"]


def test_the_one_named_next_may_be_somebody_else() -> None:
    text = "“It is poor,” said the governor. Anna Crewe, a prisoner, agreed."
    assert speakers(text) == ["governor"]
    text = "“It is poor,” said the governor. Anna Crewe said that she did not know."
    assert speakers(text) == ["governor"]


def test_a_name_further_on_is_no_role_of_the_subject() -> None:
    text = "Judge Piers Dunnet sat. The judge asked that Rory Tallis be paid. He said “it is fair”."
    assert speakers(text) == ["Piers Dunnet"]


def test_a_headline_learns_the_name_of_whom_it_calls_by_office() -> None:
    text = "“I am so sorry,” says head of unit\n\nAnna Crewe, who runs it, said: “I am so sorry.”"
    assert speakers(text) == ["Anna Crewe"] * 2


def test_few_words_must_be_repeated_whole() -> None:
    text = "Bosses ‘know what is wrong’ here\n\n“Seeing what is wrong is hard,” said Anna Crewe."
    assert speakers(text) == [None, "Anna Crewe"]


@pytest.mark.parametrize(
    "text",
    [
        "“It is poor.”\n\nThat is how one teenager described the unit to them.",
        "“It is poor” is how one teenager put it.",
        "“It is poor.”\n\nThat was the response of one teenager.",
    ],
)
def test_credits_that_point_back(text: str) -> None:
    assert speakers(text) == ["one teenager"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Local MP Piers Dunnet spoke. “It is poor,” the Tarrow Vale MP said.", "Piers Dunnet"),
        ("Piers Dunnet was there. “It is poor,” the former mayor of Tarrow said.", "Piers Dunnet"),
        ("Their solicitor, Anna Crewe of Dunnet Vale, said: “It is poor.”", "Anna Crewe"),
        ("Prison governor Piers Dunnet hit out at “people who never come here”.", "Piers Dunnet"),
        ("Of the firm they asked nothing. Its spokesman said: “It is poor.”", "firm spokesman"),
        ("I rang the ministry’s office. A spokesman said: “It is.”", "ministry spokesman"),
        ("Lenny came. Anna Crewe left. And Lenny? “It is poor,” he said.", "Lenny"),
        ("Work is ‘slow’ as students tell Ofsted: “We were talking to no-one.”", "students"),
        ("“It is poor.”\n\nSo begins a foreword to the report on Tarrow.", "the report"),
        ("Mr Hall’s family said in a statement: “It is poor.”", "Mr Hall’s family"),
        ("mrs anna crewe, the chief inspector, said: “it is poor work.”", "Anna Crewe"),
    ],
)
def test_credits_of_everyday_news(text: str, expected: str) -> None:
    assert (speakers(text)[-1] or "").casefold() == expected.casefold()


def test_no_clause_is_taken_for_a_name() -> None:
    text = "A woman whose partner hurt her while he was on licence says that “it is very poor”."
    (found,) = speakers(text)
    assert found in {None, "woman"}
    assert speakers("It was late, but nevertheless said “it is very poor”.") == [None]


def test_words_woven_in_are_the_inspectors_who_were_just_credited() -> None:
    text = "Ofsted came. Inspectors found much that was good. Staff “knew them all by name”."
    assert speakers(text) == ["Ofsted"]


def test_bare_spokesperson_of_the_body_that_spoke_before() -> None:
    text = (
        "HM Inspectorate of Probation came. The inspectorate gave dates. "
        "A spokeswoman said: “We do not wait.”"
    )
    assert speakers(text) == ["HM Inspectorate of Probation spokeswoman"]


def test_they_are_not_the_inspectors_after_two_people_were_named() -> None:
    text = "Ofsted came. Head teacher Anna Crewe and chair Piers Dunnet were glad. "
    assert speakers(text + "“We are proud,” they said.") == [None]
    assert speakers("Ofsted came. Inspectors were glad. “We saw it,” they said.") == ["Ofsted"]


def test_a_mother_is_not_her_son() -> None:
    text = "“It was poor,” said Tom’s mother, who asked not to be named. “I said so.”"
    assert speakers(text) == ["Tom’s mother"] * 2

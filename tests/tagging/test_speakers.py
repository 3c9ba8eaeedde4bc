from __future__ import annotations

import pytest

from pipeline.schema import Article
from pipeline.segmentation import segment
from pipeline.tagging.quotations import find_quotations

INTRODUCTION = "Ottoline Marsh, the chief inspector of probation, visited Tarrow last May.\n\n"


def speakers(text: str) -> list[str | None]:
    article = Article(name="a.txt", text=text)
    return [quotation.speaker for quotation in find_quotations(article, segment(article))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ms Marsh said: “It is poor work.”",
        "“It is poor work,” Ms Marsh said.",
        "“It is poor work,” said Ms Marsh.",
        "“It is poor work,” she said.",
        "She said “it is poor work”.",
        "“It is poor work,” the chief inspector said.",
        "In her report, Ms Marsh, who lives nearby, said: “It is poor work.”",
        "Ms Marsh said staff were keen but warned that “it is poor work”.",
        "According to Ms Marsh, “it is poor work”.",
        "In the words of the chief inspector, “it is poor work”.",
        "Ms Marsh’s verdict was short: “It is poor work.”",
        "Ms Marsh again: “It is poor work.”",
        "Ms Marsh has also told ministers:\n\n“It is poor work.”",
        "“It is poor work.”\n\nThat was the message from Ms Marsh yesterday.",
        "Ms Marsh was not impressed. “It is poor work.”",
        "“It is poor work.” Ms Marsh said.",
    ],
)
def test_one_speaker_however_credited(sentence: str) -> None:
    assert speakers(INTRODUCTION + sentence) == ["Ottoline Marsh"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("“It is poor work,” said Dame Ottoline Marsh.", "Dame Ottoline Marsh"),
        ("“It is poor work,” said Cllr Piers Dunnet.", "Piers Dunnet"),
        ("Local MP Piers Dunnet said: “It is poor work.”", "Piers Dunnet"),
        ("Its local secretary, Piers Dunnet, said: “It is poor work.”", "Piers Dunnet"),
        ("Piers Dunnet, 52, whose son Rory was jailed, said: “It is poor.”", "Piers Dunnet"),
        ("A Home Office spokesperson said: “It is poor work.”", "Home Office spokesperson"),
        ("A spokesman for the Home Office said: “It is poor.”", "spokesman for the Home Office"),
        ("Coun Piers Dunnet (Ind) said: “It is poor work.”", "Piers Dunnet"),
        ("The Visiting Board at the jail said “it is poor work”.", "Visiting Board"),
        ("The youth charity Wick Street said “it is poor work”.", "Wick Street"),
        ("A relative told inspectors: “It is poor work.”", "relative"),
        ("“It is poor work,” says the lead inspector’s report.", "the report"),
        ("“It is poor work,” its letter to the council said.", "the letter"),
        ("“It is poor work,” the report says.", "the report"),
        ("The inspection report adds: “It is poor work.”", "the report"),
        ("“It is poor work,” according to the report.", "the report"),
        ("One officer told the inspection team: “It is poor work.”", "One officer"),
        ("“It is poor work,” said the owner of the Tarrow Arms.", "owner of the Tarrow Arms"),
        ("Inspectors said “it is poor work”.", "Inspectors"),
        ("“It is poor work.”", None),
        ("There is a sign on the wall. “Please wait here.”", None),
    ],
)
def test_names_as_the_article_gives_them(sentence: str, expected: str | None) -> None:
    (found,) = speakers(sentence)
    assert (found or "").casefold() == (expected or "").casefold()


def test_inspectors_speak_for_the_inspectorate() -> None:
    text = "HM Inspectorate of Probation went to Tarrow. Inspectors said “it is poor work”."
    assert speakers(text) == ["HM Inspectorate of Probation"]
    assert speakers("The unit failed, Ofsted said. “It is poor work,” inspectors wrote.") == [
        "Ofsted"
    ]


def test_pronouns_go_by_sex() -> None:
    text = (
        "Ms Anna Crewe runs the unit. Mr Piers Dunnet chairs the board.\n"
        "“We are sorry,” she said.\n“I am not,” he said."
    )
    assert speakers(text) == ["Anna Crewe", "Piers Dunnet"]


def test_halves_of_a_broken_quotation_share_a_speaker() -> None:
    text = "“It is poor,” said Anna Crewe, “and it must change.”"
    assert speakers(text) == ["Anna Crewe", "Anna Crewe"]


def test_quotation_goes_on_after_its_credit() -> None:
    text = "“It is poor,” said Anna Crewe. “It must change.”\n\n“It can change.”"
    assert speakers(text) == ["Anna Crewe"] * 3


def test_reopened_quotation_has_one_speaker_wherever_the_credit_stands() -> None:
    text = "“It is poor work.\n\n“It must change,” said Anna Crewe."
    assert speakers(text) == ["Anna Crewe", "Anna Crewe"]


def test_two_speakers_in_a_paragraph() -> None:
    text = "Anna Crewe said: “It is poor.” Piers Dunnet, a union officer, said: “It is not.”"
    assert speakers(text) == ["Anna Crewe", "Piers Dunnet"]
    text = "“It is poor,” Anna Crewe said, but Piers Dunnet said “it is fine”."
    assert speakers(text) == ["Anna Crewe", "Piers Dunnet"]


def test_somebody_named_since_leaves_a_quotation_open() -> None:
    text = (
        "“It is poor,” said Anna Crewe.\n\nPolice met Piers Dunnet and Rory Tallis in town.\n\n"
        "“It is not so.”"
    )
    assert speakers(text) == ["Anna Crewe", None]


def test_headline_takes_the_speaker_of_the_words_it_repeats() -> None:
    text = (
        "‘A great deal to be done here’\n\nMs Crewe said: “There is a great deal to be done here.”"
    )
    assert speakers(text) == ["Ms Crewe", "Ms Crewe"]
    assert speakers("‘A great deal to be done here’\n\nMs Crewe said: “No.”")[0] is None


def test_names_in_brackets_are_passed_over() -> None:
    assert speakers("Anna Crewe (Lab, Tarrow) said: “It is poor.”") == ["Anna Crewe"]


def test_the_officer_is_the_one_who_spoke_before() -> None:
    text = "A call handler said: “It is poor.”\n\n“It is late,” the handler said."
    assert speakers(text) == ["call handler", "call handler"]


def test_a_credit_that_is_not_understood_is_not_given_to_somebody_else() -> None:
    text = "Anna Crewe said: “It is poor.”\n\n“It is not so,” her own said."
    assert speakers(text) == ["Anna Crewe", None]


def test_bylines_and_captions_bring_nobody_to_the_foreground() -> None:
    text = "Anna Crewe runs the unit.\n\nBy Rory Tallis, reporter\n\n“It is poor,” she said."
    assert speakers(text)[-1] == "Anna Crewe"


def test_one_of_those_in_the_foreground() -> None:
    text = "Prisoners were afraid. One said: “It is poor.” Another said: “It is worse.”"
    assert speakers(text) == ["one prisoner", "another prisoner"]


PROBATION = "HM Inspectorate of Probation published its report on Tarrow in May.\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is poor,” said the man in the straw hat.", "man in the straw hat"),
        ("“It is poor,” said a visitor in a statement.", "visitor"),
        ("“It is poor,” said a man on Tuesday.", "man"),
        ("The Home Office was asked. A spokesman said: “It is poor.”", "Home Office spokesman"),
        ("A Probation Service spokesperson said: “It is.”", "Probation Service spokesperson"),
        (
            "The Ministry of Justice spoke. A ministry spokesman said: “It is poor.”",
            "Ministry of Justice spokesman",
        ),
        ("Dunnet Council has met. “It is poor,” the council said.", "Dunnet Council"),
        ("“It is poor,” the probation report says.", "the report"),
        ("“It is poor,” inspectors write.", "inspectors"),
        ("“It is poor,” reckons Ottoline Marsh.", "Ottoline Marsh"),
    ],
)
def test_wording_of_speakers(text: str, expected: str) -> None:
    (found,) = speakers(text)
    assert (found or "").casefold() == expected.casefold()


def test_spokesperson_keeps_the_organisation() -> None:
    text = (
        "A spokesperson for the Home Office said: “It is poor.”\n\n"
        "The spokesperson added: “It is late.”"
    )
    assert speakers(text) == ["spokesperson for the Home Office"] * 2
    text = "A spokesperson for the region said so.\n\n“It is late,” the spokesperson added."
    assert speakers(text) == ["spokesperson for the region"]


def test_words_woven_into_the_story_are_the_reports() -> None:
    text = PROBATION + "Reviews were prompt, and the board “knows its children by name”."
    assert speakers(text) == ["the report"]
    assert speakers("Reviews were prompt, and the board “knows them by name”.") == [None]
    assert speakers(PROBATION + "A card was left, and she read “I will be back”.") == [None]
    assert speakers("Board ‘knows nobody by name’\n\n" + PROBATION) == [None]
    text = PROBATION + "Anna Crewe was cross. The board “knows nobody by name”."
    assert speakers(text) == [None]


def test_headline_may_shorten_or_join_the_words_that_it_quotes() -> None:
    text = (
        "‘They ask and then they wait’: praise for Tarrow\n\n"
        "‘They ask,’ said Ottoline Marsh, ‘and then they wait for an answer.’"
    )
    assert speakers(text) == ["Ottoline Marsh"] * 3


def test_headline_is_not_given_to_the_one_who_passes_it_on() -> None:
    text = "‘We tried and we failed’\n\nMs Marsh said: “A man told us, ‘We tried and we failed.’”"
    assert speakers(text)[0] is None


def test_headline_credited_in_the_words_of_headlines() -> None:
    assert speakers("Unit ‘left its staff to guess at the rules’, inspectors find") == [
        "inspectors"
    ]


@pytest.mark.parametrize(
    "credit",
    [
        "“It is poor work,” said the chief inspector of probation.\n\n"
        "Ottoline Marsh was in Tarrow.",
        "“It is poor work.”\n\nThus chief inspector Ottoline Marsh on the unit.",
        "“It is poor work.”\n\nThat’s chief inspector Ottoline Marsh on the unit.",
        "“It is poor work.”\n\nWith those words Ottoline Marsh summed up her verdict.",
        "Ottoline Marsh, 41, was let out in May. “It is poor work,” says the mother of two.",
        "Ottoline Marsh has hired two managers and says that “it is poor work”.",
        "Ms Ottoline Marsh came. She’s hired two managers and says “it is poor work”.",
        "Ms Ottoline Marsh has written to staff. “It is poor work,” her letter says.",
        "In a letter after the inquest of Anna Crewe, Ottoline Marsh wrote: “It is poor work.”",
    ],
)
def test_speakers_named_before_or_after(credit: str) -> None:
    assert speakers(credit) == ["Ottoline Marsh"]


def test_somebody_met_before_is_not_the_one_named_next() -> None:
    text = "Anna Crewe came.\n\n“It is poor,” said the governor.\n\nAnna Crewe left."
    assert speakers(text) == ["governor"]


def test_office_speaks_for_somebody_but_is_not_them() -> None:
    text = "Ms Anna Crewe sent a note. “It is poor work,” her office said."
    assert speakers(text) == ["Anna Crewe's office"]


def test_pronoun_far_from_a_name_needs_the_only_person_whom_it_fits() -> None:
    gap = "Nothing was done about the roof. " * 60
    said = "Mr Piers Dunnet said: “It is poor.”\n\n"
    assert speakers(said + gap + "\n\n“It leaks,” he said.") == ["Piers Dunnet"] * 2
    rival = "Mr Rory Tallis sat below. "
    assert speakers(said + rival + gap + "\n\n“It leaks,” he said.")[-1] is None


def test_one_woman_of_several() -> None:
    assert speakers("Women told the inspectors so. One said: “It is poor.”") == ["one woman"]


def test_styles_of_real_outlets() -> None:
    for lead in ("Probation Ottoline Marsh said:", "Probation, Ottoline Marsh, said:"):
        text = f"Chief Inspector of {lead} “It is poor.”\n\n“It is late.\n\n“It is old.”"
        text += "\n\nShe added: “It must change.”"
        assert speakers(text) == ["Ottoline Marsh"] * 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chief Inspector of Criminal Justice Ada Rocks said it was “poor”.", "Ada Rocks"),
        ("Chair of the Justice Select Committee Ada Rocks MP said it was “poor”.", "Ada Rocks"),
        ("The committee’s chair, Sir Ben Rocks KC MP, said: “It is poor.”", "Sir Ben Rocks"),
        ("Ada Rocks, of the charity Tarrow Visitors, said: “It is poor.”", "Ada Rocks"),
        ("For Labour, Ada Rocks said the cells described were “poor”.", "Ada Rocks"),
        ("A statement from Oakhurst Care said: “We are sorry.”", "Oakhurst Care"),
        (
            "Oakhurst Care and Justice runs it.\n\nOakhurst said: “We are sorry.”",
            "Oakhurst Care and Justice",
        ),
        ("The partners, Dr Ann Lee and Dr Bo Ray, said: “It is poor.”", "Ann Lee and Bo Ray"),
        ("The mother of murdered Ann Lee said: “It is poor.”", "mother of murdered Ann Lee"),
        ("The report quotes a victim as saying: “I was never told.”", "victim"),
        ("Ada Rocks is quoted as saying: “It is poor.”", "Ada Rocks"),
        ("As a result, says the report, “checks are a matter of luck”.", "the report"),
        ("The CQC report describes “a culture of fear among the staff”.", "the report"),
        ("“It is poor,” a source close to the unit said.", "source close to the unit"),
        ("“They gave me a tent.”\n\nThat is how one man described his release.", "one man"),
        (
            "In a letter to staff, HM Inspector Ada Rocks said it was poor.\n\n"
            "The letter states:\n\n“We found no plan at all.”",
            "Ada Rocks",
        ),
        (
            "Ridgeon plc owns it. It said that lessons had been learned.\n\n"
            "A spokeswoman said: “Work has begun.”",
            "Ridgeon plc spokeswoman",
        ),
    ],
)
def test_whose_words_they_are(text: str, expected: str) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Ch Con Ridsdale", "Louise Ridsdale"),
        ("DCC Ridsdale", "Louise Ridsdale"),
        ("Ms Ridsdale", "Louise Ridsdale"),
    ],
)
def test_ranks_stand_before_known_names(title: str, expected: str) -> None:
    text = f"Louise Ridsdale leads the force.\n\n{title} said: “We are sorry.”"
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("‘Leaders do not know what is going on’ – inspectors", "HM Inspectorate of Probation"),
        ("‘Leaders do not know what is going on’ – joint inspection", "the report"),
        ("‘Leaders do not know what is going on’: Ofsted slams council", "Ofsted"),
        ("Ofsted: ‘Leaders do not know what is going on’", "Ofsted"),
        ("‘Shocking’ failings at unit, says MP", "MP"),
    ],
)
def test_a_headline_names_its_source(headline: str, expected: str) -> None:
    assert speakers(f"{headline}\n\nHM Inspectorate of Probation came in May.") == [expected]


def test_a_headlines_words_belong_to_who_says_them_in_the_story() -> None:
    text = (
        "‘They wait and then they ask’: watchdog warms to team\n\n“They wait and then they ask,” "
    )
    assert speakers(text + "said Ada Rocks.") == ["Ada Rocks", "Ada Rocks"]


def test_a_clause_is_no_speaker() -> None:
    text = "Babies spent long periods alone, and the play offered to others “did not build on it”."
    assert speakers(text) == [None]


def test_the_inspectorate_speaks_where_it_is_the_subject() -> None:
    text = (
        "Ofsted visited in May. The watchdog was glad of trainees, who “make good progress in all”."
    )
    assert speakers(text) == ["Ofsted"]


def test_the_view_of_a_union_is_not_the_reports() -> None:
    text = "The inspectors came. For the Nurses Union, the report is “what we see every shift”."
    assert speakers(text) == ["Nurses Union"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Checks were a matter of luck.” – Ada Rocks, HM Chief Inspector", ["Ada Rocks"]),
        ("“Checks were a matter of luck.”\n\nAda Rocks, Chief Inspector\n\nIt is.", ["Ada Rocks"]),
        ("Quote from Ada Rocks, head of the unit: “It is fair.”", ["Ada Rocks"]),
        ("Bo Ray was told by Ada Rocks: “It is poor.”", ["Ada Rocks"]),
        ("The charity Inquest said: “It is poor.”", ["Inquest"]),
        (
            "Wards were told by a health minister to “get on a train to Tarrow”.\n\n"
            "Sir Ben Rocks was speaking in Leeds.",
            ["Sir Ben Rocks"],
        ),
        (
            "A woman from Tarrow, 30, told us of it.\n\n“It is poor,” she said.",
            ["woman from Tarrow"],
        ),
        ("Council chief: ‘We are sorry’ after school told to improve", ["Council chief"]),
    ],
)
def test_signed_handed_on_and_labelled_quotations(text: str, expected: list[str]) -> None:
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Her mother, Ann Lee, said: “It is poor.” Mrs Lee added: “They knew.”", "Ann Lee"),
        ("“It is poor,” said Lucy’s mother Ann. “They knew.”", "Ann"),
        ("“It is poor,” said Lucy’s mother Ann.\n\nMrs Lee added: “They knew.”", "Ann"),
        ("Grieving mum: “It is poor”\n\nLucy’s mother Ann said: “They knew.”", "Ann"),
    ],
)
def test_relatives_of_the_dead_speak_under_their_own_names(text: str, expected: str) -> None:
    assert speakers(f"Lucy Lee was murdered in 2020. {text}") == [expected, expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was described by Ada Rocks as “a place where nobody knows”.", "Ada Rocks"),
        ("It was called “a disgrace that shames us all” by MP Ada Rocks.", "Ada Rocks"),
        ("It, which Ada Rocks described as “a place where nobody knows”, is full.", "Ada Rocks"),
        ("Jail told it ‘must do better’ by Ada Rocks", "Ada Rocks"),
        ("The jail has been branded “a place where nobody knows”.", None),
        ("The unit promises that “every child will be seen within five days”.", None),
    ],
)
def test_what_something_is_called_is_not_its_own_word(text: str, expected: str | None) -> None:
    assert speakers(f"Mr Ode asked.\n\n{text}") == [expected]


def test_a_headlines_passive_names_no_speaker() -> None:
    assert speakers("Colleges branded ‘unsafe and chaotic places’\n\nIt is so.") == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Napo wrote to him. The union said: “It is poor.”", "Napo"),
        ("Napo and Unison wrote to him. The union said: “It is poor.”", "union"),
        ("Carers were asked. Some told assessors: “It is poor.”", "Carers"),
        ("Wales’ justice minister Ada Rocks MS said: “It is poor.”", "Ada Rocks"),
        ("Nguyen Thi Lan, a nurse, spoke. Ms Nguyen said: “It is.”", "Nguyen Thi Lan"),
        ("‘They care’ – head of unit pays tribute\n\nIts head, Ada Rocks, spoke.", "Ada Rocks"),
        ("‘They care’, says governor\n\nThe governor, Ada Rocks, spoke.", "Ada Rocks"),
        ("Ada Rocks spoke. Her son disagrees, she said: no work.\n\n“He is 22.”", "Ada Rocks"),
    ],
)
def test_whom_short_words_mean(text: str, expected: str | None) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MARTIN Rocks spoke.\n\nMr Rocks said: “It is.”", "Martin Rocks"),
        ("OFSTED inspectors came. The inspectors said: “It is.”", "Ofsted"),
        ("UNISON said: “It is poor.”", "UNISON"),
        ("Ada Rocks is an MP. Ada Rocks’s letter said: “It is poor.”", "Ada Rocks"),
        ("Ofsted came in May. Ofsted’s letter adds: “Leaders know staff.”", "the letter"),
        ("Ada la Torre spoke. Ms la Torre said: “It is poor.”", "Ada la Torre"),
        (
            "Inspectors from Ofsted came. Inspectors found:\n\n• Beds were old\n\n"
            "• Staff “did not treat people with kindness”",
            "Ofsted",
        ),
        ("Ada Rocks came. She found:\n\n• Beds were old\n\n• Staff “did not treat us”", None),
    ],
)
def test_ways_of_setting_a_story(text: str, expected: str | None) -> None:
    assert speakers(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Inspectors heard from a woman who said: “It is poor.”", "woman"),
        ("The report tells the story of Ada Rocks, who says: “It is poor.”", "Ada Rocks"),
        ("Not so, says Ada Rocks: “It is fair.”", "Ada Rocks"),
        ("“It is fair.”\n\nThe words of Ada Rocks, head of the unit, on Monday.", "Ada Rocks"),
    ],
)
def test_who_stands_for_whom_it_follows(text: str, expected: str) -> None:
    assert speakers(text) == [expected]

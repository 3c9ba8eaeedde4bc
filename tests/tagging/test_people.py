from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.tagging.people import People, is_role_word
from pipeline.tagging.people_capitals import with_capitals
from pipeline.tagging.people_mentions import find_mentions


def names(text: str) -> list[str]:
    return [person.name for person in People(text).everyone]


def test_offices_before_a_name_are_no_part_of_it() -> None:
    assert names("Chief Inspector of Probation Ottoline Marsh said so.") == ["Ottoline Marsh"]
    assert names("Town MP Ottoline Marsh said so.") == ["Ottoline Marsh"]
    assert names("Builder Ottoline Marsh said so.") == ["Ottoline Marsh"]


def test_dame_and_sir_are_kept_and_others_dropped() -> None:
    assert names("Dame Ottoline Marsh met Sir Piers Dunnet QC.") == [
        "Dame Ottoline Marsh",
        "Sir Piers Dunnet",
    ]
    assert names("Cllr Ottoline Marsh and Dr Piers Dunnet spoke.") == [
        "Ottoline Marsh",
        "Piers Dunnet",
    ]


def test_title_met_later_belongs_to_the_fullest_form() -> None:
    assert names("Ottoline Marsh spoke. Dame Ottoline Marsh left.") == ["Dame Ottoline Marsh"]


def test_surname_and_title_lead_to_the_full_name() -> None:
    people = People("Ottoline Marsh, the governor, spoke. Ms Marsh said no.")
    person = people.whose(people.mentions[-1])
    assert person is not None
    assert (person.name, person.sex) == ("Ottoline Marsh", "f")


def test_two_of_a_surname_are_told_apart_by_sex_or_not_at_all() -> None:
    people = People("Anna Marsh met Peter Marsh. Mrs Marsh left. Mr Marsh stayed. Dr Marsh sang.")
    found = [people.whose(mention) for mention in people.mentions[2:]]
    assert [person.name if person else None for person in found] == [
        "Anna Marsh",
        "Peter Marsh",
        None,
    ]


def test_somebody_without_a_first_name_keeps_the_title() -> None:
    assert names("Mr Dunnet said no. Mr Dunnet left.") == ["Mr Dunnet"]
    assert names("Lord Dunnet of Skerry said no.") == ["Lord Dunnet of Skerry"]


def test_organisations_are_no_people() -> None:
    assert names("Marlow County Council and the Home Office met HM Prison Service.") == []


def test_possessives_end_a_name() -> None:
    (mention,) = find_mentions("Ottoline Marsh’s report")
    assert mention.tokens == ("Ottoline", "Marsh")
    assert mention.possessive


def test_roles_stand_on_either_side() -> None:
    people = People("Chief inspector Ottoline Marsh met Piers Dunnet, leader of the council.")
    inspector, leader = people.with_roles({"chief", "inspector"}), people.with_roles({"leader"})
    assert inspector is not None
    assert leader is not None
    assert (inspector.name, leader.name) == ("Ottoline Marsh", "Piers Dunnet")
    assert people.with_roles({"governor"}) is None


def test_role_words() -> None:
    assert is_role_word("Governor")
    assert is_role_word("campaigner")
    assert not is_role_word("blue")


@settings(deadline=None)
@given(st.text(alphabet="ABab .,’'\nMrDameSir", max_size=80))
def test_mentions_lie_where_they_say(text: str) -> None:
    for mention in find_mentions(text):
        assert text[mention.start_char : mention.end_char].endswith(mention.tokens[-1])


def test_relations_tell_the_sex_but_not_that_of_others() -> None:
    people = People("Debs Tallis, his mother, spoke. Brool Tallow, whose father died, left.")
    assert [person.sex for person in people.everyone] == ["f", ""]


def test_a_town_that_looks_like_a_name_is_no_likely_person() -> None:
    assert not People("They live in Lower Slaw.").everyone[0].likely
    assert People("Ketura Slaw said no.").everyone[0].likely


def test_lone_names_beside_a_relation_or_an_age() -> None:
    assert names("His mother, Ketura, told the hearing so.") == ["Ketura"]
    assert names("Malo, 34, has left prison.") == ["Malo"]
    assert names("Tarrow has two prisons.") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Councillor Bill Makin, of the town council, said: “No.”", "Bill Makin"),
        ("Bill Makin, 40, said: “No.”", "Bill Makin"),
        ("Parent Dean Marlow, 38, said: “No.”", "Dean Marlow"),
    ],
)
def test_words_before_a_name_and_names_that_are_words(text: str, name: str) -> None:
    assert [person.name for person in People(text).everyone] == [name]


def test_a_bill_is_nobody() -> None:
    assert not People("The Bill Committee met on the Sentencing Bill.").everyone


def test_surnames_that_are_words_for_places() -> None:
    assert names("The council’s chief executive, Laura Church, said no. Ms Church left.") == [
        "Laura Church"
    ]
    assert names("Mr Hall said no.") == ["Mr Hall"]
    assert names("They met in Albert Hall.") == []


def test_capitals_are_put_back_where_a_text_has_lost_them() -> None:
    assert with_capitals("staff met dr anna crewe, the head. sam said no.") == (
        "Staff met Dr Anna Crewe, the head. Sam said no."
    )
    assert with_capitals("it was mr") == "It was mr"
    assert with_capitals("Staff met anna crewe.") == "Staff met anna crewe."
    assert with_capitals("") == ""


def test_former_inmates_are_called_by_their_names() -> None:
    assert names("Ex-inmate Darren, 29, said no.") == ["Darren"]


def test_who_has_died() -> None:
    assert not People("Anna Crewe, whose son was killed, spoke.").everyone[0].dead
    people = People("Anna Crewe’s son, Rory Tallis, died in May. Piers Dunnet was not killed.")
    assert [(one.name, one.dead) for one in people.everyone] == [
        ("Anna Crewe", False),
        ("Rory Tallis", True),
        ("Piers Dunnet", False),
    ]

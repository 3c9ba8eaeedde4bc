"""False claims are false, true ones true, and the same seed makes the same pairs."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from pipeline.briefs.support_edits import EDITS, Bank, actors_in, begin_sentence
from pipeline.briefs.support_pairs import PairMaker, TrueClaim, changed_spans, true_claims
from pipeline.briefs.support_truths import (
    deed_claims,
    feeling_claims,
    framed,
    joined,
    reported,
    reworded,
    shortened,
    without_marks,
)
from pipeline.briefs.wording import words_of
from pipeline.labels import (
    GoldBrief,
    GoldFact,
    GoldInspection,
    GoldPoint,
    LabelledArticle,
    LabelledSentence,
)
from pipeline.schema import Evidence, SentenceReference, Tag

BANK = Bank(
    people=("Ann Vale", "Ben Orr"),
    places=("Ravensford", "Thornwick Bay"),
    phrases=("despite extra money from the region", "since the spring of last year"),
    clauses=("The gardens were well kept.", "Food was served cold."),
    plain=frozenset({"staff", "the", "home", "inspectors", "managers"}),
)


def made_by(kind: str, claim: str, source: str = "") -> set[str]:
    """Everything that the edits of a kind make of a claim, over many draws."""
    edits = [edit for name, edit, _ in EDITS if name == kind]
    return {
        made
        for seed in range(120)
        for edit in edits
        if (made := edit(claim, source or claim, BANK, random.Random(seed)))
    }


@pytest.mark.parametrize(
    ("kind", "claim", "made"),
    [
        ("number", "Visits were missed in four cases.", "Visits were missed in six cases."),
        ("number", "Half of the plans were late.", "A quarter of the plans were late."),
        ("date", "It was seen in May 2019.", "It was seen in June 2019."),
        ("date", "It was seen in May 2019.", "It was seen in May 2020."),
        ("rating", "The unit was rated Good overall.", "The unit was rated Inadequate overall."),
        ("name", "Staff in Harrowdale were late.", "Staff in Ravensford were late."),
        ("speaker", "Inspectors said visits were late.", "Ministers said visits were late."),
        ("speaker", "Oswin Tarrant said visits were late.", "Ann Vale said visits were late."),
        ("negation", "Staff did not keep records.", "Staff kept records."),
        ("negation", "Work was not reviewed.", "Work was reviewed."),
        ("negation", "Nobody checked the files.", "Everybody checked the files."),
        ("negation", "Plans were reviewed.", "Plans were not reviewed."),
        ("opposite", "Sickness rose last year.", "Sickness fell last year."),
        ("degree", "Some plans may be late.", "All plans may be late."),
        ("degree", "The unit should hire more staff.", "The unit did hire more staff."),
        (
            "role",
            "Inspectors were alarmed that senior managers had left.",
            "Senior managers were alarmed that inspectors had left.",
        ),
        (
            "role",
            "The board was weak, but the court team was strong.",
            "The court team was weak, but the board was strong.",
        ),
        (
            "addition",
            "Records were late and plans were thin.",
            "Records were late and plans were thin since the spring of last year.",
        ),
        (
            "addition",
            "Records were kept late, and plans for them were thin.",
            "Records were kept late, because plans for them were thin.",
        ),
    ],
)
def test_an_edit_makes_the_false_claim_that_it_is_for(kind: str, claim: str, made: str) -> None:
    assert made in made_by(kind, claim)


@pytest.mark.parametrize("kind", [kind for kind, _, _ in EDITS])
def test_an_edit_that_finds_nothing_to_change_makes_nothing(kind: str) -> None:
    if kind != "addition":  # which can always add
        assert made_by(kind, "Ok.") == set()


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in EDITS}))
def test_no_edit_leaves_a_claim_as_it_was(kind: str) -> None:
    claim = "Inspectors said four of 16 plans in Harrowdale were not good, but staff were praised."
    assert all(words_of(made) != words_of(claim) for made in made_by(kind, claim))


def test_another_number_of_the_sources_is_taken_too() -> None:
    source = "Of 57 plans, 12 were late."
    assert "In 57 plans a date was missed." in made_by(
        "number", "In 12 plans a date was missed.", source
    )


def test_true_claims_are_reworded_framed_shortened_and_joined() -> None:
    chance = random.Random(1)
    assert reworded("Jail was quick.", chance, 4) in {"Prison was swift.", "Prison is swift."} | {
        f"{place} {verb} {pace}."
        for place in ("Jail", "Prison")
        for verb in ("was", "is", "are", "were")
        for pace in ("quick", "swift")
    }
    assert (
        framed("Inspectors found that staff were late.", BANK.plain, chance) == "Staff were late."
    )
    assert framed("Staff were late.", BANK.plain, chance).endswith(" staff were late.")
    assert shortened(
        "Plans were late at all offices, which inspectors had seen before.", chance
    ) == ("Plans were late at all offices.")
    assert shortened("Plans were late.", chance) is None
    assert joined("Plans were late.", "Staff were tired.", BANK.plain, chance) in {
        f"Plans were late{joint}staff were tired."
        for joint in (", and ", " and ", ", while ", "; ")
    }


def test_a_concession_is_never_cut_off() -> None:
    claim = "Plans were good at all of the offices, but not one of them was on time."
    assert {shortened(claim, random.Random(seed)) for seed in range(20)} == {None}


def test_list_marks_go_and_a_full_stop_comes() -> None:
    assert without_marks("• plans were late;") == "Plans were late."
    assert without_marks("2. Plans were late.") == "Plans were late."


def test_a_quotation_is_reported_with_its_speaker() -> None:
    source = "Ann Vale said: “Managers did not know the people in their care.”"
    found = {reported(source, "Ann Vale", BANK.plain, random.Random(seed)) for seed in range(200)}
    assert "Ann Vale said that managers did not know the people in their care." in found
    assert "Ann Vale warned: “Managers did not know the people in their care.”" in found
    assert reported("Staff were late.", "Ann Vale", BANK.plain, random.Random(1)) is None


def test_feelings_and_deeds_change_their_bearer() -> None:
    found = feeling_claims("Staff were late.", BANK.plain, random.Random(4))
    assert found is not None
    source, true, false = found
    assert source in true
    assert all(claim.startswith("Staff were ") for claim in false)
    assert not set(true) & set(false)
    assert feeling_claims("Plans were late.", BANK.plain, random.Random(4)) is None
    source, true, false = deed_claims("at night", random.Random(4))
    assert source in true
    assert not set(true) & set(false)


def test_actors_are_found_in_their_order() -> None:
    text = "Senior managers praised staff, but the police did not."
    assert actors_in(text) == ["Senior managers", "staff", "the police"]


def test_a_name_keeps_its_capital_inside_a_sentence() -> None:
    assert begin_sentence("Staff were late.", BANK.plain) == "staff were late."
    assert begin_sentence("Harrowdale was late.", BANK.plain) == "Harrowdale was late."


TEXTS = (
    "Marlow PDU was rated Good by HM Inspectorate of Probation.",
    "Staff were praised by managers in four cases.",
    "“Leaders did not know their own unit at all,” Oswin Tarrant said.",
    "The canteen has a new roof and twelve tables.",
    "Plans were late in nine of 30 files, which inspectors had seen before.",
)


def article(name: str, inspection: str) -> LabelledArticle:
    sentences, start = [], 0
    for index, text in enumerate(TEXTS):
        tags = (Tag.QUOTE,) if text.startswith("“") else (Tag.FINDING,) if index != 3 else ()
        sentences.append(
            LabelledSentence(
                index=index,
                start_char=start,
                end_char=start + len(text),
                text=text,
                tags=tags,
                speaker="Oswin Tarrant" if Tag.QUOTE in tags else None,
            )
        )
        start += len(text) + 1
    return LabelledArticle(
        article=name, text=" ".join(TEXTS), inspections=(inspection,), sentences=tuple(sentences)
    )


def point(name: str, text: str, *places: int) -> GoldPoint:
    return GoldPoint(
        sources=tuple(SentenceReference(article=name, index=i) for i in places), text=text
    )


@pytest.fixture
def claims() -> list[TrueClaim]:
    evidence = (Evidence(article="a.txt", start_char=0, end_char=10, text="Marlow PDU"),)
    briefs, facts, articles = [], [], {}
    for name, inspection in (("a.txt", "i001"), ("b.txt", "i002")):
        articles[name] = article(name, inspection)
        facts.append(
            GoldInspection(
                article=name,
                inspection=inspection,
                facts=(GoldFact(field="unit", value="Marlow PDU", evidence=evidence),),
            )
        )
        briefs.append(
            GoldBrief(
                inspection=inspection,
                summary=(
                    point(name, "Marlow was rated Good, and managers praised staff.", 0, 1),
                    point(name, f"Plans were late in nine of 30 files in {inspection}.", 4),
                ),
            )
        )
    return true_claims(briefs, facts, articles)


def test_gold_sentences_and_tagged_ones_are_true_claims(claims: list[TrueClaim]) -> None:
    assert Counter(claim.pair.kind for claim in claims) == {"gold": 4, "own": 8}
    assert all(claim.pair.supported and claim.pair.names == ("Marlow PDU",) for claim in claims)
    assert "The canteen has a new roof and twelve tables." in claims[0].others


def test_the_same_seed_draws_the_same_pairs(claims: list[TrueClaim]) -> None:
    first = PairMaker(claims, random.Random(5)).draw(60)
    assert first == PairMaker(claims, random.Random(5)).draw(60)
    assert first != PairMaker(claims, random.Random(6)).draw(60)


def test_true_and_false_are_alike_in_number_and_length(claims: list[TrueClaim]) -> None:
    pairs = PairMaker(claims, random.Random(5)).draw(600)
    true = [pair for pair in pairs if pair.supported]
    false = [pair for pair in pairs if not pair.supported]
    assert 0.35 < len(true) / len(pairs) < 0.55
    assert {pair.kind for pair in false} >= {"number", "negation", "role", "addition", "source"}
    lengths = [sum(len(p.claim.split()) for p in some) / len(some) for some in (true, false)]
    assert abs(lengths[0] - lengths[1]) < 5


def test_a_claim_without_a_needed_source_is_false(claims: list[TrueClaim]) -> None:
    pairs = PairMaker(claims, random.Random(5)).draw(600)
    lacking = [pair for pair in pairs if pair.kind == "source"]
    assert lacking
    needed = {"Plans": {TEXTS[4]}, "Marlow": {TEXTS[0], TEXTS[1]}, "Staff": {TEXTS[1]}}
    for pair in lacking:
        first = pair.claim.split(" ")[0]
        assert not needed.get(first, {TEXTS[2]}) <= set(pair.sources)


@pytest.mark.parametrize(
    ("true", "false", "changed"),
    [
        ("Four plans were late.", "Five plans were late.", ["Five"]),
        ("Plans were not late.", "Plans were late.", ["were late"]),
        ("Plans were late.", "Plans were late for years.", ["for years"]),
        ("Staff praised managers.", "Managers praised staff.", ["Managers praised", "staff"]),
        ("Plans were late.", "Plans were late.", []),
    ],
)
def test_what_an_edit_changed_is_known(true: str, false: str, changed: list[str]) -> None:
    assert [false[start:end] for start, end in changed_spans(true, false)] == changed

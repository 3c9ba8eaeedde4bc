from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.briefs.candidates import Candidate, chances_of
from pipeline.briefs.planning import BriefPlan, plan_brief
from pipeline.schema import BriefLimits, Evidence, Fact, Inspection, Tag, TaggedArticle

TagByHand = Callable[..., TaggedArticle]
InspectionOf = Callable[..., Inspection]

TEXT = (
    "Marlow unit fails inspection\n"
    "Marlow PDU has been rated Inadequate by HM Inspectorate of Probation.\n"
    "Home visits were missed in four cases out of ten.\n"
    "Records of risk to children were often missing altogether.\n"
    "In four cases out of ten home visits had been missed.\n"
    "Peer mentors helped people to keep their appointments.\n"
    "The report makes four recommendations to the unit.\n"
    "“Leaders were paying too little attention to the work of their staff. They did not know "
    "what was going on in their own unit,” Oswin Tarrant said.\n"
    "“We have hired forty officers since the spring,” a spokesperson said.\n"
)
TAGS = {
    "fails inspection": [Tag.FINDING],
    "rated Inadequate": [Tag.FINDING],
    "four cases out": [Tag.FINDING],
    "Records of risk": [Tag.FINDING],
    "Peer mentors": [Tag.STRENGTH],
    "four recommendations": [Tag.RECOMMENDATION],
    "Leaders were": [Tag.FINDING, Tag.QUOTE],
    "They did not": [Tag.FINDING, Tag.QUOTE],
    "forty officers": [Tag.QUOTE],
}
LEADERS = (
    "Leaders were paying too little attention to the work of their staff. They did not know "
    "what was going on in their own unit,"
)
HIRED = "We have hired forty officers since the spring,"


@pytest.fixture
def tagged(tag_by_hand: TagByHand) -> TaggedArticle:
    quotes = {LEADERS: "Oswin Tarrant", HIRED: "spokesperson"}
    return tag_by_hand(TEXT, TAGS, quotes)


@pytest.fixture
def inspection(tagged: TaggedArticle, inspection_of: InspectionOf) -> Inspection:
    facts = {
        "unit": "Marlow PDU",
        "overall_rating": "Inadequate",
        "inspectorate": "HM Inspectorate of Probation",
        "chief_inspector": "Oswin Tarrant",
    }
    return inspection_of(tagged, facts)


def plan(inspection: Inspection, tagged: TaggedArticle, **limits: int) -> BriefPlan:
    return plan_brief(inspection, {"a.txt": tagged}, BriefLimits(**limits))


def test_points_carry_their_tag_and_are_no_headings(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    made = plan(inspection, tagged)
    assert {point.best.sentence.index for point in made.findings} <= {1, 2, 3, 4, 7, 8}
    assert [point.best.sentence.index for point in made.strengths] == [5]
    assert [point.best.sentence.index for point in made.recommendations] == [6]


def test_sentences_that_say_the_same_make_one_point(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    joined = [
        {candidate.sentence.index for candidate in point.candidates}
        for point in plan(inspection, tagged).findings
    ]
    assert {2, 4} in joined


def test_limits_are_kept(inspection: Inspection, tagged: TaggedArticle) -> None:
    made = plan(inspection, tagged, max_findings=1, max_strengths=0, max_quotes=1)
    assert (len(made.findings), made.strengths, len(made.quotes)) == (1, (), 1)


def test_the_summary_begins_with_the_outcome_and_repeats_no_source(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    slots = plan(inspection, tagged).slots
    assert slots[0].kind == "outcome"
    assert [candidate.sentence.index for candidate in slots[0].choices[0]] == [1]
    first = [candidate.reference for slot in slots for candidate in slot.choices[0]]
    assert len(first) == len(set(first))
    assert [slot.kind for slot in slots[-2:]] == ["strengths", "recommendations"]


def test_only_the_outcome_is_told_from_several_sentences(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    for slot in plan(inspection, tagged).slots[1:]:
        assert all(len(choice) == 1 for choice in slot.choices)


def test_the_chief_inspectors_words_come_first(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    quotes = plan(inspection, tagged).quotes
    assert [(quote.speaker, quote.text) for quote in quotes] == [
        ("Oswin Tarrant", LEADERS),
        ("spokesperson", HIRED),
    ]


def test_a_long_quotation_is_cut_after_a_whole_sentence(
    inspection: Inspection, tagged: TaggedArticle
) -> None:
    first = plan(inspection, tagged, max_quote_words=15).quotes[0]
    assert first.text == "Leaders were paying too little attention to the work of their staff."
    assert first.sentences == (7,)


def test_quotations_without_a_speaker_are_left_out(
    tag_by_hand: TagByHand, inspection_of: InspectionOf
) -> None:
    tagged = tag_by_hand(TEXT, TAGS, {HIRED: None})
    assert plan(inspection_of(tagged, {"unit": "Marlow PDU"}), tagged).quotes == ()


def test_a_cut_that_leaves_a_scrap_drops_the_quotation(
    tag_by_hand: TagByHand, inspection_of: InspectionOf
) -> None:
    text = f"Marlow PDU was late. “No. {'Staff said so every single day. ' * 1}” she said."
    words = "No. Staff said so every single day."
    tagged = tag_by_hand(text, {"Staff": [Tag.QUOTE]}, {words: "Ann Vale"})
    made = plan(inspection_of(tagged, {"unit": "Marlow PDU"}), tagged, max_quote_words=3)
    assert all(len(quote.text.split()) >= 5 for quote in made.quotes)


def test_an_article_without_tags_gives_an_empty_plan(
    tag_by_hand: TagByHand, inspection_of: InspectionOf
) -> None:
    tagged = tag_by_hand("The unit, Marlow PDU, covers three towns and a valley.")
    made = plan(inspection_of(tagged, {"unit": "Marlow PDU"}), tagged)
    assert (made.findings, made.strengths, made.recommendations, made.quotes) == ((), (), (), ())


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("We hope this report and its recommendations help the unit to improve.", False),
        ("She added: “I hope that this report helps the unit to improve.”", False),
        ("We hope to see progress, and the unit must now train its staff.", True),
        ("The unit should train its staff without delay.", True),
    ],
)
def test_a_wish_is_no_recommendation(
    tag_by_hand: Callable[..., TaggedArticle],
    inspection_of: Callable[..., Inspection],
    text: str,
    kept: bool,
) -> None:
    tagged = tag_by_hand(f"Report on Marlow PDU.\n{text}\n", {text[:9]: [Tag.RECOMMENDATION]}, {})
    found = plan(inspection_of(tagged, {"unit": "Marlow PDU"}), tagged)
    assert bool(found.recommendations) is kept


PLAIN = "Home visits were missed in far too many of the cases examined.\n"


def test_a_statement_without_faults_is_chosen_by_its_weight_alone(tag_by_hand: TagByHand) -> None:
    text = "One two.\nThree four.\nFive six.\n" + PLAIN
    tagged = tag_by_hand(text, {"Home visits": [Tag.FINDING]})
    (candidate,) = (
        Candidate("a.txt", 0, sentence, tags.scores, tags.tags)
        for sentence, tags in zip(tagged.sentences, tagged.tags, strict=True)
        if tags.tags
    )
    # Twelve words: 4.2 + 12 * 0.03 = 4.56; 0.9 / (1 + exp(-4.56)) = 0.9 / 1.01046.
    assert chances_of([candidate], Tag.FINDING) == pytest.approx([0.8907], abs=1e-4)
    # One of four: the crowd weighs 1.4 * log(4) = 1.941; 0.9 / (1 + exp(-2.619)) = 0.9 / 1.07287.
    assert chances_of([candidate] * 4, Tag.FINDING)[0] == pytest.approx(0.8389, abs=1e-4)


def test_what_an_analyst_would_hardly_choose_is_left_out(
    tag_by_hand: TagByHand, inspection_of: InspectionOf
) -> None:
    topics = ("Records of risk", "Plans for release", "Letters to victims", "Reports for courts")
    text = "Report on Marlow PDU.\nIt covers three towns.\nIt has forty officers.\n"
    text += "".join(f"{topic} were late in far too many cases.\n" for topic in topics)
    text += "It was rated poor, though praised too.\n"
    both = {"rated poor": [Tag.FINDING, Tag.STRENGTH]}
    tagged = tag_by_hand(text, {topic: [Tag.FINDING] for topic in topics} | both)
    limits = BriefLimits(repetition=100)
    made = plan_brief(inspection_of(tagged, {"unit": "Marlow PDU"}), {"a.txt": tagged}, limits)
    assert {point.best.sentence.index for point in made.findings} == {3, 4, 5, 6}
    assert [point.best.sentence.index for point in made.strengths] == [7]


@pytest.mark.parametrize(
    ("other", "points"),
    [
        ("Barely 58 per cent of hours were completed, for want of placements.", 1),
        ("Barely 31 per cent of hours were completed, for want of placements.", 2),
    ],
)
def test_another_article_with_the_same_figure_says_the_same(
    tag_by_hand: TagByHand, other: str, points: int
) -> None:
    texts = ("Just 58 per cent of unpaid work hours were finished inside a year.", other)
    tagged = [
        tag_by_hand(text, {"hours": [Tag.FINDING]}, name=name)
        for text, name in zip(texts, ("a.txt", "b.txt"), strict=True)
    ]
    facts = {"unit": Fact(value="Marlow PDU", evidence=(evidence_of(tagged[0]),))}
    both = Inspection(facts=facts, sentences={"a.txt": (0,), "b.txt": (0,)})
    made = plan_brief(both, {one.article.name: one for one in tagged}, BriefLimits())
    assert len(made.findings) == points
    shown = {c.article for point in made.findings for c in point.candidates}
    assert shown == {"a.txt", "b.txt"}


def evidence_of(tagged: TaggedArticle) -> Evidence:
    text = tagged.article.text
    return Evidence(article=tagged.article.name, start_char=0, end_char=4, text=text[:4])

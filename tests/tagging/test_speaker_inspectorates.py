"""Which inspectorate the inspectors of an article belong to."""

from __future__ import annotations

from pipeline.schema import Article
from pipeline.segmentation import segment
from pipeline.tagging.quotations import find_quotations
from pipeline.tagging.speaker_inspectorates import Inspectorates


def speakers(text: str) -> list[str | None]:
    article = Article(name="a.txt", text=text)
    return [quotation.speaker for quotation in find_quotations(article, segment(article))]


def test_the_one_named_most_by_its_fullest_name() -> None:
    text = "HMIP came. HM Inspectorate of Probation left. Ofsted is separate. HMI Probation wrote."
    found = Inspectorates(text)
    assert found.main == "HM Inspectorate of Probation"
    assert found.full("HMIP") == "HM Inspectorate of Probation"
    assert found.full("Ofsted") == "Ofsted"


def test_initials_alone_and_nothing_at_all() -> None:
    assert Inspectorates("HMIP was there.").main == "HMIP"
    assert Inspectorates("Nobody was there.").main is None


def test_one_inspectorate_is_not_called_by_the_name_of_another() -> None:
    text = "The Care Quality Commission works with Ofsted. “It is poor,” Ofsted said."
    assert speakers(text) == ["Ofsted"]


def test_two_that_visited_together() -> None:
    text = (
        "Estyn and Care Inspectorate Wales came in May. They found that leaders “did not listen”.\n"
        "“We were pleased with some of it,” inspectors wrote."
    )
    assert speakers(text) == ["Estyn and Care Inspectorate Wales"] * 2


def test_a_sentence_that_begins_with_an_inspectorate() -> None:
    text = "HMICFRS came to Tarrow in May. “It is poor,” it added."
    assert speakers(text) == ["HMICFRS"]
    assert Inspectorates("Ofsted inspectors came.").leading("Ofsted inspectors came.", 0) is None

"""How many recommendations were made to a unit, where an article counts them in parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.schema import Inspection

Find = Callable[..., tuple[Inspection, ...]]
RATED = "Harbridge PDU has been rated 'Inadequate' by HM Inspectorate of Probation."


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("The unit has been set six recommendations, down from ten last time.", 6),
        ("There are eight recommendations. Seven are for the PDU and one is for the region.", 7),
        ("It makes nine recommendations, five of them to the unit.", 5),
        ("It makes nine recommendations, including two for the police.", 9),
        ("The report makes a total of 12 recommendations to the Ministry of Justice.", 12),
        ("Two of its nine recommendations concern staffing.", 9),
        ("The unit is given one recommendation, which is to hire staff.", 1),
        ("This was one of six recommendations.", 6),
        ("The inspectors made three recommendations and the council has accepted them.", 3),
        ("The service accepted two recommendations.", None),
        ("The unit had made enough progress against all five recommendations.", None),
        ("Three recommendations were made to the unit and a further two to HMPPS nationally.", 3),
        ("The report makes three recommendations, one of them to the probation region.", 2),
        ("The service accepts all five of the recommendations.", 5),
        ("The inspectors had made recommendations before. Seven have been made this time.", 7),
        ("The chief inspector's recommendations, of which there were seven, are to be met.", 7),
        (
            "All five of the recommendations made in 2019 were met. It has seven recommendations.",
            7,
        ),
        ("The report includes 41 recommendations, of which 33 are for the SPS.", 41),
        ("The report makes six strategic recommendations and 11 operational ones.", 17),
        ("The units have four, five and seven recommendations respectively.", None),
        ("Inspectors identified 12 areas for improvement.", 12),
        ("It makes two recommendations and lists 12 areas for improvement.", 2),
        ("There were four further areas for improvement.", None),
        ("Of the 22 recommendations made after its full inspection, 15 have been achieved.", None),
        ("Six of the seven recommendations made in 2019 had been met.", None),
        ("Of the seven recommendations made in 2019, six had been met.", None),
    ],
)
def test_recommendations_to_the_unit(find: Find, sentence: str, number: int | None) -> None:
    (inspection,) = find(f"{RATED}\n\n{sentence}")
    assert inspection.value("recommendations") == number


def test_numbers_shared_out_among_units(find: Find) -> None:
    text = (
        "Two units have been rated by HM Inspectorate of Probation. Harbridge PDU was rated "
        "'Inadequate' and Stoke PDU was rated 'Good'.\n\n"
        "Recommendations were made to each: seven to Harbridge PDU and three to Stoke PDU."
    )
    assert [one.value("recommendations") for one in find(text)] == [7, 3]


def test_a_unit_called_by_a_word_of_its_name_gets_its_number(find: Find) -> None:
    text = (
        "Mixed results for county's units\n\n"
        "Harbridge City Probation Delivery Unit was rated 'Inadequate' by HM Inspectorate of "
        "Probation, and Harbridge Vale Probation Delivery Unit was rated 'Good'.\n\n"
        "The city unit was given ten recommendations and the Vale unit three."
    )
    assert [one.value("recommendations") for one in find(text)] == [10, 3]

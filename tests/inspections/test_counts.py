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

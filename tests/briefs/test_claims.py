"""What a sentence may not claim, each beside the wording that its sources do bear out."""

from __future__ import annotations

import pytest

from pipeline.briefs.verification import VerificationContext, find_problems

CONTEXT = VerificationContext(names=("Marlow PDU",), ratings=("Good", "Inadequate"))
SOURCES = {
    "alarm": "Inspectors were alarmed that senior officers had missed home visits at Marlow PDU.",
    "plans": "Plans at Marlow PDU rarely addressed the safety of victims.",
    "visits": "Home visits at Marlow PDU were missed in several cases.",
    "risk": "Records may understate the danger to children, and staff did not check them.",
    "curfew": "Offenders were put on curfew at homes where children lived.",
    "she": "She was particularly taken with the breakfast, and there were no complaints at all.",
    "rated": "HM Inspectorate of Probation has rated the team Good.",
    "praised": "The team was praised by inspectors for its plans.",
    "staff": "Staff knew the people on their books, and managers praised their patience.",
}


def checks(text: str, *sources: str) -> set[str]:
    chosen = [SOURCES[name] for name in sources]
    return {problem.check for problem in find_problems(text, chosen, CONTEXT)}


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Home visits at Marlow PDU were missed in several cases.", "visits"),
        ("Inspectors were alarmed that senior officers had missed home visits.", "alarm"),
        ("Plans rarely addressed the safety of victims.", "plans"),
        ("Staff knew the people on their books.", "staff"),
        ("Records may understate the danger to children.", "risk"),
        ("The team has been rated Good by HM Inspectorate of Probation.", "rated"),
        ("Inspectors praised the team for its plans.", "praised"),
        ("Staff did not check records of danger to children.", "risk"),
    ],
)
def test_borne_out_sentences_pass(text: str, source: str) -> None:
    assert checks(text, source) == set()


@pytest.mark.parametrize(
    ("text", "source", "check"),
    [
        ("Home visits were missed in several cases despite extra funding.", "visits", "circum"),
        ("Home visits were missed in several cases for years.", "visits", "circum"),
        ("Home visits were missed in several cases compared with London.", "visits", "circum"),
        ("Councillors were alarmed that senior officers had missed home visits.", "alarm", "actor"),
        ("Prisoners knew the people on their books.", "staff", "actor"),
        ("Managers knew the people on their books and staff.", "staff", "who did it"),
        ("Staff praised the patience of managers.", "staff", "who did it"),
        ("Children were put on curfew at homes where they lived.", "curfew", "who did it"),
        ("The unit was particularly taken with the breakfast.", "she", "who did it"),
        ("All were taken with the breakfast, without complaints.", "she", "overstatement"),
        ("The breakfast was rated excellent, with no complaints.", "she", "grade"),
        ("Plans did not miss the safety, which staff knew, of victims.", "plans", "actor"),
        ("Plans never addressed the safety of victims.", "plans", "overstatement"),
        ("All home visits were missed in several cases.", "visits", "overstatement"),
        ("Records understate the danger to children, and staff did not check.", "risk", "certain"),
        ("Staff did check the records, and children were not in danger.", "risk", "denial"),
    ],
)
def test_claims_beyond_the_sources_are_found(text: str, source: str, check: str) -> None:
    assert any(found.startswith(check) for found in checks(text, source))


def test_neither_order_nor_splitting_of_sources_matters() -> None:
    text = "Staff knew the people on their books, and home visits were missed in several cases."
    assert checks(text, "staff", "visits") == checks(text, "visits", "staff") == set()
    joined = " ".join(SOURCES[name] for name in ("staff", "visits"))
    assert find_problems(text, [joined], CONTEXT) == ()

from __future__ import annotations

from pipeline.words import counted


def test_one_is_counted_in_the_singular() -> None:
    assert [counted(n, "new briefs") for n in (0, 1, 2)] == [
        "0 new briefs",
        "1 new brief",
        "2 new briefs",
    ]
    assert counted(1, "statements of briefs") == "1 statement of briefs"

"""Sentences written are told as briefs done."""

from __future__ import annotations

from pipeline.briefs.pace import BriefsDone


def test_briefs_are_done_as_their_sentences_are_and_the_last_at_the_end() -> None:
    heard: list[int] = []
    done = BriefsDone(4, 10, heard.append)
    done.add(2)  # 4 * 2 / 10 = 0.8 briefs
    done.add(1)  # 1.2
    done.add(5)  # 3.2
    done.add(2)  # 4, of which the last is made when all is verified
    done.add(6)  # asked for again
    assert heard == [1, 2]
    done.finish()
    assert heard == [1, 2, 1]


def test_briefs_without_a_written_sentence_are_done_at_the_end() -> None:
    heard: list[int] = []
    BriefsDone(2, 0, heard.append).finish()
    assert heard == [2]

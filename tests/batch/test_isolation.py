"""One article or inspection that fails is a rejection; the others go on, and it is not for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

import pytest
from sqlalchemy import select, update

from pipeline import inspections
from pipeline.batch.stages import Batch as Stages
from pipeline.batch.work import Done
from pipeline.briefs.making import SentenceWriter
from pipeline.briefs.writer import WritingTask
from pipeline.config import load_settings
from pipeline.runner import Pipeline
from pipeline.schema import Inspection, Rejection, RejectionReason
from pipeline.storage import Store, briefs, open_store, runs, tables
from tests.batch.conftest import Batch
from tests.batch.projects import PLACES


class Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, count: int = 1) -> None:
        pass


class Fastidious:
    """A writer that breaks down over one unit, and copies the first source of others."""

    def __init__(self, over: str) -> None:
        self.over = over
        self.asked = 0

    def write(
        self, tasks: Sequence[WritingTask], on_tasks: Callable[[int], None] = lambda count: None
    ) -> list[tuple[str, ...]]:
        self.asked += 1
        if any(self.over in task.about for task in tasks):
            raise RuntimeError(f"no words for {self.over}")
        return [task.sources[:1] for task in tasks]


class Scripted(Pipeline):
    """The pipeline with a scripted writer."""

    def __init__(self, batch: Batch, writer: Fastidious) -> None:
        super().__init__(load_settings(batch.settings))
        self.writer = writer

    def load_writer(self) -> SentenceWriter:  # type: ignore[override]
        return self.writer


@pytest.fixture
def store(batch: Batch) -> Iterator[Store]:
    with closing(open_store(batch.url, batch.folder)) as opened:
        yield opened


def run(batch: Batch, store: Store, over: str) -> tuple[Done, Fastidious]:
    """A run whose writer breaks down over a unit."""
    settings = load_settings(batch.settings)
    writer = Fastidious(over)
    stages = Stages(settings, store, lambda: Scripted(batch, writer), Silent())
    done, _ = stages.run(batch.output)
    stages.told()
    return done, writer


def failures(done: Done) -> list[Rejection]:
    return [one for one in done.rejections if one.reason is RejectionReason.FAILED]


def units(store: Store) -> list[str]:
    with store.read() as connection:
        return [row.unit for row in briefs.brief_rows(connection)]


def test_a_brief_that_cannot_be_written_stops_no_other(batch: Batch, store: Store) -> None:
    first, *others = PLACES
    done, _ = run(batch, store, first)
    (failed,) = failures(done)
    assert first in failed.article
    assert f"Found RuntimeError: no words for {first}; expected no failure." in failed.message
    assert [unit.split(" Probation")[0] for unit in units(store)] == sorted(others)
    assert len(list(batch.output.glob("*unit.json"))) == len(others)

    # As it stands it is not tried again, and not told again.
    done, writer = run(batch, store, first)
    assert done.is_empty
    assert writer.asked == 0

    # A change of its articles has it tried again, and its success withdraws the rejection.
    article = batch.folder / "in" / "0-0.txt"
    article.write_text(article.read_text().replace("four cases", "five cases"))
    done, writer = run(batch, store, first)
    assert writer.asked > 0
    assert len(failures(done)) == 1
    article.write_text(article.read_text().replace("five cases", "six cases"))
    done, _ = run(batch, store, "nobody")
    assert failures(done) == []
    assert len(units(store)) == len(PLACES)
    with store.read() as connection:
        assert [one.article for one in runs.all_rejections(connection)] == ["empty.txt"]


def joining_fails_over(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the real function fail wherever an article is among what it joins; none is known."""
    joined = inspections.merge_inspections

    def merge(found: Sequence[Inspection], *others: object) -> tuple[Inspection, ...]:
        if any(name in one.sentences for one in found):
            raise ArithmeticError(f"cannot bear {name}")
        return joined(found, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(inspections, "merge_inspections", merge)


def test_an_article_that_cannot_be_joined_stops_no_other(
    batch: Batch, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        joining_fails_over("0-0.txt", patch)
        done, _ = run(batch, store, "nobody")
        (failed,) = failures(done)
        assert failed.article == "0-0.txt"
        assert "cannot bear 0-0.txt" in failed.message
        assert len(units(store)) == len(PLACES)
        with store.read() as connection:
            latest = briefs.latest_briefs(connection)
            read = [[one.article for one in stored.brief.articles] for stored in latest]
        assert sorted(read) == [["0-1.txt"], ["1-0.txt", "1-1.txt"], ["2-0.txt", "2-1.txt"]]
        done, _ = run(batch, store, "nobody")
        assert done.is_empty
    # A change of the other article of the same unit has both joined.
    article = batch.folder / "in" / "0-1.txt"
    article.write_text(article.read_text().replace("four cases", "five cases"))
    done, _ = run(batch, store, "nobody")
    assert failures(done) == []
    with store.read() as connection:
        assert [one.article for one in runs.all_rejections(connection)] == ["empty.txt"]
        latest = briefs.latest_briefs(connection)
        read = [[one.article for one in stored.brief.articles] for stored in latest]
    assert ["0-0.txt", "0-1.txt"] in read


def test_a_brief_that_cannot_be_shown_stops_no_other(batch: Batch, store: Store) -> None:
    run(batch, store, "nobody")
    table, wanted = tables.briefs, tables.briefs.c.inspection_id == 1
    with store.write() as connection:
        content = connection.execute(select(table.c.content).where(wanted)).scalar_one()
        broken = content.replace("0-0.txt", "gone.txt")
        connection.execute(update(table).where(wanted).values(content=broken))
    for path in batch.output.glob("*unit.json"):
        path.unlink()
    done, _ = run(batch, store, "nobody")
    (failed,) = failures(done)
    assert PLACES[0] in failed.article
    assert "gone.txt" in failed.message
    assert len(list(batch.output.glob("*unit.json"))) == len(PLACES) - 1
    done, _ = run(batch, store, "nobody")
    assert done.is_empty
    with store.write() as connection:
        connection.execute(update(table).where(wanted).values(content=content, version=2))
    done, _ = run(batch, store, "nobody")
    assert failures(done) == []
    assert len(list(batch.output.glob("*unit.json"))) == len(PLACES)
    with store.read() as connection:
        assert [one.article for one in runs.all_rejections(connection)] == ["empty.txt"]

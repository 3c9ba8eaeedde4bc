"""``run --retag``: what an older model made is made again; a changed brief is a new version."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.storage import briefs, open_store
from tests.batch.conftest import Batch
from tests.batch.projects import PLACES, save_tagger


def versions(batch: Batch) -> list[list[briefs.StoredBrief]]:
    store = open_store(batch.url, batch.folder)
    with store.read() as connection:
        numbers = [row.inspection for row in briefs.brief_rows(connection)]
        found = [briefs.versions_of(connection, number) for number in numbers]
    store.close()
    return found


def use_tagger(batch: Batch, folder: Path) -> None:
    batch.set(models={"tagger": str(folder)})


def test_another_tagger_counts_on_demand_and_its_changes_are_told(
    batch: Batch, tiny_encoder: Path, tmp_path: Path
) -> None:
    # The other one wants to be surer: it tags fewer sentences, and none as a strength.
    save_tagger(tmp_path / "other", tiny_encoder, threshold=0.577)
    assert batch.run().exit_code == 1
    first = batch.content()
    use_tagger(batch, tmp_path / "other")
    assert batch.run().exit_code == 0
    assert batch.content() == first
    done = batch.run("--retag")
    assert done.exit_code == 0, done.stderr
    found = versions(batch)
    assert [len(of_one) for of_one in found] == [2] * len(PLACES)
    for before, after in found:
        assert after.brief.models["tagger"] != before.brief.models["tagger"]
        assert before.brief.strengths
        assert not after.brief.strengths
        count = len(before.brief.strengths)
        removed = f"{count} strength{'s' if count > 1 else ''} removed"
        assert removed in after.difference.split("\n")
    pages = [json.loads(path.read_text()) for path in batch.output.glob("*unit.json")]
    assert len(pages) == len(PLACES)
    assert all("removed" in " ".join(page["changes"]["lines"]) for page in pages)


def test_what_was_made_again_is_not_made_a_third_time(
    batch: Batch, tiny_encoder: Path, tmp_path: Path
) -> None:
    assert batch.run().exit_code == 1
    save_tagger(tmp_path / "same", tiny_encoder, threshold=0.4001)  # decides as the first does
    use_tagger(batch, tmp_path / "same")
    done = batch.run("--retag")
    assert "tagging" in done.stderr
    assert [len(of_one) for of_one in versions(batch)] == [1] * len(PLACES)
    again = batch.run("--retag")
    assert "Nothing new came in." in again.stderr
    assert "writing briefs" not in again.stderr

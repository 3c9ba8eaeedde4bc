"""A program that runs the batch with tiny models again and again, killed at given moments.

    python killed.py FOLDER MOMENT…

FOLDER holds ``tagger``, ``writer``, their base models in ``base``, the articles in ``in``. For
each moment a process of its own brings a new store up to date and dies by SIGKILL at that event
(a statement to the database, a file opened for the briefs, a file renamed); another one goes on
from there until the end. Moment 0 is never reached: an undisturbed run. Prints a line of JSON for
each moment: where its store and its briefs are, how both processes ended, and how many events the
first one had, if it lived.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Engine, event

from pipeline.batch.documents import SourceDocuments
from pipeline.batch.saving import save_briefs
from pipeline.batch.stages import Batch
from pipeline.briefs.writer import Writer
from pipeline.config import Settings, load_settings
from pipeline.runner import Pipeline
from pipeline.storage import open_store
from pipeline.tagging.tagger import Tagger


class TinyPipeline(Pipeline):
    """The pipeline on models whose base weights are not among the pinned ones."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        super().__init__(settings)
        self._models = folder

    def _loaded_tagger(self) -> Tagger:
        if self._tagger is None:
            self._tagger = Tagger.load(self._models / "tagger", self._models / "base")
        return self._tagger

    def load_writer(self) -> Writer:
        return Writer.load(self._models / "writer", self._models / "base" / "tiny-writer")


class Silent:
    def stage(self, name: str, total: int) -> None:
        pass

    def advance(self, count: int = 1) -> None:
        pass


events = 0


def happens(moment: int) -> None:
    global events
    events += 1
    if events == moment:
        os.kill(os.getpid(), signal.SIGKILL)


def die_at(moment: int, output: Path) -> None:
    def on_audit(name: str, arguments: tuple[object, ...]) -> None:
        if name == "os.rename" or (name == "open" and str(arguments[0]).startswith(str(output))):
            happens(moment)

    sys.addaudithook(on_audit)
    event.listen(Engine, "before_cursor_execute", lambda *_: happens(moment))
    event.listen(Engine, "commit", lambda *_: happens(moment))


def bring_up_to_date(folder: Path, name: str, moment: int) -> None:
    settings = load_settings(folder / "settings.yaml")
    output = folder / name
    die_at(moment, output)
    store = open_store(f"sqlite:///{name}.sqlite", folder)
    with store.lock(lambda: None, wait=False):
        pipeline = TinyPipeline(settings, folder)
        batch = Batch(settings, store, lambda: pipeline, Silent())
        batch.run(SourceDocuments(settings, folder, {}))
        save_briefs(store, output, Silent())
    store.close()


def in_a_process(folder: Path, name: str, moment: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        bring_up_to_date(folder, name, moment)
        with (folder / "events").open("w") as stream:
            stream.write(str(events))
        os._exit(0)
    finally:
        import traceback

        traceback.print_exc()
        os._exit(1)


def main() -> None:
    folder = Path(sys.argv[1])
    for moment in map(int, sys.argv[2:]):
        name = f"killed-{moment}"
        (folder / "events").write_text("0")
        first = in_a_process(folder, name, moment)
        counted = int((folder / "events").read_text())
        last = in_a_process(folder, name, 0)
        line = {"name": name, "first": first, "last": last, "events": counted}
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

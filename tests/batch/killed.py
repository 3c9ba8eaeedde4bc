"""A program that kills the command ``run`` again and again, each time at another moment.

    python killed.py SETTINGS --seed SEED --count COUNT --url URL [--start NAME] [--retag]

URL is that of a store, with NAME in place of the name of a case: ``undisturbed``, ``killed_0``,
``killed_1``, …; with ``--start`` each case begins with a copy of a finished store, an SQLite file,
and its output folder.

The program runs the command once undisturbed, which also imports everything, and counts the
events: statements and commits of the store, files opened and renamed in the output folder. These
are cut into COUNT strips of equal length, and in each strip a moment is drawn: an event, and for
half of them a number of Python calls after it. A process forked for the moment runs the command
over a store and a folder of its own and dies there by SIGKILL. In every fifth case the process
that goes on from there is killed as well. The last process runs to the end.

Prints a line of JSON a store, the undisturbed one first: its name, the moments, and how the
processes ended.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import traceback
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, event
from typer.testing import CliRunner

from pipeline import cli
from pipeline.batch import helpers

SMALL_PORTION = 2
"""So few articles and briefs are kept at once that the few there are make several portions."""


@dataclass(frozen=True)
class Moment:
    """So many calls of Python functions after the event of this number, counted from 1."""

    event: int
    calls: int


class Death:
    """Counts the events of this process, and ends it at a moment."""

    def __init__(self) -> None:
        self.events = 0
        self.moment: Moment | None = None
        self.output = ""
        sys.addaudithook(self._on_audit)
        event.listen(Engine, "before_cursor_execute", lambda *_: self._happens())
        event.listen(Engine, "commit", lambda *_: self._happens())

    def _on_audit(self, name: str, arguments: tuple[object, ...]) -> None:
        if name == "os.rename" or (name == "open" and str(arguments[0]).startswith(self.output)):
            self._happens()

    def _happens(self) -> None:
        self.events += 1
        if self.moment and self.events == self.moment.event:
            left = self.moment.calls

            def on_call(*_: object) -> None:
                nonlocal left
                left -= 1
                if left <= 0:
                    die()

            if not left:
                die()
            sys.setprofile(on_call)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def run(given: argparse.Namespace, name: str, death: Death) -> int:
    """Run the command over the store and the folder of this name; its exit status."""
    output = given.settings.parent / name
    death.output, death.events = str(output), 0
    os.environ["INSPECTION_BRIEFS__STORAGE__URL"] = given.url.replace("NAME", name)
    call = ["run", "--config", str(given.settings), "--output", str(output)]
    call += ["--retag"] if given.retag else []
    done = CliRunner().invoke(cli.app, call, catch_exceptions=False)
    return done.exit_code


def start_from(given: argparse.Namespace, name: str) -> None:
    """Give a case the finished store and folder that it begins with."""
    folder = given.settings.parent
    shutil.copytree(folder / given.start, folder / name)
    shutil.copy(folder / f"{given.start}.sqlite", folder / f"{name}.sqlite")
    with closing(sqlite3.connect(folder / f"{name}.sqlite")) as store, store:
        store.execute("UPDATE outputs SET folder = ?", [str(folder / name)])


def in_a_process(given: argparse.Namespace, name: str, death: Death, moment: Moment | None) -> int:
    """How a process ended that was killed at a moment, or after its work where that is later."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    status = 70
    try:
        death.moment = moment
        status = run(given, name, death)
        if moment:
            die()
    except BaseException:
        traceback.print_exc()
    os._exit(status)


def moments_of(seed: int, count: int, events: int) -> list[list[Moment]]:
    """For each case the moments of its processes that are killed."""
    chance = random.Random(seed)
    cases = []
    for number in range(count):
        first, last = 1 + number * events // count, (number + 1) * events // count
        calls = int(10 ** chance.uniform(0, 5)) if number % 2 else 0
        case = [Moment(chance.randint(first, max(first, last)), calls)]
        if number % 5 == 4:
            case.append(Moment(chance.randint(1, 1 + events - case[0].event), 0))
        cases.append(case)
    return cases


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("settings", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--url", required=True)
    parser.add_argument("--start")
    parser.add_argument("--retag", action="store_true")
    given = parser.parse_args()
    helpers.ARTICLES_A_PORTION = helpers.BRIEFS_A_PORTION = SMALL_PORTION
    death = Death()
    if given.start:
        start_from(given, "undisturbed")
    ends = [run(given, "undisturbed", death)]
    say("undisturbed", [], ends)
    for number, moments in enumerate(moments_of(given.seed, given.count, death.events)):
        name = f"killed_{number}"
        if given.start:
            start_from(given, name)
        ends = [in_a_process(given, name, death, one) for one in (*moments, None)]
        say(name, moments, ends)


def say(name: str, moments: list[Moment], ends: list[int]) -> None:
    shown = [f"event {moment.event} + {moment.calls} calls" for moment in moments]
    sys.stdout.write(json.dumps({"name": name, "moments": shown, "ends": ends}) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

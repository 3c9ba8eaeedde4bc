"""The batch: articles a second, peak memory, an unchanged second run, cost over growing numbers.

A store grows step by step; each step is run twice, the second time with nothing new. Articles are
the corpus's training articles, each copy with places of its own, so that they are different
articles on different inspections.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks._articles import ROOT, Corpus

_CHILD = Path(__file__).with_name("_batch.py")
_MOST_CORES = 2


def main() -> int:
    """Measure, and print one line of JSON a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--steps", type=int, nargs="+", default=[20, 40], help="numbers of articles"
    )
    parser.add_argument(
        "--without-models",
        action="store_true",
        help="take the corpus's labels for tags, and copy every summary sentence",
    )
    parser.add_argument("--keep", type=Path, help="folder to work in, kept afterwards")
    chosen = parser.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:_MOST_CORES])
    options = ["--without-models"] if chosen.without_models else []
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        measure(chosen.keep.resolve(), chosen.steps, options)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            measure(Path(scratch), chosen.steps, options)
    return 0


def measure(folder: Path, steps: list[int], options: list[str]) -> None:
    """Grow a store step by step; run each step twice, the second time with nothing new."""
    config = folder / "settings.yaml"
    config.write_text(
        f"batch: {{sources: [{folder / 'in'}], output: {folder / 'out'}}}\n"
        f"storage: {{url: 'sqlite:///{folder / 'store.sqlite'}'}}\n"
    )
    corpus = Corpus()
    before, costs = 0, list[float]()
    for count in steps:
        corpus.write(folder / "in", range(before, count))
        first = timed(config, options)
        stages = {name: round(seconds, 1) for name, seconds in stage_seconds(folder).items()}
        again = timed(config, options)
        new = count - before
        a_new_article = first["cpu_seconds"] / new
        costs.append(a_new_article)
        shown = {
            "cores": len(os.sched_getaffinity(0)),
            "models": not options,
            "articles_in_store": count,
            "new_articles": new,
            "seconds": round(first["seconds"], 1),
            "cpu_seconds": round(first["cpu_seconds"], 1),
            "minutes_for_1000_articles_at_this_rate": round(first["seconds"] / new * 1000 / 60, 1),
            "cpu_seconds_a_new_article": round(a_new_article, 4),
            "cost_of_an_article_against_the_first_step": round(a_new_article / costs[0], 2),
            "peak_mb": first["peak_mb"],
            "seconds_a_stage": stages,
            "unchanged_run_seconds": round(again["seconds"], 2),
            "unchanged_run_cpu_seconds": round(again["cpu_seconds"], 2),
            "unchanged_run_peak_mb": again["peak_mb"],
            "unchanged_run_loads_torch": again["torch"],
        }
        print(json.dumps(shown), flush=True)
        before = count


def stage_seconds(folder: Path) -> dict[str, float]:
    """Seconds of each stage, from the last run's report, in which nothing may have failed."""
    report = json.loads((folder / "out" / "run-report.json").read_text(encoding="utf-8"))
    failed = [one["message"] for one in report["rejections"] if one["reason"] == "failed"]
    if failed:
        raise SystemExit(f"{len(failed)} inputs or briefs failed, expected none: {failed[0]}")
    return {stage["name"]: stage["seconds"] for stage in report["stages"]}


def timed(config: Path, options: list[str]) -> dict[str, Any]:
    """Seconds, peak memory (MB) and whether torch was imported, of one run of the command."""
    used = config.with_name("used.json")
    paths = os.pathsep.join(map(str, (ROOT, ROOT / "scripts")))
    child = subprocess.run(
        [sys.executable, str(_CHILD), str(config), str(used), *options],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": paths},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    if child.returncode > 1:
        raise SystemExit(f"the run ended with status {child.returncode}: {child.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(used.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main())

"""The batch: articles a second, peak memory, an unchanged second run, cost over growing numbers.

Articles are made from those of the training split: each copy gets places of its own, so that no
two are the same article and their inspections are different ones.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Measure, and print one line of JSON a step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--steps", type=int, nargs="+", default=[20, 40], help="numbers of articles"
    )
    parser.add_argument("--keep", type=Path, help="folder to work in, kept afterwards")
    chosen = parser.parse_args()
    if chosen.keep:
        chosen.keep.mkdir(parents=True, exist_ok=True)
        measure(chosen.keep, chosen.steps)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            measure(Path(scratch), chosen.steps)
    return 0


def measure(folder: Path, steps: list[int]) -> None:
    """Grow a store step by step; run each step twice, the second time with nothing new."""
    config = folder / "settings.yaml"
    config.write_text(
        f"batch: {{sources: [{folder / 'in'}], output: {folder / 'out'}}}\n"
        f"storage: {{url: 'sqlite:///{folder / 'store.sqlite'}'}}\n"
    )
    sources = training_articles()
    (folder / "in").mkdir(exist_ok=True)
    before = 0
    for count in steps:
        for number in range(before, count):
            path = sources[number % len(sources)]
            text = renamed(path.read_text(encoding="utf-8"), number // len(sources))
            (folder / "in" / f"{number:06}-{path.name}").write_text(text, encoding="utf-8")
        seconds, memory = timed(config)
        again, _ = timed(config)
        new = count - before
        shown = {
            "articles": count,
            "new": new,
            "seconds": round(seconds, 1),
            "articles_a_second": round(new / seconds, 2),
            "peak_mb": memory,
            "unchanged_run_seconds": round(again, 2),
        }
        print(json.dumps(shown), flush=True)
        before = count


def training_articles() -> list[Path]:
    """The corpus's text files of the training split, in order."""
    splits = json.loads((ROOT / "data" / "labels" / "splits.json").read_text(encoding="utf-8"))
    names = set(splits["train"])
    return sorted(
        path
        for path in (ROOT / "data" / "raw").glob("*.txt")
        if path.name in names or path.stem in names
    )


def renamed(text: str, copy: int) -> str:
    """The article with places of its own; the first copy is the article itself."""
    if not copy:
        return text
    ending = "".join(chr(ord("a") + int(digit)) for digit in str(copy))
    return re.sub(r"\b([A-Z][a-z]+(?:mere|hope|shiel|mouth|well|wick|burn|by|ton))\b",
                  rf"\1{ending}", text)  # fmt: skip


def timed(config: Path) -> tuple[float, int]:
    """Seconds and peak memory (MB) of one run of the command."""
    start = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, "-m", "pipeline.cli", "run", "--config", str(config)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode > 1:
        raise SystemExit(f"the run ended with status {child.returncode}; run it by hand to see why")
    return time.perf_counter() - start, usage.ru_maxrss // 1024


if __name__ == "__main__":
    sys.exit(main())

"""Measure how fast the pipeline is: ``benchmark.py TOPIC``; each topic has its own ``--help``.

Usage: python scripts/benchmark.py brief|run|tag [options]
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent / "benchmarks"


def main() -> int:
    """Run the benchmark of a topic, a module of ``scripts/benchmarks`` with a ``main``."""
    topics = sorted(path.stem for path in FOLDER.glob("[a-z]*.py"))
    if len(sys.argv) < 2 or sys.argv[1] not in topics:
        asked_help = sys.argv[1:] in (["-h"], ["--help"])
        print(
            __doc__, f"Topics: {', '.join(topics)}", file=sys.stdout if asked_help else sys.stderr
        )
        return 0 if asked_help else 2
    topic = sys.argv.pop(1)
    sys.argv[0] = f"benchmark.py {topic}"
    status: int = import_module(f"benchmarks.{topic}").main()
    return status


if __name__ == "__main__":
    sys.exit(main())

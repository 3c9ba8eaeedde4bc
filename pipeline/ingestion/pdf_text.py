"""The text of a PDF from standard input, as JSON on standard output.

This file is run as a program of its own, so that a PDF that takes for ever or eats all memory
stops nothing else. It imports nothing of the package.

Arguments: the most pages, the most seconds of processor time, the most bytes of memory. The
answer is ``{"pages": [text of each page]}`` or ``{"refused": reason, "found": what was found}``.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from typing import Any


def extract(content: bytes, max_pages: int) -> dict[str, Any]:
    """The text of each page, or why there is none."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return {"refused": "protected", "found": "a PDF that opens with a password only"}
    if len(reader.pages) > max_pages:
        return {"refused": "too-large", "found": f"{len(reader.pages)} pages"}
    return {"pages": [page.extract_text() for page in reader.pages]}


def _limit(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # not on Windows, where the caller's time-out is the limit
        return
    for kind, soft, hard in (
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_AS, memory, memory),
    ):
        # A limit that the whole run is under already may be lower, and cannot be raised.
        allowed = resource.getrlimit(kind)[1]
        if allowed == resource.RLIM_INFINITY or allowed >= hard:
            resource.setrlimit(kind, (soft, hard))


def main() -> None:
    """Answer for one PDF."""
    max_pages, seconds, memory = map(int, sys.argv[1:4])
    _limit(seconds, memory)
    logging.disable(logging.CRITICAL)
    try:
        answer = extract(sys.stdin.buffer.read(), max_pages)
    except MemoryError:
        answer = {"refused": "too-large", "found": "more memory needed than allowed"}
    except Exception as error:
        # pypdf raises almost anything on a broken file; here each means "unreadable".
        answer = {"refused": "unreadable", "found": f"{type(error).__name__}: {error}"[:200]}
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))


if __name__ == "__main__":
    main()

"""What the processor of this machine can do."""

from __future__ import annotations

from pathlib import Path

__all__ = ["processor_flags"]


def processor_flags() -> frozenset[str]:
    """The processor's features as Linux names them ("avx512_bf16"); none where it does not say."""
    listed = Path("/proc/cpuinfo")
    if not listed.is_file():
        return frozenset()
    for line in listed.read_text(encoding="utf-8", errors="replace").splitlines():
        if line.startswith("flags"):
            return frozenset(line.split()[2:])
    return frozenset()

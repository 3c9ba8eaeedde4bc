"""What was read, tagged, found, written and rejected: kept in SQLite or PostgreSQL."""

from __future__ import annotations

from pipeline.storage.opening import Store, open_store

__all__ = ["Store", "open_store"]

"""Files → articles: text and HTML, page furniture marked, near-copies recognised."""

from __future__ import annotations

from pipeline.ingestion.near_copies import copies_among, is_near_copy
from pipeline.ingestion.reading import is_supported, read_article

__all__ = ["copies_among", "is_near_copy", "is_supported", "read_article"]

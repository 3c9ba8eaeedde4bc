"""Sources → documents → articles; page furniture marked, near-copies recognised."""

from __future__ import annotations

from pipeline.ingestion.collecting import collect_documents
from pipeline.ingestion.documents import DocumentKind, Hints, RawDocument, Validators
from pipeline.ingestion.folders import file_document, find_files
from pipeline.ingestion.near_copies import copies_among, is_near_copy
from pipeline.ingestion.reading import is_supported, read_article, read_document

__all__ = [
    "DocumentKind",
    "Hints",
    "RawDocument",
    "Validators",
    "collect_documents",
    "copies_among",
    "file_document",
    "find_files",
    "is_near_copy",
    "is_supported",
    "read_article",
    "read_document",
]

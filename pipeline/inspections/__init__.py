"""Inspections in the news: which one an article reports, its facts, and the same one elsewhere."""

from __future__ import annotations

from pipeline.inspections.bare import without_bare
from pipeline.inspections.find import find_inspections
from pipeline.inspections.history import history_of
from pipeline.inspections.merge import merge_inspections

__all__ = ["find_inspections", "history_of", "merge_inspections", "without_bare"]

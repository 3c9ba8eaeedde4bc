"""Inputs that could not be used."""

from __future__ import annotations

from enum import StrEnum

from pipeline.schema.base import Frozen

__all__ = ["Rejection", "RejectionReason"]


class RejectionReason(StrEnum):
    """Why an input gets no brief."""

    EMPTY = "empty"
    BINARY = "binary"
    ENCODING = "encoding"
    TOO_LARGE = "too-large"
    NO_ARTICLE = "no-article"
    NO_INSPECTION = "no-inspection"
    UNREADABLE = "unreadable"
    PROTECTED = "protected"
    OUTSIDE = "outside"
    RECORD = "record"
    FEED = "feed"
    ADDRESS = "address"
    ROBOTS = "robots"
    FETCH_FAILED = "fetch-failed"
    FAILED = "failed"


class Rejection(Frozen):
    """An input that could not be used, and why."""

    article: str
    reason: RejectionReason
    message: str

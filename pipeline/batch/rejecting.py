"""Rejections: what becomes of an input that fails while the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import InputRejected, InspectionBriefsError
from pipeline.schema import Rejection, RejectionReason

__all__ = ["isolated", "refused", "unforeseen", "without_inspection"]


def refused(name: str, error: InputRejected) -> Rejection:
    """The rejection of a document that holds no article."""
    return Rejection(article=name, reason=RejectionReason(error.reason), message=str(error))


def unforeseen(name: str, error: Exception) -> Rejection:
    """The rejection of what failed in a way that nobody foresaw."""
    return Rejection(
        article=name,
        reason=RejectionReason.FAILED,
        message=f"Found {type(error).__name__}: {error}; expected no failure. Nothing was made of "
        "it; report it with the article.",
    )


def without_inspection(name: str) -> Rejection:
    """The rejection of an article that reports no inspection."""
    return Rejection(
        article=name,
        reason=RejectionReason.NO_INSPECTION,
        message="The article reports no inspection's outcome, so it gets no brief.",
    )


@contextmanager
def isolated(name: str, rejections: list[Rejection]) -> Iterator[None]:
    """Turn an unforeseen failure on one thing into its rejection.

    What would stop the next one as well goes through: a model or a store that cannot be used, a
    disk that cannot be written.
    """
    try:
        yield
    except (InspectionBriefsError, OSError):
        raise
    except Exception as error:
        rejections.append(unforeseen(name, error))

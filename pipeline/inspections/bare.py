"""Inspections of which an article says nothing that a brief could tell."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.schema import Inspection, Tag, TaggedArticle

__all__ = ["without_bare"]


def without_bare(tagged: TaggedArticle, found: Sequence[Inspection]) -> tuple[Inspection, ...]:
    """The inspections whose outcome the article tells, by its tags as well as by its words.

    A report that is only announced, disputed or remembered is named like one that is out; but
    then no sentence is a finding, a strength or a recommendation, and no rating is stated.

    Args:
        tagged: the article, with its tags.
        found: what the rules found in it.
    """
    judged = any(tag is not Tag.QUOTE for tags in tagged.tags for tag in tags.tags)
    return tuple(one for one in found if judged or one.parts or one.value("overall_rating"))

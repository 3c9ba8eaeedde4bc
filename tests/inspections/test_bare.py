"""Inspections that an article names without telling what they found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.inspections import find_inspections, without_bare
from pipeline.schema import InspectorateProfile, Tag, TaggedArticle

DISPUTED = (
    "The report by HM Inspectorate of Probation on Marlow Youth Justice Service was due out last "
    "week. Inspectors visited in May. The council disputes the rating."
)
RATED = "HM Inspectorate of Probation rated Marlow Youth Justice Service Good overall."
PRAISED = (
    "HM Inspectorate of Probation published its report on Marlow Youth Justice Service. Inspectors "
    "found that children were listened to."
)
Tagging = Callable[..., TaggedArticle]
Profiles = Sequence[InspectorateProfile]


def _with_tag(article: TaggedArticle, place: int, tag: Tag) -> TaggedArticle:
    tags = list(article.tags)
    tags[place] = tags[place].model_copy(update={"tags": (tag,)})
    return article.model_copy(update={"tags": tuple(tags)})


def test_a_report_that_is_not_out_is_left_out(tag: Tagging, profiles: Profiles) -> None:
    article = tag(DISPUTED)
    found = find_inspections(article, profiles)
    assert found
    assert without_bare(article, found) == ()
    assert without_bare(_with_tag(article, 2, Tag.QUOTE), found) == ()


def test_a_rating_is_enough(tag: Tagging, profiles: Profiles) -> None:
    article = tag(RATED)
    found = find_inspections(article, profiles)
    assert len(found) == 1
    assert without_bare(article, found) == found


def test_a_judgement_is_enough(tag: Tagging, profiles: Profiles) -> None:
    article = tag(PRAISED)
    found = find_inspections(article, profiles)
    assert len(found) == 1
    assert without_bare(article, found) == ()
    assert without_bare(_with_tag(article, 1, Tag.STRENGTH), found) == found

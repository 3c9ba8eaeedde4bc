"""The types that the stages hand to each other: frozen, and validated on construction.

Offsets are ``start_char``/``end_char``: half-open, in characters (Unicode code points), into
the text of an :class:`Article`, which nothing alters.
"""

from __future__ import annotations

from pipeline.schema.articles import (
    TAGS,
    Article,
    Evidence,
    PartialDate,
    Quotation,
    Sentence,
    SentenceTags,
    Span,
    Tag,
    TaggedArticle,
    check_span,
)
from pipeline.schema.briefs import (
    ArticleReference,
    Brief,
    BriefLimits,
    BriefQuote,
    BriefStatement,
    Conflict,
    ConflictValue,
    Origin,
    SentenceReference,
)
from pipeline.schema.inspections import (
    DETAIL_FIELDS,
    FACT_FIELDS,
    PART_FIELD,
    AddressedRecommendations,
    Fact,
    Inspection,
    Link,
    PartRating,
    PastRating,
)
from pipeline.schema.profiles import InspectorateProfile, RatingScale, UnitKind
from pipeline.schema.rejections import Rejection, RejectionReason

__all__ = [
    "DETAIL_FIELDS",
    "FACT_FIELDS",
    "PART_FIELD",
    "TAGS",
    "AddressedRecommendations",
    "Article",
    "ArticleReference",
    "Brief",
    "BriefLimits",
    "BriefQuote",
    "BriefStatement",
    "Conflict",
    "ConflictValue",
    "Evidence",
    "Fact",
    "Inspection",
    "InspectorateProfile",
    "Link",
    "Origin",
    "PartRating",
    "PartialDate",
    "PastRating",
    "Quotation",
    "RatingScale",
    "Rejection",
    "RejectionReason",
    "Sentence",
    "SentenceReference",
    "SentenceTags",
    "Span",
    "Tag",
    "TaggedArticle",
    "UnitKind",
    "check_span",
]

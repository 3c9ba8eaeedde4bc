"""The types that the stages hand to each other: frozen, and validated on construction.

Offsets are ``start_char``/``end_char``: half-open, in characters (Unicode code points), into
the text of an :class:`Article`, which nothing alters.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tag(StrEnum):
    """What a sentence is. A sentence may carry several tags, or none."""

    FINDING = "finding"
    STRENGTH = "strength"
    RECOMMENDATION = "recommendation"
    QUOTE = "quote"


TAGS: tuple[Tag, ...] = tuple(Tag)
"""All tags, in the order of every score vector."""

_PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
PartialDate = Annotated[str, Field(pattern=_PARTIAL_DATE)]
"""A date as precise as known: ``2024``, ``2024-07`` or ``2024-07-18``."""


class Span(_Frozen):
    """A stretch of an article's text."""

    start_char: int = Field(ge=0)
    end_char: int = Field(gt=0)
    text: str = Field(min_length=1)

    @model_validator(mode="after")
    def _length_matches(self) -> Self:
        if self.end_char - self.start_char != len(self.text):
            raise ValueError(
                f"span {self.start_char}:{self.end_char} is {self.end_char - self.start_char} "
                f"characters long, but its text has {len(self.text)}"
            )
        return self


class Article(_Frozen):
    """One article, as ingestion made it.

    Attributes:
        name: what the article is called in outputs: its file name, unique in a batch.
        text: the text that every offset points into.
        title: the headline, where the article has one.
        outlet: who published it, where the article says so.
        date: the article's own date, as precise as the article gives it.
        furniture: stretches of ``text`` that belong to the page and not to the story.
    """

    name: str = Field(min_length=1)
    text: str = Field(min_length=1)
    title: str | None = None
    outlet: str | None = None
    date: PartialDate | None = None
    furniture: tuple[Span, ...] = ()

    @model_validator(mode="after")
    def _furniture_lies_in_text(self) -> Self:
        for span in self.furniture:
            check_span(self.text, span)
        return self

    def span(self, start_char: int, end_char: int) -> Span:
        """The stretch ``text[start_char:end_char]``."""
        return Span(start_char=start_char, end_char=end_char, text=self.text[start_char:end_char])


def check_span(text: str, span: Span) -> None:
    """Raise ``ValueError`` unless ``span`` holds what ``text`` has at its offsets."""
    found = text[span.start_char : span.end_char]
    if found != span.text:
        raise ValueError(
            f"offsets {span.start_char}:{span.end_char} hold {found[:60]!r}, "
            f"but the span says {span.text[:60]!r}"
        )


class Sentence(Span):
    """A sentence of an article.

    Attributes:
        index: its place in the article, from 0.
        furniture: whether it belongs to the page (a newsletter line, a picture credit).
    """

    index: int = Field(ge=0)
    furniture: bool = False


class SentenceTags(_Frozen):
    """What the tagger says of one sentence.

    Attributes:
        scores: a calibrated probability for each tag.
        tags: the tags chosen.
        uncertain: whether the sentence is among the least certain, so that a person should look.
    """

    scores: dict[Tag, float]
    tags: tuple[Tag, ...] = ()
    uncertain: bool = False

    @model_validator(mode="after")
    def _scores_are_probabilities(self) -> Self:
        if set(self.scores) != set(TAGS):
            raise ValueError(f"scores are needed for {', '.join(TAGS)}; found {list(self.scores)}")
        wrong = [score for score in self.scores.values() if not 0.0 <= score <= 1.0]
        if wrong:
            raise ValueError(f"scores lie between 0 and 1; found {wrong}")
        return self


class Quotation(Span):
    """Verbatim words of a speaker, without the outer quotation marks.

    Attributes:
        sentences: indexes of the sentences that the quotation touches.
        speaker: the fullest form of the speaker's name in the article, or what the article
            credits ("the report"); None where the article leaves it open.
        verbatim_clause: whether it is long enough to count as a quotation (a clause or eight
            words); a fragment is not.
    """

    sentences: tuple[int, ...] = Field(min_length=1)
    speaker: str | None = None
    verbatim_clause: bool = True


class TaggedArticle(_Frozen):
    """An article with its sentences, their tags and its quotations."""

    article: Article
    sentences: tuple[Sentence, ...]
    tags: tuple[SentenceTags, ...]
    quotations: tuple[Quotation, ...] = ()

    @model_validator(mode="after")
    def _parts_fit_together(self) -> Self:
        if len(self.sentences) != len(self.tags):
            raise ValueError(f"{len(self.sentences)} sentences, but tags for {len(self.tags)}")
        for place, sentence in enumerate(self.sentences):
            if sentence.index != place:
                raise ValueError(f"sentence {place} says that its index is {sentence.index}")
            check_span(self.article.text, sentence)
        for quotation in self.quotations:
            check_span(self.article.text, quotation)
            if max(quotation.sentences) >= len(self.sentences):
                raise ValueError(f"quotation in sentence {max(quotation.sentences)}: no such one")
        return self

    def speaker_of(self, index: int) -> str | None:
        """The speaker of the first full quotation in sentence ``index``, if one is known.

        A sentence tagged as a quote without a full quotation has its first fragment's speaker.
        """
        said = [one for one in self.quotations if index in one.sentences and one.speaker]
        full = [one for one in said if one.verbatim_clause]
        if not full and said and Tag.QUOTE in self.tags[index].tags:
            full = said
        return full[0].speaker if full else None


class Evidence(Span):
    """A stretch of a named article that bears a fact out."""

    article: str = Field(min_length=1)


FACT_FIELDS: tuple[str, ...] = (
    "unit",
    "unit_type",
    "inspectorate",
    "overall_rating",
    "previous_rating",
    "previous_date",
    "inspected",
    "published",
    "recommendations",
    "chief_inspector",
)
"""The facts of an inspection, in the order in which a brief lists them."""


DETAIL_FIELDS: tuple[str, ...] = ("score", "region", "provider", "caseload")
"""What an article may add to the facts, in the order in which a brief lists it: the points that a
unit scored ("9 out of 36"), its region, who runs it, and how many people it supervises."""


PART_FIELD = "part: "
"""What precedes a part's name where articles disagree about its rating ("part: leadership")."""


class Fact(_Frozen):
    """A value, what it was read from, and how sure the reading is (0 to 1)."""

    value: str | int
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    confidence: float = Field(default=1.0, ge=0.0, le=1.0)


class PartRating(_Frozen):
    """The rating of a part of a service, or of one standard, as the article names it."""

    part: str = Field(min_length=1)
    rating: Fact


class AddressedRecommendations(_Frozen):
    """How many of the recommendations are for one addressee ("the Home Office")."""

    addressee: str = Field(min_length=1)
    number: Fact


class Link(_Frozen):
    """An article that was, or might have been, taken to report the same inspection.

    Attributes:
        article: its name.
        score: how sure it is that it reports this inspection, from 0 to 1.
        reason: what speaks for and against it, in words.
        joined: whether it was joined; False where the judgement was withheld.
    """

    article: str = Field(min_length=1)
    score: float = Field(ge=0.0, le=1.0)
    reason: str = Field(min_length=1)
    joined: bool


class PastRating(_Frozen):
    """An inspection of the unit before this one.

    Attributes:
        rating: as it was then.
        date: when, as precise as known; None where no article says.
        evidence: the words that state it.
        known_before: whether it comes from an article of an earlier run, not from this brief's.
    """

    rating: str = Field(min_length=1)
    date: str | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    known_before: bool = False


class Inspection(_Frozen):
    """What one or several articles say of one inspection.

    Attributes:
        facts: by field of ``FACT_FIELDS``; a field that no article states is absent.
        conflicts: further values, where articles disagree: of a field of facts or details, or of
            a part's rating, under ``PART_FIELD`` and the part's name.
        sentences: for each article's name, the indexes of the sentences that speak of it.
        details: by field of ``DETAIL_FIELDS``; a field that no article states is absent.
        parts: ratings of parts and standards, a part once, in the order of the article.
        addressed: numbers of recommendations by addressee, where they are split.
        links: how sure it is that each article reports this inspection; empty for a single one.
        history: earlier inspections of the unit, the earliest first.
    """

    facts: dict[str, Fact]
    conflicts: dict[str, tuple[Fact, ...]] = {}
    sentences: dict[str, tuple[int, ...]]
    details: dict[str, Fact] = {}
    parts: tuple[PartRating, ...] = ()
    addressed: tuple[AddressedRecommendations, ...] = ()
    links: tuple[Link, ...] = ()
    history: tuple[PastRating, ...] = ()

    @model_validator(mode="after")
    def _fields_are_known(self) -> Self:
        rated = {PART_FIELD + part.part for part in self.parts}
        unknown = set(self.facts) - set(FACT_FIELDS)
        unknown |= set(self.conflicts) - {*FACT_FIELDS, *DETAIL_FIELDS, *rated}
        if unknown:
            raise ValueError(f"unknown facts {sorted(unknown)}; known are {list(FACT_FIELDS)}")
        if not set(self.details) <= set(DETAIL_FIELDS):
            raise ValueError(f"unknown details {sorted(self.details)}; known: {DETAIL_FIELDS}")
        if "unit" not in self.facts:
            raise ValueError("an inspection needs the unit that was inspected")
        if not self.sentences:
            raise ValueError("an inspection needs at least one article")
        return self

    def value(self, field: str) -> str | int | None:
        """The value of a fact, or None where no article states it."""
        fact = self.facts.get(field)
        return fact.value if fact else None

    def stated(self) -> dict[str, Fact]:
        """All that articles state: facts, details and ratings of parts, by their fields."""
        rated = {PART_FIELD + part.part: part.rating for part in self.parts}
        listed = {name: self.facts[name] for name in FACT_FIELDS if name in self.facts}
        added = {name: self.details[name] for name in DETAIL_FIELDS if name in self.details}
        return {**listed, **added, **rated}


class SentenceReference(_Frozen):
    """A sentence of a named article."""

    article: str
    index: int = Field(ge=0)


class Origin(StrEnum):
    """Whether a summary sentence was written (by the model, or from the facts) or copied."""

    WRITTEN = "written"
    COPIED = "copied"


class BriefStatement(_Frozen):
    """One sentence or point of a brief, with the sentences that bear it out.

    ``uncertain`` says that the tagger was unsure of all of them.
    """

    text: str = Field(min_length=1)
    sources: tuple[SentenceReference, ...] = Field(min_length=1)
    origin: Origin = Origin.COPIED
    uncertain: bool = False


class BriefQuote(_Frozen):
    """A verbatim quotation, its speaker, and where it stands."""

    text: str = Field(min_length=1)
    speaker: str | None
    sources: tuple[SentenceReference, ...] = Field(min_length=1)


class ConflictValue(_Frozen):
    """One of several values that articles give for a field."""

    value: str | int
    evidence: tuple[Evidence, ...] = Field(min_length=1)


class Conflict(_Frozen):
    """A field on which articles disagree."""

    field: str
    values: tuple[ConflictValue, ...] = Field(min_length=2)


class ArticleReference(_Frozen):
    """An article as a brief lists it."""

    article: str
    title: str | None = None
    outlet: str | None = None
    date: PartialDate | None = None


class Brief(_Frozen):
    """The standard brief of one inspection.

    Attributes:
        inspection: what was inspected, by whom, and how it came out.
        summary, findings, strengths, recommendations: statements with their sources.
        quotes: verbatim, never rewritten.
        articles: the articles that the brief draws on.
        version: of this software; models: revision of each model; made_at: ISO 8601, UTC.
    """

    inspection: Inspection
    summary: tuple[BriefStatement, ...] = ()
    findings: tuple[BriefStatement, ...] = ()
    strengths: tuple[BriefStatement, ...] = ()
    recommendations: tuple[BriefStatement, ...] = ()
    quotes: tuple[BriefQuote, ...] = ()
    articles: tuple[ArticleReference, ...] = Field(min_length=1)
    version: str
    models: dict[str, str] = {}
    made_at: str

    @model_validator(mode="after")
    def _sources_are_listed(self) -> Self:
        listed = {reference.article for reference in self.articles}
        points = (*self.summary, *self.findings, *self.strengths, *self.recommendations)
        cited = [source for point in points for source in point.sources]
        cited += [source for quote in self.quotes for source in quote.sources]
        for source in cited:
            if source.article not in listed:
                raise ValueError(f"a statement cites {source.article}, which is not listed")
        return self


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


class Rejection(_Frozen):
    """An input that could not be used, and why."""

    article: str
    reason: RejectionReason
    message: str


class RatingScale(_Frozen):
    """A scale of ratings, from best to worst.

    Attributes:
        name: what the scale is called in messages.
        ratings: the official wording of each rating, from best to worst.
        aliases: other wordings, each with the rating that it stands for.
        positive: how many of ``ratings``, from the best, count as praise.
        overall: whether the scale rates a whole service (False: only parts of it).
    """

    name: str
    ratings: tuple[str, ...] = Field(min_length=1)
    aliases: dict[str, str] = {}
    positive: int = Field(ge=0)
    overall: bool = True

    @model_validator(mode="after")
    def _aliases_name_ratings(self) -> Self:
        for alias, rating in self.aliases.items():
            if rating not in self.ratings:
                raise ValueError(f"alias {alias!r} names {rating!r}, not one of {self.ratings}")
        if self.positive > len(self.ratings):
            raise ValueError(f"positive is {self.positive} of only {len(self.ratings)} ratings")
        return self


class UnitKind(_Frozen):
    """A kind of inspected service.

    Attributes:
        name: what the brief calls it ("probation delivery unit").
        endings: what the names of such units end in ("PDU", "Probation Delivery Unit").
        beginnings: what stands before their names ("HMP").
        services: plain wordings that a place follows ("probation services" in Marlow).
        generic: wordings that refer to such a unit without naming it ("unit", after "the").
    """

    name: str
    endings: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Self:
        if not (self.endings or self.beginnings or self.services):
            raise ValueError(
                f"kind {self.name!r} has no endings, beginnings or services; add at least one"
            )
        return self


class InspectorateProfile(_Frozen):
    """What the pipeline knows of an inspectorate, from ``configs/inspectorates``.

    Attributes:
        name: the official name.
        names: every usual name, the fullest first, as a regular expression each, matched
            without regard to case.
        nicknames: what points to it without naming it ("probation watchdog"), likewise.
        chief_titles: titles of its head ("Chief Inspector of Probation").
        scales: its rating scales, the usual one first.
        unit_kinds: the kinds of service that it inspects.
        parts: words for the parts of a service that get grades of their own ("leadership").
        standards: names of the standards, tests or areas whose ratings a brief lists, as regular
            expressions, matched without regard to case.
    """

    name: str
    names: tuple[str, ...] = Field(min_length=1)
    nicknames: tuple[str, ...] = ()
    chief_titles: tuple[str, ...] = ()
    scales: tuple[RatingScale, ...] = ()
    unit_kinds: tuple[UnitKind, ...] = Field(min_length=1)
    parts: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _names_compile(self) -> Self:
        for pattern in (
            *self.names,
            *self.nicknames,
            *self.chief_titles,
            *self.parts,
            *self.standards,
        ):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"name {pattern!r} is no regular expression: {error}") from error
        return self


class BriefLimits(_Frozen):
    """How much a brief holds. Every setting is explained in ``configs/default.yaml``."""

    max_findings: int = Field(default=6, ge=0)
    max_strengths: int = Field(default=4, ge=0)
    max_recommendations: int = Field(default=5, ge=0)
    max_quotes: int = Field(default=3, ge=0)
    max_quote_words: int = Field(default=70, gt=0)
    max_slot_words: int = Field(default=75, gt=0)
    repetition: float = Field(default=72.0, gt=0, le=100)
    min_confidence: float = Field(default=0.5, ge=0, le=1)

"""The tables of the store, as its queries see them; ``migrations.py`` makes them.

Nothing that is compared between two stores depends on the time or on the run: identifiers are
given out in the order of the documents, and times stand in ``runs`` and ``made_at`` alone.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, Table, Text

__all__ = [
    "articles",
    "briefs",
    "documents",
    "inspections",
    "links",
    "metadata",
    "migrations",
    "models",
    "outputs",
    "quotations",
    "rejections",
    "reports",
    "runs",
    "sentences",
    "tags",
    "validators",
    "written",
]

metadata = MetaData()


def _article() -> Column[int]:
    return Column(
        "article_id", Integer, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    )


def _inspection() -> Column[int]:
    return Column(
        "inspection_id", Integer, ForeignKey("inspections.id", ondelete="CASCADE"), primary_key=True
    )


migrations = Table(
    "migrations",
    metadata,
    Column("version", Integer, primary_key=True),
    Column("name", Text, nullable=False),
)
models = Table(
    "models",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("role", Text, nullable=False),  # tagger or writer
    Column("revision", Text, nullable=False),
)
articles = Table(
    "articles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),  # SHA-256 of the text, white space aside
    Column("name", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("outlet", Text),
    Column("date", Text),
    Column("furniture", Text, nullable=False),  # JSON: [[start_char, end_char], …]
    Column("tagger_id", Integer, ForeignKey("models.id")),  # null until it is tagged
    Column("found_with", Text),  # what its inspections were found with; null until they were
)
documents = Table(  # every place where an article was met
    "documents",
    metadata,
    Column("origin", Text, primary_key=True),  # a path or an address
    Column("name", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("article_id", Integer, ForeignKey("articles.id", ondelete="SET NULL")),
)
validators = Table(  # what servers want to be shown to answer "not modified"
    "validators",
    metadata,
    Column("address", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
)
sentences = Table(
    "sentences",
    metadata,
    _article(),
    Column("place", Integer, primary_key=True),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("furniture", Integer, nullable=False),  # 0 or 1
    Column("uncertain", Integer, nullable=False),  # 0 or 1: the tagger was unsure of its tags
)
tags = Table(  # one row for each sentence and tag
    "tags",
    metadata,
    _article(),
    Column("place", Integer, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("score", Float, nullable=False),  # probability
    Column("chosen", Integer, nullable=False),  # 0 or 1
)
quotations = Table(
    "quotations",
    metadata,
    _article(),
    Column("place", Integer, primary_key=True),
    Column("start_char", Integer, nullable=False),
    Column("end_char", Integer, nullable=False),
    Column("sentences", Text, nullable=False),  # JSON: [place, …]
    Column("speaker", Text),
    Column("verbatim_clause", Integer, nullable=False),  # 0 or 1
)
reports = Table(  # what one article says of one inspection
    "reports",
    metadata,
    _article(),
    Column("place", Integer, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("content", Text, nullable=False),  # schema.Inspection as JSON
    Column("merged", Integer, nullable=False),  # 0 until it is part of an inspection
)
inspections = Table(
    "inspections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("unit", Text, nullable=False),
    Column("inspectorate", Text),
    Column("overall_rating", Text),
    Column("content", Text, nullable=False),  # schema.Inspection as JSON
    Column("due", Integer, nullable=False),  # 1 while its brief lags behind
    Column("withdrawn", Integer, nullable=False),  # 1 where no article reports it any more
)
links = Table(
    "links",
    metadata,
    _inspection(),
    _article(),
    Column("sentences", Text, nullable=False),  # JSON: [place, …]
    Column("copy_of", Integer, ForeignKey("articles.id", ondelete="SET NULL")),  # a near-copy
)
briefs = Table(
    "briefs",
    metadata,
    _inspection(),
    Column("version", Integer, primary_key=True),  # from 1; the highest is the valid one
    Column("content", Text, nullable=False),  # schema.Brief as JSON
    Column("difference", Text, nullable=False),  # from the version before, for reading
    Column("made_with", Text, nullable=False),  # software and settings
    Column("findings", Integer, nullable=False),
    Column("strengths", Integer, nullable=False),
    Column("recommendations", Integer, nullable=False),
    Column("quotes", Integer, nullable=False),
    Column("made_at", Text, nullable=False),  # ISO 8601, UTC
    Column("written_by", Text),  # revision of the latest writer that wrote it so
)
outputs = Table(  # which version of a brief lies in which folder, under which name
    "outputs",
    metadata,
    Column("folder", Text, primary_key=True),
    _inspection(),
    Column("version", Integer, nullable=False),
    Column("slug", Text, nullable=False),
    Column("files", Text, nullable=False),  # JSON: paths within the folder
)
written = Table(  # the writer's candidates, by everything that they depend on
    "written",
    metadata,
    Column("key", Text, primary_key=True),
    Column("candidates", Text, nullable=False),  # JSON: [text, …]
)
rejections = Table(
    "rejections",
    metadata,
    Column("origin", Text, primary_key=True),  # of a document, or "inspection:NUMBER"
    # reading, tagging, inspections, joining, briefs, saving
    Column("stage", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("content_hash", Text),  # of what it depends on; null where it is tried in every run
    Column("reason", Text, nullable=False),  # schema.RejectionReason
    Column("message", Text, nullable=False),
    Column("told", Integer, nullable=False),  # 1 once a report of a run has named it
)
runs = Table(
    "runs",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started_at", Text, nullable=False),
    Column("finished_at", Text),  # null while it runs, or where it was killed
    Column("version", Text, nullable=False),
    Column("counts", Text, nullable=False),  # JSON: {name: number}
)

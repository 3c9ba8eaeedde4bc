"""Versioned migrations: each is applied with its record in one transaction, and never edited."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from pipeline.errors import StorageError
from pipeline.storage.rows import DamagedRows

__all__ = ["MIGRATIONS", "migrate", "missing_migrations"]

_RECORD = "CREATE TABLE migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL)"

_FIRST = """
CREATE TABLE models (
    id INTEGER PRIMARY KEY, role TEXT NOT NULL, revision TEXT NOT NULL, UNIQUE (role, revision)
);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL UNIQUE,
    text TEXT NOT NULL, title TEXT, outlet TEXT, date TEXT, furniture TEXT NOT NULL,
    tagger_id INTEGER REFERENCES models (id), found_with TEXT
);
CREATE INDEX articles_to_do ON articles (tagger_id, found_with);
CREATE TABLE documents (
    origin TEXT PRIMARY KEY, name TEXT NOT NULL, content_hash TEXT NOT NULL,
    article_id INTEGER REFERENCES articles (id) ON DELETE SET NULL
);
CREATE INDEX documents_by_content ON documents (content_hash);
CREATE INDEX documents_by_article ON documents (article_id);
CREATE TABLE validators (address TEXT PRIMARY KEY, etag TEXT, last_modified TEXT);
CREATE TABLE sentences (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    furniture INTEGER NOT NULL, PRIMARY KEY (article_id, place)
);
CREATE TABLE tags (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, tag TEXT NOT NULL, score DOUBLE PRECISION NOT NULL,
    chosen INTEGER NOT NULL, PRIMARY KEY (article_id, place, tag)
);
CREATE TABLE quotations (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, start_char INTEGER NOT NULL, end_char INTEGER NOT NULL,
    sentences TEXT NOT NULL, speaker TEXT, verbatim_clause INTEGER NOT NULL,
    PRIMARY KEY (article_id, place)
);
CREATE TABLE reports (
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    place INTEGER NOT NULL, unit TEXT NOT NULL, content TEXT NOT NULL, merged INTEGER NOT NULL,
    PRIMARY KEY (article_id, place)
);
CREATE INDEX reports_by_unit ON reports (unit);
CREATE INDEX reports_to_merge ON reports (merged);
CREATE TABLE inspections (
    id INTEGER PRIMARY KEY, unit TEXT NOT NULL, inspectorate TEXT, overall_rating TEXT,
    content TEXT NOT NULL, due INTEGER NOT NULL, withdrawn INTEGER NOT NULL
);
CREATE INDEX inspections_due ON inspections (due);
CREATE TABLE links (
    inspection_id INTEGER NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    sentences TEXT NOT NULL, copy_of INTEGER REFERENCES articles (id) ON DELETE SET NULL,
    PRIMARY KEY (inspection_id, article_id)
);
CREATE INDEX links_by_article ON links (article_id);
CREATE TABLE briefs (
    inspection_id INTEGER NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    version INTEGER NOT NULL, content TEXT NOT NULL, difference TEXT NOT NULL,
    made_with TEXT NOT NULL, findings INTEGER NOT NULL, strengths INTEGER NOT NULL,
    recommendations INTEGER NOT NULL, quotes INTEGER NOT NULL, made_at TEXT NOT NULL,
    PRIMARY KEY (inspection_id, version)
);
CREATE TABLE outputs (
    folder TEXT NOT NULL,
    inspection_id INTEGER NOT NULL REFERENCES inspections (id) ON DELETE CASCADE,
    version INTEGER NOT NULL, slug TEXT NOT NULL, files TEXT NOT NULL,
    PRIMARY KEY (folder, inspection_id)
);
CREATE TABLE written (key TEXT PRIMARY KEY, candidates TEXT NOT NULL);
CREATE TABLE rejections (
    origin TEXT NOT NULL, stage TEXT NOT NULL, name TEXT NOT NULL, content_hash TEXT,
    reason TEXT NOT NULL, message TEXT NOT NULL, PRIMARY KEY (origin, stage)
);
CREATE TABLE runs (
    id INTEGER PRIMARY KEY, started_at TEXT NOT NULL, finished_at TEXT, version TEXT NOT NULL,
    counts TEXT NOT NULL
)
"""

_DOUBT = "ALTER TABLE sentences ADD COLUMN uncertain INTEGER NOT NULL DEFAULT 0"

_PARENTS = """
CREATE INDEX links_by_original ON links (copy_of);
CREATE INDEX outputs_by_inspection ON outputs (inspection_id)
"""

_TOLD = """
ALTER TABLE rejections ADD COLUMN told INTEGER NOT NULL DEFAULT 1;
ALTER TABLE briefs ADD COLUMN written_by TEXT
"""

MIGRATIONS: tuple[tuple[str, str], ...] = (
    ("first tables", _FIRST),
    ("sentences that the tagger was unsure of", _DOUBT),
    ("removing articles and inspections without reading whole tables", _PARENTS),
    ("rejections that were told, and who wrote a brief last", _TOLD),
)
"""Name and statements of each; its version is its place, from 1."""


def missing_migrations(connection: Connection) -> int:
    """How many migrations a store lacks.

    Raises:
        StorageError: a newer version of the software made the store.
    """
    done = _version(connection)
    if done > len(MIGRATIONS):
        raise StorageError(
            f"The store has version {done}, expected at most {len(MIGRATIONS)}: a newer version "
            "of inspection-briefs made it. Update this one, or give another storage.url."
        )
    return len(MIGRATIONS) - done


def migrate(connection: Connection) -> int:
    """Apply the next migration that a store lacks, within the caller's transaction.

    Returns:
        How many it still lacks.
    """
    lacking = missing_migrations(connection)
    if not lacking:
        return 0
    version = len(MIGRATIONS) - lacking + 1
    name, statements = MIGRATIONS[version - 1]
    if version == 1:
        connection.execute(text(_RECORD))
    for statement in statements.split(";"):
        connection.execute(text(statement))
    connection.execute(
        text("INSERT INTO migrations VALUES (:version, :name)"), {"version": version, "name": name}
    )
    return lacking - 1


def _version(connection: Connection) -> int:
    if not inspect(connection).has_table("migrations"):
        return 0
    query = text("SELECT version FROM migrations ORDER BY version")
    versions = list(connection.execute(query).scalars())
    if versions != list(range(1, len(versions) + 1)):
        raise DamagedRows("a record of its migrations that cannot be read (there is a gap)")
    return len(versions)

"""What servers want to be shown to answer "not modified"."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from pipeline.storage.tables import validators

__all__ = ["load_validators", "store_validators"]

Validators = tuple[str | None, str | None]
"""The entity tag and the date of the last change (RFC 9110, section 8.8)."""


def load_validators(connection: Connection) -> dict[str, Validators]:
    """Validators of earlier answers, by address."""
    rows = connection.execute(select(validators))
    return {row.address: (row.etag, row.last_modified) for row in rows}


def store_validators(connection: Connection, found: Mapping[str, Validators]) -> None:
    """Keep validators, in place of earlier ones of the same addresses."""
    for address, (etag, last_modified) in found.items():
        connection.execute(delete(validators).where(validators.c.address == address))
        values = {"address": address, "etag": etag, "last_modified": last_modified}
        connection.execute(insert(validators).values(**values))

"""Rows → values: a row that no version of this software wrote is damage, and is told as such."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, Select

__all__ = ["DamagedRows", "reading", "rows_in"]

_AT_ONCE = 500
"""Values named in one query; SQLite takes a few thousand variables."""


class DamagedRows(ValueError):
    """Rows hold what cannot be read; the store turns it into a ``StorageError`` with its name."""


@contextmanager
def reading(what: str) -> Iterator[None]:
    """Turn a failure to read rows into damage.

    Args:
        what: the rows, for the message.

    Raises:
        DamagedRows: a value is missing, of another kind, or breaks its schema.
    """
    try:
        yield
    except DamagedRows:
        raise
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        problem = str(error).splitlines()[0] if str(error) else ""
        raise DamagedRows(f"{what} that cannot be read ({problem})") from error


def rows_in(
    connection: Connection,
    query: Select[Any],
    column: Any,  # noqa: ANN401
    values: Sequence[object],
) -> Iterator[Row[Any]]:
    """The rows of a query in which a column has one of these values, a few hundred at a time."""
    for start in range(0, len(values), _AT_ONCE):
        wanted = column.in_(values[start : start + _AT_ONCE])
        yield from connection.execute(query.where(wanted))

"""Whether a database only has no time: others hold it, or it is away for a moment."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


def is_busy(failure: SQLAlchemyError) -> bool:
    """True for a failure that is none when the same is asked again a little later.

    SQLite says of a fault of ours what it says of a held lock; PostgreSQL's driver has a class for what is not the
    query's fault.
    Example: `is_busy(failure)` of "database is locked" → `True`, of "no such table" → `False`.
    """
    if isinstance(failure, PoolTimeoutError):
        return True
    if not isinstance(failure, OperationalError):
        return False
    cause = failure.orig
    if isinstance(cause, sqlite3.Error):
        return cause.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
    return True

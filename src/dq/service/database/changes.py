"""Whether anything was written to the database since one last looked."""

from __future__ import annotations

import sqlite3
import threading

from sqlalchemy import Engine


class Changes:
    """Tells one state of an SQLite database from the next, in microseconds and without waiting for anybody.

    It holds a connection that never writes: `PRAGMA data_version` on it differs from what it was as soon as any other
    connection, of this process or another, has committed (SQLite's documentation of that pragma).

    Parameters: `engine` of the database; one of PostgreSQL has nothing of the kind, and every state is None.
    Example: `changes.state() == before` is true as long as what was read when `before` was taken still holds.
    """

    def __init__(self, engine: Engine) -> None:
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        if engine.dialect.name == "sqlite" and engine.url.database:
            self._connection = sqlite3.connect(
                engine.url.database, timeout=0, isolation_level=None, check_same_thread=False
            )

    def state(self) -> int | None:
        """The state of the database; None where it cannot be told."""
        with self._lock:
            if self._connection is None:
                return None
            try:
                state: int = self._connection.execute("PRAGMA data_version").fetchone()[0]
            except sqlite3.OperationalError:
                return None
            return state

    def close(self) -> None:
        """Let go of the database; from now on no state can be told."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

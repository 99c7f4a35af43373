"""Connections to the database, its migrations, and transactions that writers of SQLite do not lose."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session, sessionmaker

from dq.service.database.migrations import LAST

MIGRATIONS: Final = Path(__file__).parent / "migrations"
"""The steps by which the database came to be as it is, for Alembic."""
_WRITES: Final = "dq_writes"
_LOOK: Final = "dq_look"
_BUSY_SECONDS: Final = 30
_POOL: Final = 20


def connect(url: str) -> Engine:
    """The engine for `url`; nothing is asked of the database yet.

    SQLite keeps a write-ahead log, so that readers never wait for a writer, and holds foreign keys; a writing
    transaction takes its lock at its beginning and waits for it, since one that begins by reading may not wait later
    (SQLITE_BUSY_SNAPSHOT in SQLite's documentation).
    """
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=_POOL, max_overflow=0, pool_pre_ping=True)
    engine = create_engine(url, pool_size=_POOL, max_overflow=0, connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - a connection of the DB-API has no type
    connection.isolation_level = None  # the driver would begin transactions on its own, and too late
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


class NewerDatabaseError(RuntimeError):
    """The database was brought up to date by a later version of the service, which this one does not know."""


def _is_current(engine: Engine) -> bool:
    """Whether the database has taken the last step; most starts find it so, and Alembic takes a fifth of a start."""
    with engine.connect() as connection:
        try:
            return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == LAST)
        except (OperationalError, ProgrammingError):  # no such table: a new database
            return False


def migrate(engine: Engine) -> None:
    """Bring the database to this version of the service.

    Raises: SQLAlchemy's errors where it cannot be reached, `NewerDatabaseError` where it is of a later version.
    """
    if _is_current(engine):
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect().execution_options(**{_WRITES: True}) as connection:
        configuration.attributes["connection"] = connection
        try:
            command.upgrade(configuration, "head")
        except CommandError as failure:
            raise NewerDatabaseError(str(failure)) from failure
        connection.commit()


def looking_first(factory: sessionmaker[Session], look: Callable[[Session], None]) -> sessionmaker[Session]:
    """A factory as `factory`, whose writing transactions begin with `look`.

    Parameters: `look` raises where nothing is to be written.
    """
    made = copy.copy(factory)
    made.kw = {**factory.kw, "info": {_LOOK: look}}
    return made


@contextmanager
def transaction(factory: sessionmaker[Session], *, writes: bool) -> Iterator[Session]:
    """A session whose changes are kept together when the block ends, and not at all when it fails.

    Parameters: `factory` makes sessions; `writes` whether the block may change anything.
    """
    with factory() as session, session.begin():
        if writes:
            session.connection(execution_options={_WRITES: True})
            look: Callable[[Session], None] | None = session.info.get(_LOOK)
            if look is not None:
                look(session)
        yield session

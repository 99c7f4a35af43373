"""Migrations make what the models say; the log cannot be rewritten; writers wait for each other."""

from __future__ import annotations

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from dq.service import audit
from dq.service.database import Model, connect, migrate, transaction
from dq.service.database.connecting import MIGRATIONS
from dq.service.database.migrations import LAST
from dq.service.database.models import AuditEntry


def test_migrations_make_what_the_models_say(app):
    with app.state.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Model.metadata) == []


def test_the_last_step_is_the_one_that_a_start_looks_for():
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(configuration).get_heads() == [LAST]


def test_what_was_kept_when_the_database_was_of_the_first_version_is_kept(stocked, tmp_path):
    shutil.copy(stocked / "service.sqlite", tmp_path)
    engine = connect(f"sqlite:///{tmp_path / 'service.sqlite'}")
    kept = _rows(engine)
    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        configuration.attributes["connection"] = connection
        command.downgrade(configuration, "0001")
        connection.commit()
    migrate(engine)
    assert _rows(engine) == kept
    assert {name for name, rows in kept.items() if rows} >= {"finding", "run", "user_account"}
    engine.dispose()


def _rows(engine):
    with engine.connect() as connection:
        return {table.name: connection.execute(select(table)).all() for table in Model.metadata.sorted_tables}


def test_a_database_that_is_up_to_date_needs_no_alembic(app, monkeypatch):
    monkeypatch.setitem(sys.modules, "alembic", None)
    migrate(app.state.engine)
    with app.state.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(ImportError):
        migrate(app.state.engine)


def test_migrating_again_changes_nothing(app):
    migrate(app.state.engine)
    with transaction(app.state.sessions, writes=False) as session:
        assert session.scalar(text("SELECT count(*) FROM user_account")) == 4


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET user_name = 'x'", "DELETE FROM audit_entry"])
def test_the_log_can_only_be_added_to(app, statement):
    with transaction(app.state.sessions, writes=True) as session:
        audit.record(session, "admin", "test.done")
    with (
        pytest.raises(DatabaseError, match="can only be added to"),
        transaction(app.state.sessions, writes=True) as session,
    ):
        session.execute(text(statement))


def test_fifty_writers_at_once_lose_nothing(app):
    def write(number: int) -> None:
        with transaction(app.state.sessions, writes=True) as session:
            seen = session.scalar(select(func.count()).select_from(AuditEntry))
            audit.record(session, "admin", "test.counted", str(number), seen=seen)

    with ThreadPoolExecutor(20) as threads:
        list(threads.map(write, range(50)))
    with transaction(app.state.sessions, writes=False) as session:
        seen = sorted(entry.detail["seen"] for entry in session.scalars(select(AuditEntry)))
        assert seen == list(range(50))


def test_what_fails_leaves_nothing(app):
    def fails() -> None:
        with transaction(app.state.sessions, writes=True) as session:
            audit.record(session, "admin", "test.failed")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    with transaction(app.state.sessions, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(AuditEntry)) == 0

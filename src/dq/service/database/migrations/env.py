"""What Alembic runs to migrate: on the connection that `connecting.migrate` gives it."""

from __future__ import annotations

from alembic import context

from dq.service.database.models import Model

connection = context.config.attributes["connection"]
# Batches: SQLite changes a table by writing it anew.
context.configure(connection=connection, target_metadata=Model.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

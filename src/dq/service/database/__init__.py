"""The service's database: models, connections, migrations. SQLite on one machine, PostgreSQL for a bureau."""

from dq.service.database.connecting import NewerDatabaseError, connect, migrate, transaction
from dq.service.database.models import Model

__all__ = ["Model", "NewerDatabaseError", "connect", "migrate", "transaction"]

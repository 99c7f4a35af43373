"""How the database came to be as it is, one step a file of `versions`."""

from __future__ import annotations

from typing import Final

LAST: Final = "0003"
"""The last step: a database that has taken it is up to date, and nobody needs to ask Alembic."""

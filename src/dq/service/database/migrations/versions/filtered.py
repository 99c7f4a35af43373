"""Lists of findings are filtered along the index that they are sorted by, without looking at the rows."""

from __future__ import annotations

from typing import Final

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_WALKED: Final = ("rank", "id")
_FILTERED: Final = ("year", "table_name", "waived")


def upgrade() -> None:
    """Put what is filtered by at the end of each index that a list walks along."""
    _make("rank", *_WALKED, *_FILTERED, "change")
    for name in ("body", "report", "rule"):
        _make(name, name, *_WALKED, *_FILTERED, "change")
    _make("change", "change", *_WALKED, *_FILTERED)


def downgrade() -> None:
    """Make the indexes as they were."""
    _make("rank", *_WALKED, *_FILTERED)
    for name in ("body", "report", "rule", "change"):
        _make(name, name, *_WALKED)


def _make(name: str, *columns: str) -> None:
    op.drop_index(f"ix_finding_run_{name}", table_name="finding")
    op.create_index(f"ix_finding_run_{name}", "finding", ["run_id", *columns])

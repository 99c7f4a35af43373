"""A change of rules may have parts: a rule file and the file of its tests are proposed and published together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a version of a file name the one that it goes with."""
    op.add_column("rule_version", sa.Column("part_of", sa.String(16), nullable=True))
    op.create_index("ix_rule_version_part_of", "rule_version", ["part_of"])


def downgrade() -> None:
    """Make each version stand alone."""
    op.drop_index("ix_rule_version_part_of", table_name="rule_version")
    op.drop_column("rule_version", "part_of")

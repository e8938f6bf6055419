"""Keep in drafts what a page begins with and which topics were ticked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TABLES = ("draft", "draft_version")


def upgrade() -> None:
    """Bring the schema here."""
    for table in TABLES:
        op.add_column(
            table, sa.Column("template", sa.String(length=40), server_default="", nullable=False)
        )
        op.add_column(table, sa.Column("topics", sa.JSON(), nullable=True))


def downgrade() -> None:
    """Undo it."""
    for table in TABLES:
        with op.batch_alter_table(table) as altered:
            altered.drop_column("topics")
            altered.drop_column("template")

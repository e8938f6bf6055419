"""Let readers prefer the newest or the approved text of pages."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column(
        "person", sa.Column("reads", sa.String(length=10), server_default="", nullable=False)
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_column("person", "reads")

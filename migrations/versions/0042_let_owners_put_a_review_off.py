"""Let owners put a review off, and readers remind them of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("verification") as batch:
        batch.add_column(sa.Column("later", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("verification") as batch:
        batch.drop_column("reminded_at")
        batch.drop_column("later")

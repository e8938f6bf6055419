"""Let knowledge owners have one mail a day about what waits for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("mail_choice") as batch:
        batch.add_column(sa.Column("desk", sa.Boolean(), server_default=sa.true(), nullable=False))
        batch.add_column(sa.Column("desk_sent_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("mail_choice") as batch:
        batch.drop_column("desk_sent_at")
        batch.drop_column("desk")

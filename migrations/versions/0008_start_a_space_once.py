"""Start a space once, however often a program asks for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNIQUE = "uq_space_created_by_id_save_key"


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("space") as batch:
        batch.add_column(sa.Column("save_key", sa.String(length=40), nullable=True))
        batch.create_unique_constraint(UNIQUE, ["created_by_id", "save_key"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("space") as batch:
        batch.drop_constraint(UNIQUE, type_="unique")
        batch.drop_column("save_key")

"""Count the changes of all that stands around the text of a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("space", sa.Column("stamp", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("space") as table:
        table.drop_column("stamp")

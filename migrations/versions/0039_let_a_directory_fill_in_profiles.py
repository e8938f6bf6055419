"""Let a directory fill in fields of profiles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "sourced_field",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sourced_field")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("sourced_field")

"""Keep where the originals of what was brought in stand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column(
        "import_source",
        sa.Column("originals", sa.String(500), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("import_source") as table:
        table.drop_column("originals")

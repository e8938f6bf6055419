"""Tell from an index alone which pages are templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_index(
        "ix_page_template",
        "page",
        ["template"],
        sqlite_where=sa.text("template = 1"),
        postgresql_where=sa.text("template"),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_page_template", "page")

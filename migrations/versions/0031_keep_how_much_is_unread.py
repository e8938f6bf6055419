"""Keep how much of each thing is unread."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here, with everything counted."""
    op.add_column("told", sa.Column("unread", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE told SET unread = (SELECT count(*) FROM notification WHERE "
        "notification.person_id = told.person_id AND notification.about = told.about AND "
        "notification.about_id = told.about_id AND notification.read_at IS NULL)"
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_column("told", "unread")

"""Keep which topics a revision put on its page or took off."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "page_topic_change",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["page_id"], ["page.id"], name=op.f("fk_page_topic_change_page_id")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_page_topic_change_topic_id")
        ),
        sa.PrimaryKeyConstraint("page_id", "number", "topic_id", name=op.f("pk_page_topic_change")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("page_topic_change")

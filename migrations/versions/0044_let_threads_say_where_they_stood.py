"""Let threads that were moved say in which space they stood before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("thread_link") as batch:
        batch.add_column(sa.Column("space_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_thread_link_space_id"), "space", ["space_id"], ["id"])
        batch.create_index(op.f("ix_thread_link_space_id"), ["space_id"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("thread_link") as batch:
        batch.drop_index(op.f("ix_thread_link_space_id"))
        batch.drop_constraint(op.f("fk_thread_link_space_id"), type_="foreignkey")
        batch.drop_column("space_id")

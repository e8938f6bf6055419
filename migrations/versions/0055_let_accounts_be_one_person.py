"""Let several accounts be one person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("same_as_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("same_since", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_person_same_as_id"), "person", ["same_as_id"], ["id"])
        batch.create_index(op.f("ix_person_same_as_id"), ["same_as_id"])


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("person") as batch:
        batch.drop_index(op.f("ix_person_same_as_id"))
        batch.drop_constraint(op.f("fk_person_same_as_id"), type_="foreignkey")
        batch.drop_column("same_since")
        batch.drop_column("same_as_id")

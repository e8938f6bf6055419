"""Say who is where in other processes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "line_holder",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_line_holder")),
    )
    op.create_table(
        "line_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sign_in_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("writing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_line_view_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_view")),
    )
    op.create_index("ix_line_view_holder", "line_view", ["holder"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("line_view")
    op.drop_table("line_holder")

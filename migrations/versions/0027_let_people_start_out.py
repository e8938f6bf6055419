"""Let people start out: spaces to practise in, champions, and the guide of first steps."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("space") as table:
        table.add_column(
            sa.Column("practice", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    op.create_table(
        "champion",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("says", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_champion_space_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_champion_person_id")),
        sa.ForeignKeyConstraint(
            ["appointed_by_id"], ["person.id"], name=op.f("fk_champion_appointed_by_id")
        ),
        sa.PrimaryKeyConstraint("space_id", "person_id", name=op.f("pk_champion")),
    )
    op.create_index("ix_champion_person_id", "champion", ["person_id"])
    op.create_table(
        "first_steps",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("away_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_first_steps_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_first_steps")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("first_steps")
    op.drop_table("champion")
    with op.batch_alter_table("space") as table:
        table.drop_column("practice")

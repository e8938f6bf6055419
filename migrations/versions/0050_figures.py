"""Keep figures by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "figure",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("measure", sa.String(length=12), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("day", "scope", "key", "measure", name=op.f("pk_figure")),
    )
    with op.batch_alter_table("figure") as batch:
        batch.create_index("ix_figure_measure", ["measure", "scope", "key", "day"], unique=False)

    op.create_table(
        "filled_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "step", name=op.f("pk_filled_day")),
    )
    op.create_table(
        "space_phase",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("space_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("phase", sa.String(length=16), nullable=False),
        sa.Column("reached", sa.String(length=16), nullable=False),
        sa.Column("streak", sa.Integer(), nullable=False),
        sa.Column("falling", sa.Boolean(), nullable=False),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", "space_id", name=op.f("pk_space_phase")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("space_phase")
    op.drop_table("filled_day")
    with op.batch_alter_table("figure") as batch:
        batch.drop_index("ix_figure_measure")
    op.drop_table("figure")

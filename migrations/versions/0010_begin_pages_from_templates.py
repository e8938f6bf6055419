"""Begin pages from templates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "page_seed",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_seed_page_id")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_seed")),
    )
    op.add_column(
        "page", sa.Column("template", sa.Boolean(), server_default=sa.false(), nullable=False)
    )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("page") as page:
        page.drop_column("template")
    op.drop_table("page_seed")

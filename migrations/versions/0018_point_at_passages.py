"""Let comments point at passages, and credit whoever proposed an edit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "passage",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("made_in", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("standing", sa.String(length=10), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("heading", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("sure", sa.Float(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_passage_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_passage")),
    )
    op.create_index("ix_passage_page_id", "passage", ["page_id"], unique=False)
    with op.batch_alter_table("revision_credit") as batch:
        batch.add_column(
            sa.Column("proposed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("revision_credit") as batch:
        batch.drop_column("proposed")
    op.drop_table("passage")

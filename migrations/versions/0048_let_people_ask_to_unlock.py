"""Let people ask to unlock a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "unlock_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("protection_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("unlocked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("answer", sa.String(length=500), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["person.id"], name=op.f("fk_unlock_request_answered_by_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_unlock_request_by_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_unlock_request_page_id")),
        sa.ForeignKeyConstraint(
            ["protection_id"], ["protection.id"], name=op.f("fk_unlock_request_protection_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unlock_request")),
        sa.UniqueConstraint("uid", name=op.f("uq_unlock_request_uid")),
    )
    with op.batch_alter_table("unlock_request") as batch:
        batch.create_index("ix_unlock_request_by_id", ["by_id"])
        batch.create_index(
            "ix_unlock_request_protection_id",
            ["protection_id"],
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("unlock_request")

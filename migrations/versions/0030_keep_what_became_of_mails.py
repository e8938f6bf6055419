"""Keep what became of mails that came in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "received_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fate", sa.String(length=10), nullable=False),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("sender_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_received_mail_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_received_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_received_mail_key")),
    )
    for columns in (["post_id"], ["person_id", "came_at"], ["sender_hash", "came_at"], ["came_at"]):
        op.create_index("_".join(["ix_received_mail", *columns]), "received_mail", columns)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("received_mail")

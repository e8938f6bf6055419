"""Tell people what happens to what they watch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

UNREAD, READ, MENTION = (
    sa.text(words) for words in ("read_at IS NULL", "read_at IS NOT NULL", "reason = 'mention'")
)
GROUP = ["person_id", "about", "about_id", "notice_id"]


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("watch") as table:
        table.add_column(
            sa.Column("level", sa.String(length=10), nullable=False, server_default="normal")
        )
        table.add_column(sa.Column("muted_until", sa.DateTime(timezone=True), nullable=True))
    gone = sa.text("gone <> ''")
    op.create_index(
        "ix_post_gone", "post", ["gone", "id"], sqlite_where=gone, postgresql_where=gone
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_notice_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index("ix_notice_at", "notice", ["at"])
    op.create_index("ix_notice_post_id", "notice", ["post_id"])
    op.create_table(
        "notification",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("reason_id", sa.Integer(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailing_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_notification_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notification_notice_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "notice_id", name=op.f("pk_notification")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_notification_group", "notification", [*GROUP, "read_at"])
    op.create_index("ix_notification_notice_id", "notification", ["notice_id"])
    for name, columns, where in (
        ("unread", GROUP, UNREAD),
        ("mention", [*GROUP, "read_at"], MENTION),
        ("read_at", ["read_at"], READ),
    ):
        op.create_index(
            f"ix_notification_{name}", "notification", columns,
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip


def downgrade() -> None:
    """Undo it."""
    op.drop_table("notification")
    op.drop_table("notice")
    op.drop_index("ix_post_gone", "post")
    with op.batch_alter_table("watch") as table:
        table.drop_column("muted_until")
        table.drop_column("level")

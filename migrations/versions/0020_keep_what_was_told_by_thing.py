"""Let one person's rows of one thing lie together, and keep which things they were told of.

What was told before is made anew in the new order.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UNREAD, READ, MENTION = (
    sa.text(words) for words in ("read_at IS NULL", "read_at IS NOT NULL", "reason = 'mention'")
)
NAMES = "person_id, notice_id, about, about_id, reason, reason_id, direct, read_at, mailing_id"


def upgrade() -> None:
    """Bring the schema here."""
    _made_anew("person_id", "about", "about_id", "notice_id")
    op.create_index("ix_notification_notice_id", "notification", ["notice_id", "person_id"])
    op.create_table(
        "told",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_told_person_id")),
        sa.PrimaryKeyConstraint("person_id", "about", "about_id", name=op.f("pk_told")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_newest", "told", ["person_id", "newest"])
    op.create_index("ix_told_about", "told", ["about", "about_id"])
    op.execute(
        "INSERT INTO told (person_id, about, about_id, newest) "
        "SELECT person_id, about, about_id, max(notice_id) FROM notification "
        "GROUP BY person_id, about, about_id"
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("told")
    _made_anew("person_id", "notice_id")
    group = ["person_id", "about", "about_id", "notice_id", "read_at"]
    op.create_index("ix_notification_group", "notification", group)
    op.create_index("ix_notification_notice_id", "notification", ["notice_id"])
    op.create_index(
        "ix_notification_mention", "notification", group,
        sqlite_where=MENTION, postgresql_where=MENTION,
    )  # fmt: skip


def _made_anew(*key: str) -> None:
    """Make the table again with another key, and its rows with it."""
    op.execute(f"CREATE TABLE notification_before AS SELECT {NAMES} FROM notification")
    op.drop_table("notification")
    op.create_table(
        "notification",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
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
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_notification")),
        sqlite_with_rowid=False,
    )
    op.execute(f"INSERT INTO notification ({NAMES}) SELECT {NAMES} FROM notification_before")
    op.execute("DROP TABLE notification_before")
    for name, columns, where in (
        ("unread", ["person_id", "about", "about_id", "notice_id"], UNREAD),
        ("read_at", ["read_at"], READ),
    ):
        op.create_index(
            f"ix_notification_{name}", "notification", columns,
            sqlite_where=where, postgresql_where=where,
        )  # fmt: skip

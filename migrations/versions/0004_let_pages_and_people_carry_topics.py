"""Let pages and people carry topics."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FIRST_WORK = ("wiki.topics", "topics.everybody")
TABLES = ("page_topic", "person_topic", "topic_change", "topic_address", "topic_name", "topic")


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("lineage", sa.String(length=500), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["topic.id"], name=op.f("fk_topic_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["topic.id"], name=op.f("fk_topic_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
        sa.UniqueConstraint("slug", name=op.f("uq_topic_slug")),
        sa.UniqueConstraint("uid", name=op.f("uq_topic_uid")),
    )
    op.create_index(op.f("ix_topic_lineage"), "topic", ["lineage"], unique=False)
    op.create_index(op.f("ix_topic_merged_into_id"), "topic", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_topic_parent_id"), "topic", ["parent_id"], unique=False)
    op.create_table(
        "person_topic",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_topic_person_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_person_topic_topic_id")),
        sa.PrimaryKeyConstraint("person_id", "topic_id", name=op.f("pk_person_topic")),
    )
    op.create_index(op.f("ix_person_topic_topic_id"), "person_topic", ["topic_id"], unique=False)
    op.create_table(
        "topic_address",
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_address_topic_id")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topic_address")),
    )
    op.create_index(op.f("ix_topic_address_topic_id"), "topic_address", ["topic_id"], unique=False)
    op.create_table(
        "topic_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_topic_change_by_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_change_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_change")),
    )
    op.create_index("ix_topic_change_topic_id_at", "topic_change", ["topic_id", "at"], unique=False)
    op.create_table(
        "topic_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_name_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_name")),
        sa.UniqueConstraint("key", name=op.f("uq_topic_name_key")),
    )
    op.create_index(op.f("ix_topic_name_topic_id"), "topic_name", ["topic_id"], unique=False)
    op.create_index(
        "uq_topic_name_preferred",
        "topic_name",
        ["topic_id", "language"],
        unique=True,
        sqlite_where=sa.text("preferred"),
        postgresql_where=sa.text("preferred"),
    )
    op.create_table(
        "page_topic",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_page_topic_by_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_topic_page_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_page_topic_topic_id")),
        sa.PrimaryKeyConstraint("page_id", "topic_id", "source", name=op.f("pk_page_topic")),
    )
    op.create_index(op.f("ix_page_topic_topic_id"), "page_topic", ["topic_id"], unique=False)
    _ask_for_first_work()


def _ask_for_first_work() -> None:
    """Where pages and people are there already, let their topics be read once."""
    job = sa.table(
        "job",
        sa.column("task"),
        sa.column("arguments", sa.JSON()),
        sa.column("run_at", sa.DateTime(timezone=True)),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("attempts"),
    )
    if op.get_bind().execute(sa.text("SELECT 1 FROM person LIMIT 1")).first() is None:
        return
    now = datetime.now(UTC)
    op.bulk_insert(
        job,
        [
            {"task": task, "arguments": {}, "run_at": now, "created_at": now, "attempts": 0}
            for task in FIRST_WORK
        ],
    )


def downgrade() -> None:
    """Undo it."""
    job = sa.table("job", sa.column("task"))
    op.execute(job.delete().where(job.c.task.in_([*FIRST_WORK, "topics.person"])))
    for name in TABLES:
        op.drop_table(name)

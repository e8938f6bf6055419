"""Let people talk: threads, posts, answers, reactions, and what each has read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "post_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("about", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_post_draft_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_draft")),
        sa.UniqueConstraint("person_id", "place", name=op.f("uq_post_draft_person_id_place")),
    )
    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("about_kind", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asks_confirmation", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("closing_reason", sa.String(length=500), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_by_id", sa.Integer(), nullable=False),
        sa.Column("save_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_thread_author_id")),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["person.id"], name=op.f("fk_thread_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["last_by_id"], ["person.id"], name=op.f("fk_thread_last_by_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["thread.id"], name=op.f("fk_thread_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_thread_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("author_id", "save_key", name=op.f("uq_thread_author_id_save_key")),
        sa.UniqueConstraint("uid", name=op.f("uq_thread_uid")),
    )
    op.create_index("ix_thread_about", "thread", ["about_kind", "about_id"], unique=False)
    op.create_index("ix_thread_author_id_at", "thread", ["author_id", "at"], unique=False)
    op.create_index("ix_thread_last_at", "thread", ["last_at"], unique=False)
    op.create_index("ix_thread_space_id_last_at", "thread", ["space_id", "last_at"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_confirmation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_confirmation_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_confirmation")),
    )
    op.create_index(op.f("ix_confirmation_person_id"), "confirmation", ["person_id"], unique=False)
    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone", sa.String(length=10), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_by_id", sa.Integer(), nullable=True),
        sa.Column("gone_note", sa.String(length=500), nullable=False),
        sa.Column("via", sa.String(length=20), nullable=False),
        sa.Column("save_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_post_author_id")),
        sa.ForeignKeyConstraint(["gone_by_id"], ["person.id"], name=op.f("fk_post_gone_by_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["post.id"], name=op.f("fk_post_parent_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("author_id", "save_key", name=op.f("uq_post_author_id_save_key")),
        sa.UniqueConstraint("thread_id", "number", name=op.f("uq_post_thread_id_number")),
        sa.UniqueConstraint("uid", name=op.f("uq_post_uid")),
    )
    op.create_index("ix_post_author_id_at", "post", ["author_id", "at"], unique=False)
    op.create_index(op.f("ix_post_parent_id"), "post", ["parent_id"], unique=False)
    op.create_index(
        "uq_post_opening",
        "post",
        ["thread_id"],
        unique=True,
        sqlite_where=sa.text("parent_id IS NULL"),
        postgresql_where=sa.text("parent_id IS NULL"),
    )
    op.create_table(
        "thread_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=20), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("page_revision", sa.Integer(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_thread_link_by_id")),
        sa.ForeignKeyConstraint(["other_id"], ["thread.id"], name=op.f("fk_thread_link_other_id")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_link_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_link")),
    )
    op.create_index(op.f("ix_thread_link_other_id"), "thread_link", ["other_id"], unique=False)
    op.create_index("ix_thread_link_page_id", "thread_link", ["page_id"], unique=False)
    op.create_index(op.f("ix_thread_link_thread_id"), "thread_link", ["thread_id"], unique=False)
    op.create_table(
        "thread_reading",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("upto", sa.Integer(), nullable=False),
        sa.Column("beyond", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_thread_reading_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_reading_thread_id")
        ),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_thread_reading")),
    )
    op.create_index(
        op.f("ix_thread_reading_person_id"), "thread_reading", ["person_id"], unique=False
    )
    op.create_table(
        "thread_topic",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_thread_topic_thread_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_thread_topic_topic_id")),
        sa.PrimaryKeyConstraint("thread_id", "topic_id", "source", name=op.f("pk_thread_topic")),
    )
    op.create_index(op.f("ix_thread_topic_topic_id"), "thread_topic", ["topic_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_acceptance_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_acceptance_post_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_acceptance_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
    )
    op.create_index(op.f("ix_acceptance_person_id"), "acceptance", ["person_id"], unique=False)
    op.create_index(op.f("ix_acceptance_thread_id"), "acceptance", ["thread_id"], unique=False)
    op.create_index(
        "uq_acceptance_standing",
        "acceptance",
        ["post_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "post_revision",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_post_revision_author_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id")),
        sa.PrimaryKeyConstraint("post_id", "number", name=op.f("pk_post_revision")),
    )
    op.create_table(
        "reaction",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("meaning", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reaction_person_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reaction_post_id")),
        sa.PrimaryKeyConstraint("post_id", "person_id", "meaning", name=op.f("pk_reaction")),
    )
    op.create_index("ix_reaction_person_id_at", "reaction", ["person_id", "at"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_table("reaction")
    op.drop_table("post_revision")
    op.drop_table("acceptance")
    op.drop_table("thread_topic")
    op.drop_table("thread_reading")
    op.drop_table("thread_link")
    op.drop_table("post")
    op.drop_table("confirmation")
    op.drop_table("thread")
    op.drop_table("post_draft")

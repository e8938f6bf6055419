"""Let people be found by their work, endorsed and asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "finder_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("suggested", sa.Boolean(), nullable=False),
        sa.Column("speed", sa.Boolean(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_finder_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_finder_choice")),
    )
    op.create_table(
        "finder_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_finder_switch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finder_switch")),
    )
    op.create_table(
        "knower",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("share", sa.Double(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False),
        sa.Column("helpful", sa.Integer(), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("endorsed", sa.Integer(), nullable=False),
        sa.Column("owned", sa.Integer(), nullable=False),
        sa.Column("verified", sa.Integer(), nullable=False),
        sa.Column("declared", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.Double(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_from", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_knower_person_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_knower_topic_id")),
        sa.PrimaryKeyConstraint("person_id", "topic_id", name=op.f("pk_knower")),
    )
    op.create_index("ix_knower_topic_id_evidence", "knower", ["topic_id", "evidence"], unique=False)
    op.create_table(
        "topic_stand",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_topic_stand_person_id")
        ),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_topic_stand_topic_id")),
        sa.PrimaryKeyConstraint("person_id", "topic_id", name=op.f("pk_topic_stand")),
    )
    op.create_index(op.f("ix_topic_stand_topic_id"), "topic_stand", ["topic_id"], unique=False)
    op.create_table(
        "unmet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unmet_person_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_unmet_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmet")),
    )
    op.create_index("ix_unmet_key_day", "unmet", ["key", "day"], unique=False)
    op.create_index(op.f("ix_unmet_person_id"), "unmet", ["person_id"], unique=False)
    op.create_index(op.f("ix_unmet_topic_id"), "unmet", ["topic_id"], unique=False)
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wish_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_wish_person_id_key")),
    )
    op.create_index(op.f("ix_wish_key"), "wish", ["key"], unique=False)
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("reply", sa.String(length=10), nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_invitation_from_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_invitation_thread_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_invitation_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "thread_id", "person_id", name=op.f("uq_invitation_thread_id_person_id")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_invitation_uid")),
    )
    op.create_index(op.f("ix_invitation_from_id"), "invitation", ["from_id"], unique=False)
    op.create_index("ix_invitation_person_id_at", "invitation", ["person_id", "at"], unique=False)
    op.create_index(op.f("ix_invitation_topic_id"), "invitation", ["topic_id"], unique=False)
    op.create_table(
        "private_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("why", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.String(length=10), nullable=False),
        sa.Column("asker_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("save_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["person.id"], name=op.f("fk_private_question_asker_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_private_question_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_private_question_thread_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_question")),
        sa.UniqueConstraint(
            "asker_id", "save_key", name=op.f("uq_private_question_asker_id_save_key")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_private_question_uid")),
    )
    op.create_index(
        "ix_private_question_person_id_at", "private_question", ["person_id", "at"], unique=False
    )
    op.create_index(
        op.f("ix_private_question_thread_id"), "private_question", ["thread_id"], unique=False
    )
    op.create_table(
        "routing",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_routing_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_routing")),
    )
    op.create_index(
        "ix_routing_next_at",
        "routing",
        ["next_at"],
        unique=False,
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_table(
        "endorsement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_endorsement_by_id")),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_endorsement_page_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_endorsement_person_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_endorsement_post_id")),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name=op.f("fk_endorsement_topic_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endorsement")),
        sa.UniqueConstraint("uid", name=op.f("uq_endorsement_uid")),
    )
    op.create_index(op.f("ix_endorsement_by_id"), "endorsement", ["by_id"], unique=False)
    op.create_index(op.f("ix_endorsement_page_id"), "endorsement", ["page_id"], unique=False)
    op.create_index(op.f("ix_endorsement_post_id"), "endorsement", ["post_id"], unique=False)
    op.create_index("ix_endorsement_topic_id", "endorsement", ["topic_id"], unique=False)
    op.create_index(
        "uq_endorsement_standing",
        "endorsement",
        ["person_id", "by_id", "topic_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "private_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("save_key", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_private_message_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["private_question.id"], name=op.f("fk_private_message_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_message")),
        sa.UniqueConstraint(
            "author_id", "save_key", name=op.f("uq_private_message_author_id_save_key")
        ),
    )
    op.create_index(
        "ix_private_message_question_id", "private_message", ["question_id", "at"], unique=False
    )
    op.create_table(
        "work",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("bulk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_work_page_id")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_work_post_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_work_space_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_work_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work")),
        sa.UniqueConstraint(
            "page_id", "kind", "number", "place", name=op.f("uq_work_page_id_kind_number_place")
        ),
        sa.UniqueConstraint("post_id", name=op.f("uq_work_post_id")),
    )
    op.create_index("ix_work_space_id", "work", ["space_id"], unique=False)
    op.create_index("ix_work_thread_id", "work", ["thread_id"], unique=False)
    op.create_table(
        "work_share",
        sa.Column("work_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_work_share_person_id")),
        sa.ForeignKeyConstraint(
            ["work_id"], ["work.id"], name=op.f("fk_work_share_work_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("work_id", "person_id", "part", name=op.f("pk_work_share")),
    )
    op.create_index("ix_work_share_person_id", "work_share", ["person_id", "work_id"], unique=False)


def downgrade() -> None:
    """Undo it."""
    op.drop_index("ix_work_share_person_id", table_name="work_share")
    op.drop_table("work_share")
    op.drop_index("ix_work_thread_id", table_name="work")
    op.drop_index("ix_work_space_id", table_name="work")
    op.drop_table("work")
    op.drop_index("ix_private_message_question_id", table_name="private_message")
    op.drop_table("private_message")
    op.drop_index(
        "uq_endorsement_standing",
        table_name="endorsement",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_endorsement_topic_id", table_name="endorsement")
    op.drop_index(op.f("ix_endorsement_post_id"), table_name="endorsement")
    op.drop_index(op.f("ix_endorsement_page_id"), table_name="endorsement")
    op.drop_index(op.f("ix_endorsement_by_id"), table_name="endorsement")
    op.drop_table("endorsement")
    op.drop_index(
        "ix_routing_next_at",
        table_name="routing",
        sqlite_where=sa.text("next_at IS NOT NULL"),
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.drop_table("routing")
    op.drop_index(op.f("ix_private_question_thread_id"), table_name="private_question")
    op.drop_index("ix_private_question_person_id_at", table_name="private_question")
    op.drop_table("private_question")
    op.drop_index(op.f("ix_invitation_topic_id"), table_name="invitation")
    op.drop_index("ix_invitation_person_id_at", table_name="invitation")
    op.drop_index(op.f("ix_invitation_from_id"), table_name="invitation")
    op.drop_table("invitation")
    op.drop_index(op.f("ix_wish_key"), table_name="wish")
    op.drop_table("wish")
    op.drop_index(op.f("ix_unmet_topic_id"), table_name="unmet")
    op.drop_index(op.f("ix_unmet_person_id"), table_name="unmet")
    op.drop_index("ix_unmet_key_day", table_name="unmet")
    op.drop_table("unmet")
    op.drop_index(op.f("ix_topic_stand_topic_id"), table_name="topic_stand")
    op.drop_table("topic_stand")
    op.drop_index("ix_knower_topic_id_evidence", table_name="knower")
    op.drop_table("knower")
    op.drop_table("finder_switch")
    op.drop_table("finder_choice")

"""Keep how people want their mail, and which were sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "mail_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("direct", sa.String(length=10), nullable=False),
        sa.Column("watched", sa.String(length=10), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=False),
        sa.Column("quiet_until", sa.Integer(), nullable=False),
        sa.Column("any_day", sa.Boolean(), nullable=False),
        sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("bounce", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("uid", name=op.f("uq_mail_choice_uid")),
    )
    op.create_table(
        "mail_turn",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("latest_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_turn_person_id")),
        sa.PrimaryKeyConstraint("person_id", "sort", name=op.f("pk_mail_turn")),
    )
    op.create_index("ix_mail_turn_due_at", "mail_turn", ["due_at"])
    op.create_table(
        "mailing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sort", sa.String(length=10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mailing_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mailing")),
        sa.UniqueConstraint("uid", name=op.f("uq_mailing_uid")),
    )
    op.create_index("ix_mailing_person_id_made_at", "mailing", ["person_id", "made_at"])


def downgrade() -> None:
    """Undo it."""
    op.drop_table("mailing")
    op.drop_table("mail_turn")
    op.drop_table("mail_choice")

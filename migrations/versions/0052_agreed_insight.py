"""Keep what was agreed about figures and who looked at them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "insight_switch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_insight_switch_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_switch")),
    )
    op.create_table(
        "insight_delegate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=300), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_insight_delegate_by_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_insight_delegate_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_delegate")),
    )
    with op.batch_alter_table("insight_delegate") as batch:
        batch.create_index(batch.f("ix_insight_delegate_person_id"), ["person_id"], unique=False)

    op.create_table(
        "insight_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("scope", sa.String(length=12), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("refused", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_insight_look_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insight_look")),
    )
    with op.batch_alter_table("insight_look") as batch:
        batch.create_index(batch.f("ix_insight_look_at"), ["at"], unique=False)
        batch.create_index("ix_insight_look_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "insight_choice",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("mail", sa.Boolean(), nullable=False),
        sa.Column("mailed_on", sa.Date(), nullable=True),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_insight_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_insight_choice")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("insight_choice")
    with op.batch_alter_table("insight_look") as batch:
        batch.drop_index("ix_insight_look_at")
        batch.drop_index("ix_insight_look_person_id_at")
    op.drop_table("insight_look")
    with op.batch_alter_table("insight_delegate") as batch:
        batch.drop_index("ix_insight_delegate_person_id")
    op.drop_table("insight_delegate")
    op.drop_table("insight_switch")

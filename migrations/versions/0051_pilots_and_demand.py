"""Keep pilots, demand from outside and what answers were good for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "pilot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lesson", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_pilot_by_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_pilot_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sa.UniqueConstraint("uid", name=op.f("uq_pilot_uid")),
    )
    with op.batch_alter_table("pilot") as batch:
        batch.create_index(batch.f("ix_pilot_space_id"), ["space_id"], unique=False)

    op.create_table(
        "pilot_person",
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_pilot_person_person_id")
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_person_pilot_id")),
        sa.PrimaryKeyConstraint("pilot_id", "person_id", name=op.f("pk_pilot_person")),
    )
    with op.batch_alter_table("pilot_person") as batch:
        batch.create_index(batch.f("ix_pilot_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "outside_demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topic.id"], name=op.f("fk_outside_demand_topic_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_demand")),
        sa.UniqueConstraint("key", "period", name=op.f("uq_outside_demand_key_period")),
    )
    with op.batch_alter_table("outside_demand") as batch:
        batch.create_index(batch.f("ix_outside_demand_topic_id"), ["topic_id"], unique=False)

    op.create_table(
        "use_case",
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=300), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_use_case_person_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_use_case_thread_id")),
        sa.PrimaryKeyConstraint("thread_id", "person_id", name=op.f("pk_use_case")),
    )
    with op.batch_alter_table("use_case") as batch:
        batch.create_index(batch.f("ix_use_case_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("use_case") as batch:
        batch.drop_index("ix_use_case_person_id")
    op.drop_table("use_case")
    with op.batch_alter_table("outside_demand") as batch:
        batch.drop_index("ix_outside_demand_topic_id")
    op.drop_table("outside_demand")
    with op.batch_alter_table("pilot_person") as batch:
        batch.drop_index("ix_pilot_person_person_id")
    op.drop_table("pilot_person")
    with op.batch_alter_table("pilot") as batch:
        batch.drop_index("ix_pilot_space_id")
    op.drop_table("pilot")

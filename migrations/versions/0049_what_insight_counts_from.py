"""Keep what is opened, looked for and done, and where people worked then."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "department_stay",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_department_stay_person_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "since", name=op.f("pk_department_stay")),
    )
    op.create_table(
        "usage",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_usage_person_id")),
        sa.PrimaryKeyConstraint(
            "day", "person_id", "verb", "kind", "object_id", "department", name=op.f("pk_usage")
        ),
    )
    with op.batch_alter_table("usage") as batch:
        batch.create_index("ix_usage_object", ["kind", "object_id", "day"], unique=False)
        batch.create_index(batch.f("ix_usage_person_id"), ["person_id"], unique=False)

    op.create_table(
        "searched",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("words", sa.String(length=400), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("again", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("topics", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_searched_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searched")),
    )
    with op.batch_alter_table("searched") as batch:
        batch.create_index("ix_searched_day", ["day"], unique=False)
        batch.create_index("ix_searched_person_id_at", ["person_id", "at"], unique=False)

    op.create_table(
        "deed",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("bot", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["person.id"], name=op.f("fk_deed_actor_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_deed_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deed")),
    )
    with op.batch_alter_table("deed") as batch:
        batch.create_index("ix_deed_actor_id_day", ["actor_id", "day"], unique=False)
        batch.create_index("ix_deed_day_verb", ["day", "verb"], unique=False)
        batch.create_index("ix_deed_object", ["kind", "object_id", "at"], unique=False)
        batch.create_index("ix_deed_space_id_day", ["space_id", "day"], unique=False)
        batch.create_index(batch.f("ix_deed_to_id"), ["to_id"], unique=False)

    op.create_table(
        "presence",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department", sa.String(length=120), nullable=False),
        sa.Column("viewed", sa.Boolean(), nullable=False),
        sa.Column("reacted", sa.Integer(), nullable=False),
        sa.Column("contributed", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_presence_person_id")),
        sa.PrimaryKeyConstraint("day", "person_id", "space_id", name=op.f("pk_presence")),
    )
    with op.batch_alter_table("presence") as batch:
        batch.create_index(batch.f("ix_presence_person_id"), ["person_id"], unique=False)
        batch.create_index("ix_presence_space_id_day", ["space_id", "day"], unique=False)
    op.execute(
        "INSERT INTO department_stay (person_id, since, department) "
        "SELECT id, created_at, department FROM person"
    )


def downgrade() -> None:
    """Take it back."""
    with op.batch_alter_table("presence") as batch:
        batch.drop_index("ix_presence_person_id")
        batch.drop_index("ix_presence_space_id_day")
    op.drop_table("presence")
    with op.batch_alter_table("deed") as batch:
        batch.drop_index("ix_deed_actor_id_day")
        batch.drop_index("ix_deed_day_verb")
        batch.drop_index("ix_deed_object")
        batch.drop_index("ix_deed_space_id_day")
        batch.drop_index("ix_deed_to_id")
    op.drop_table("deed")
    with op.batch_alter_table("searched") as batch:
        batch.drop_index("ix_searched_day")
        batch.drop_index("ix_searched_person_id_at")
    op.drop_table("searched")
    with op.batch_alter_table("usage") as batch:
        batch.drop_index("ix_usage_object")
        batch.drop_index("ix_usage_person_id")
    op.drop_table("usage")
    op.drop_table("department_stay")

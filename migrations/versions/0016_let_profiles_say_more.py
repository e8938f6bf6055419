"""Let profiles say more: fields of the organisation, hours, absence, manager, order of names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from essp.people.sorting import languages_key, sort_key

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ORDERED = sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql")
INDEXES = {
    "ix_person_left_at_sort_key": ["left_at", "sort_key"],
    "ix_person_joined_at": ["joined_at"],
    "ix_person_speaks_key": ["speaks_key"],
    "ix_person_deputy_id": ["deputy_id"],
    "ix_person_manager_id": ["manager_id"],
}


def upgrade() -> None:
    """Bring the schema here, and put those who are known in the order of a register."""
    with op.batch_alter_table("person") as person:
        person.add_column(sa.Column("sort_key", ORDERED, nullable=False, server_default=""))
        person.add_column(
            sa.Column("speaks_key", sa.String(length=300), nullable=False, server_default="")
        )
        person.add_column(sa.Column("working_on", sa.Text(), nullable=False, server_default=""))
        person.add_column(
            sa.Column("time_zone", sa.String(length=60), nullable=False, server_default="")
        )
        person.add_column(sa.Column("hours", sa.JSON(), nullable=False, server_default="{}"))
        person.add_column(sa.Column("away_from", sa.Date(), nullable=True))
        person.add_column(sa.Column("away_until", sa.Date(), nullable=True))
        person.add_column(sa.Column("deputy_id", sa.Integer(), nullable=True))
        person.add_column(sa.Column("manager_id", sa.Integer(), nullable=True))
        person.add_column(sa.Column("anonymous_at", sa.DateTime(timezone=True), nullable=True))
        for column in ("deputy_id", "manager_id"):
            name = op.f(f"fk_person_{column}")
            person.create_foreign_key(name, "person", [column], ["id"])
    for index, columns in INDEXES.items():
        op.create_index(index, "person", columns)
    _make_tables()
    _order_people()


def _make_tables() -> None:
    op.create_table(
        "profile_field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=10), nullable=False),
        sa.Column("name_en", sa.String(length=80), nullable=False),
        sa.Column("name_nl", sa.String(length=80), nullable=False),
        sa.Column("hint_en", sa.String(length=200), nullable=False),
        sa.Column("hint_nl", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("hand", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_profile_field")),
        sa.UniqueConstraint("uid", name=op.f("uq_profile_field_uid")),
    )
    op.create_table(
        "field_answer",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_field_answer_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["field_id"], ["profile_field.id"], name=op.f("fk_field_answer_field_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["person.id"], name=op.f("fk_field_answer_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "field_id", name=op.f("pk_field_answer")),
    )
    op.create_index("ix_field_answer_field_id", "field_answer", ["field_id"])
    op.create_table(
        "former_handle",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_former_handle")),
    )


def _order_people() -> None:
    person = sa.table(
        "person",
        sa.column("id", sa.Integer()),
        sa.column("name", sa.String()),
        sa.column("speaks", sa.JSON()),
        sa.column("sort_key", sa.String()),
        sa.column("speaks_key", sa.String()),
    )
    connection = op.get_bind()
    known = connection.execute(sa.select(person.c.id, person.c.name, person.c.speaks)).all()
    keys = [
        {"of": row.id, "sort": sort_key(row.name), "spoken": languages_key(row.speaks)}
        for row in known
    ]
    if keys:
        connection.execute(
            sa.update(person)
            .where(person.c.id == sa.bindparam("of"))
            .values(sort_key=sa.bindparam("sort"), speaks_key=sa.bindparam("spoken")),
            keys,
        )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("former_handle")
    op.drop_table("field_answer")
    op.drop_table("profile_field")
    for index in INDEXES:
        op.drop_index(index, "person")
    with op.batch_alter_table("person") as person:
        for column in ("deputy_id", "manager_id"):
            person.drop_constraint(op.f(f"fk_person_{column}"), type_="foreignkey")
        for column in (
            "anonymous_at", "manager_id", "deputy_id", "away_until", "away_from", "hours",
            "time_zone", "working_on", "speaks_key", "sort_key",
        ):  # fmt: skip
            person.drop_column(column)

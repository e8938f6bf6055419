"""Keep when people were at home and what they put aside; answer for home from indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

WAITING = sa.text(
    "kind = 'question' AND closed_at IS NULL AND accepted = 0 AND merged_into_id IS NULL"
)
ASKS = sa.text("asks_confirmation AND closed_at IS NULL")
DIRECT = sa.text("direct AND read_at IS NULL")
INDEXES = (
    ("ix_thread_waiting", "thread", ["space_id", "at"], WAITING),
    ("ix_thread_asks", "thread", ["space_id"], ASKS),
    ("ix_notification_direct", "notification", ["person_id", "notice_id"], DIRECT),
)


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "home_visit",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("before", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_home_visit_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_home_visit")),
    )
    op.create_table(
        "home_pass",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_home_pass_person_id")),
        sa.PrimaryKeyConstraint("person_id", "about", "about_id", name=op.f("pk_home_pass")),
    )
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Undo it."""
    for name, table, _columns, _where in INDEXES:
        op.drop_index(name, table)
    op.drop_table("home_pass")
    op.drop_table("home_visit")

"""Keep reports, the cases they make, and the log of moderation."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def _person(name: str, *, needed: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), sa.ForeignKey("person.id"), nullable=not needed)


def _moment(name: str, *, needed: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not needed)


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "care_case",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(10), nullable=False),
        sa.Column("thing", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        _person("author_id", needed=True),
        sa.Column("state", sa.String(10), nullable=False),
        _moment("opened_at", needed=True),
        _person("handler_id"),
        _moment("since"),
        sa.Column("outcome", sa.String(10), nullable=False),
        sa.Column("rule", sa.String(500), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        _moment("decided_at"),
        _person("decided_by_id"),
        sa.Column("objection", sa.Text(), nullable=False),
        _moment("objected_at"),
        sa.Column("verdict", sa.String(10), nullable=False),
        sa.Column("verdict_words", sa.Text(), nullable=False),
        _moment("verdict_at"),
        _person("verdict_by_id"),
        sa.UniqueConstraint("uid", name="uq_care_case_uid"),
    )
    op.create_index("ix_care_case_author_id", "care_case", ["author_id"])
    op.create_index("ix_care_case_state_opened_at", "care_case", ["state", "opened_at"])
    op.create_index(
        "uq_care_case_undecided",
        "care_case",
        ["thing", "thing_id"],
        unique=True,
        sqlite_where=sa.text("decided_at IS NULL"),
        postgresql_where=sa.text("decided_at IS NULL"),
    )
    op.create_table(
        "care_report",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("case_id", sa.Integer(), sa.ForeignKey("care_case.id"), nullable=False),
        _person("person_id", needed=True),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _moment("at", needed=True),
        sa.UniqueConstraint("case_id", "person_id", name="uq_care_report_case_id_person_id"),
    )
    op.create_index("ix_care_report_person_id_at", "care_report", ["person_id", "at"])
    op.create_table(
        "care_entry",
        sa.Column("id", sa.Integer(), primary_key=True),
        _moment("at", needed=True),
        _person("by_id", needed=True),
        sa.Column("deed", sa.String(10), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("thing", sa.String(10), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), sa.ForeignKey("space.id"), nullable=False),
    )
    op.create_index("ix_care_entry_at", "care_entry", ["at"])
    op.create_index("ix_care_entry_space_id_at", "care_entry", ["space_id", "at"])


def downgrade() -> None:
    """Undo it."""
    for table in ("care_entry", "care_report", "care_case"):
        op.drop_table(table)

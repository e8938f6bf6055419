"""Keep every version of the house rules, and who has read which."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here; rules that there are become a first version, by who started the space."""
    op.create_table(
        "rules_version",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("space_id", sa.Integer(), sa.ForeignKey("space.id")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("small", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("person.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("space_id", "number", name="uq_rules_version_space_id_number"),
    )
    op.create_index(
        "uq_rules_version_of_site",
        "rules_version",
        ["number"],
        unique=True,
        sqlite_where=sa.text("space_id IS NULL"),
        postgresql_where=sa.text("space_id IS NULL"),
    )
    op.create_table(
        "rules_read",
        sa.Column("person_id", sa.Integer(), sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("version_id", sa.Integer(), sa.ForeignKey("rules_version.id"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_rules_read_version_id", "rules_read", ["version_id"])
    op.execute(
        "INSERT INTO rules_version (space_id, number, text, note, author_id, at) "
        "SELECT id, 1, rules, '', created_by_id, created_at FROM space WHERE rules <> ''"
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("rules_read")
    op.drop_table("rules_version")

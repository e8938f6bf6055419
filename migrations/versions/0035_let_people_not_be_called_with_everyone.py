"""Let people not be called with everyone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "quiet_call",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiet_call_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "group_id", name=op.f("pk_quiet_call")),
    )


def downgrade() -> None:
    """Undo it: everyone is called with everyone again."""
    op.drop_table("quiet_call")

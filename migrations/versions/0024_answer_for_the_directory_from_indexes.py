"""Answer for what the directory can be narrowed by from indexes alone."""

from __future__ import annotations

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

COLUMNS = ("department", "location", "speaks_key")


def upgrade() -> None:
    """Bring the schema here."""
    for column in COLUMNS:
        op.create_index(f"ix_person_left_at_{column}", "person", ["left_at", column])


def downgrade() -> None:
    """Undo it."""
    for column in COLUMNS:
        op.drop_index(f"ix_person_left_at_{column}", "person")

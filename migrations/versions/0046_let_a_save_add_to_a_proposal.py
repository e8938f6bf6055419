"""Let a version of a proposal say which save added to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("proposal_version") as batch:
        batch.add_column(sa.Column("save_key", sa.String(length=40), nullable=True))
        batch.create_unique_constraint(
            op.f("uq_proposal_version_by_id_save_key"), ["by_id", "save_key"]
        )


def downgrade() -> None:
    """Undo it."""
    with op.batch_alter_table("proposal_version") as batch:
        batch.drop_constraint(op.f("uq_proposal_version_by_id_save_key"), type_="unique")
        batch.drop_column("save_key")

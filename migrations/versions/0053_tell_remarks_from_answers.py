"""Tell a remark under a question from an answer, also of those that were brought in before."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BROUGHT_IN = """
    UPDATE post SET remark = true
    WHERE id IN (
        SELECT import_post.post_id FROM import_post
        JOIN import_source ON import_source.id = import_post.source_id
        WHERE import_source.kind = 'stackexchange' AND import_post.key LIKE 'c%'
    ) AND parent_id IN (SELECT id FROM post WHERE parent_id IS NULL)
"""


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column(
        "post", sa.Column("remark", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.execute(BROUGHT_IN)


def downgrade() -> None:
    """Undo it."""
    op.drop_column("post", "remark")

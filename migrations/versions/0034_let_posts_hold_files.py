"""Let posts hold files."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ADDRESS = re.compile(r"/files/([0-9a-z]{10})\b")


def upgrade() -> None:
    """Bring the schema here, and note the files that posts refer to."""
    op.add_column("attachment", sa.Column("post_uid", sa.String(length=10)))
    op.add_column(
        "attachment",
        sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_attachment_post_uid", "attachment", ["post_uid"])
    uses = op.create_table(
        "post_file_use",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_post_file_use_attachment_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_file_use_post_id")),
        sa.PrimaryKeyConstraint("post_id", "attachment_id", name=op.f("pk_post_file_use")),
    )
    op.create_index("ix_post_file_use_attachment_id", "post_file_use", ["attachment_id"])
    _note_uses(uses)


def _note_uses(uses: sa.Table) -> None:
    reached = op.get_bind()
    post = sa.table("post", sa.column("id"), sa.column("html"))
    attachment = sa.table("attachment", sa.column("id"), sa.column("uid"))
    said = sa.select(post.c.id, post.c.html).where(post.c.html.contains("/files/"))
    for number, html in reached.execute(said).all():
        named = sa.select(attachment.c.id).where(attachment.c.uid.in_(set(ADDRESS.findall(html))))
        rows = [
            {"post_id": number, "attachment_id": each} for each in reached.execute(named).scalars()
        ]
        if rows:
            reached.execute(sa.insert(uses), rows)


def downgrade() -> None:
    """Undo it. What only its sender could read is in no space then, so that nobody can."""
    op.drop_table("post_file_use")
    op.execute(sa.text("UPDATE attachment SET space_id = NULL WHERE withheld"))
    with op.batch_alter_table("attachment") as table:
        table.drop_index("ix_attachment_post_uid")
        table.drop_column("withheld")
        table.drop_column("post_uid")

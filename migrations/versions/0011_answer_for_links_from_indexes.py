"""Answer what is asked of a space's links from indexes alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TARGETS = ["target_id", "page_id", "space_id", "included"]
WANTED = ["wanted_space_id", "wanted_key", "page_id", "space_id"]
PLACES = ["space_id", "page_id", "place"]


def upgrade() -> None:
    """Bring the schema here."""
    op.add_column("link", sa.Column("space_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE link SET space_id = (SELECT page.space_id FROM page"
        " WHERE page.id = link.page_id AND page.archived_at IS NULL AND NOT page.template)"
    )
    _index("ix_page_archived", "page", ["archived_at"], "archived_at IS NOT NULL")
    op.drop_index("ix_link_target_id", "link")
    op.create_index("ix_link_target_id", "link", TARGETS)
    _index("ix_link_lost", "link", WANTED, "target_id IS NULL")
    _index("ix_link_missing", "link", PLACES, "target_id IS NULL")
    _index("ix_link_fragment", "link", PLACES, "fragment <> ''")


def downgrade() -> None:
    """Undo it."""
    for name in ("ix_link_fragment", "ix_link_missing", "ix_link_lost", "ix_link_target_id"):
        op.drop_index(name, "link")
    op.create_index("ix_link_target_id", "link", ["target_id", "page_id"])
    op.drop_index("ix_page_archived", "page")
    with op.batch_alter_table("link") as batch_op:
        batch_op.drop_column("space_id")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, sqlite_where=condition, postgresql_where=condition)

"""Answer from an index alone which sections the links of a space name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

PLACES = ["space_id", "page_id", "place"]


def upgrade() -> None:
    """Bring the schema here."""
    _index([*PLACES, "target_id", "fragment"])


def downgrade() -> None:
    """Undo it."""
    _index(PLACES)


def _index(columns: list[str]) -> None:
    named = sa.text("fragment <> ''")
    op.drop_index("ix_link_fragment", "link")
    op.create_index("ix_link_fragment", "link", columns, sqlite_where=named, postgresql_where=named)

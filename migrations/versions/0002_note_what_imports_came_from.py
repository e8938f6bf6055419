"""Note what imports came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    op.create_table(
        "import_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("folder", sa.String(length=500), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("head", sa.String(length=80), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_import_source_space_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_source")),
        sa.UniqueConstraint(
            "space_id", "kind", "folder", name=op.f("uq_import_source_space_id_kind_folder")
        ),
    )
    op.create_table(
        "import_page",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("own_title", sa.String(length=255), nullable=False),
        sa.Column("title", sa.String(length=255), nullable=False),
        sa.Column("link_title", sa.String(length=255), nullable=False),
        sa.Column("parent_key", sa.String(length=64), nullable=True),
        sa.Column("complete", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_import_page_page_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name=op.f("fk_import_page_source_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_import_page")),
        sa.UniqueConstraint("page_id", name=op.f("uq_import_page_page_id")),
    )
    op.create_table(
        "import_item",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=140), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_import_item_page_id")),
        sa.PrimaryKeyConstraint("page_id", "change", name=op.f("pk_import_item")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("import_item")
    op.drop_table("import_page")
    op.drop_table("import_source")

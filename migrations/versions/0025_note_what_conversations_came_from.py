"""Note what conversations came from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("thread") as batch:
        batch.add_column(
            sa.Column("imported_upto", sa.Integer(), server_default="0", nullable=False)
        )
    with op.batch_alter_table("import_source") as batch:
        batch.add_column(sa.Column("salt", sa.String(length=20), server_default="", nullable=False))
    op.create_table(
        "import_person",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=140), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name=op.f("fk_import_person_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_import_person_person_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_import_person")),
    )
    op.create_index("ix_import_person_person_id", "import_person", ["person_id"])
    op.create_table(
        "import_thread",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("complete", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name=op.f("fk_import_thread_source_id")
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_import_thread_thread_id")
        ),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_import_thread")),
        sa.UniqueConstraint("thread_id", name=op.f("uq_import_thread_thread_id")),
    )
    op.create_table(
        "import_post",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("said", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name=op.f("fk_import_post_source_id")
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_import_post_post_id")),
        sa.PrimaryKeyConstraint("source_id", "key", name=op.f("pk_import_post")),
        sa.UniqueConstraint("post_id", name=op.f("uq_import_post_post_id")),
    )


def downgrade() -> None:
    """Undo it."""
    op.drop_table("import_post")
    op.drop_table("import_thread")
    op.drop_table("import_person")
    with op.batch_alter_table("import_source") as batch:
        batch.drop_column("salt")
    with op.batch_alter_table("thread") as batch:
        batch.drop_column("imported_upto")

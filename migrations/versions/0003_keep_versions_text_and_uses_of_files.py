"""Keep the versions, the text and the uses of files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.add_column(sa.Column("came_as", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_stored_file_came_as"), ["came_as"], unique=False)
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.alter_column("space_id", existing_type=sa.Integer(), nullable=True)
        batch_op.add_column(sa.Column("person_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("archived_by_id", sa.Integer(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_attachment_space_id_name_sha256"), type_="unique")
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_person_id"), "person", ["person_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_attachment_archived_by_id"), "person", ["archived_by_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_attachment_person_id"), ["person_id"], unique=False)
        batch_op.create_index("ix_attachment_space_id_name", ["space_id", "name"], unique=False)
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), server_default=None)
    op.create_table(
        "attachment_version",
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restored_from", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_version_attachment_id")
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["person.id"], name=op.f("fk_attachment_version_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_attachment_version_sha256")
        ),
        sa.PrimaryKeyConstraint("attachment_id", "number", name=op.f("pk_attachment_version")),
    )
    with op.batch_alter_table("attachment_version") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attachment_version_author_id"), ["author_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attachment_version_sha256"), ["sha256"], unique=False)
    op.create_table(
        "file_text",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_file.sha256"], name=op.f("fk_file_text_sha256")
        ),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_file_text")),
    )
    op.create_table(
        "file_use",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("attachment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_file_use_attachment_id")
        ),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_file_use_page_id")),
        sa.PrimaryKeyConstraint("page_id", "attachment_id", name=op.f("pk_file_use")),
    )
    with op.batch_alter_table("file_use") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_file_use_attachment_id"), ["attachment_id"], unique=False
        )
    _bring_along()


def _bring_along() -> None:
    """What is there already is the first version; its text and its uses are read by the worker."""
    op.execute(
        "INSERT INTO attachment_version (attachment_id, number, name, sha256, author_id, at)"
        " SELECT id, 1, name, sha256, author_id, at FROM attachment"
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for task, name, column, there in (
        ("attachments.read", "attachment_id", "id", "attachment"),
        ("wiki.file_uses", "page_id", "page_id", "rendering WHERE html LIKE '%/files/%'"),
    ):
        whole = f"'{{\"{name}\": ' || {column} || '}}'"
        arguments = f"json_build_object('{name}', {column})" if postgresql else whole
        op.execute(
            "INSERT INTO job (task, arguments, key, run_at, created_at, attempts)"
            f" SELECT '{task}', {arguments}, '{task}/' || {column}, CURRENT_TIMESTAMP,"
            f" CURRENT_TIMESTAMP, 0 FROM {there}"
        )


def downgrade() -> None:
    """Undo it. Files of profiles and all but the present version of each file are forgotten."""
    op.drop_table("file_use")
    op.drop_table("file_text")
    op.drop_table("attachment_version")
    op.execute("DELETE FROM attachment WHERE space_id IS NULL")
    op.execute(
        "DELETE FROM attachment WHERE id NOT IN"
        " (SELECT MIN(id) FROM attachment GROUP BY space_id, name, sha256)"
    )
    with op.batch_alter_table("attachment") as batch_op:
        batch_op.drop_index("ix_attachment_space_id_name")
        batch_op.drop_index(batch_op.f("ix_attachment_person_id"))
        batch_op.drop_constraint(batch_op.f("fk_attachment_archived_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_attachment_person_id"), type_="foreignkey")
        batch_op.drop_column("archived_by_id")
        batch_op.drop_column("archived_at")
        batch_op.drop_column("number")
        batch_op.drop_column("person_id")
        batch_op.alter_column("space_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_attachment_space_id_name_sha256"), ["space_id", "name", "sha256"]
        )
    with op.batch_alter_table("stored_file") as batch_op:
        batch_op.drop_index(batch_op.f("ix_stored_file_came_as"))
        batch_op.drop_column("came_as")

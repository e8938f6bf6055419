"""Hold links together: former titles, sections, addresses on the web, origins of copies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here; what the links lead to is worked out by the worker afterwards."""
    op.create_table(
        "page_name",
        sa.Column("space_id", sa.Integer(), nullable=False),
        sa.Column("title_key", sa.String(length=300), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_name_page_id")),
        sa.ForeignKeyConstraint(["space_id"], ["space.id"], name=op.f("fk_page_name_space_id")),
        sa.PrimaryKeyConstraint("space_id", "title_key", name=op.f("pk_page_name")),
    )
    op.create_index(op.f("ix_page_name_page_id"), "page_name", ["page_id"])
    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.String(length=100), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("sketch", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_section_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
    )
    op.create_index("ix_section_page_id_place", "section", ["page_id", "place"])
    op.create_table(
        "section_address",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("fragment", sa.String(length=100), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_section_address_page_id")),
        sa.ForeignKeyConstraint(
            ["section_id"], ["section.id"], name=op.f("fk_section_address_section_id")
        ),
        sa.PrimaryKeyConstraint("page_id", "fragment", name=op.f("pk_section_address")),
    )
    op.create_index(op.f("ix_section_address_section_id"), "section_address", ["section_id"])
    op.create_table(
        "web_link",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_web_link_page_id")),
        sa.PrimaryKeyConstraint("page_id", "place", name=op.f("pk_web_link")),
    )
    op.create_index("ix_web_link_host", "web_link", ["host"])
    op.create_table(
        "page_origin",
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["page.id"], name=op.f("fk_page_origin_page_id")),
        sa.ForeignKeyConstraint(["source_id"], ["page.id"], name=op.f("fk_page_origin_source_id")),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_origin")),
    )
    op.create_index(op.f("ix_page_origin_source_id"), "page_origin", ["source_id"])
    with op.batch_alter_table("link") as batch_op:
        batch_op.add_column(
            sa.Column("fragment", sa.String(length=100), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("included", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.drop_constraint("fk_link_target_id", type_="foreignkey")
        batch_op.drop_index("ix_link_target_id")
        batch_op.drop_index("ix_link_wanted")
        batch_op.create_index("ix_link_target_id", ["target_id", "page_id"])
        batch_op.create_index("ix_link_wanted", ["wanted_space_id", "wanted_key", "target_id"])
    with op.batch_alter_table("link") as batch_op:
        batch_op.alter_column("fragment", existing_type=sa.String(length=100), server_default=None)
        batch_op.alter_column("included", existing_type=sa.Boolean(), server_default=None)
    _keep_names()
    _ask_for_links()


def downgrade() -> None:
    """Undo it."""
    op.execute("DELETE FROM job WHERE task IN ('wiki.rebuild_links', 'wiki.lead_late_links')")
    with op.batch_alter_table("link") as batch_op:
        batch_op.drop_index("ix_link_wanted")
        batch_op.drop_index("ix_link_target_id")
        batch_op.create_foreign_key("fk_link_target_id", "page", ["target_id"], ["id"])
        batch_op.create_index("ix_link_target_id", ["target_id"])
        batch_op.create_index("ix_link_wanted", ["wanted_space_id", "wanted_key"])
        batch_op.drop_column("included")
        batch_op.drop_column("fragment")
    for table in ("page_origin", "web_link", "section_address", "section", "page_name"):
        op.drop_table(table)


def _keep_names() -> None:
    """Every title that pages had, in the spaces where they stood; a present title comes before."""
    found = dict(_former_names())
    present = sa.text("SELECT space_id, title_key, id FROM page WHERE title_key IS NOT NULL")
    found |= {(space, key): page for space, key, page in op.get_bind().execute(present)}
    names = sa.table(
        "page_name", sa.column("space_id"), sa.column("title_key"), sa.column("page_id")
    )
    rows = [
        {"space_id": space, "title_key": key, "page_id": page}
        for (space, key), page in found.items()
    ]
    if rows:
        op.bulk_insert(names, rows)


def _former_names() -> Iterator[tuple[tuple[int, str], int]]:
    titles = sa.text(
        "SELECT DISTINCT page_address.space_id, revision.title, revision.page_id, revision.number"
        " FROM revision JOIN page_address ON page_address.page_id = revision.page_id"
        " WHERE revision.number = 1 OR revision.kind IN ('renamed', 'moved', 'archived')"
        " ORDER BY revision.page_id, revision.number"
    )
    for space, title, page, _number in op.get_bind().execute(titles):
        yield (space, _key_of(title)[:300]), page


def _key_of(text: str) -> str:
    """The key of a title as it was worked out when this was written."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    visible = (c for c in folded if unicodedata.category(c) not in {"Cf", "Cc"} or c in "\t\n ")
    return " ".join(re.split(r"\s+", "".join(visible).strip()))


def _ask_for_links() -> None:
    """Have the worker read every text again, where there are any."""
    if not op.get_bind().execute(sa.text("SELECT 1 FROM page LIMIT 1")).first():
        return
    job = sa.table(
        "job", sa.column("task"), sa.column("arguments", sa.JSON), sa.column("attempts"),
        sa.column("run_at", sa.DateTime(timezone=True)),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )  # fmt: skip
    now = datetime.now(UTC)
    if op.get_bind().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    row = {"task": "wiki.rebuild_links", "arguments": {"after": 0}, "attempts": 0}
    op.bulk_insert(job, [row | {"run_at": now, "created_at": now}])

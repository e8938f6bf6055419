"""Let groups hand over, people agree to belong to one, and colleagues check a proposal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema here."""
    with op.batch_alter_table("handover") as batch:
        for name in ("from_group_id", "to_group_id"):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_handover_{name}_owner_group"), "owner_group", [name], ["id"]
            )
    op.create_table(
        "owner_group_asking",
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["owner_group.id"],
            name=op.f("fk_owner_group_asking_group_id_owner_group"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_owner_group_asking_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_owner_group_asking_by_id_person")
        ),
        sa.PrimaryKeyConstraint("group_id", "person_id", name=op.f("pk_owner_group_asking")),
    )
    op.create_index(op.f("ix_owner_group_asking_person_id"), "owner_group_asking", ["person_id"])
    op.create_table(
        "proposal_check",
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_check_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_proposal_check_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_proposal_check_by_id_person")
        ),
        sa.PrimaryKeyConstraint("proposal_id", "person_id", name=op.f("pk_proposal_check")),
    )
    op.create_index(op.f("ix_proposal_check_person_id"), "proposal_check", ["person_id"])


def downgrade() -> None:
    """Undo it."""
    op.drop_index(op.f("ix_proposal_check_person_id"), table_name="proposal_check")
    op.drop_table("proposal_check")
    op.drop_index(op.f("ix_owner_group_asking_person_id"), table_name="owner_group_asking")
    op.drop_table("owner_group_asking")
    with op.batch_alter_table("handover") as batch:
        for name in ("to_group_id", "from_group_id"):
            batch.drop_constraint(op.f(f"fk_handover_{name}_owner_group"), type_="foreignkey")
            batch.drop_column(name)

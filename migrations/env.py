"""Brings a database from one schema to the next, inside the application's settings."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app

from essp.core.db import Base, UTCDateTime

engine = current_app.extensions["migrate"].db.engine


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our moment type as the column type it is."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run() -> None:
    """Apply what is missing, in one transaction where the database can."""
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            render_item=render_item,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()

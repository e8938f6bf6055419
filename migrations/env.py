"""Brings a database from one schema to the next, inside the application's settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection

from essp.core.db import Base, UTCDateTime

engine = current_app.extensions["migrate"].db.engine


def render_item(kind: str, item: Any, autogen_context: Any) -> str | bool:
    """Write our moment type as the column type it is."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let SQLite make a table anew while rows of others point to it; they all must fit again after.

    It can be switched only outside of a transaction, so it is asked of the driver itself.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")
    lost = driver.execute("PRAGMA foreign_key_check").fetchall()
    if lost:
        raise RuntimeError(f"rows point to what is not there: {lost[:5]}")


def run() -> None:
    """Apply what is missing, in one transaction where the database can."""
    with engine.connect() as connection, unguarded(connection):
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

"""The database: one typed base, one session, one way to commit.

`with transaction():` wraps one verb at an edge and is the only place that commits. It begins with the
write lock in hand (SQLite's `BEGIN IMMEDIATE`), because a read that is upgraded later loses updates or
fails at random. Rows are read afresh with `lock()` before they are changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    Select,
    StatementLambdaElement,
    event,
    lambda_stmt,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator

from essp.core import sqlite

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
WRITES = "essp_writes"

M = TypeVar("M", bound="Base")


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC. SQLite keeps no zone, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To the database: aware values only."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """From the database: always aware."""
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every table."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UTCDateTime()},
    )
    metadata = registry.metadata


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})


def session() -> Session:
    """The session of this request, job or command."""
    return db.session()


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit what happens inside, or nothing of it. Inside another transaction it joins that one."""
    current = session()
    if current.info.get("inside"):
        yield current
        return
    if current.new or current.dirty or current.deleted:
        raise RuntimeError("something was changed outside of a transaction")
    # The snapshot read so far is let go: the write lock must be taken before the first read. What
    # was read stays usable; verbs read afresh, with `lock`, what they decide on.
    current.commit()
    current.connection(execution_options={WRITES: True})
    current.info["inside"] = True
    try:
        yield current
        current.commit()
    except BaseException:
        current.rollback()
        current.info.pop("after_commit", None)
        raise
    finally:
        current.info.pop("inside", None)
    _run_after_commit(current)


def after_commit(work: Callable[[], None]) -> None:
    """Do this once the present transaction is committed; dropped if it is rolled back."""
    session().info.setdefault("after_commit", []).append(work)


def _run_after_commit(current: Session) -> None:
    for work in current.info.pop("after_commit", []):
        work()


def prepared(question: Select[Any]) -> StatementLambdaElement:
    """The same question, for one that is asked with every request and built once.

    What was compiled of it is found by this name alone. A long question is otherwise looked through from
    end to end each time, to see whether it was compiled before, which takes longer than the answer.
    """
    return lambda_stmt(lambda: question, track_on=[object()])


def lock(model: type[M], key: Any) -> M | None:
    """Read a row afresh and keep others from changing it until the transaction ends.

    Rows that merely point to it may come and go: two pages that link to each other are saved at once.
    """
    return session().get(model, key, with_for_update={"key_share": True}, populate_existing=True)


def install_connection_rules(engine: Engine) -> None:
    """Make SQLite safe for several writers; leave every other database as it is."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    sqlite.prepare(connection)


def _begin_sqlite(connection: Connection) -> None:
    sqlite.begin(connection, writes=connection.get_execution_options().get(WRITES, False))

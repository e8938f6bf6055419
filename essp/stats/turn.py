"""One at a time: whoever fills days does so alone, whatever process they are in.

The lock goes with its holder: after a kill the next one has it at once, and nothing has to be cleared.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from essp.core.db import session

FILLING = 7_466_401  # the number of the lock on PostgreSQL; any that nobody else has


class Busy(Exception):
    """Somebody else fills days at this moment."""


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who fills days. Raises Busy at once where somebody else does."""
    engine = session().get_bind().engine
    if engine.dialect.name == "postgresql":
        with _alone_on_server(engine):
            yield
    elif engine.url.database in {None, "", ":memory:"}:
        yield
    else:
        with _alone_beside(Path(f"{engine.url.database}-filling")):
            yield


@contextmanager
def _alone_on_server(engine: Engine) -> Iterator[None]:
    # On a connection of its own: the session's goes back to the others with each commit.
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(FILLING))):
            raise Busy
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(FILLING)))


@contextmanager
def _alone_beside(path: Path) -> Iterator[None]:
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise Busy from taken
        yield

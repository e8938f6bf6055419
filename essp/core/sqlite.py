"""SQLite for several writers: how a connection is prepared, and how whoever writes waits their turn.

There is one writer at a time. The library's own waiting looks for the lock every tenth of a second,
in which two others may have had it; here it looks so often that a short gap between two transactions
is enough to be next.
"""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy.engine import Connection

PATIENCE = 15.0  # seconds that a writer waits before it is refused
LOOK = 0.004  # seconds between two looks
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-32000",
    "mmap_size=268435456",
)


def prepare(connection: sqlite3.Connection) -> None:
    """Make a new connection safe beside others."""
    # The driver's own transaction handling hides BEGIN from us; switched off, savepoints work too.
    connection.isolation_level = None
    for pragma in (_patient(), *PRAGMAS):
        connection.execute(f"PRAGMA {pragma}")


def begin(connection: Connection, *, writes: bool) -> None:
    """Begin a transaction, one that `writes` with the lock in hand.

    Raises sqlalchemy.exc.OperationalError after PATIENCE without the lock.
    """
    if writes:
        _begin_writing(connection)
    else:
        # It waits for nobody and cannot be refused, so nobody has to be told of it.
        _driver_of(connection).execute("BEGIN")


def _begin_writing(connection: Connection) -> None:
    """Take the lock as soon as it is free."""
    driver = _driver_of(connection)
    until = time.monotonic() + PATIENCE
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _tried(driver):
            if time.monotonic() > until:
                connection.exec_driver_sql("BEGIN IMMEDIATE")  # says what is wrong
                return
            time.sleep(LOOK)
    finally:
        driver.execute(f"PRAGMA {_patient()}")


def _driver_of(connection: Connection) -> sqlite3.Connection:
    driver: sqlite3.Connection | None = connection.connection.driver_connection
    assert driver is not None
    return driver


def _tried(driver: sqlite3.Connection) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def _patient() -> str:
    return f"busy_timeout={int(PATIENCE * 1000)}"

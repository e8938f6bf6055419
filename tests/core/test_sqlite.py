"""Several writers of one SQLite file: each is next within a short gap, and hears it when none comes."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from essp.core import sqlite
from essp.core.db import WRITES, install_connection_rules


@pytest.fixture
def engine(tmp_path: Path):
    engine = create_engine(f"sqlite:///{tmp_path / 'one.db'}")
    install_connection_rules(engine)
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text("CREATE TABLE line (words TEXT)"))
    yield engine.execution_options(**{WRITES: True})
    engine.dispose()


def written(engine) -> int:
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO line VALUES ('mine')"))
        return connection.scalar(text("SELECT count(*) FROM line"))


@pytest.fixture
def holder(engine):
    """Somebody who holds the lock by another connection."""
    other = sqlite3.connect(engine.url.database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_who_waits_writes_in_a_gap_between_two_transactions_of_another(engine, holder) -> None:
    done = threading.Event()
    waiting = threading.Thread(target=lambda: (written(engine), done.set()))
    waiting.start()
    # Gaps of a fifth of what the library itself sleeps.
    for _turn in range(500):
        time.sleep(0.005)
        holder.execute("COMMIT")
        time.sleep(0.02)
        try:
            holder.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            break
        if done.is_set():
            break
    waiting.join(timeout=20)
    assert done.is_set()


def test_a_lock_that_never_comes_is_said_after_the_patience(
    engine, holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with pytest.raises(OperationalError, match="locked"):
        written(engine)
    holder.execute("COMMIT")
    assert written(engine) == 1


def test_whoever_waits_leaves_the_patience_of_others_as_it_was(engine) -> None:
    written(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 15_000


def test_what_is_wrong_otherwise_is_said_at_once(engine, tmp_path: Path) -> None:
    engine.dispose()
    for kept in tmp_path.iterdir():
        kept.unlink()
    Path(engine.url.database).write_bytes(b"no database at all, and longer than a header" * 40)
    with pytest.raises(Exception, match="not a database"):
        written(engine)

"""Two who fill at once, and one who is killed in the middle: every day is filled once and whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from config import Settings
from essp.app import create_app
from essp.core import clock
from essp.core.db import Base, db, session
from essp.people.models import Person
from essp.stats import filled, filling, measures, turn
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay
from tests import servers
from tests.stats.days import AMSTERDAM, measure, yesterday

pytestmark = pytest.mark.slow
PROCESSES = multiprocessing.get_context("fork")
DAYS = 4
MEASURES = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of this test alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'essp.db'}"
    else:
        with servers.postgresql() as found:
            yield found


@pytest.fixture(autouse=True)
def catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six measures that say the same, and one step that adds a person with each day."""
    own = {f"M{number}": measure(f"M{number}", _how_many) for number in range(MEASURES)}
    monkeypatch.setattr(measures, "_measures", own)


def application(folder: Path, address: str) -> Flask:
    """An application whose only step is to add somebody with each day."""
    app = create_app(
        Settings(data=folder, database=address, secret_key="x", log_level="critical", testing=True)
    )
    filling._before.clear()
    filling._after.clear()
    filling.before_measures("somebody", _add_somebody)
    return app


@pytest.fixture
def alone(tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """That application, with its tables; no connection is left for a process to inherit."""
    monkeypatch.setattr(filling, "_before", {})
    monkeypatch.setattr(filling, "_after", {})
    app = application(tmp_path, address)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.engine.dispose()
        yield app
        db.session.remove()
        db.engine.dispose()


def _how_many(asked: object) -> object:
    people = func.count(Person.id)
    return select(asked.key(Person.id, Person.department).label("key"), people.label("count"),
                  people.label("people")).group_by("key")  # type: ignore[attr-defined]  # fmt: skip


def _add_somebody(day: object, _zone: object) -> int:
    name = f"Somebody {day}"
    session().add(Person(handle=name, name=name, name_key=name, created_at=clock.now()))
    session().flush()
    return 1


def fill_until_killed(told: Connection, folder: Path, address: str) -> None:
    """Fill the days, telling of each step before it is kept; go on when that is answered."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    app, claimed = application(folder, address), filling._claimed

    def tell(day: date, step: str) -> bool:
        done = claimed(day, step)
        told.send(step)
        told.recv()
        return done

    filling._claimed = tell
    with app.app_context():
        list(filling.fill(yesterday(), AMSTERDAM, yesterday() - (DAYS - 1) * DAY))
    told.send(None)


def start(folder: Path, address: str) -> tuple[Connection, BaseProcess]:
    ours, theirs = PROCESSES.Pipe()
    process = PROCESSES.Process(
        target=fill_until_killed, args=(theirs, folder, address), daemon=True
    )
    process.start()
    theirs.close()
    return ours, process


def test_a_fill_killed_half_way_goes_on_where_it_stopped(
    tmp_path: Path, address: str, alone: Flask
) -> None:
    for steps in (1, 4, 11):
        line, process = start(tmp_path, address)
        with line:
            for _step in range(steps):
                line.recv()
                line.send("go on")
            last = line.recv()
            process.kill()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL and last is not None
    done = filled.steps_done(yesterday() - (DAYS - 1) * DAY)
    assert filled.COMPLETE in done  # one of the kills came after the first day
    assert filled.missing(yesterday()) != []
    list(filling.fill(yesterday(), AMSTERDAM))
    _see_each_day_filled_once()


def test_of_two_fills_at_once_one_is_told_so_and_nothing_is_filled_twice(
    tmp_path: Path, address: str, alone: Flask
) -> None:
    line, process = start(tmp_path, address)
    with line:
        said = line.recv()
        with pytest.raises(turn.Busy):
            list(filling.fill(yesterday(), AMSTERDAM))
        while said is not None:
            line.send("go on")
            said = line.recv()
    process.join(30)
    assert list(filling.fill(yesterday(), AMSTERDAM)) == []
    _see_each_day_filled_once()


def _see_each_day_filled_once() -> None:
    days = [yesterday() - ago * DAY for ago in range(DAYS)]
    assert filled.missing(yesterday()) == []
    assert session().scalar(select(func.count(Person.id))) == DAYS
    for number, day in enumerate(reversed(days), 1):
        values = session().scalars(
            select(Figure.value).where(Figure.day == day, Figure.scope == "site")
        ).all()  # fmt: skip
        assert values == [number] * MEASURES
    notes = session().scalar(select(func.count()).select_from(FilledDay))
    assert notes == DAYS * (MEASURES + 2)

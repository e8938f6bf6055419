"""Filling a year that nobody filled, killed half way and resumed: `python -m bench insight_year`.

A smaller organisation with a year of work behind it. One process fills it from end to end; another is killed
in the midst of a day and a third goes on where it stopped. Both must come to the same figures.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.insight_site import Size, organisation
from bench.site import application
from essp.core.db import db, session
from essp.stats import filling
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.models import Deed, Presence

PEOPLE = int(os.environ.get("ESSP_BENCH_YEAR_PEOPLE", "400"))
DAYS = int(os.environ.get("ESSP_BENCH_YEAR_DAYS", "365"))
SIZE = Size(
    people=PEOPLE, events=PEOPLE * 100, days=DAYS, spaces=20, departments=10, topics=60,
    pages=PEOPLE * 2,
)  # fmt: skip
COMPARED: tuple[Any, ...] = (Figure, SpacePhase, Presence, Deed)
# An id says in which order rows were written; moments of filling are never the same.
ASIDE = {"id", "at"}


def run() -> Iterator[tuple[str, str]]:
    """How long a year takes, and whether what was killed comes to the same."""
    app, last = organisation(SIZE)
    with app.app_context():
        session().close()
        db.engine.dispose()
    yield "people, days", f"{SIZE.people:,}, {SIZE.days}"
    with tempfile.TemporaryDirectory() as place:
        one, other = (Path(place) / name for name in ("whole", "killed"))
        for folder in (one, other):
            shutil.copytree(app.config["SETTINGS"].data, folder)
        first = last - (SIZE.days - 1) * DAY
        whole = _filled(one, first, last)
        yield (
            "a year from end to end",
            f"{whole.took:.0f} s, {60 * whole.days / whole.took:.0f} days a minute",
        )
        slowest = sorted(whole.each)[-len(whole.each) // 20 or -1]
        yield "the first day, and the slowest twentieth", f"{whole.each[0]:.1f} s, {slowest:.2f} s"
        killed = _filled(other, first, last, until=SIZE.days // 2)
        yield "killed", f"after {killed.days} days, in the midst of the next"
        rest = _filled(other, first, last)
        yield "resumed", f"{rest.days} days more, {rest.took:.0f} s"
        yield from _compared(one, other)


@dataclass(frozen=True)
class _Filled:
    """What a process did: so many days, in so much processor time."""

    days: int
    took: float
    each: list[float]


def _filled(folder: Path, first: date, last: date, until: int | None = None) -> _Filled:
    """Let a process of its own fill these days; kill it in the midst of the one after `until`."""
    told = [sys.executable, "-m", "bench.insight_year", str(folder), str(first), str(last)]
    each: list[float] = []
    with subprocess.Popen(told, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            each.append(float(line))
            if len(each) == until:
                time.sleep(max(each[-5:]) / 2)
                child.send_signal(signal.SIGKILL)
    assert child.returncode == (0 if until is None else -signal.SIGKILL), child.returncode
    return _Filled(len(each), sum(each), each)


def _fill(folder: Path, first: date, last: date) -> None:
    """Fill these days and tell the processor time of each."""
    app = application(folder)
    with app.app_context():
        began = time.process_time()
        for _day, _rows in filling.fill(last, app.config["SETTINGS"].zone, first):
            now = time.process_time()
            print(now - began, flush=True)
            began = now


def _compared(one: Path, other: Path) -> Iterator[tuple[str, str]]:
    """What both came to, table by table; and that all steps of all days are noted."""
    for table in COMPARED:
        found, too = _rows(one, table), _rows(other, table)
        differ = sum(mine != theirs for mine, theirs in zip(found, too, strict=False))
        differ += abs(len(found) - len(too))
        yield f"rows of {table.__tablename__}", f"{len(found):,}, of which differ {differ}"
    steps, others = ({row[:2] for row in _rows(each, FilledDay)} for each in (one, other))
    yield "steps noted as done", f"{len(steps):,}, of which differ {len(steps ^ others)}"


def _rows(folder: Path, table: Any) -> list[tuple[Any, ...]]:
    app = application(folder)
    columns = [each for each in table.__table__.columns if each.name not in ASIDE]
    with app.app_context():
        rows = [tuple(map(str, row)) for row in session().execute(select(*columns))]
        session().close()
        db.engine.dispose()
    return sorted(rows)


if __name__ == "__main__":
    _fill(Path(sys.argv[1]), *(date.fromisoformat(each) for each in sys.argv[2:4]))

"""Filling a day of a large organisation, and its screens: `python -m bench insight`.

20,000 people, two million events on each working day of a hundred days, with everything that they wrote.
What is measured is processor time: of what the worker does at night, step by step, and of each screen.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, func, select

from bench.insight_site import Size, organisation
from bench.timing import measured
from essp.core import clock
from essp.core.db import session, transaction
from essp.discussions.models import Post, Thread
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.stats import filled, filling, gathering
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.models import Deed, Presence, Searched, Usage
from essp.stats.retention import reduce_to_totals
from essp.wiki.models import Page, Revision

SIZE = Size(
    people=int(os.environ.get("ESSP_BENCH_PEOPLE", "20000")),
    events=int(os.environ.get("ESSP_BENCH_EVENTS", "2000000")),
    days=int(os.environ.get("ESSP_BENCH_DAYS", "101")),
)
SLOWEST = 12
SCREENS = (
    "/insight", "/insight/silos", "/insight/knowledge", "/insight/spaces", "/insight/how",
    "/insight/mine", "/s/space-1/-/insight", "/s/space-1/-/phase", "/insight/tile/unanswered",
    "/insight/export/silos", "/insight/export/phases",
)  # fmt: skip
Step = tuple[str, Any]


def run() -> Iterator[tuple[str, str]]:
    """What filling a day takes, all of its steps and the slowest; and the screens of that day."""
    app, day = organisation(SIZE)
    zone = app.config["SETTINGS"].zone
    with app.app_context():
        yield from _there(day)
        yield from _behind(day - DAY, zone)
        yield from _filling(day, zone)
        yield from _letting_go(day)
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        yield "most memory of the process", f"{most:,.0f} MB"
        browser = _browser(app)
    for path in SCREENS:
        yield path, measured(app, browser, path)


def _there(day: date) -> Iterator[tuple[str, str]]:
    """How much there is."""
    for name, table in (("posts", Post), ("conversations", Thread), ("pages", Page)):
        yield name, f"{_count(table):,}"
    yield "revisions", f"{_count(Revision):,}"
    yield "rows of use, and of searches", f"{_count(Usage):,}, {_count(Searched):,}"
    yield "rows of presence", f"{_count(Presence):,}"
    times = session().scalar(select(func.sum(Usage.times)).where(Usage.day == day)) or 0
    yield "times that something was opened on the day", f"{times:,}"


def _behind(day: date, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """The first time, the deeds of all days behind are gathered; then these are noted as done."""
    if not filled.steps_done(day):
        began = time.process_time()
        with transaction():
            gathering.gather(day, zone)
        took = time.process_time() - began
        yield "gathering all days before it, once", f"{took:.1f} s, {_count(Deed):,} deeds"
        with transaction():
            for step in ("deeds", "presence"):
                session().add(FilledDay(day=day, step=step, at=clock.now(), rows=0))


def _filling(day: date, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    """All steps of the day, as `fill_day` takes them."""
    with transaction():
        for table in (FilledDay, Figure, SpacePhase):
            session().execute(delete(table).where(table.day == day))
    before, took = _yardstick(), dict[str, float]()
    asked = [(each.id, each) for each in filling.asked_on(filled.FULL)]
    for steps in (filling.first_steps(), asked, filling.last_steps()):
        filling.take(day, zone, _watched(steps, took))
    filling.note(day, filled.COMPLETE, 0)
    yard = (before + _yardstick()) / 2
    whole, measures = sum(took.values()), sum(took[name] for name, _each in asked)
    yield "a million additions, before and after", f"{1000 * yard:.0f} ms"
    yield "filling the day, all steps", f"{whole:.1f} s, {whole / yard:,.0f} times that"
    yield "its measures", f"{measures:.1f} s, {len(asked)} of them"
    rows = session().scalar(select(func.count()).select_from(Figure).where(Figure.day == day))
    empty = [name for name, _each in asked if not _figures(day, name)]
    yield "figures of the day", f"{rows:,}; measures without one: {', '.join(empty) or 'none'}"
    for name, seconds in sorted(took.items(), key=lambda each: -each[1])[:SLOWEST]:
        yield f"  {name}", f"{seconds:.2f} s"


def _watched(steps: Iterable[Step], took: dict[str, float]) -> Iterator[Step]:
    """The steps, one after another; how long each took until the next was asked for."""
    for name, step in steps:
        began = time.process_time()
        yield name, step
        took[name] = time.process_time() - began


def _yardstick() -> float:
    """How fast this processor is just now."""
    began = time.process_time()
    sum(number for number in range(1_000_000))
    return time.process_time() - began


def _letting_go(day: date) -> Iterator[tuple[str, str]]:
    """One more day is no longer kept; taken back, so that it can be measured again."""
    began, rows = time.process_time(), 0
    try:
        with transaction():
            rows = reduce_to_totals(day + 2 * DAY)
            took = time.process_time() - began
            raise _TakenBack
    except _TakenBack:
        yield "letting go of what is older than 35 days", f"{took:.1f} s, {rows:,} rows"


class _TakenBack(Exception):
    """What was done is not kept."""


def _browser(app: Flask) -> FlaskClient:
    """That of a community manager."""
    keeper = session().get_one(Person, 1)
    with transaction():
        token = sessions.begin_sign_in(keeper, days=1)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    return browser


def _figures(day: date, measure: str) -> bool:
    asked = select(Figure.day).where(Figure.day == day, Figure.measure == measure).limit(1)
    return session().scalar(asked) is not None


def _count(table: Any) -> int:
    return session().scalar(select(func.count()).select_from(table)) or 0

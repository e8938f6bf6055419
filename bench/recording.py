"""What noting who opens what adds to a page view: `python -m bench recording`.

The same pages are read by the same readers with and without it, in turns within one run, and the middle of
each is set against the other. What the thread behind writes down every few seconds is measured apart and
added: readers do not wait for it, but it takes the same processor.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Sequence
from datetime import date
from statistics import median

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench.site import Size, site
from essp.core import clock
from essp.core.db import session, transaction
from essp.people import sessions
from essp.people.current import TOKEN
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats import recording
from essp.stats.privacy_models import InsightSwitch
from essp.stats.web import noticing
from essp.wiki import reads
from essp.wiki.models import Page

TURNS, VIEWS, READERS = 60, 50, 20


def run() -> list[tuple[str, str]]:
    """Measure; rows of what and how much."""
    app = site(Size(pages=400, people=100))
    with app.app_context():
        _agree()
        paths = _paths()
        browsers = [_browser(app, each) for each in _readers()]
        for browser in browsers:
            _read(browser, paths)
        with_it, without = list[float](), list[float]()
        for turn in range(TURNS):
            browser = browsers[turn % READERS]
            for noted in (True, False) if turn % 2 else (False, True):
                with_or_without = with_it if noted else without
                with_or_without.append(_turn(app, browser, paths, noted=noted))
        recording._recorder.take()
        written = [_written(browsers, paths) for _each in range(3)]
    view, bare = median(with_it), median(without)
    behind = min(written)
    return [
        ("a page view without", f"{1e6 * bare:.0f} µs"),
        ("what noting it adds for who waits", f"{100 * (view / bare - 1):+.1f} %"),
        (
            "writing it down behind, for each view",
            f"{1e6 * behind:.0f} µs, {100 * behind / bare:.1f} %",
        ),
    ]


def _turn(app: Flask, browser: FlaskClient, paths: Sequence[str], *, noted: bool) -> float:
    listeners, after = list(reads._opened), list(app.after_request_funcs.get(None, []))
    if not noted:
        reads._opened.remove(noticing.opened_page)
        app.after_request_funcs[None].remove(noticing._notice)
    try:
        return _read(browser, paths)
    finally:
        reads._opened[:] = listeners
        app.after_request_funcs[None][:] = after


def _read(browser: FlaskClient, paths: Sequence[str]) -> float:
    """Processor time of one view."""
    gc.collect()
    begun = time.process_time()
    for number in range(VIEWS):
        browser.get(paths[number % len(paths)])
    return (time.process_time() - begun) / VIEWS


def _written(browsers: Sequence[FlaskClient], paths: Sequence[str]) -> float:
    """Processor time of writing down one view, of a thousand that came together."""
    for browser in browsers:
        _read(browser, paths)
    begun = time.process_time()
    events = recording.write()
    return (time.process_time() - begun) / events


def _agree() -> None:
    with transaction():
        first = session().scalars(select(Person).order_by(Person.id).limit(1)).one()
        session().add(
            InsightSwitch(
                mode="full", at=clock.now(), by_id=first.id, reference="bench",
                agreed_on=date(2026, 1, 1),
            )
        )  # fmt: skip


def _paths() -> list[str]:
    rows = session().execute(
        select(Space.slug, Page.slug)
        .join(Page, Page.space_id == Space.id)
        .order_by(Page.id)
        .limit(25)
    )
    return [f"/s/{row[0]}/{row[1]}" for row in rows]


def _readers() -> Sequence[Person]:
    return session().scalars(select(Person).order_by(Person.id).limit(READERS)).all()


def _browser(app: Flask, person: Person) -> FlaskClient:
    with transaction():
        token = sessions.begin_sign_in(person, days=30)
    browser = app.test_client()
    with browser.session_transaction() as cookie:
        cookie[TOKEN] = token
    return browser

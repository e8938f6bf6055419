"""The demonstration, built once for whatever is asked of it, and its last weeks counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from essp.core.db import session
from essp.core.web import zone
from essp.demo import around, brought, building, living
from essp.demo.content import load
from essp.expertise.rebuilding import rebuild
from essp.people.models import Person
from essp.search import indexing, live
from essp.stats import filling
from essp.stats.departments import note_department
from essp.topics.asking import note_everybody
from tests.conftest import application


@pytest.fixture(scope="session")
def veldstroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The organisation without its files, with an index of its own."""
    folder = tmp_path_factory.mktemp("veldstroom")
    with application(f"sqlite:///{folder / 'essp.db'}", folder) as app:
        with app.app_context():
            building.build(replace(load(), templates=(), files=()), site_name="Kantlijn")
            note_everybody.run()
            indexing.rebuild()
            rebuild()
        yield app
        with app.app_context():
            live.works().close()
            live.index().close()


@pytest.fixture(scope="session")
def lived(veldstroom: Flask) -> Flask:
    """The same with the use of its last weeks: the last day is counted, and the one a week before."""
    with veldstroom.app_context():
        for person in session().scalars(select(Person)).all():
            note_department.run(person_id=person.id)
        brought.bring_in()
        living.agree()
        around.put_beside(living.LAST)
        first = living.LAST - timedelta(days=7)
        living._use(first - timedelta(days=34), living.LAST)
        # What leads up to the last day is gathered once; a figure is made of two days alone.
        for day in (first, living.LAST):
            filling.fill_day(day, zone())
    return veldstroom

"""With something hidden, the figures of the site, of departments and topics are what they are without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.web import zone
from essp.core.worker import do_all
from essp.discussions.answering import accept
from essp.people.models import Person
from essp.stats import filling
from essp.stats.asking import Axis, day_of
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.gathering import gather
from essp.stats.measures import Chapter, catalogue
from essp.stats.models import Deed, Presence, Searched, Usage
from essp.stats.presences import note_presence
from tests.canary import world as worlds
from tests.canary.building import NOON, open_world, searched_in
from tests.canary.world import MakePerson, World
from tests.discussions.talking import answer, ask
from tests.stats.figures import agreed

DAY = day_of(NOON, ZoneInfo("Europe/Amsterdam"))
# That somebody was here counts wherever they were: it says nothing of what they read or wrote.
OF_BEING_HERE = {Chapter.ADOPTION}
OF_PEOPLE_HERE = {"M10", "M60", "M62", "D6"}


@pytest.fixture
def nothing_hidden(app: Flask, make_person: MakePerson, tmp_path: Path) -> Iterator[World]:
    """The organisation before it has closed spaces, which measures in full."""
    folder = tmp_path / "index"
    folder.mkdir()
    with clock.held_at(NOON), searched_in(folder):
        made = open_world(make_person)
        agreed("full", made.people["administrator"])
        femke, ruben = made.people["owner"], made.people["member"]
        with transaction():
            answer(femke, ask(ruben, made.spaces["open"], title="When does #heat count?"))
        do_all()
        yield made


def figures_of_all(session: Session) -> dict[tuple[str, str, str], tuple[Any, ...]]:
    """Every figure of the day but those of spaces, made anew."""
    for table in (Figure, FilledDay, Deed, Presence):
        session.execute(delete(table))
    session.commit()
    gather(DAY, zone())
    note_presence(DAY, zone())
    session.commit()
    filling.fill_day(DAY, zone())
    rows = session.scalars(select(Figure).where(Figure.scope != Axis.SPACE.value))
    return {
        (row.measure, row.scope, row.key): (row.value, row.n, row.people, str(row.parts))
        for row in rows
    }


def test_the_site_its_departments_and_topics_tell_nothing_of_what_is_hidden(
    nothing_hidden: World, session: Session
) -> None:
    before = figures_of_all(session)
    worlds.guarded_content(nothing_hidden, session)
    # Who left is another person less here, whatever is hidden.
    session.execute(update(Person).where(Person.handle == "tim-oud").values(left_at=None))
    do_all()
    hidden = nothing_hidden.spaces["closed"]
    femke = nothing_hidden.people["owner"]
    ruben = nothing_hidden.people["member"]
    with transaction():
        for name in ("closed", "request"):
            asked = ask(ruben, nothing_hidden.spaces[name], title="When does #heat count here?")
            accept(ruben, answer(femke, asked).uid)
            ask(femke, nothing_hidden.spaces[name], title="Who waits for this?")
    do_all()
    for kind, thing in (("space", hidden.id), ("page", nothing_hidden.pages["closed"].id)):
        session.add(
            Usage(day=DAY, person_id=femke.id, verb="view", kind=kind, object_id=thing,
                  department=femke.department, space_id=hidden.id, times=9)
        )  # fmt: skip
    session.commit()
    with_hidden = figures_of_all(session)
    differs = {
        key: (before.get(key), with_hidden.get(key))
        for key in before.keys() | with_hidden.keys()
        if before.get(key) != with_hidden.get(key)
    }
    told = {key for key in differs if not _of_being_here(key[0])}
    assert before and not told, "\n".join(f"{key}: {differs[key]}" for key in sorted(told))
    assert session.scalar(select(Searched.id).limit(1)) is None


def _of_being_here(measure: str) -> bool:
    return catalogue()[measure].chapter in OF_BEING_HERE or measure in OF_PEOPLE_HERE

"""A table of many scopes asks the database no more than one of few."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import db
from essp.people.models import Person, Role
from essp.spaces.models import Access, Membership, Space
from essp.stats import reading
from essp.stats.asking import Axis, Scope
from essp.stats.maturing import mature
from tests.stats.days import AMSTERDAM
from tests.stats.figures import DAY, agreed, department, figure, measured, people_in

FEW, MANY = 3, 9


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            asked.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def sanne(make_person: Callable[..., Person]) -> Person:
    """A community manager of a site that measures in full, who leads nobody."""
    made = make_person("Sanne Kuiper", role=Role.COMMUNITY_MANAGER.value)
    agreed("full", made)
    return made


def of(space: Space) -> Scope:
    return Scope(Axis.SPACE, str(space.id))


def spaces_with_figures(
    session: Session, number: int, sanne: Person, make_space: Callable[..., Space], people: list[Person]
) -> list[Space]:  # fmt: skip
    """As many spaces, open, by request and closed in turn, whose members do not overlap by little."""
    made = []
    for each in range(number):
        access = list(Access)[each % 3]
        space = make_space(sanne, f"Space {len(people)} {each}", access=access)
        rows = [
            {"space_id": space.id, "person_id": one.id, "since": clock.now() - timedelta(days=999)}
            for one in people[each * 10 : each * 10 + 10]
        ]
        session.execute(insert(Membership), rows)
        figure(9, 9, of(space))
        made.append(space)
    session.commit()
    return made


def test_figures_of_many_spaces_are_asked_at_once(
    session: Session, sanne: Person, make_space: Callable[..., Space],
    make_person: Callable[..., Person],
) -> None:  # fmt: skip
    people = people_in(make_person, "Planning", MANY * 10)
    with measured():
        spaces = spaces_with_figures(session, MANY, sanne, make_space, people)
        scopes, asked = [of(each) for each in spaces], {}
        for count in (FEW, MANY):
            with statements() as asked[count]:
                told = reading.figures_of_each(sanne, scopes[:count], DAY, ["T1"], what=f"{count}")
            assert all(each and each["T1"].value == 9 for each in told.values())
    assert len(asked[MANY]) == len(asked[FEW]), asked[MANY]


def test_figures_of_many_departments_are_asked_at_once(
    session: Session, sanne: Person, make_person: Callable[..., Person]
) -> None:
    names = [f"Department {each}" for each in range(MANY)]
    for name in names:
        people_in(make_person, name, 6)
    with measured():
        for name in names:
            figure(9, 9, department(name))
        asked = {}
        for count in (FEW, MANY):
            with statements() as asked[count]:
                told = reading.figures_of_each(
                    sanne,
                    [department(each) for each in names[:count]],
                    DAY,
                    ["T1"],
                    what=f"{count}",
                )
            assert all(each and each["T1"].value == 9 for each in told.values())
    assert len(asked[MANY]) == len(asked[FEW]), asked[MANY]


@pytest.mark.parametrize("address", ["/insight/spaces", "/insight", "/insight/tile/reach"])
def test_a_page_asks_no_more_for_nine_spaces_than_for_six(
    address: str, session: Session, sanne: Person, make_space: Callable[..., Space],
    make_person: Callable[..., Person], browser_of: Callable[[Person], FlaskClient],
) -> None:  # fmt: skip
    people = people_in(make_person, "Planning", 90)
    browser, found = browser_of(sanne), []
    for _round in range(3):  # what was seen before is looked at from the second on
        spaces_with_figures(session, FEW, sanne, make_space, people)
        for each in (DAY, DAY - timedelta(days=1)):
            mature(each, AMSTERDAM)
        session.commit()
        browser.get("/insight/mine")
        with statements() as asked:
            assert browser.get(f"{address}?day={DAY}").status_code == 200
        found.append(asked)
        people = people[30:]
    assert len(found[1]) == len(found[2]), "\n".join(found[2])

"""The demonstration is built by the verbs of the site, at the times of its content, and once."""

from dataclasses import replace

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core.decision import Refused
from essp.demo import building
from essp.demo.content import load
from essp.demo.model import Demo
from essp.people import passwords
from essp.people.models import Person, Role
from essp.spaces.models import Champion, Membership, Space
from essp.wiki.models import Page, Revision
from essp.wiki.texts import text_of


@pytest.fixture(scope="module")
def council() -> Demo:
    """The smallest space with everybody who writes there, and an administrator."""
    demo = load()
    pages = tuple(page for page in demo.pages if page.space == "ondernemingsraad")
    [space] = [space for space in demo.spaces if space.slug == "ondernemingsraad"]
    spaces = (replace(space, champions=((space.members[1], "How we decide"),)),)
    wanted = {*spaces[0].members, "grace-okafor", "cees-vink"}
    people = tuple(person for person in demo.people if person.handle in wanted)
    return replace(
        demo,
        people=people,
        spaces=spaces,
        pages=pages,
        topics=(),
        templates=(),
        files=(),
        threads=(),
    )


@pytest.fixture
def steps_done() -> list[None]:
    return []


@pytest.fixture
def built(
    app: Flask, council: Demo, steps_done: list[None], monkeypatch: pytest.MonkeyPatch
) -> building.Built:
    # A dozen careful hashes would be most of the time of these tests.
    monkeypatch.setattr(
        passwords, "hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    )
    return building.build(council, site_name="Kantlijn", progress=lambda: steps_done.append(None))


def test_whoever_helps_newcomers_is_named_in_the_space(
    built: building.Built, council: Demo, session: Session
) -> None:
    rows = session.execute(
        select(Person.handle, Champion.says).join_from(
            Champion, Person, Champion.person_id == Person.id
        )
    )
    assert [tuple(row) for row in rows] == [(council.spaces[0].members[1], "How we decide")]


def test_every_revision_is_there_with_its_text_author_and_time(
    built: building.Built, council: Demo, session: Session
) -> None:
    handles = {person.id: person.handle for person in session.scalars(select(Person))}
    pages = {page.title: page for page in session.scalars(select(Page))}
    for page in council.pages:
        made = pages[page.title]
        rows = session.scalars(
            select(Revision).where(Revision.page_id == made.id).order_by(Revision.number)
        ).all()
        assert [(handles[row.author_id], row.at, row.summary) for row in rows] == [
            (revision.author_handle, revision.at, revision.summary) for revision in page.revisions
        ]
        assert [text_of(made, row.number) for row in rows] == [r.text for r in page.revisions]
    assert built.revisions == sum(len(page.revisions) for page in council.pages)


def test_everybody_has_joined_and_who_left_cannot_sign_in(
    built: building.Built, session: Session
) -> None:
    people = {person.handle: person for person in session.scalars(select(Person))}
    assert people["nadia-el-idrissi"].about.startswith("Hitte")
    assert passwords.verify(people["nadia-el-idrissi"], building.PASSWORD)
    assert people["grace-okafor"].role == Role.ADMINISTRATOR.value
    assert not passwords.verify(people["cees-vink"], building.PASSWORD)


def test_a_closed_space_has_an_address_that_is_the_same_each_time(
    built: building.Built, council: Demo, session: Session
) -> None:
    space = session.scalars(select(Space)).one()
    assert space.slug == "ondernemingsraad-kezm3bytfq"
    members = session.scalars(select(Membership).where(Membership.space_id == space.id)).all()
    assert len(members) == len(council.spaces[0].members)


def test_a_site_with_people_of_its_own_is_left_alone(
    built: building.Built, council: Demo, session: Session
) -> None:
    before = len(session.scalars(select(Revision.id)).all())
    with pytest.raises(Refused):
        building.build(council, site_name="Kantlijn")
    assert len(session.scalars(select(Revision.id)).all()) == before


def test_every_step_is_counted(
    built: building.Built, council: Demo, steps_done: list[None]
) -> None:
    assert len(steps_done) == building.steps(council)


def test_teams_stand_as_soon_as_both_are_here(built: building.Built, session: Session) -> None:
    led = session.scalars(select(Person).where(Person.manager_id.is_not(None))).all()
    assert led
    for person in led:
        manager = session.get_one(Person, person.manager_id)
        assert person.department == manager.department

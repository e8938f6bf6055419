"""What nobody looks after, and handovers, on the desk."""

from __future__ import annotations

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.ids import new_uid
from essp.curation import places
from essp.curation.desk_ownerless import ownerless, ownerless_count
from essp.curation.desk_sets import remit_of
from essp.curation.handing_over import hand_over
from essp.curation.models import Handover
from essp.people.models import Role


@pytest.fixture
def carla(make_person):
    """A community manager."""
    return make_person("Carla Smit", role=Role.COMMUNITY_MANAGER.value)


def found(person) -> list[str]:
    """The names of what nobody looks after, for somebody."""
    here = ownerless(person, remit_of(person))
    assert here.total == ownerless_count(person, remit_of(person))
    return [each.name for each in here.spaces] + [space.name for _row, space, _page in here.sought]


def test_the_measures_begin_with_the_spaces_that_nobody_owns(
    browser_of, carla, femke, space, closed_space
) -> None:
    browser = browser_of(carla)
    assert "Nobody owns" not in browser.get("/curation/measures").text
    femke.left_at = clock.now()
    session().commit()
    shown = browser.get("/curation/measures").text
    assert "Nobody owns 1 space." in shown and f"/s/{space.slug}/-/owners" in shown
    assert closed_space.name not in shown


def test_a_space_whose_owners_left_is_told_to_community_managers_who_may_read_it(
    carla, femke, ruben, space, closed_space
) -> None:
    assert found(carla) == []
    femke.left_at = clock.now()
    session().flush()
    assert found(carla) == [space.name]
    assert found(ruben) == []


def test_what_somebody_is_looked_for_stands_there_until_it_is_decided(
    carla, femke, space, browser_of
) -> None:
    row = Handover(
        uid=new_uid(), space_id=space.id, from_id=femke.id, why="asked", opened_at=clock.now()
    )
    session().add(row)
    session().flush()
    assert found(femke) == found(carla) == [space.name]
    html = browser_of(carla).get("/curation/ownerless").text
    assert "Somebody is looked for since" in html
    row.decided_at = clock.now()
    session().flush()
    assert found(femke) == []
    assert "Everything has an owner." in browser_of(femke).get("/curation/ownerless").text


def test_who_owns_nothing_yet_finds_what_is_handed_over_to_them(
    browser_of, femke, noor, space
) -> None:
    with transaction():
        hand_over(femke, places.of_space(femke, space.slug), to=noor)
    html = browser_of(noor).get("/curation/handovers").text
    assert "asks you to own" in html


def test_who_looks_after_nothing_is_told_what_the_desk_is_for(browser_of, noor, carla) -> None:
    assert "You look after no pages yet." in browser_of(noor).get("/curation/ownerless").text
    assert "Everything has an owner." in browser_of(carla).get("/curation/ownerless").text
    assert 'href="/curation"' in browser_of(carla).get("/spaces").text

"""Where each space stands, on screen: what is missing first, what few stand behind, and advice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert
from sqlalchemy.orm import Session

from essp.core import clock
from essp.people.models import Person, Role
from essp.spaces.models import Access, Membership, Space
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.maturing import mature
from essp.stats.phases import About, Phase
from essp.stats.privacy_models import InsightSwitch
from tests.stats.days import AMSTERDAM, noon, yesterday
from tests.stats.test_maturing import figures

Browser = Callable[[Person], FlaskClient]
ADVICE = [each.value for each in About] + [each.value.replace(" ", "-") for each in Phase]


@pytest.fixture
def manager(make_person: Callable[..., Person], session: Session) -> Person:
    """A community manager, and a day that is filled and measured in full."""
    person = make_person("Sanne Kuiper", role=Role.COMMUNITY_MANAGER.value)
    session.add(InsightSwitch(mode="full", at=noon(yesterday() - 90 * DAY), by_id=person.id))
    session.add(FilledDay(day=yesterday(), step="complete", at=clock.now(), rows=1))
    session.commit()
    return person


@pytest.fixture
def crowd(session: Session) -> list[int]:
    """Enough people for figures to be shown."""
    rows = [
        {"handle": f"reader-{n}", "name": f"Reader {n}", "name_key": f"reader {n}",
         "created_at": clock.now(), "joined_at": noon(yesterday() - 90 * DAY)}
        for n in range(30)
    ]  # fmt: skip
    session.execute(insert(Person), rows)
    session.commit()
    return [each.id for each in session.query(Person).filter(Person.handle.startswith("reader-"))]


def stands(session: Session, space: Space, day: date, **values: float) -> None:
    figures(session, space, day, **values)
    mature(day, AMSTERDAM)
    session.commit()


def test_what_is_missing_stands_first_with_what_helps(
    session: Session, space: Space, manager: Person, crowd: list[int], browser_of: Browser
) -> None:
    stands(session, space, yesterday(), C5ret=0.2)
    page = browser_of(manager).get("/insight/spaces")
    assert page.status_code == 200
    assert "Pioneering" in page.text and "People come back" in page.text
    assert "&lt;5, at least 40%" in page.text  # two of nine came back
    assert "/insight/advice/returning" in page.text
    assert "10 people of 3 departments contributed in four weeks." in page.text
    one = browser_of(manager).get(f"/s/{space.slug}/-/phase")
    assert one.text.index("People come back") < one.text.index("Questions find a response")
    assert "To become facilitating" in one.text


def test_what_few_people_stand_behind_is_not_told(
    session: Session, space: Space, manager: Person, crowd: list[int], browser_of: Browser
) -> None:
    figures(session, space, yesterday(), C5ret=0.25)
    row = session.get_one(Figure, (yesterday(), "space", str(space.id), "C5ret"))
    row.people = 4
    session.commit()
    mature(yesterday(), AMSTERDAM)
    session.commit()
    page = browser_of(manager).get("/insight/spaces").text
    assert "25%" not in page and "&lt;5, at least 40%" in page


def test_nobody_sees_where_a_space_stands_that_they_do_not_read(
    session: Session, closed_space: Space, manager: Person, noor: Person, femke: Person,
    crowd: list[int], browser_of: Browser,
) -> None:  # fmt: skip
    session.execute(
        insert(Membership),
        [{"space_id": closed_space.id, "person_id": each, "since": clock.now()} for each in crowd],
    )
    session.commit()
    stands(session, closed_space, yesterday())
    assert closed_space.name not in browser_of(manager).get("/insight/spaces").text
    assert browser_of(manager).get(f"/s/{closed_space.slug}/-/phase").status_code == 404
    assert browser_of(femke).get(f"/s/{closed_space.slug}/-/phase").status_code == 200


def test_who_neither_owns_a_space_nor_looks_after_all_does_not_see_its_phase(
    session: Session, space: Space, manager: Person, noor: Person, browser_of: Browser
) -> None:
    stands(session, space, yesterday())
    assert browser_of(noor).get("/insight/spaces").status_code == 403
    assert browser_of(noor).get(f"/s/{space.slug}/-/phase").status_code == 403


def test_a_small_space_says_why_nothing_is_told(
    session: Session, femke: Person, make_space: Callable[..., Space], manager: Person,
    browser_of: Browser,
) -> None:  # fmt: skip
    few = make_space(femke, "Few", access=Access.CLOSED)
    figures(session, few, yesterday(), members=2)
    mature(yesterday(), AMSTERDAM)
    session.commit()
    page = browser_of(femke).get(f"/s/{few.slug}/-/phase").text
    assert "Too small to phase" in page and "Too few people to show." in page


def test_before_the_first_night_it_says_so(
    session: Session, make_person: Callable[..., Person], browser_of: Browser, space: Space,
    femke: Person,
) -> None:  # fmt: skip
    person = make_person("Sanne Kuiper", role=Role.COMMUNITY_MANAGER.value)
    assert "not counted yet" in browser_of(person).get("/insight/spaces").text
    assert "not counted yet" in browser_of(femke).get(f"/s/{space.slug}/-/phase").text


def test_going_backwards_is_said(
    session: Session, space: Space, manager: Person, crowd: list[int], browser_of: Browser
) -> None:
    day = yesterday()
    for ago, held in ((28, []), (56, ["facilitating:answered"]), (84, ["facilitating:answered"]),
                      (112, ["facilitating:answered"])):  # fmt: skip
        session.add(
            SpacePhase(day=day - ago * DAY, space_id=space.id, phase="facilitating",
                       reached="facilitating",
                       conditions=[{"name": name, "held": True, "falling": False} for name in held])
        )  # fmt: skip
    session.commit()
    stands(session, space, day, M20=0.1)
    assert "going backwards" in browser_of(manager).get("/insight/spaces").text


@pytest.mark.parametrize("name", ADVICE)
def test_every_condition_and_phase_has_a_page_of_advice_in_both_languages(
    name: str, femke: Person, browser_of: Browser, session: Session
) -> None:
    for language, heading in (("en", "What to do on Monday"), ("nl", "Wat je maandag doet")):
        femke.language = language
        session.commit()
        page = browser_of(femke).get(f"/insight/advice/{name}")
        assert page.status_code == 200 and heading in page.text


def test_how_phases_are_decided_names_every_condition(femke: Person, browser_of: Browser) -> None:
    page = browser_of(femke).get("/insight/advice").text
    assert all(f"/insight/advice/{each.value}" in page for each in About)
    assert browser_of(femke).get("/insight/advice/no-such-thing").status_code == 404


def test_while_nothing_is_measured_no_space_has_a_phase_on_any_screen(
    manager: Person, femke: Person, crowd: list[int], space: Space, session: Session, browser_of: Browser
) -> None:  # fmt: skip
    stands(session, space, yesterday(), C5act=0.6, M20=0.64)
    browser, addresses = browser_of(manager), ("/insight/spaces", f"/s/{space.slug}/-/phase")
    assert all("Pioneering" in browser.get(each).text for each in addresses)
    session.add(InsightSwitch(mode="off", at=clock.now(), by_id=manager.id))
    session.commit()
    for address in addresses:
        page = browser.get(address).text
        assert "Pioneering" not in page and "contributed" not in page
    day = browser.get("/insight").text
    assert "Nothing is measured." in day and "Only the minimum" not in day

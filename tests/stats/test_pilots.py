"""Pilots: laid out, looked at, closed; nobody learns who of the invited came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.core.db import transaction
from essp.core.decision import Invalid, NotFound, Refused
from essp.people.models import Person, Role
from essp.spaces.models import Access, Space
from essp.stats import piloting
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay
from essp.stats.phases import About
from essp.stats.piloting import Feet, State, Wanted, lay_out
from essp.stats.place_models import Pilot, PilotPerson
from essp.stats.privacy_models import InsightSwitch
from tests.stats.days import noon, yesterday
from tests.stats.test_maturing import figures

Browser = Callable[[Person], FlaskClient]
GOOD = {About.ANSWERED: 0.6, About.RETURNING: 0.5, About.STANDING: 0.3}


@pytest.fixture
def manager(make_person: Callable[..., Person]) -> Person:
    """A community manager."""
    return make_person("Sanne Kuiper", role=Role.COMMUNITY_MANAGER.value)


@pytest.fixture
def team(session: Session) -> list[Person]:
    """Six people of one department."""
    rows = [
        {"handle": f"planner-{n}", "name": f"Planner {n}", "name_key": f"planner {n}",
         "created_at": clock.now(), "joined_at": noon(yesterday() - 90 * DAY), "department": "Planning"}
        for n in range(6)
    ]  # fmt: skip
    session.execute(insert(Person), rows)
    session.commit()
    return list(session.scalars(select(Person).where(Person.department == "Planning")))


def wanted(space: Space, **values: str) -> Wanted:
    first = yesterday() - 30 * DAY
    told = {
        "space": space.slug, "name": "Field notes", "purpose": "Do fitters write themselves?",
        "starts_on": first.isoformat(), "ends_on": (first + 20 * DAY).isoformat(),
        "department": "Planning",
    }  # fmt: skip
    return Wanted(**(told | values))


def begun(manager: Person, space: Space, **values: str) -> Pilot:
    with transaction():
        return lay_out(manager, wanted(space, **values), yesterday() + DAY)


def test_a_cohort_is_of_people_by_name_and_of_a_department(
    session: Session, manager: Person, space: Space, team: list[Person], femke: Person
) -> None:
    pilot = begun(manager, space, people=f"@{femke.handle}\n{team[0].name}")
    rows = session.scalars(select(PilotPerson).where(PilotPerson.pilot_id == pilot.id)).all()
    assert {row.person_id for row in rows} == {femke.id, *(each.id for each in team)}
    assert {row.invited_on for row in rows} == {pilot.starts_on}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "x" * 121}),
        ("purpose", {"purpose": "x" * 501}),
        ("space", {"space": "no-such-place"}),
        ("starts_on", {"starts_on": "soon"}),
        ("starts_on", {"starts_on": "1999-01-01"}),
        ("ends_on", {"ends_on": "2000-02-31"}),
        ("ends_on", {"ends_on": "2001-01-01"}),
        ("ends_on", {"ends_on": "2999-01-01"}),
        ("people", {"department": "", "people": "\n,\n"}),
        ("people", {"people": "Nobody Of That Name"}),
    ],
)
def test_what_cannot_be_a_pilot_is_said_beside_its_field(
    field: str, values: dict[str, str], session: Session, manager: Person, space: Space,
    team: list[Person],
) -> None:  # fmt: skip
    with pytest.raises(Invalid) as refused, transaction():
        lay_out(manager, replace(wanted(space), **values), yesterday() + DAY)
    assert field in refused.value.errors


def test_who_left_or_cannot_read_the_space_is_not_invited(
    session: Session, manager: Person, closed_space: Space, space: Space, team: list[Person],
    noor: Person, make_space: Callable[..., Space],
) -> None:  # fmt: skip
    noor.left_at = clock.now()
    session.commit()
    with pytest.raises(Invalid, match="not with the organisation"), transaction():
        lay_out(manager, wanted(space, people="@noor-jansen"), yesterday())
    own = make_space(manager, "Closed trial", access=Access.CLOSED)
    with pytest.raises(Invalid, match="Planner 0, Planner 1, Planner 2"), transaction():
        lay_out(manager, wanted(own), yesterday())
    with pytest.raises(Invalid, match="Choose a space"), transaction():
        lay_out(manager, wanted(closed_space), yesterday())


def test_only_community_managers_who_read_the_space_see_a_pilot(
    session: Session, manager: Person, make_person: Callable[..., Person], femke: Person,
    closed_space: Space, space: Space, team: list[Person],
) -> None:  # fmt: skip
    pilot = begun(manager, space)
    with pytest.raises(Refused):
        piloting.find_pilot(femke, pilot.uid)
    with pytest.raises(Refused):
        piloting.pilots(femke)
    pilot.space_id = closed_space.id
    session.commit()
    with pytest.raises(NotFound):
        piloting.find_pilot(manager, pilot.uid)
    assert piloting.pilots(manager) == []


def test_a_pilot_is_judged_four_weeks_after_its_end_and_not_before(
    session: Session, manager: Person, space: Space, team: list[Person]
) -> None:
    pilot = begun(manager, space)
    after = pilot.ends_on + 28 * DAY
    assert piloting.stands(pilot, after - DAY, GOOD) is Feet.EARLY
    assert piloting.stands(pilot, after, GOOD) is Feet.YES
    for about, poor in ((About.ANSWERED, 0.4), (About.RETURNING, 0.3), (About.STANDING, 0.6)):
        assert piloting.stands(pilot, after, GOOD | {about: poor}) is Feet.NO
        assert piloting.stands(pilot, after, GOOD | {about: None}) is Feet.UNKNOWN
    assert [piloting.state_of(pilot, day) for day in (
        pilot.starts_on - DAY, pilot.starts_on, pilot.ends_on, pilot.ends_on + DAY, after + DAY,
    )] == [State.AHEAD, State.RUNNING, State.RUNNING, State.SETTLING, State.OVER]  # fmt: skip


def test_a_pilot_is_closed_once_with_what_was_learnt(
    session: Session, manager: Person, space: Space, team: list[Person]
) -> None:
    pilot = begun(manager, space)
    for lesson in ("", "x" * 1001):
        with pytest.raises(Invalid), transaction():
            piloting.close(manager, pilot.uid, lesson)
    with transaction():
        piloting.close(manager, pilot.uid, "Fitters write when somebody asks them.")
    assert piloting.state_of(pilot, yesterday()) is State.CLOSED
    with pytest.raises(Invalid, match="closed already"), transaction():
        piloting.close(manager, pilot.uid, "Again")


def counted(session: Session, manager: Person, space: Space, pilot: Pilot, came: int) -> None:
    """The figures of a day on which so many of six had come."""
    day = yesterday()
    session.add(InsightSwitch(mode="full", at=noon(day - 99 * DAY), by_id=manager.id))
    session.add(FilledDay(day=day, step="complete", at=clock.now(), rows=1))
    figures(session, space, day)
    curve = [[2.0, 1 - came / 6]] if came >= 5 else []
    session.add(
        Figure(day=day, scope="space", key=str(space.id), measure="M08", value=came / 6, n=6,
               people=6, parts={"part": came, "cohorts": {pilot.uid: {"people": 6, "curve": curve}}})
    )  # fmt: skip
    session.commit()


def test_a_pilot_shows_who_was_invited_and_never_who_came(
    session: Session, manager: Person, space: Space, team: list[Person], browser_of: Browser
) -> None:
    pilot = begun(manager, space)
    counted(session, manager, space, pilot, came=6)
    page = browser_of(manager).get(f"/insight/pilots/{pilot.uid}")
    assert page.status_code == 200
    assert "100% of those invited have come so far" in page.text
    assert "Planner 0" in page.text and "Who of them came is told nowhere" in page.text
    assert "Too early to say" in page.text


def test_how_many_came_is_not_told_of_few(
    session: Session, manager: Person, space: Space, team: list[Person], femke: Person,
    browser_of: Browser,
) -> None:  # fmt: skip
    small = begun(manager, space, department="", people=f"@{femke.handle}")
    page = browser_of(manager).get(f"/insight/pilots/{small.uid}").text
    assert "Too few people to show. Of fewer than five" in page
    pilot = begun(manager, space)
    counted(session, manager, space, pilot, came=2)
    page = browser_of(manager).get(f"/insight/pilots/{pilot.uid}").text
    assert "33%" not in page and "too few have come" in page


def test_a_pilot_is_laid_out_and_closed_on_screen(
    session: Session, manager: Person, space: Space, team: list[Person], browser_of: Browser,
    noor: Person,
) -> None:  # fmt: skip
    browser = browser_of(manager)
    assert "No pilot yet." in browser.get("/insight/pilots").text
    form = wanted(space).__dict__
    refused = browser.submit("/insight/pilots", form | {"ends_on": ""})
    assert refused.status_code == 422 and "Give the last day." in refused.text
    done = browser.submit("/insight/pilots", form)
    assert done.status_code == 303
    page = browser.get(done.location)
    assert "Do fitters write themselves?" in page.text
    assert browser.submit(f"{done.location}/end", {"lesson": ""}).status_code == 422
    browser.submit(f"{done.location}/end", {"lesson": "They do."})
    assert "They do." in browser.get(done.location).text
    assert "closed" in browser.get("/insight/pilots").text
    for address in ("/insight/pilots", done.location):
        assert browser_of(noor).get(address).status_code == 403


def test_pilots_are_there_in_dutch(
    session: Session, manager: Person, space: Space, team: list[Person], browser_of: Browser
) -> None:
    manager.language = "nl"
    session.commit()
    pilot = begun(manager, space)
    counted(session, manager, space, pilot, came=6)
    assert (
        "Staat het op eigen benen?" in browser_of(manager).get(f"/insight/pilots/{pilot.uid}").text
    )
    assert "Zet een pilot op" in browser_of(manager).get("/insight/pilots").text

"""What is opened and looked for: noted behind what waits, without its moment, and gone after 35 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.discussions.models import Kind
from essp.discussions.posting import start_thread
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats import recording
from essp.stats.departments import note_department
from essp.stats.models import DepartmentStay, Presence, Searched, Usage
from essp.stats.presences import note_presence
from essp.stats.privacy_models import InsightChoice, InsightSwitch
from essp.stats.retention import reduce_to_totals
from essp.stats.verbs import Opened, Thing, Use
from essp.wiki.editing import create_page

NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)
Browser = Callable[[Person], FlaskClient]


@pytest.fixture
def measured(session: Session, administrator: Person) -> None:
    """The organisation agreed to measure all."""
    session.add(InsightSwitch(mode="full", at=NOON, by_id=administrator.id, reference="OR 2026-14"))
    session.flush()


def usage(session: Session) -> list[tuple[str, str, int]]:
    rows = session.scalars(select(Usage).order_by(Usage.verb, Usage.kind)).all()
    return [(row.verb, row.kind, row.times) for row in rows]


def test_a_page_that_is_read_twice_is_one_row_with_its_day_and_no_moment(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, space: Space,
    measured: None,
) -> None:  # fmt: skip
    page = create_page(femke, space, title="Cables", text="Ten kilovolts.").page
    reader = browser_of(ruben)
    with clock.held_at(NOON):
        for _time in range(2):
            assert reader.get(f"/s/{space.slug}/{page.slug}").status_code == 200
        recording.write()
        reader.get(f"/s/{space.slug}/{page.slug}")
        recording.write()
    (row,) = session.scalars(select(Usage)).all()
    assert (row.day, row.person_id, row.object_id, row.times) == (DAY, ruben.id, page.id, 3)
    assert row.space_id == space.id and row.department == ruben.department
    assert not any(column.type.python_type is datetime for column in Usage.__table__.columns)


def test_threads_people_spaces_and_downloads_are_noticed_and_what_is_refused_is_not(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, space: Space,
    closed_space: Space, noor: Person, measured: None,
) -> None:  # fmt: skip
    thread = started(femke, space)
    reader = browser_of(noor)
    for address in (f"/t/{thread}", f"/people/{femke.handle}", f"/s/{space.slug}"):
        assert reader.get(address).status_code == 200
    assert reader.get(f"/s/{closed_space.slug}").status_code == 404
    assert reader.get("/t/nothing").status_code == 404
    recording.write()
    assert usage(session) == [("view", "person", 1), ("view", "space", 1), ("view", "thread", 1)]


def started(actor: Person, space: Space) -> str:
    title, text = "Which cable?", "For ten kilovolts."
    return start_thread(actor, space, Kind.QUESTION, title=title, text=text).uid


def test_nothing_personal_is_kept_until_the_organisation_agreed(
    browser_of: Browser, session: Session, ruben: Person, femke: Person
) -> None:
    browser_of(ruben).get(f"/people/{femke.handle}")
    browser_of(ruben).get("/search?q=cables")
    assert recording.write() > 0
    assert usage(session) == [] and session.scalars(select(Searched)).all() == []


def test_who_objects_is_noted_no_more(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    session.add(InsightChoice(person_id=ruben.id, objected_at=NOON, at=NOON))
    session.flush()
    browser_of(ruben).get(f"/people/{femke.handle}")
    recording.write()
    assert usage(session) == []


def test_nothing_is_written_of_whoever_was_made_anonymous_meanwhile(
    session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    recording.opened(ruben.id, Opened.VIEW, Thing.PERSON, femke.handle)
    recording.sought(ruben.id, "cables", 0)
    ruben.anonymous_at = NOON
    session.flush()
    recording.write()
    assert usage(session) == [] and session.scalars(select(Searched)).all() == []


def test_a_search_knows_whether_it_led_somewhere_within_five_minutes(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    reader = browser_of(ruben)
    with clock.held_at(NOON):
        reader.get("/search?q=meter+reeding")
    with clock.held_at(NOON + timedelta(minutes=1)):
        reader.get("/search?q=meter+reading")
        reader.get("/search?q=meter+reading&part=2")
    with clock.held_at(NOON + timedelta(minutes=2)):
        reader.get(
            f"/people/{femke.handle}", headers={"Referer": "http://localhost/search?q=meter"}
        )
        recording.write()
    with clock.held_at(NOON + timedelta(minutes=20)):
        reader.get("/search?q=transformer")
        recording.write()
    found = session.scalars(select(Searched).order_by(Searched.at)).all()
    assert [(row.words, row.again, row.chosen) for row in found] == [
        ("meter reeding", True, False),
        ("meter reading", False, True),
        ("transformer", False, False),
    ]


def test_a_click_that_came_from_elsewhere_is_no_click_on_a_result(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    browser_of(ruben).get(
        f"/people/{femke.handle}", headers={"Referer": "https://elsewhere.example/search"}
    )
    recording.write()
    assert usage(session) == [("view", "person", 1)]


def test_of_who_knows_what_it_is_noted_who_was_opened(
    browser_of: Browser, session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    led = {"Referer": "http://localhost/who-knows?q=cables"}
    browser_of(ruben).get(f"/people/{femke.handle}", headers=led)
    recording.write()
    assert usage(session) == [("find open", "person", 1), ("view", "person", 1)]
    assert {row.object_id for row in session.scalars(select(Usage))} == {femke.id}


def test_a_day_ends_at_midnight_by_the_clock_on_the_wall(
    session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    for moment in (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), datetime(2026, 10, 24, 22, 0, tzinfo=UTC),
                   datetime(2026, 10, 25, 22, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)):  # fmt: skip
        with clock.held_at(moment):
            recording.opened(ruben.id, Opened.VIEW, Thing.PERSON, femke.handle)
    recording.write()
    rows = session.scalars(select(Usage).order_by(Usage.day)).all()
    # The night on which the clock goes back has 25 hours, and both its ends belong to it.
    assert [(row.day.day, row.times) for row in rows] == [(24, 1), (25, 2), (26, 1)]


def test_the_department_is_that_of_the_moment(
    session: Session, ruben: Person, femke: Person, measured: None
) -> None:
    ruben.department = "Field operations"
    session.flush()
    with clock.held_at(NOON - timedelta(days=9)):
        note_department.run(person_id=ruben.id)
    ruben.department = "Grid planning"
    session.flush()
    with clock.held_at(NOON - timedelta(hours=1)):
        note_department.run(person_id=ruben.id)
        note_department.run(person_id=ruben.id)
    for moment in (NOON - timedelta(days=1), NOON):
        with clock.held_at(moment):
            recording.opened(ruben.id, Opened.VIEW, Thing.PERSON, femke.handle)
    recording.write()
    rows = session.scalars(select(Usage).order_by(Usage.day)).all()
    assert [row.department for row in rows] == ["Field operations", "Grid planning"]
    stays = session.scalars(select(DepartmentStay).where(DepartmentStay.person_id == ruben.id))
    assert len(stays.all()) == 2


def test_what_cannot_be_written_waits_for_the_next_time(
    session: Session, ruben: Person, femke: Person, measured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording.opened(ruben.id, Opened.VIEW, Thing.PERSON, femke.handle)

    def full(*_told: object) -> None:
        raise OSError("no space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(recording, "_write", full)
        assert recording.write() == 0
    assert recording.write() == 1
    assert usage(session) == [("view", "person", 1)]


def test_after_35_days_nobody_can_say_who_opened_what(
    session: Session, ruben: Person, femke: Person, space: Space, measured: None
) -> None:
    for ago in (34, 35):
        with clock.held_at(NOON - timedelta(days=ago)):
            recording.opened(ruben.id, Opened.VIEW, Thing.SPACE, space.slug)
            recording.sought(femke.id, "switchgear", 0)
    recording.write()
    for ago in (34, 35):
        note_presence(DAY - timedelta(days=ago), None)
    session.add(
        Presence(
            day=DAY - timedelta(days=40), person_id=ruben.id, space_id=space.id, department="",
            viewed=True, reacted=0, contributed=2, kinds=(Use.PAGE | Use.EDIT).value,
        )
    )  # fmt: skip
    session.flush()
    assert reduce_to_totals(DAY) == 4
    kept = DAY - timedelta(days=34)
    assert {row.day for row in session.scalars(select(Usage))} == {kept}
    assert {row.day for row in session.scalars(select(Searched))} == {kept}
    session.expire_all()
    old = session.scalars(select(Presence).where(Presence.day < kept)).all()
    assert [(row.viewed, row.contributed, row.kinds) for row in old] == [(False, 2, Use.EDIT.value)]

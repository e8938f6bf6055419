"""What people did on a day, in the shape in which it is counted."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.discussions.answering import accept
from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Post
from essp.discussions.posting import reply, start_thread
from essp.discussions.queries import opening_of
from essp.discussions.reacting import react
from essp.people.models import Person
from essp.spaces.models import Space
from essp.stats.figure_models import FilledDay
from essp.stats.gathering import gather
from essp.stats.models import Deed, Presence
from essp.stats.presences import note_presence
from essp.wiki.editing import create_page, edit_page

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)
DAY = date(2026, 11, 18)


def question(actor: Person, space: Space) -> Post:
    """The opening post of a question."""
    title, text = "Which cable?", "For 10 kV."
    return opening_of(start_thread(actor, space, Kind.QUESTION, title=title, text=text))


def a_day(session: Session, femke: Person, ruben: Person, noor: Person, space: Space) -> None:
    """Femke asks, Ruben answers, Noor replies, Femke accepts and Noor reacts; Ruben edits a page."""
    with clock.held_at(NOON):
        asked = question(femke, space)
        answer = reply(ruben, asked.uid, text="The old one.")
        reply(noor, answer.uid, text="Why?")
        reply(femke, asked.uid, text="I forgot: it is outside.")
        accept(femke, answer.uid)
        react(noor, answer.uid, Meaning.HELPFUL, on=True)
        page = create_page(femke, space, title="Cables", text="Ten kilovolts.").page
        edit_page(ruben, page, text="Ten kilovolts, outside.", based_on=1)


def told(session: Session) -> list[tuple[str, str, int, int | None]]:
    rows = session.scalars(select(Deed).order_by(Deed.id)).all()
    return [(row.verb, row.kind, row.actor_id, row.to_id) for row in rows]


def test_each_deed_says_who_did_what_to_whose_work(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    gather(DAY, AMSTERDAM)
    found = [each for each in told(session) if each[0] not in {"follow", "join"}]
    assert found == [
        ("ask", "thread", femke.id, None),
        ("answer", "post", ruben.id, femke.id),
        ("reply", "post", noor.id, ruben.id),
        ("reply", "post", femke.id, femke.id),
        ("create page", "page", femke.id, None),
        ("edit page", "page", ruben.id, femke.id),
        ("accept", "post", femke.id, ruben.id),
        ("react", "post", noor.id, ruben.id),
    ]


def test_a_day_gathered_again_is_the_same(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    first = gather(DAY, AMSTERDAM)
    before = told(session)
    assert gather(DAY, AMSTERDAM) == first and told(session) == before
    assert gather(DAY + timedelta(days=1), AMSTERDAM) == 0


def test_what_happens_in_a_space_for_practice_is_not_gathered(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    space.practice = True
    session.flush()
    gather(DAY, AMSTERDAM)
    assert not [each for each in told(session) if each[0] not in {"follow", "join"}]


def test_a_reaction_that_is_taken_back_was_still_given_that_day(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    with clock.held_at(NOON):
        asked = question(femke, space)
        react(noor, asked.uid, Meaning.SAME_QUESTION, on=True)
        react(noor, asked.uid, Meaning.SAME_QUESTION, on=False)
    gather(DAY, AMSTERDAM)
    assert [each for each in told(session) if each[0] == "react"] == [
        ("react", "post", noor.id, femke.id)
    ]


def test_presence_says_in_which_way_each_was_here(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    gather(DAY, AMSTERDAM)
    note_presence(DAY, AMSTERDAM)
    rows = session.scalars(select(Presence).where(Presence.space_id == space.id)).all()
    found = {row.person_id: (row.viewed, row.contributed) for row in rows}
    assert found == {femke.id: (False, 4), ruben.id: (False, 2), noor.id: (False, 1)}
    by_noor = next(row for row in rows if row.person_id == noor.id)
    assert by_noor.reacted >= 1
    note_presence(DAY, AMSTERDAM)
    assert len(session.scalars(select(Presence)).all()) == len(rows)


def test_a_program_and_what_was_brought_in_are_gathered_and_make_no_presence(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    ruben.name = "metering [bot]"
    for post in session.scalars(select(Deed)):
        session.delete(post)
    session.flush()
    gather(DAY, AMSTERDAM)
    assert {row.bot for row in session.scalars(select(Deed).where(Deed.actor_id == ruben.id))} == {
        True
    }
    note_presence(DAY, AMSTERDAM)
    assert ruben.id not in set(session.scalars(select(Presence.person_id)))


def test_the_first_day_that_is_filled_knows_the_year_before_it(
    session: Session, femke: Person, ruben: Person, noor: Person, space: Space
) -> None:
    a_day(session, femke, ruben, noor, space)
    later = DAY + timedelta(days=60)
    gather(later, AMSTERDAM)
    note_presence(later, AMSTERDAM)
    assert {row.day for row in session.scalars(select(Deed))} >= {DAY}
    here = select(Presence.person_id).where(Presence.day == DAY, Presence.space_id == space.id)
    assert set(session.scalars(here)) == {femke.id, ruben.id, noor.id}
    # From then on only the day itself is looked at.
    session.add(FilledDay(day=later, step="deeds", at=NOON))
    for deed in session.scalars(select(Deed)):
        session.delete(deed)
    session.flush()
    gather(later + timedelta(days=1), AMSTERDAM)
    assert session.scalars(select(Deed)).all() == []

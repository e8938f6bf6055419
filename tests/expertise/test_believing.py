"""What people have shown about a topic: weighed after each fact, shown to others in time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.worker import do_all
from essp.discussions.answering import accept
from essp.discussions.editing import edit_post
from essp.discussions.queries import opening_of
from essp.expertise import nightly
from essp.expertise.believing import weigh_all, weigh_topic
from essp.expertise.known import knowers_of
from essp.expertise.models import Knower
from essp.topics.arranging import merge_topics
from essp.topics.naming import start_topic
from essp.topics.queries import find_topic
from tests.discussions.talking import answer, ask

TEXT = "Cables lie under the street and splices join them. #cables\n"
COLUMNS = [
    each.key for each in Knower.__mapper__.column_attrs
    if each.key not in {"since", "shown_from", "evidence"}
]  # fmt: skip


def rows(session):
    found = session.scalars(select(Knower).order_by(Knower.topic_id, Knower.person_id))
    return [{name: getattr(row, name) for name in COLUMNS} for row in found]


@pytest.fixture
def topic(write, gathered, femke, noor, space):
    gathered()
    write(femke, space, "Cables", TEXT)
    do_all()
    return find_topic(noor, "cables")


def test_words_answers_and_declared_topics_stand_behind_a_topic(
    topic, session, femke, ruben, noor, space
) -> None:
    thread = ask(noor, space, "How do I splice?", text="In the rain. #cables")
    said = answer(ruben, thread, "Dry it first.")
    with transaction():
        accept(noor, said.uid)
    do_all()
    found = {row.person_id: row for row in knowers_of(topic.id)}
    assert found[femke.id].pages == 1 and found[femke.id].share == 1.0
    assert found[ruben.id].answers == 1
    assert noor.id not in found
    before = rows(session)
    weigh_all()
    assert rows(session) == before


def test_closed_work_stands_behind_nothing_that_everyone_sees(
    topic, write, ruben, closed_space
) -> None:
    write(ruben, closed_space, "Closed cables", TEXT)
    do_all()
    assert ruben.id not in {row.person_id for row in knowers_of(topic.id)}


def test_who_is_only_named_sees_it_first(topic, write, session, femke, ruben, space) -> None:
    write(femke, space, "Cables", TEXT + "\nAsk @ruben-haak about joints.\n")
    do_all()
    row = session.scalars(select(Knower).where(Knower.person_id == ruben.id)).one()
    assert ruben.id not in {each.person_id for each in knowers_of(topic.id)}
    with clock.held_at(row.since + timedelta(days=15)):
        assert ruben.id in {each.person_id for each in knowers_of(topic.id)}


def test_a_merged_topic_gives_its_people_to_the_other(topic, session, femke, noor) -> None:
    with transaction():
        other = start_topic(noor, name="Underground lines", language="en")
        merge_topics(noor, topic, other)
    weigh_topic.run([{"topic_id": topic.id, "into_id": other.id}])
    assert {(row.person_id, row.topic_id) for row in session.scalars(select(Knower))} == {
        (femke.id, other.id)
    }


def test_a_topic_that_a_page_lost_is_no_longer_behind_its_author(
    topic, write, session, femke, space
) -> None:
    write(femke, space, "Cables", TEXT.replace("#cables", "wires"))
    do_all()
    assert session.scalars(select(Knower)).all() == []


def test_a_topic_that_a_thread_lost_is_no_longer_behind_who_answered_there(
    topic, session, ruben, noor, space
) -> None:
    thread = ask(noor, space, "How do I splice?", text="In the rain. #cables")
    said = answer(ruben, thread, "Dry it first.")
    with transaction():
        accept(noor, said.uid)
    do_all()
    answers = select(Knower.answers).where(Knower.person_id == ruben.id)
    assert session.scalars(answers).all() == [1]
    with transaction():
        first = opening_of(thread)
        edit_post(noor, first.uid, text="In the rain.", based_on=first.revision)
    do_all()
    assert session.scalars(answers).all() == []


def test_what_somebody_has_shown_fades_within_a_week_though_nothing_happens(
    topic, session, femke
) -> None:
    evidence = select(Knower.evidence).where(Knower.topic_id == topic.id)
    [before] = session.scalars(evidence)
    later = clock.now() + timedelta(days=400)
    weighed = 0
    for night in range(nightly.NIGHTS):
        with clock.held_at(later + timedelta(days=night)):
            weighed += nightly.weigh_due(clock.now().date())
    session.expire_all()
    [after] = session.scalars(evidence)
    assert weighed == 1 and after < before


def test_a_night_begins_at_three_and_is_worked_through_once(topic, monkeypatch) -> None:
    nights = []
    monkeypatch.setattr(nightly, "weigh_due", lambda night: nights.append(night) or 0)
    monkeypatch.setattr(nightly, "_done", [])
    day = datetime(2026, 11, 20, tzinfo=UTC)
    for hours in (2, 4, 5, 26, 28):
        with clock.held_at(day + timedelta(hours=hours)):
            nightly.look_in_turn(ZoneInfo("UTC"))
    assert nights == [day.date(), day.date() + timedelta(days=1)]

"""What people have shown about a topic: weighed after each fact, shown to others in time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from essp.core import clock
from essp.core.db import transaction
from essp.core.worker import do_all
from essp.discussions.answering import accept
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

"""Known figures of a real community, as the measures of conversation and knowledge give them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from essp.core.db import session
from essp.discussions.models import Thread
from essp.stats.asking import Axis
from essp.stats.measures import Reading, catalogue
from essp.topics.models import TopicName
from tests.stats.history_meta import Community


def read(community: Community, measure: str, axis: Axis = Axis.SITE) -> dict[str, Reading]:
    """What a measure says of all days of the community."""
    return catalogue()[measure].read(community.asked(axis))


@pytest.fixture
def meta(history_meta: Community):
    """The community, inside its application."""
    with history_meta.app.app_context():
        yield history_meta


def test_half_of_the_questions_are_answered_within_a_few_hours_and_one_in_eight_never(meta):
    found = read(meta, "M22")[""]
    assert found.n == 556 and found.parts["open"] == 73
    assert found.value == pytest.approx(6.24, abs=0.005)
    assert found.parts["p75"] == pytest.approx(46.2, abs=0.05)
    assert found.parts["p90"] is None  # nine in ten were never answered
    told = found.parts["answered"]
    assert told["mean"] == pytest.approx(86.5, abs=0.05)
    assert told["median"] == pytest.approx(4.18, abs=0.005)
    assert told["p90"] == pytest.approx(78.7, abs=0.05)
    assert read(meta, "D2")[""] == found


def test_nearly_every_question_has_a_response_sooner(meta):
    found = read(meta, "M23")[""]
    assert found.n == 556 and found.parts["open"] == 11
    told = found.parts["answered"]
    assert told["median"] == pytest.approx(2.07, abs=0.005)
    assert told["mean"] == pytest.approx(40.6, abs=0.05)
    assert told["p90"] == pytest.approx(28.9, abs=0.05)


def test_coverage_tells_of_responses_and_of_answers(meta):
    found = read(meta, "D3")[""]
    assert found.value == pytest.approx(0.96, abs=0.005)
    assert found.parts["answers"] == pytest.approx(0.81, abs=0.005)


def test_every_question_without_a_response_is_past_the_promise(meta):
    found = read(meta, "D1")[""]
    closed = session().scalars(
        select(Thread.id).where(Thread.id.in_([each for each, _age in found.parts["late"]]))
        .where(Thread.closed_at.is_not(None))
    )  # fmt: skip
    assert not closed.all()
    ages = [age for _each, age in found.parts["late"]]
    assert ages == sorted(ages, reverse=True) and min(ages) > 2
    assert found.value == len(ages) <= found.parts["waiting"] <= 11


def test_every_fourth_pair_writes_both_ways(meta):
    found = read(meta, "M30")[""]
    assert (found.parts["part"], found.n) == (360, 1342)
    assert found.value == pytest.approx(0.268, abs=5e-4)


def test_sixteen_people_gave_half_of_everything(meta):
    found = read(meta, "M47")[""]
    assert (found.value, found.n) == (16, 384)


def test_what_is_said_about_a_topic_hangs_on_few(meta):
    of = read(meta, "M47", Axis.TOPIC)
    names = {
        row.name: str(row.topic_id)
        for row in session().execute(select(TopicName.name, TopicName.topic_id))
    }
    assert of[names["bug"]].value == 3
    assert of[names["tags"]].value == 4
    assert of[names["tags"]].parts["top"] == pytest.approx(0.29, abs=0.005)


def test_of_the_community_s_space_the_figures_are_the_same(meta):
    for each in ("M22", "M23", "M20", "M30", "M47"):
        assert list(read(meta, each, Axis.SPACE).values()) == list(read(meta, each).values())

"""Every planted case comes out right: who knows is found first, who only seems to is not."""

from __future__ import annotations

import pytest

from essp.expertise.finding import find
from essp.expertise.known import behind
from essp.expertise.shapes import Kind, Level, Wanted
from essp.topics.queries import find_topic
from tests.expertise.planted import Planted, plant


@pytest.fixture
def people(write, gathered, make_person, make_space) -> Planted:
    found = plant(write, make_person, make_space)
    gathered()
    return found


def order(people: Planted, asked: str, **wanted):
    return [each.person for each in find(people.reader, asked, Wanted(**wanted)).people]


def test_a_silo_stands_first_and_alone_behind_the_topic(people) -> None:
    for asked in ("harmonic filters", "how do I tune a harmonic filter near a data centre?"):
        assert order(people, asked)[0] is people.silo
    topic = find_topic(people.reader, "harmonic filters").id
    strong = behind([topic])[topic]
    assert strong.here >= 1
    found = find(people.reader, "tuning harmonic filters impedance").people
    assert found[0].person is people.silo and found[0].level is not Level.DECLARED


def test_a_generalist_who_edits_everything_stands_behind_who_wrote_it(people) -> None:
    for asked, expert in (
        ("harmonic filters", people.silo),
        ("grading of relays", people.specialist),
        ("meter readings", people.talker),
    ):
        found = order(people, asked)
        assert found[0] is expert
        assert people.generalist not in found[:1]


def test_who_left_knew_and_is_not_to_be_asked(people) -> None:
    assert people.leaver not in order(people, "protection relays grading")
    assert order(people, "protection relays grading")[0] is people.specialist
    assert order(people, "protection relays grading", left=True) == [people.leaver]


def test_a_quiet_expert_stands_before_who_talks_most(people) -> None:
    found = find(people.reader, "breaker").people
    ranks = [each.person for each in found]
    assert ranks.index(people.quiet) < ranks.index(people.talker)
    assert found[ranks.index(people.quiet)].lines[0].kind is Kind.ACCEPTED


def test_a_boaster_is_self_declared_and_stands_last(people) -> None:
    for asked in ("harmonic filters", "protection relays"):
        found = find(people.reader, asked)
        assert found.people[-1].person is people.boaster
        assert found.people[-1].level is Level.DECLARED
        assert found.declared == 1
    assert people.boaster not in order(people, "impedance of the filter in steps")

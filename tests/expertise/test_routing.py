"""A question is brought to a few people at once, to more after working hours, to owners after days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from essp.core import clock
from essp.core.db import session, transaction
from essp.core.decision import Invalid
from essp.core.workdays import after_hours
from essp.discussions.closing import close_thread
from essp.discussions.models import Outcome
from essp.expertise.answering import pass_on, say
from essp.expertise.asking_models import Invitation, Reply, Routing
from essp.expertise.fitting import fits, look
from essp.spaces.models import Membership, Ownership
from tests.discussions.talking import answer
from tests.expertise.asked import MONDAY, ask, choose, do_due, invited, let_know, pass_time

HOUR = timedelta(hours=1)


@pytest.fixture
def knowers(monkeypatch, make_person):
    """Six people who know, the best first."""
    people = [make_person(f"Knower {name}") for name in ("Aa", "Bb", "Cc", "Dd", "Ee", "Ff")]
    let_know(monkeypatch, *people)
    return people


def test_four_working_hours_skip_evenings_and_weekends() -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert after_hours(friday, 4, UTC) == datetime(2026, 11, 23, 11, tzinfo=UTC)
    early = {0: (time(7), time(11)), 1: (time(7), time(9))}
    monday = datetime(2026, 11, 16, 10, tzinfo=UTC)
    assert after_hours(monday, 4, UTC, early) == datetime(2026, 11, 23, 8, tzinfo=UTC)
    assert after_hours(datetime(2026, 11, 21, 3, tzinfo=UTC), 0, UTC) == datetime(
        2026, 11, 23, 9, tzinfo=UTC
    )


def test_the_three_most_fitting_are_asked_and_told_why(knowers, noor, space) -> None:
    found = invited(ask(noor, space))
    assert list(found) == ["knower-aa", "knower-bb", "knower-cc"]
    row = found["knower-aa"]
    assert row.why[0]["text"]["en"] == "Lists it on the profile" and "nl" in row.why[0]["text"]


def test_who_was_named_comes_first_and_nobody_else_is_added(knowers, noor, space) -> None:
    assert list(invited(ask(noor, space, people=[knowers[4]]))) == ["knower-ee"]
    assert invited(ask(noor, space, people=[])) == {}


def test_load_spreads_questions(knowers, noor, ruben, space) -> None:
    ask(noor, space)
    second = invited(ask(ruben, space, "What are the limits in winter?"))
    assert list(second) == ["knower-dd", "knower-ee", "knower-ff"]


def test_after_four_working_hours_two_more_are_asked_and_then_the_owners(
    knowers, femke, noor, space
) -> None:
    thread = ask(noor, space)
    pass_time(MONDAY, MONDAY + 3.5 * HOUR)
    assert len(invited(thread)) == 3
    pass_time(MONDAY + 4 * HOUR, MONDAY + 5 * HOUR)
    assert list(invited(thread))[3:] == ["knower-dd", "knower-ee"]
    pass_time(MONDAY + 47 * HOUR, MONDAY + 47.5 * HOUR)
    assert femke.handle not in invited(thread)
    pass_time(MONDAY + 48 * HOUR, MONDAY + 49 * HOUR)
    assert invited(thread)[femke.handle].wave == 3
    row = session().get(Routing, thread.id)
    assert row.next_at is None and row.ended_at is None


def test_an_answer_ends_it_and_who_was_asked_has_answered(knowers, noor, ruben, space) -> None:
    thread = ask(noor, space)
    with clock.held_at(MONDAY + HOUR):
        answer(noor, thread, "More about it.")
        do_due()
        assert session().get(Routing, thread.id).ended_at is None, "the asker's own words"
        answer(knowers[0], thread)
        do_due()
    assert invited(thread)["knower-aa"].reply == Reply.ANSWERED.value
    pass_time(MONDAY + 4 * HOUR, MONDAY + 5 * HOUR)
    assert len(invited(thread)) == 3
    assert session().get(Routing, thread.id).ended_why == "answered"


def test_a_question_that_is_closed_is_brought_to_nobody_more(knowers, noor, space) -> None:
    thread = ask(noor, space)
    with clock.held_at(MONDAY + HOUR):
        with transaction():
            close_thread(noor, thread.uid, Outcome.DROPPED)
        do_due()
    pass_time(MONDAY + 4 * HOUR, MONDAY + 50 * HOUR, HOUR)
    assert len(invited(thread)) == 3
    assert session().get(Routing, thread.id).ended_why == "closed"


def test_who_may_not_read_the_space_is_not_asked(knowers, femke, closed_space) -> None:
    session().add(Membership(space_id=closed_space.id, person_id=knowers[3].id, since=clock.now()))
    session().commit()
    assert list(invited(ask(femke, closed_space))) == ["knower-dd"]
    named = ask(femke, closed_space, "And in summer?", people=[knowers[0]])
    assert list(invited(named)) == ["knower-dd"], "somebody who may read it is asked instead"


def test_while_somebody_is_away_their_deputy_is_asked(knowers, noor, ruben, space) -> None:
    away = knowers[0]
    away.away_from, away.away_until = date(2026, 11, 1), date(2026, 11, 30)
    away.deputy_id = ruben.id
    session().commit()
    found = invited(ask(noor, space, people=[away]))
    assert list(found) == ["ruben-haak"] and found["ruben-haak"].from_id == away.id
    assert "knower-aa" not in invited(ask(noor, space, "And now?"))


def test_who_does_not_want_to_be_suggested_is_asked_by_name_only(knowers, noor, space) -> None:
    choose(knowers[0], suggested=False)
    assert "knower-aa" not in invited(ask(noor, space))
    assert "knower-aa" in invited(ask(noor, space, "And now?", people=[knowers[0]]))


def test_nobody_is_brought_more_than_two_a_day_or_their_own_limit(
    monkeypatch, knowers, noor, space
) -> None:
    let_know(monkeypatch, knowers[0], knowers[1])
    choose(knowers[1], most=1)
    for number in range(4):
        ask(noor, space, f"Question {number}?", people=[knowers[0], knowers[1]])
    counts = [
        session().query(Invitation).filter_by(person_id=each.id).count() for each in knowers[:2]
    ]
    assert counts == [2, 1]
    later = ask(noor, space, "Tomorrow?", at=MONDAY + 25 * HOUR)
    assert set(invited(later)) == {"knower-aa", "knower-bb"}


def test_owners_without_room_are_asked_a_working_day_later(
    monkeypatch, femke, noor, ruben, space
) -> None:
    let_know(monkeypatch)
    thread = ask(noor, space)
    for number in range(2):
        ask(ruben, space, f"Something else {number}?", at=MONDAY + 47 * HOUR, people=[femke])
    pass_time(MONDAY + 4 * HOUR, MONDAY + 60 * HOUR, HOUR)
    assert femke.handle not in invited(thread)
    pass_time(MONDAY + 61 * HOUR, MONDAY + 80 * HOUR, HOUR)
    assert femke.handle in invited(thread)


@pytest.mark.parametrize("seed", range(3))
def test_over_any_history_nobody_gets_more_than_they_want_nor_again_what_is_not_theirs(
    monkeypatch, session, make_person, make_space, seed
) -> None:
    chance = Random(seed)
    people = [make_person(f"Person {name}") for name in "abcde"]
    asker = make_person("Asker")
    place = make_space(asker, "Anywhere")
    session.add(Ownership(space_id=place.id, person_id=people[0].id, since=clock.now()))
    choose(people[1], most=1)
    let_know(monkeypatch, *people)
    _live(chance, people, asker, place)
    pass_time(MONDAY + 60 * HOUR, MONDAY + 100 * HOUR, 5 * HOUR)
    _holds(people)


WAYS = ("ask", "name", "not me", "not me", "not now", "pass on", "wait")
TOPICS = ("transformer limits", "heat pump noise", "cable joints corrosion")


def _live(chance, people, asker, place) -> None:
    now = MONDAY
    for number in range(16):
        now += 3 * HOUR
        what, person = chance.choice(WAYS), chance.choice(people)
        with clock.held_at(now):
            if what in {"ask", "name"}:
                named = [person] if what == "name" else None
                about = chance.choice(TOPICS)
                ask(asker, place, f"Number {number}?", at=now, people=named, words=about)
            else:
                _answer(person, what, chance.choice(people))
            do_due()


def _answer(person, what, other) -> None:
    waits = session().query(Invitation).filter_by(person_id=person.id, reply="").first()
    if waits is None:
        return
    try:
        with transaction():
            if what == "pass on":
                pass_on(person, waits.uid, other.handle)
            elif what != "wait":
                say(person, waits.uid, Reply(what))
    except Invalid:
        assert what == "pass on", "a colleague who cannot be asked just now"


def _holds(people) -> None:
    for number, person in enumerate(people):
        rows = session().query(Invitation).filter_by(person_id=person.id).order_by(Invitation.at)
        brought = [row for row in rows if row.replied_at is None or row.replied_at > row.at]
        most = 1 if number == 1 else 2
        for first, later in zip(brought, brought[most:], strict=False):
            assert later.at - first.at >= timedelta(days=1), (person.handle, first.at, later.at)
        said_no: dict[str, datetime] = {}
        for row in brought:
            assert row.words not in said_no or row.at < said_no[row.words], person.handle
            if row.reply == Reply.NOT_ME.value and row.replied_at is not None:
                said_no[row.words] = row.replied_at


def test_load_takes_from_evidence_but_strong_evidence_stays_ahead_of_none(
    monkeypatch, knowers, noor, ruben, space
) -> None:
    ask(noor, space, people=[knowers[0]])
    asked = look(ruben, "transformer limits", space)
    assert [fit.person.handle for fit in fits(asked)][-1] == "knower-aa"

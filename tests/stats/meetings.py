"""Random histories of people who meet: most have an account, and one meets many."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from essp.expertise.models import FinderChoice, Knower, TopicStand
from essp.stats.asking import day_of
from essp.stats.verbs import Did, Thing
from tests.stats.histories import histories, persons
from tests.stats.history_shapes import (
    CLOCK,
    CLOSED,
    OPEN,
    PEOPLE,
    TOPICS,
    ZONE,
    Done,
    moment,
)  # fmt: skip


@st.composite
def meeting(draw):
    """Who replied to whom, one of them to many; and what people know."""
    history = draw(histories(deeds=3, talks=2, views=0))
    # Most have an account and work in one of two departments; who meets many works in the other.
    people = {
        number: replace(each, joined_at=moment(500, CLOCK[3]), left_at=None, stays=(),
                        department=draw(st.sampled_from(["Sales", "Sales", "Sales", "Grid"])))
        if draw(st.sampled_from([True] * 5 + [False])) else each
        for number, each in history.people.items()
    }  # fmt: skip
    people[PEOPLE[0]] = replace(
        people[PEOPLE[0]],
        joined_at=moment(500, CLOCK[3]),
        left_at=None,
        stays=(),
        department="Grid",
    )
    hub = st.sampled_from([*[PEOPLE[0]] * 7, *PEOPLE])
    met = draw(st.sets(st.tuples(hub, persons), min_size=5, max_size=10))
    back = {(other, one) for one, other in sorted(met) if draw(st.booleans())}
    done = []
    for one, other in sorted(met | back):
        at = moment(draw(st.sampled_from([0, 1, 30, 88, 89, 89, 90])), CLOCK[3])
        done.append(
            Done(at, day_of(at, ZONE), one, "", Did.REPLY, Thing.POST, 1, 1,
                 draw(st.sampled_from([OPEN, OPEN, OPEN, OPEN, CLOSED])), other)
        )  # fmt: skip
    early, late = moment(600, CLOCK[3]), moment(-36_500, CLOCK[3])
    knows = [
        {"person_id": person, "topic_id": topic, "evidence": draw(st.sampled_from([0.0, 0.4, 1.0])),
         "months": [], "since": early, "shown_from": draw(st.sampled_from([early, early, late]))}
        for person, topic in draw(st.sets(st.tuples(persons, st.sampled_from(TOPICS)), max_size=8))
    ]  # fmt: skip
    stands = [
        {"person_id": row["person_id"], "topic_id": row["topic_id"], "at": early,
         "stand": draw(st.sampled_from(["shown", "hidden", "taken off"]))}
        for row in knows
        if draw(st.sampled_from([False, False, True]))
    ]  # fmt: skip
    unfound = [
        {"person_id": each, "found": False, "at": early}
        for each in draw(st.sets(persons, max_size=1))
    ]
    more = ((Knower, knows), (TopicStand, stands), (FinderChoice, unfound))
    return replace(history, people=people, deeds=history.deeds + tuple(done), more=more)

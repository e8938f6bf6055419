"""Random histories of many short questions, for what is only told of five people or more."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from essp.discussions.models import Kind
from tests.stats.histories import carried, persons, place, presences_of, someone, told
from tests.stats.history_shapes import (
    CLOCK,
    CLOSED,
    OPEN,
    PEOPLE,
    SPACES,
    Accepted,
    History,
    Said,
    Talk,
    moment,
)  # fmt: skip

AGO = (-1, 0, 0, 1, 2, 7, 14, 30, 60, 89, 90, 91, 200, 364, 365)
LATER = tuple(timedelta(hours=each) for each in (0, 1, 5, 50, 800))
ENDED = timedelta(hours=1), timedelta(days=40), timedelta(days=400)


@st.composite
def short_question(draw: st.DrawFn, number: int) -> Talk:
    """A question with up to two answers, of which one may be accepted."""
    author, clock = draw(persons), draw(st.sampled_from(CLOCK[1:4]))
    at = moment(draw(st.sampled_from(AGO)), clock)
    via = draw(st.sampled_from(["web"] * 5 + ["mbox"]))
    opening = Said(100 * number, number, 1, None, author, at, via=via)
    answers = [
        Said(opening.id + each, number, each + 1, opening.id, draw(persons),
             at + draw(st.sampled_from(LATER)), draw(st.sampled_from([False] * 4 + [True])),
             draw(st.sampled_from(["", "deleted", ""])), via,
             at + draw(st.sampled_from([*LATER, timedelta(days=400)])))
        for each in range(1, 1 + draw(st.sampled_from([0, 1, 1, 1, 2])))
    ]  # fmt: skip
    accepted = tuple(
        Accepted(
            each.id, number, author, each.at + draw(st.sampled_from(LATER)),
            draw(st.sampled_from([None, *(each.at + later for later in ENDED)])),
        )
        for each in answers[:1]
        if not each.remark and draw(st.booleans())
    )  # fmt: skip
    return Talk(
        number, draw(st.sampled_from([OPEN] * 6 + [CLOSED])), Kind.QUESTION.value, author, at,
        (opening, *answers), accepted, topics=draw(carried),
    )  # fmt: skip


@st.composite
def many_questions(draw: st.DrawFn, *, most: int = 14, views: int = 8) -> History:
    """Questions by most people, and some days of reading."""
    people = {each: draw(someone(each)) for each in PEOPLE}
    talks = [
        draw(short_question(8000 + each))
        for each in range(draw(st.integers(4 if most < 12 else 7, most)))
    ]
    done = [deed for each in talks for deed in told(people, each)]
    reading = draw(
        st.lists(
            st.tuples(
                st.sampled_from(AGO), persons, st.sampled_from([0, OPEN, CLOSED]), st.just(1)
            ),
            max_size=views,
        )
    )
    places = {each: draw(place(each)) for each in SPACES}
    return History(people, places, tuple(talks), tuple(done), presences_of(people, done, reading))

"""The ranking holds what its description promises, whatever is new and however much of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from essp.home.ranking import (
    EACH,
    OWN_FOR_ONE,
    ROOM,
    TIERS,
    Candidate,
    Reason,
    by_place,
    by_time,
    fair,
    from_outside,
    once,
    share,
)

START = datetime(2026, 11, 1, tzinfo=UTC)


def candidates(reasons: list[Reason] | None = None) -> st.SearchStrategy[list[Candidate]]:
    """New things in a few places, some of them for several reasons."""
    return st.lists(
        st.builds(
            Candidate,
            st.sampled_from(["page", "thread"]),
            st.integers(1, 40),
            st.tuples(st.just("space"), st.integers(1, 9)),
            st.integers(0, 20_000).map(lambda minutes: START + timedelta(minutes=minutes)),
            st.sampled_from(reasons or list(Reason)),
        ),
        max_size=150,
    )


@given(candidates())
def test_no_thing_stands_twice_and_it_stands_for_its_nearest_reason(found) -> None:
    own = once(found)
    assert len({each.key for each in own}) == len(own)
    for each in own:
        assert each.reason == min(one.reason for one in found if one.key == each.key)
    shown = [each.key for place in by_place(own) for each in place.items]
    assert len(shown) == len(set(shown))


@given(candidates())
def test_every_place_with_anything_new_is_present(found) -> None:
    own = once(found)
    assert {place.key for place in by_place(own, room=3)} == {each.place for each in own}


@given(candidates())
def test_places_take_turns_and_say_what_they_leave_out(found) -> None:
    own = once(found)
    places = by_place(own)
    assert sum(len(place.items) for place in places) <= max(ROOM, len(places))
    for place in places:
        here = [each for each in own if each.place == place.key]
        assert len(place.items) <= EACH
        assert place.more == len(here) - len(place.items)
    crowded = [place for place in places if len(place.items) > 1]
    waiting = [place for place in places if len(place.items) == 1 and place.more]
    # Nobody has a third turn while somebody who waits had but one.
    assert not waiting or all(len(place.items) <= 2 for place in crowded)


@given(candidates())
def test_within_a_place_the_nearer_comes_first_and_then_the_newer(found) -> None:
    for place in by_place(once(found)):
        ranks = [(TIERS[each.reason], -each.at.timestamp()) for each in place.items]
        assert ranks == sorted(ranks)


@given(candidates())
def test_by_time_the_newest_come_first_whatever_their_place(found) -> None:
    own = once(found)
    shown = by_time(own, room=10)
    assert [each.at for each in shown] == sorted((each.at for each in own), reverse=True)[:10]


@given(st.integers(0, 300))
def test_one_in_eight_comes_from_outside(own: int) -> None:
    outside = share(own)
    assert abs(outside - own / OWN_FOR_ONE) <= 0.5
    if own >= OWN_FOR_ONE:
        assert 1 / 12 <= outside / (own + outside) <= 1 / 6


@given(candidates([Reason.OUTSIDE]), st.integers(0, 80), st.integers(1, 5))
def test_what_comes_from_outside_is_the_same_all_day_and_for_nobody_twice(
    found, own: int, person_id: int
) -> None:
    pool, day = once(found), date(2026, 11, 20)
    first = from_outside(pool, own, day=day, person_id=person_id)
    assert first == from_outside(pool[::-1], own, day=day, person_id=person_id)
    assert len(first) == min(share(own), len(pool))
    assert len({each.key for each in first}) == len(first)


def test_another_day_brings_other_things_from_outside() -> None:
    pool = [
        Candidate("page", number, ("space", 1), START, Reason.OUTSIDE) for number in range(1, 60)
    ]
    days = [date(2026, 11, day) for day in range(1, 11)]
    chosen = {from_outside(pool, 14, day=day, person_id=1)[0].id for day in days}
    assert len(chosen) > 5


@given(st.dictionaries(st.integers(1, 9), st.lists(st.integers(), max_size=20)), st.integers(0, 30))
def test_taking_turns_keeps_the_order_of_every_queue(queues, room: int) -> None:
    taken = fair(queues, room, 5)
    assert all(found == queues[key][: len(found)] for key, found in taken.items())
    assert all(taken[key] for key, queue in queues.items() if queue)


def test_home_ends_however_much_is_new() -> None:
    much = [
        Candidate("thread", 100 * place + n, ("space", place), START, Reason.MEMBER)
        for place in range(20)
        for n in range(30)
    ]
    assert sum(len(place.items) for place in by_place(much)) == len(by_time(much)) == 40


def test_what_stands_elsewhere_is_left_out() -> None:
    one = Candidate("thread", 1, ("space", 1), START, Reason.MEMBER)
    assert once([one], {("thread", 1)}) == []

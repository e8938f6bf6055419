"""Phases: what they rest on, and that they neither skip nor flap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from essp.stats.phases import (
    ENOUGH_MEMBERS,
    RULES,
    STEADY,
    About,
    Condition,
    Phase,
    Standing,
    Value,
    at_risk,
    begin,
    conditions,
    follow,
    reached,
    to_advance,
    with_falling,
)

P, F, S, D, T = (
    Phase.PIONEERING, Phase.FACILITATING, Phase.STRATEGIC, Phase.DORMANT, Phase.TOO_SMALL,
)  # fmt: skip
LIVING = {About.ACTIVE: 20, About.CONTRIBUTIONS: 30}
GOOD = LIVING | {
    About.ANSWERED: 0.8, About.RETURNING: 0.6, About.SPREAD: 9, About.STANDING: 0.2,
}  # fmt: skip
BEST = GOOD | {
    About.SOLVED: 0.6, About.ACROSS: 0.8, About.FRESH: 0.9, About.COVERED: 0.9, About.SHARED: 3,
    About.USEFUL: 1,
}  # fmt: skip
ALL = {rule.name for rule in RULES}
phases = st.sampled_from(Phase)


def of(values: dict[About, float], before: tuple[set[str] | None, ...] = ()) -> list[Condition]:
    return conditions({about: Value(value, 9) for about, value in values.items()}, before)


def test_nobody_there_is_dormant_and_few_members_are_no_phase() -> None:
    assert reached(of({}), 100) is D
    assert reached(of({About.ACTIVE: 4, About.CONTRIBUTIONS: 90}), 100) is D
    assert reached(of({About.ACTIVE: 40, About.CONTRIBUTIONS: 3}), 100) is D
    assert reached(of(BEST, (ALL, ALL)), ENOUGH_MEMBERS - 1) is T
    assert reached(of(LIVING), ENOUGH_MEMBERS) is P


def test_each_condition_alone_keeps_a_space_from_the_next_phase() -> None:
    assert reached(of(GOOD), 50) is F
    for about, poor in (
        (About.ANSWERED, 0.49), (About.RETURNING, 0.39), (About.SPREAD, 4.9), (About.STANDING, 0.51),
    ):  # fmt: skip
        assert reached(of(GOOD | {about: poor}), 50) is P
    assert reached(of(BEST, (ALL, ALL)), 50) is S
    for about, poor in (
        (About.ANSWERED, 0.57), (About.SOLVED, 0.49), (About.ACROSS, 0.4), (About.FRESH, 0.6),
        (About.STANDING, 0.3), (About.COVERED, 0.6), (About.SHARED, 2), (About.USEFUL, 0),
    ):  # fmt: skip
        assert reached(of(BEST | {about: poor}, (ALL, ALL)), 50) is F


def test_what_nothing_can_be_counted_of_does_not_hold() -> None:
    without = {about: value for about, value in GOOD.items() if about is not About.ANSWERED}
    assert reached(of(without), 50) is P


def test_strategic_takes_three_windows_in_a_row() -> None:
    def windows(*before: set[str] | None) -> float | None:
        return next(e.value for e in of(BEST, before) if e.rule.about is About.LASTING)

    assert windows() == 1 and windows(ALL) == 2 and windows(ALL, ALL) == 3
    assert windows(ALL, ALL, ALL) == 3 and windows(None, ALL) == 1
    assert windows(ALL - {"strategic:fresh"}, ALL) == 1
    assert reached(of(BEST, (ALL,)), 50) is F


def test_fourteen_days_in_a_row_change_the_phase_and_thirteen_do_not() -> None:
    here = begin(P)
    for _day in range(STEADY - 1):
        here = follow(here, F)
    assert here == Standing(P, F, STEADY - 1)
    assert follow(here, P) == Standing(P, P, 1)
    assert follow(here, F) == Standing(F, F, 0)
    assert follow(here, S) == Standing(F, S, 0)
    assert follow(here, D).phase is P
    assert follow(here, F, next_day=False) == Standing(P, F, 1)


def test_what_falls_asleep_is_dormant_after_fourteen_days_and_wakes_as_pioneering() -> None:
    here = Standing(S, S, 40)
    for _day in range(STEADY):
        here = follow(here, D)
    assert here.phase is D
    for _day in range(STEADY):
        here = follow(here, S)
    assert here.phase is P


def test_going_backwards_is_told_when_what_held_for_three_windows_fails_for_two() -> None:
    fresh = "strategic:fresh"
    failing = of(BEST | {About.FRESH: 0.2})
    without = ALL - {fresh}

    def falling(*before: set[str] | None, yesterday: tuple[str, ...] = ()) -> list[str]:
        return [e.rule.name for e in with_falling(failing, before, yesterday) if e.falling]

    assert falling(without, ALL, ALL, ALL) == [fresh]
    assert falling(ALL, ALL, ALL, ALL) == []
    assert falling(without, without, ALL, ALL) == []
    assert falling(without, ALL, ALL, None) == []
    assert falling(without, without, ALL, ALL, yesterday=(fresh,)) == [fresh]
    assert with_falling(of(BEST), (without, ALL, ALL, ALL), [fresh])[9].falling is False


def test_what_is_missing_comes_first() -> None:
    told = to_advance(of(GOOD | {About.SPREAD: 2}), P)
    assert told[0].rule.about is About.SPREAD
    assert [each.held for each in told] == [False, True, True, True]
    assert {each.rule.phase for each in to_advance(of(BEST), S)} == {S}
    assert [each.rule.about for each in at_risk(of(LIVING), F)] == [
        About.ANSWERED, About.RETURNING, About.SPREAD, About.STANDING,
    ]  # fmt: skip
    assert at_risk(of(LIVING), P) == []


def test_a_condition_is_kept_with_the_threshold_of_its_day() -> None:
    for each in of(BEST):
        assert Condition.of_row(each.as_row()) == each
    row = of(BEST)[2].as_row() | {"threshold": 0.9}
    assert Condition.of_row(row).rule.threshold == 0.9
    assert Condition.of_row(row | {"name": "gone:away"}) is None


@given(phases, st.lists(phases, max_size=120))
def test_phases_never_skip_on_the_way_up_and_never_flap_within_fourteen_days(
    first: Phase, days: list[Phase]
) -> None:
    here, since = begin(first), None
    for number, day in enumerate(days):
        before, here = here, follow(here, day)
        if here.phase is before.phase:
            continue
        assert since is None or number - since >= STEADY
        assert number >= STEADY - 1
        rise = here.phase.rank - before.phase.rank
        assert rise <= 1 or (before.phase is T and here.phase is P)
        assert rise > -2 or here.phase in {D, T}
        last = days[number - STEADY + 1 : number + 1]
        assert len({(each.rank > before.phase.rank) for each in last}) == 1
        assert before.phase not in last
        since = number


@given(st.dictionaries(st.sampled_from(About), st.none() | st.floats(0, 100)), st.integers(0, 40))
def test_a_phase_is_reached_only_with_all_its_conditions_and_those_below(
    values: dict[About, float | None], members: int
) -> None:
    found = conditions({about: Value(value) for about, value in values.items()}, (ALL, ALL))
    phase = reached(found, members)
    for each in found:
        if P.rank <= each.rule.phase.rank <= phase.rank:
            assert each.held
    if T is not phase is not S:
        above = [e for e in found if e.rule.phase.rank == phase.rank + 1]
        assert not all(e.held for e in above)

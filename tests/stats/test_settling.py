"""Phases of a year whose days became known backwards, or anew in the middle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from essp.core import clock
from essp.spaces.models import Space
from essp.stats import daily_round
from essp.stats.asking import DAY
from essp.stats.figure_models import Figure, FilledDay, SpacePhase
from essp.stats.filled import COMPLETE
from essp.stats.maturing import mature
from essp.stats.phases import STEADY, Phase
from essp.stats.settling import settle
from essp.stats.turn import Busy, alone
from essp.stats.unsettled import UNSETTLED, unsettled
from tests.stats.days import AMSTERDAM, yesterday
from tests.stats.test_maturing import figures, phase

ALONE = {"M20": 0.0}  # questions find no response: not facilitating


def told(session: Session, space: Space) -> list[tuple[date, str, str, int, bool]]:
    session.expire_all()
    rows = session.scalars(
        select(SpacePhase).where(SpacePhase.space_id == space.id).order_by(SpacePhase.day)
    )
    return [(row.day, row.phase, row.reached, row.streak, row.falling) for row in rows]


def fill(session: Session, days: Sequence[date]) -> None:
    for day in days:
        mature(day, AMSTERDAM)
        session.commit()


def test_a_space_shows_the_phase_of_its_year_when_that_was_filled_backwards(
    session: Session, space: Space
) -> None:
    year = [yesterday() - ago * DAY for ago in range(120, -1, -1)]
    for day in year:
        figures(session, space, day)
    fill(session, year)
    forward = told(session, space)
    session.execute(delete(SpacePhase))
    session.commit()
    assert unsettled() is None
    for start in range(len(year), 0, -7):
        fill(session, year[max(start - 7, 0) : start])
    assert phase(session, space, year[-1]).phase == "pioneering"
    assert told(session, space) != forward
    assert settle() == len(year) - len(year[: (len(year) - 1) % 7 + 1])
    assert told(session, space) == forward
    assert phase(session, space, year[-1]).phase == "facilitating"
    assert unsettled() is None and settle() == 0


def test_a_settling_that_is_stopped_goes_on_where_it_was(session: Session, space: Space) -> None:
    days = [yesterday() - ago * DAY for ago in range(40, -1, -1)]
    for day in days:
        figures(session, space, day)
    fill(session, days[20:])
    fill(session, days[:20])
    assert unsettled() == days[19]
    assert settle(most=8) == 8
    assert unsettled() == days[27]
    session.rollback()
    assert settle() == 13
    assert [each[1] for each in told(session, space)] == (
        ["pioneering"] * (STEADY - 1) + ["facilitating"] * (len(days) - STEADY + 1)
    )


def test_a_year_that_says_strategic_takes_each_phase_on_the_way_up(
    session: Session, space: Space
) -> None:
    """Filled backwards each later block began anew; told anew it climbs one step at a time."""
    days = [yesterday() - ago * DAY for ago in range(60, -1, -1)]
    for day in days:
        figures(session, space, day)
    fill(session, days[30:])
    fill(session, days[:30])
    settle()
    shown = [each[1] for each in told(session, space)]
    ranks = [Phase(each).rank for each in shown]
    assert all(after - before <= 1 for before, after in pairwise(ranks))


def test_what_was_counted_of_a_day_stays_with_its_threshold(session: Session, space: Space) -> None:
    days = [yesterday() - ago * DAY for ago in range(3, -1, -1)]
    for day in days:
        figures(session, space, day)
    fill(session, days[2:])
    row = phase(session, space, days[3])
    kept = [dict(each) for each in row.conditions]
    kept[2]["threshold"] = 0.9
    row.conditions = [*kept, {**kept[0], "name": "facilitating:something of old"}]
    session.commit()
    session.execute(delete(Figure))
    session.commit()
    fill(session, days[:0])
    figures(session, space, days[0])
    fill(session, days[:1])
    assert settle() == 2
    again = phase(session, space, days[3]).conditions
    assert again[2] == kept[2] and again[-1]["name"] == "facilitating:something of old"


def test_a_day_that_is_counted_anew_moves_all_that_follow(session: Session, space: Space) -> None:
    days = [yesterday() - ago * DAY for ago in range(20, -1, -1)]
    for day in days:
        figures(session, space, day)
    fill(session, days)
    assert phase(session, space, days[-1]).phase == "facilitating"
    session.execute(delete(Figure).where(Figure.day == days[10]))
    figures(session, space, days[10], **ALONE)
    fill(session, [days[10]])
    settle()
    assert [each[1] for each in told(session, space)][-1] == "pioneering"


def test_filling_in_order_leaves_nothing_to_settle(session: Session, space: Space) -> None:
    for day in (yesterday() - DAY, yesterday()):
        figures(session, space, day)
        fill(session, [day])
    assert unsettled() is None
    assert not session.scalars(select(FilledDay).where(FilledDay.step == UNSETTLED)).all()


def test_whoever_fills_days_is_not_overtaken(session: Session, space: Space) -> None:
    with alone(), pytest.raises(Busy):
        settle()


@settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
@given(
    good=st.lists(st.booleans(), min_size=18, max_size=30),
    cuts=st.lists(st.integers(1, 29), max_size=4, unique=True),
)
def test_in_whatever_order_days_become_known_the_year_says_the_same(
    session: Session, space: Space, good: list[bool], cuts: list[int]
) -> None:
    session.execute(delete(SpacePhase))
    session.execute(delete(Figure))
    session.commit()
    days = [yesterday() - ago * DAY for ago in range(len(good) - 1, -1, -1)]
    for day, well in zip(days, good, strict=True):
        figures(session, space, day, **({} if well else ALONE))
    fill(session, days)
    forward = told(session, space)
    session.execute(delete(SpacePhase))
    session.commit()
    edges = [0, *sorted(each for each in cuts if each < len(days)), len(days)]
    for first, last in reversed(list(pairwise(edges))):
        fill(session, days[first:last])
    settle()
    assert told(session, space) == forward


def test_the_nightly_round_tells_phases_anew(session: Session, space: Space) -> None:
    days = [yesterday() - ago * DAY for ago in range(STEADY + 1, -1, -1)]
    for day in days:
        figures(session, space, day)
    fill(session, days[3:])
    fill(session, days[:3])
    session.add_all(FilledDay(day=day, step=COMPLETE, at=clock.now()) for day in days)
    session.commit()
    assert daily_round.fill_due(AMSTERDAM) == 0
    assert unsettled() is None
    assert phase(session, space, days[-1]).phase == "facilitating"


def test_what_is_about_to_go_stays_while_somebody_counts(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    daily_round._reduced.clear()
    let_go: list[date] = []
    monkeypatch.setattr(daily_round, "reduce_to_totals", lambda day: let_go.append(day) or 0)

    @contextmanager
    def taken() -> Iterator[None]:
        raise Busy
        yield

    with monkeypatch.context() as counting:
        counting.setattr(daily_round, "alone", taken)
        daily_round._reduce_once(yesterday())
    assert let_go == []
    daily_round._reduce_once(yesterday())
    daily_round._reduce_once(yesterday())
    assert let_go == [yesterday()]

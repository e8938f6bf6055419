"""Phases that were told before the days ahead of them were known, told anew from there on.

A phase follows from the days before it. Where days are filled backwards, or anew in the middle, what
stood after them began at another place; `maturing` notes the last day up to which all is right. From it
the days are followed once more, forward and each in a transaction, so that it goes on where it stopped.
What was counted for the conditions of a day stays as it was kept, with the thresholds of then.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import func, select, update

from essp.core.db import session, transaction
from essp.stats.figure_models import SpacePhase
from essp.stats.maturing import days_before, standing, windows_before
from essp.stats.phases import ENOUGH_MEMBERS, Condition, Phase, with_lasting
from essp.stats.turn import alone
from essp.stats.unsettled import move_note, unsettled


def settle(most: int | None = None) -> int:
    """Tell the phases of later days anew, of `most` days at once; how many days that were.

    Raises Busy where another process fills.
    """
    with alone():
        return follow_on(most)


def follow_on(most: int | None = None) -> int:
    """The same for whoever has the turn already."""
    done = 0
    while (noted := unsettled()) is not None and (most is None or done < most):
        with transaction():
            later = select(func.min(SpacePhase.day)).where(SpacePhase.day > noted)
            day = session().scalar(later)
            if day is not None:
                _tell_anew(day)
                done += 1
            move_note(noted, day)
    return done


def _tell_anew(day: date) -> None:
    before = days_before(day)
    for row in session().scalars(select(SpacePhase).where(SpacePhase.day == day)).all():
        known = before.get(row.space_id, {})
        found = [Condition.of_row(each) for each in row.conditions]
        told = with_lasting([each for each in found if each], windows_before(known))
        members = 0 if row.reached == Phase.TOO_SMALL.value else ENOUGH_MEMBERS
        _keep(row, standing(told, members, known))


def _keep(row: SpacePhase, told: dict[str, Any]) -> None:
    names = {each["name"] for each in told["conditions"]}
    gone = [each for each in row.conditions if each["name"] not in names]
    told["conditions"] = [*told["conditions"], *gone]
    here = (SpacePhase.day == row.day, SpacePhase.space_id == row.space_id)
    session().execute(update(SpacePhase).where(*here).values(**told))

"""A note that the phases of later days are to be told anew, since a day before them was filled.

It stands on the last day up to which all of them are right; `settling` follows it and moves it on.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import delete, func, insert, select

from essp.core import clock
from essp.core.db import session
from essp.stats.figure_models import FilledDay, SpacePhase

UNSETTLED = "unsettled"


def note_later(day: date) -> None:
    """Days that follow this one were told before it: note that they are to be told anew.

    One note stands for all of it, on the last day up to which everything is right.
    """
    after = session().scalar(select(func.min(SpacePhase.day)).where(SpacePhase.day > day))
    noted = unsettled()
    if after is None or (noted is not None and noted < day and not _follows(noted, day)):
        return
    move_note(noted, day)


def _follows(noted: date, day: date) -> bool:
    between = (SpacePhase.day > noted, SpacePhase.day < day)
    return session().scalar(select(SpacePhase.day).where(*between).limit(1)) is None


def unsettled() -> date | None:
    """The day after which phases are to be told anew, since days before became known; None of none."""
    return session().scalar(select(func.min(FilledDay.day)).where(FilledDay.step == UNSETTLED))


def move_note(noted: date | None, day: date | None) -> None:
    """Note another day as the one up to which all phases are right; None when all are."""
    if noted != day:
        session().execute(delete(FilledDay).where(FilledDay.step == UNSETTLED))
        if day is not None:
            row = {"day": day, "step": UNSETTLED, "at": clock.now(), "rows": 0}
            session().execute(insert(FilledDay), [row])

"""Each night at two, by the clock on the wall of the site, the worker fills the day that is over.

Days that were missed, because nothing ran, are made up in their order when it runs again. It is looked
for every few minutes rather than slept for until two, since a clock may be set and a machine may sleep.
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import structlog

from essp.core import clock
from essp.stats import filled, filling, settling
from essp.stats.asking import DAY, day_of
from essp.stats.retention import reduce_to_totals
from essp.stats.turn import Busy, alone

log = structlog.get_logger(__name__)

AT = time(2)
EVERY = 600.0  # seconds
_reduced: list[date] = []


def look_in_turn(zone: ZoneInfo) -> float:
    """Fill what is due; the seconds until to look again."""
    fill_due(zone)
    _reduce_once(day_of(clock.now(), zone))
    return EVERY


def _reduce_once(today: date) -> None:
    """Once a day, when all that was due is counted, let go of what is kept no longer."""
    if today in _reduced:
        return
    try:
        # Whoever fills days at this moment may need what is about to go.
        with alone():
            rows = reduce_to_totals(today)
    except Busy:
        return
    _reduced[:] = [today]
    log.info("what was opened and looked for is kept no longer", before=str(today), rows=rows)


def due_until(zone: ZoneInfo) -> date:
    """The last day that is to be filled by now: yesterday from two on, before that the day before."""
    today = day_of(clock.now(), zone)
    ready = clock.now() >= datetime.combine(today, AT, zone)
    return today - (1 if ready else 2) * DAY


def fill_due(zone: ZoneInfo) -> int:
    """Fill each day that is due and not filled; how many were. Another who fills is left to it."""
    done = 0
    ahead = filled.filled_ahead()
    if ahead:
        log.warning(
            "days were filled by a clock that was ahead", days=len(ahead), last=str(ahead[-1])
        )
    try:
        for day, rows in filling.fill(due_until(zone), zone):
            done += 1
            log.info("a day is filled", day=day.isoformat(), rows=rows)
        settled = settling.settle()
        if settled:
            log.info("phases were told anew, since days before became known", days=settled)
    except Busy:
        log.info("days are being filled by another process")
    except filling.Unfinished as unfinished:
        log.error("a day could not be filled to the end", day=unfinished.day.isoformat())
    return done

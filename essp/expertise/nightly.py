"""What somebody has shown fades while nothing happens: each topic is weighed once a week, at night.

Each night a seventh of the topics that anybody is known for, so that no night has much to do. It is
looked for rather than slept for, as a machine may sleep; what a night missed comes a week later.
"""

from __future__ import annotations

from datetime import date, time
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import select

from essp.core import clock
from essp.core.db import session
from essp.expertise.believing import weigh_topic
from essp.expertise.models import Knower

log = structlog.get_logger(__name__)

AT = time(3)
NIGHTS = 7
EVERY = 1800.0  # seconds
_done: list[date] = []


def look_in_turn(zone: ZoneInfo) -> float:
    """Weigh what is due, once a night from three on; the seconds until to look again."""
    here = clock.now().astimezone(zone)
    if here.time() >= AT and here.date() not in _done:
        _done[:] = [here.date()]
        log.info("what people have shown was weighed anew", topics=weigh_due(here.date()))
    return EVERY


def weigh_due(night: date) -> int:
    """Weigh the topics whose turn it is in this night; how many they were."""
    turn = night.toordinal() % NIGHTS
    known = select(Knower.topic_id).where(Knower.topic_id % NIGHTS == turn).distinct()
    due = session().scalars(known).all()
    weigh_topic.run([{"topic_id": number} for number in due])
    return len(due)

"""How long an answer takes, in sentences: of questions like one, and of somebody who is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from essp.core import clock
from essp.core.i18n import _, ngettext
from essp.core.web import hour, weekday, zone
from essp.discussions.asking import Waits
from essp.expertise.shapes import Room
from essp.expertise.web import phrasing

DAY = timedelta(days=1)


def words(found: Waits | None) -> str:
    """How many of such questions got an answer within a day, in tens; nothing where too few are known."""
    if found is None or found.half is None:
        return ""
    if found.span == DAY and found.known:
        tenths = round(10 * (found.known - found.late) / found.known)
        if tenths > 0:
            return _("%(num)s in 10 of these get an answer within a day.", num=tenths)
    days = -(-found.half // DAY)
    return ngettext(
        "About half of these get an answer within a day.",
        "About half of these get an answer within %(num)s days.",
        days,
    )


def head(room: Room) -> Iterator[str]:
    """What somebody should know before asking one person."""
    if room.waiting:
        yield ngettext(
            "%(num)s question waits for an answer.", "%(num)s questions wait for an answer.",
            room.waiting,
        )  # fmt: skip
    if room.full:
        yield _("Asked enough for today: in the open, somebody else is told.")
    speed = phrasing.speed_told(room.answers_within)
    if speed:
        yield f"{speed[:1].upper()}{speed[1:]}."


def due(at: datetime) -> str:
    """A moment to come: today 13:00, or Thursday 19 November 09:00."""
    if at.astimezone(zone()).date() == clock.now().astimezone(zone()).date():
        return _("today %(time)s", time=hour(at))
    return f"{weekday(at)} {hour(at)}"

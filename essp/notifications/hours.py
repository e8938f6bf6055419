"""When somebody may be mailed: their rhythm, quiet hours, working days and time zone."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from essp.core import clock
from essp.notifications.mail_models import MailChoice, Rhythm
from essp.people.models import Person

MORNING = 8  # the hour of mails that come once a day or a week
WORKING = frozenset("01234")


def due(
    person: Person, choice: MailChoice, rhythm: Rhythm, since: datetime, zone: ZoneInfo
) -> datetime:
    """The first moment at which news that waits since then may be mailed; `zone` is the site's."""
    own = ZoneInfo(person.time_zone) if person.time_zone else zone
    moment = max(since, clock.now()).astimezone(own)
    if rhythm in {Rhythm.DAILY, Rhythm.WEEKLY}:
        slot = _next_morning(since.astimezone(own), weekly=rhythm is Rhythm.WEEKLY)
        return _out_of_quiet(person, choice, max(moment, slot), MORNING).astimezone(since.tzinfo)
    return _out_of_quiet(person, choice, moment).astimezone(since.tzinfo)


def _next_morning(moment: datetime, *, weekly: bool) -> datetime:
    slot = datetime.combine(moment.date(), time(MORNING), moment.tzinfo)
    if slot <= moment:
        slot += timedelta(days=1)
    while weekly and slot.weekday() != 0:
        slot += timedelta(days=1)
    return slot


def _out_of_quiet(
    person: Person, choice: MailChoice, moment: datetime, first_hour: int = 0
) -> datetime:
    """The moment itself, or when the quiet hours and days off after it end; after days off not before
    the first hour."""
    working = frozenset(person.hours) or WORKING
    for _step in range(16):
        if not choice.any_day and str(moment.weekday()) not in working:
            moment = datetime.combine(
                moment.date() + timedelta(days=1), time(first_hour), moment.tzinfo
            )
        elif _quiet(choice, moment.hour):
            moment = _end_of_quiet(choice, moment)
        else:
            break
    return moment


def _quiet(choice: MailChoice, hour: int) -> bool:
    first, end = choice.quiet_from, choice.quiet_until
    return first <= hour < end if first <= end else hour >= first or hour < end


def _end_of_quiet(choice: MailChoice, moment: datetime) -> datetime:
    end = datetime.combine(moment.date(), time(choice.quiet_until), moment.tzinfo)
    return end if end > moment else end + timedelta(days=1)

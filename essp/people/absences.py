"""Being away: from a day until a day, with a colleague who can be asked meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people import policy
from essp.people.events import PersonChanged
from essp.people.models import Person

LONGEST = timedelta(days=800)


def be_away(
    actor: Person, person: Person, *, first: str, last: str, deputy: Person | None = None
) -> None:
    """Note an absence; days are written as `2026-12-24` and both belong to it.

    Invalid when the days cannot be, or when the deputy is not there to be asked.
    """
    require(policy.edit_profile(actor, person))
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    begin, end = _day("away_from", first), _day("away_until", last)
    _check_days(fresh, begin, end)
    if deputy is not None:
        _check_deputy(fresh, deputy, begin, end)
    fresh.away_from, fresh.away_until = begin, end
    fresh.deputy_id = deputy.id if deputy else None
    session().flush()
    record(PersonChanged(actor_id=actor.id, person_id=person.id, fields=("absence",)))


def be_back(actor: Person, person: Person) -> None:
    """Forget the absence."""
    require(policy.edit_profile(actor, person))
    fresh = lock(Person, person.id)
    if fresh is None:
        raise NotFound
    if fresh.away_until is None:
        return
    fresh.away_from = fresh.away_until = fresh.deputy_id = None
    record(PersonChanged(actor_id=actor.id, person_id=person.id, fields=("absence",)))


class Away(Protocol):
    """What tells when somebody is away: a person, or a row with as much of one."""

    @property
    def time_zone(self) -> str:
        """The name of where they work, or nothing."""

    @property
    def away_from(self) -> date | None:
        """The first day."""

    @property
    def away_until(self) -> date | None:
        """The last day."""

    @property
    def left_at(self) -> datetime | None:
        """When they left."""


def today_of(person: Away) -> date:
    """Which day it is where somebody works."""
    moment: datetime = clock.now()
    try:
        return (
            moment.astimezone(ZoneInfo(person.time_zone)).date()
            if person.time_zone
            else moment.date()
        )
    except (ZoneInfoNotFoundError, ValueError):
        return moment.date()


def is_away(person: Away) -> bool:
    """Whether somebody is away today."""
    if person.away_from is None or person.away_until is None or person.left_at is not None:
        return False
    return person.away_from <= today_of(person) <= person.away_until


def will_be_away(person: Person) -> bool:
    """Whether an absence of somebody's is noted that is not over."""
    return person.away_until is not None and today_of(person) <= person.away_until


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise Invalid(**{field: _("Choose a day, such as 2026-12-24.")}) from None


def _check_days(person: Person, begin: date, end: date) -> None:
    if end < begin:
        raise Invalid(away_until=_("The last day cannot be before the first."))
    if end < today_of(person):
        raise Invalid(away_until=_("This absence is over already. Choose a later last day."))
    if end - begin > LONGEST:
        raise Invalid(away_until=_("An absence lasts two years at most."))


def _check_deputy(person: Person, deputy: Person, begin: date, end: date) -> None:
    if deputy.id == person.id:
        raise Invalid(deputy=_("Name a colleague, not yourself."))
    if not deputy.active:
        raise Invalid(
            deputy=_("%(name)s has no account here. Name somebody who is here.", name=deputy.name)
        )
    if deputy.away_from is None or deputy.away_until is None:
        return
    if deputy.away_from <= end and begin <= deputy.away_until:
        raise Invalid(
            deputy=_("%(name)s is away too in those days. Name somebody else.", name=deputy.name)
        )

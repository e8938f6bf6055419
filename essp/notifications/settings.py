"""What somebody chooses of their mail, and what last month would have been like with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid
from essp.core.i18n import lazy as _
from essp.core.web import zone
from essp.notifications import hours
from essp.notifications.mail_models import MailChoice, Rhythm, Sort
from essp.notifications.mailing import REST, choice_of, look_again
from essp.notifications.models import Notice, Notification
from essp.people.models import Person

MONTH = timedelta(days=30)
MOST = 20_000  # rows that are looked at


@dataclass(frozen=True)
class Wanted:
    """What a form asks for: rhythms of both sorts, quiet hours from 0 to 23, and days off."""

    direct: Rhythm
    watched: Rhythm
    quiet_from: int
    quiet_until: int
    any_day: bool


@dataclass(frozen=True)
class MailedDay:
    """A day with mail: the moment of each in the order they come, and how much they tell together."""

    mails: Sequence[datetime]
    told: int


@dataclass(frozen=True)
class Month:
    """What came in a month: how much was told, and the days with mail, the newest first."""

    told: int
    days: Sequence[MailedDay]

    @property
    def total(self) -> int:
        """All mails."""
        return sum(len(day.mails) for day in self.days)


def wanted_of(values: Mapping[str, str]) -> Wanted:
    """What a form asks for. Raises Invalid."""
    try:
        direct, watched = Rhythm(values.get("direct", "")), Rhythm(values.get("watched", ""))
    except ValueError:
        raise Invalid(direct=_("Choose how often.")) from None
    bounds = [values.get(name, "") for name in ("quiet_from", "quiet_until")]
    if not all(each.isascii() and each.isdigit() and int(each) < 24 for each in bounds):
        raise Invalid(quiet_from=_("Choose an hour from 0 to 23."))
    return Wanted(direct, watched, int(bounds[0]), int(bounds[1]), bool(values.get("any_day")))


def choose(actor: Person, wanted: Wanted) -> None:
    """Keep how the actor wants their mail; what waits for its hour goes by the new choice."""
    choice = lock(MailChoice, actor.id) or choice_of(actor)
    _put(choice, wanted)
    session().flush()
    look_again(actor)


def stop(choice: MailChoice, sort: Sort) -> None:
    """Send no more mail of that sort."""
    if sort is Sort.DIRECT:
        choice.direct = Rhythm.NEVER.value
    else:
        choice.watched = Rhythm.NEVER.value
    session().flush()


def say_address_works(actor: Person) -> None:
    """Send mail again to an address that mail came back from."""
    choice = lock(MailChoice, actor.id) or choice_of(actor)
    choice.bounced_at, choice.bounce = None, ""
    session().flush()


def present(actor: Person) -> MailChoice:
    """What the actor chose, or the defaults; nothing is written."""
    found = session().get(MailChoice, actor.id)
    return found or _put(MailChoice(person_id=actor.id, uid="", bounce=""), DEFAULT)


DEFAULT = Wanted(Rhythm.ONCE, Rhythm.DAILY, 19, 7, any_day=False)


def _put(choice: MailChoice, wanted: Wanted) -> MailChoice:
    choice.direct, choice.watched = wanted.direct.value, wanted.watched.value
    choice.quiet_from, choice.quiet_until = wanted.quiet_from, wanted.quiet_until
    choice.any_day = wanted.any_day
    return choice


def last_month(actor: Person, wanted: Wanted) -> Month:
    """What the last thirty days would have been like: every row, as if none had been read before."""
    choice = _put(MailChoice(person_id=actor.id, uid="", bounce=""), wanted)
    rows = session().execute(
        select(Notice.at, Notification.direct)
        .join(Notification, Notification.notice_id == Notice.id)
        .where(Notification.person_id == actor.id, Notice.at > clock.now() - MONTH)
        .order_by(Notice.id)
        .limit(MOST)
    )
    found = [(row.at, Sort.DIRECT if row.direct else Sort.WATCHED) for row in rows]
    mails = [
        mail
        for sort in Sort
        for mail in _mails([at for at, of in found if of is sort], actor, choice, sort)
    ]
    return Month(len(found), _by_day(mails))


def _mails(
    moments: Sequence[datetime], person: Person, choice: MailChoice, sort: Sort
) -> list[tuple[datetime, int]]:
    """The mails that would have told of what happened at these moments: when, and of how much."""
    rhythm = choice.rhythm(sort)
    if rhythm is Rhythm.NEVER:
        return []
    wait = REST if rhythm is Rhythm.BUNDLE else timedelta(0)
    sent: Counter[datetime] = Counter()
    until: datetime | None = None
    for at in moments:
        if until is None or at > until:
            with clock.held_at(at):
                until = hours.due(person, choice, rhythm, at, zone()) + wait
        sent[until] += 1
    return list(sent.items())


def _by_day(mails: Sequence[tuple[datetime, int]]) -> list[MailedDay]:
    """The same by the site's days, as their moments are shown."""
    days: dict[date, list[tuple[datetime, int]]] = {}
    for at, told in sorted(mails):
        days.setdefault(at.astimezone(zone()).date(), []).append((at, told))
    return [
        MailedDay([at for at, _told in each], sum(told for _at, told in each))
        for each in reversed(days.values())
    ]

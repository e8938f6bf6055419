"""The one mail of a day to knowledge owners about what waits on their desk.

A round in the morning finds who may have work and gives each of them a moment outside their quiet hours
and days off; at that moment is asked again what waits and what came since the last mail. Who was mailed
that day, is away, stopped it, or has nothing waiting gets none. It is noted as sent before it is handed
over, so that a worker that dies between the two never sends it again.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import select

from essp.core import clock, jobs, mail
from essp.core.db import lock, session, transaction
from essp.core.decision import NotFound
from essp.core.web import zone
from essp.curation import daily
from essp.curation.daily import Brief
from essp.notifications import hours
from essp.notifications.mail_models import MailChoice, Rhythm
from essp.notifications.mailing import choice_of, note_bounce, wants
from essp.people.absences import is_away
from essp.people.models import Person

STOP = "desk-mail-stop"
DAY = timedelta(days=1)


@jobs.task("notifications.ask_for_desk_round")
def ask_for_desk_round(space_id: int) -> None:
    """Something came onto desks in a space: have a round tomorrow morning."""
    with transaction():
        ask_for_round(_today() + DAY)


@jobs.task("notifications.ask_for_review_round")
def ask_for_review_round(page_id: int) -> None:
    """A page was verified until a day: have a round on the morning on which that is due soon."""
    with transaction():
        day = daily.told_of_from(page_id)
        if day is not None:
            ask_for_round(max(day, _today()) + DAY)


def ask_for_round(day: date) -> None:
    """Have a round on the morning of a day; asked for often it is one."""
    begins = datetime.combine(day, time(hours.MORNING), zone())
    delay = max(begins - clock.now(), timedelta(0))
    jobs.enqueue(desk_round, delay=delay, day=day.isoformat())


@jobs.task("notifications.desk_round")
def desk_round(day: str) -> None:
    """Find who may have work, and when each may be mailed; have the next round when there is cause."""
    with transaction():
        people = session().scalars(
            select(Person).where(
                Person.id.in_(daily.owners_with_work()), Person.email.is_not(None),
                Person.joined_at.is_not(None), Person.left_at.is_(None),
            )
        ).all()  # fmt: skip
        for person in people:
            _give_moment(person)
        due = daily.next_review()
        if people:
            ask_for_round(_today() + DAY)
        elif due is not None:
            ask_for_round(max(due, _today()) + DAY)


def _give_moment(person: Person) -> None:
    choice = choice_of(person)
    if not choice.desk or not wants(person, choice) or is_away(person):
        return
    moment = hours.due(person, choice, Rhythm.ONCE, clock.now(), zone())
    # What would come on another day is left to the round of that day.
    if _day_of(person, moment) == _day_of(person, clock.now()):
        delay = max(moment - clock.now(), timedelta(0))
        jobs.enqueue(send_desk_mail, delay=delay, person_id=person.id)


@jobs.task("notifications.desk_mail")
def send_desk_mail(person_id: int) -> None:
    """Mail somebody what waits for them, unless they were mailed that day or nothing is to be told."""
    with transaction():
        person = session().get(Person, person_id, populate_existing=True)
        choice = lock(MailChoice, person_id)
        if person is None or choice is None or not _due(person, choice):
            return
        before = choice.desk_sent_at
        message = _message(person, choice)
        if message is None:
            return
        choice.desk_sent_at = clock.now()
    try:
        mail.deliver(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()), (550, b""))
        with transaction():
            note_bounce(person, f"{code} {said.decode('utf-8', 'replace')}"[:300])
    except Exception:
        with transaction():
            choice_of(person).desk_sent_at = before
        raise


def stop(choice: MailChoice) -> None:
    """Send this mail no more."""
    choice.desk = False
    session().flush()


def read_stop_token(token: str) -> MailChoice:
    """Whose mail a link stops. Raises NotFound."""
    (uid,) = mail.unsealed(token, STOP)
    found = session().scalar(select(MailChoice).where(MailChoice.uid == uid))
    if found is None:
        raise NotFound
    return found


def choose(actor: Person, *, wanted: bool) -> None:
    """Keep whether the actor wants this mail."""
    (lock(MailChoice, actor.id) or choice_of(actor)).desk = wanted
    session().flush()


def _due(person: Person, choice: MailChoice) -> bool:
    if not choice.desk or not wants(person, choice) or is_away(person):
        return False
    last = choice.desk_sent_at
    return last is None or _day_of(person, last) != _day_of(person, clock.now())


def _message(person: Person, choice: MailChoice) -> EmailMessage | None:
    brief = daily.brief_of(person, choice.desk_sent_at)
    if person.email is None or not daily.worth_telling(brief, choice.desk_sent_at):
        return None
    stops = mail.address_of(f"/mail/desk/{mail.sealed([choice.uid], STOP)}")
    return mail.compose(
        person.email, person.name, mail.language_of(person), "desk", _values(brief, stops),
        headers=_headers(person, stops),
    )  # fmt: skip


def _values(brief: Brief, stops: str) -> dict[str, Any]:
    return {
        "brief": brief,
        "new": [(each, mail.address_of(each.path)) for each in brief.new],
        "desk": mail.address_of("/curation"),
        "soon": [(each, mail.address_of(each.path)) for each in brief.soon[: daily.MOST]],
        "more_soon": max(len(brief.soon) - daily.MOST, 0),
        "reviews": mail.address_of("/curation/reviews"),
        "doubts": mail.address_of("/curation/doubts"),
        "stop": stops,
    }


def _headers(person: Person, stops: str) -> Mapping[str, str]:
    host = urlsplit(mail.address_of("/")).hostname or "localhost"
    day = _day_of(person, clock.now()).isoformat()
    return {
        "Message-ID": f"<desk-{day}-{person.id}@{host}>",
        "List-Unsubscribe": f"<{stops}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }


def _today() -> date:
    return clock.now().astimezone(zone()).date()


def _day_of(person: Person, moment: datetime) -> date:
    own = ZoneInfo(person.time_zone) if person.time_zone else zone()
    return moment.astimezone(own).date()

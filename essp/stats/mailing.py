"""The page of a day by mail, at 08:30, to those who asked for it.

A round each morning finds them; each gets their mail at 08:30 of a day that they work, by their own clock.
Who is away, has left, or may not see the figures any more gets none; nor does anybody on a day that was
not counted. It is noted as sent before it is handed over, so that a worker that dies between the two never
sends it twice.
"""

from __future__ import annotations

import smtplib
from collections.abc import Mapping
from datetime import date, datetime, time
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import select

from essp.core import clock, jobs, mail
from essp.core.db import lock, session, transaction
from essp.core.decision import NotFound, Refused
from essp.core.web import zone
from essp.notifications.hours import WORKING
from essp.notifications.mailing import choice_of, note_bounce, wants
from essp.people.absences import is_away
from essp.people.models import Person
from essp.stats import briefing, choosing, reading, telling
from essp.stats.asking import DAY, SITE
from essp.stats.briefing import Brief
from essp.stats.privacy_models import InsightChoice

STOP = "insight-mail-stop"
AT = time(8, 30)
NAME = "insight_day"


@jobs.task("stats.mail_round")
def mail_round(day: str) -> None:
    """Give everybody who asked for the mail a moment on this morning."""
    with transaction():
        for person in _readers():
            moment = datetime.combine(date.fromisoformat(day), AT, _zone_of(person))
            if clock.now() - moment < DAY / 2 and _works(person, moment.date()):
                delay = max(moment - clock.now(), 0 * DAY)
                jobs.enqueue(send, delay=delay, person_id=person.id, day=day)


@jobs.task("stats.day_mail")
def send(person_id: int, day: str) -> None:
    """Mail somebody the last day that is counted, unless they had that mail or it is not for them."""
    morning = date.fromisoformat(day)
    with transaction():
        person = session().get(Person, person_id, populate_existing=True)
        choice = lock(InsightChoice, person_id)
        if person is None or choice is None or not _due(person, choice, morning):
            return
        before = choice.mailed_on
        message = _message(person)
        if message is None:
            return
        choice.mailed_on = morning
    try:
        mail.deliver(message)
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()), (550, b""))
        with transaction():
            note_bounce(person, f"{code} {said.decode('utf-8', 'replace')}"[:300])
    except Exception:
        with transaction():
            row = lock(InsightChoice, person_id)
            if row is not None:
                row.mailed_on = before
        raise


def ask_for_round(day: date) -> None:
    """Have the round of a morning; asked for often it is one."""
    jobs.enqueue(mail_round, day=day.isoformat())


def after_filling(day: date, _zone: ZoneInfo) -> int:
    """A day is filled: its mail goes out on the next morning. Gives the rows it made: none."""
    ask_for_round(day + DAY)
    return 0


def choose(actor: Person, *, wanted: bool) -> None:
    """Keep whether the actor wants this mail. Raises Refused for who does not see these figures."""
    if wanted and not (allowed := reading.may_see(actor, SITE)):
        raise Refused(allowed.reason)
    choosing.set_mail(actor, wanted=wanted)


def read_stop_token(token: str) -> Person:
    """Whose mail a link stops. Raises NotFound."""
    (handle,) = mail.unsealed(token, STOP)
    found = session().scalar(select(Person).where(Person.id == int(handle)))
    if found is None:
        raise NotFound
    return found


def stop(person: Person) -> None:
    """Send this mail no more."""
    choosing.set_mail(person, wanted=False)


def _readers() -> list[Person]:
    return list(
        session().scalars(
            select(Person)
            .join(InsightChoice, InsightChoice.person_id == Person.id)
            .where(
                InsightChoice.mail, Person.email.is_not(None), Person.joined_at.is_not(None),
                Person.left_at.is_(None),
            )
        )
    )  # fmt: skip


def _due(person: Person, choice: InsightChoice, morning: date) -> bool:
    if not choice.mail or not wants(person, choice_of(person)) or is_away(person):
        return False
    return choice.mailed_on is None or choice.mailed_on < morning


def _works(person: Person, day: date) -> bool:
    return choice_of(person).any_day or str(day.weekday()) in (frozenset(person.hours) or WORKING)


def _zone_of(person: Person) -> ZoneInfo:
    return ZoneInfo(person.time_zone) if person.time_zone else zone()


def _message(person: Person) -> EmailMessage | None:
    day = reading.last_day()
    if person.email is None or day is None or not reading.may_see(person, SITE):
        return None
    stops = mail.address_of(f"/mail/insight/{mail.sealed([str(person.id)], STOP)}")
    language = mail.language_of(person)
    with mail.written_in(language):
        told = _values(briefing.brief(person, SITE, day, how="mail"), stops)
    return mail.compose(
        person.email,
        person.name,
        language,
        NAME,
        told,
        headers=_headers(person, day, stops),
        twin=True,
    )


def _values(brief: Brief, stops: str) -> dict[str, Any]:
    return {
        "day": telling.day_words(brief.day),
        "compared": str(telling.compared_words(brief.day, brief.period)),
        "said": brief.said,
        "figures": [
            {
                "name": str(each.tile.name), "value": each.value, "base": str(each.why or each.base),
                "change": each.change.words, "chance": each.change.chance and each.change.up is not None,
                "button": str(each.tile.button), "url": mail.address_of(each.tile.path),
            }
            for each in brief.told
        ],
        "waiting": [
            (each.title, each.space, int(each.days), mail.address_of(each.path))
            for each in brief.waiting[:4]
        ],
        "more": max(brief.waiting_in_all - 4, 0),
        "url": mail.address_of(f"/insight?day={brief.day.isoformat()}"),
        "stop": stops,
    }  # fmt: skip


def _headers(person: Person, day: date, stops: str) -> Mapping[str, str]:
    host = urlsplit(mail.address_of("/")).hostname or "localhost"
    return {
        "Message-ID": f"<insight-{day.isoformat()}-{person.id}@{host}>",
        "List-Unsubscribe": f"<{stops}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }

"""Mail about news: who is due, and sending each mail at most once.

A round takes the turns that are due. Rows are put into a mail before it is written, and the mail is
noted as handed over before it is: whatever dies in between, nothing is mailed twice. What was read or
may no longer be read by the moment of sending is left out, and an empty mail is not sent.
"""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import case, delete, func, literal, select, update

from essp.core import clock, jobs, mail
from essp.core.db import lock, session, transaction
from essp.core.web import zone
from essp.notifications import hours
from essp.notifications.letters import letter
from essp.notifications.mail_models import MailChoice, Mailing, MailTurn, Rhythm, Sort
from essp.notifications.models import Notice, Notification
from essp.notifications.recipients import insert_into
from essp.people.models import Person

REST = timedelta(minutes=10)
LATEST = timedelta(hours=1)
OLDEST = timedelta(days=14)
AT_ONCE = 200  # turns of one round


def ask_for(notice: Notice) -> None:
    """Give everybody who was told of a notice a turn, and have the turns looked at."""
    moment = clock.now()
    sort = case((Notification.direct, Sort.DIRECT.value), else_=Sort.WATCHED.value)
    rhythm = case(
        (Notification.direct, func.coalesce(MailChoice.direct, Rhythm.ONCE.value)),
        else_=func.coalesce(MailChoice.watched, Rhythm.DAILY.value),
    )
    at_once = rhythm == Rhythm.ONCE.value
    due = case((at_once, literal(moment)), else_=literal(moment + REST))
    rows = (
        select(
            Notification.person_id, sort, literal(moment), due, literal(moment + LATEST),
            literal(False),
        )
        .join(Person, Person.id == Notification.person_id)
        .outerjoin(MailChoice, MailChoice.person_id == Notification.person_id)
        .where(Notification.notice_id == notice.id, Person.email.is_not(None))
        .where(rhythm != Rhythm.NEVER.value)
    )  # fmt: skip
    columns = ["person_id", "sort", "since", "due_at", "latest_at", "held"]
    wanted = insert_into(MailTurn).from_select(columns, rows)
    new = case(
        (wanted.excluded.due_at < MailTurn.latest_at, wanted.excluded.due_at),
        else_=MailTurn.latest_at,
    )
    later = {"due_at": case((MailTurn.held, MailTurn.due_at), else_=new)}
    keys = ["person_id", "sort"]
    session().execute(wanted.on_conflict_do_update(index_elements=keys, set_=later))
    for wait in (timedelta(0), REST):
        ask_for_round(moment + wait)


def ask_for_round(moment: datetime) -> None:
    """Have the turns looked at then; asked for twice in one minute it is one round."""
    delay = max(moment - clock.now(), timedelta(0))
    jobs.enqueue(mail_round, delay=delay, minute=moment.strftime("%Y-%m-%dT%H:%M"))


def look_again(person: Person) -> None:
    """Have what waits for its hour looked at now, since the hour may have changed."""
    held = update(MailTurn).where(MailTurn.person_id == person.id, MailTurn.held)
    session().execute(held.values(due_at=clock.now()))
    ask_for_round(clock.now())


@jobs.task("notifications.mail_round")
def mail_round(minute: str) -> None:
    """Look at the turns that are due: make their mails, or hold them until their hour."""
    with transaction():
        due = select(MailTurn).where(MailTurn.due_at <= clock.now())
        for turn in session().scalars(due.order_by(MailTurn.due_at).limit(AT_ONCE)).all():
            _take(turn)
        following = session().scalar(select(func.min(MailTurn.due_at)))
        if following is not None:
            ask_for_round(max(following, clock.now()) + timedelta(seconds=1))


def _take(turn: MailTurn) -> None:
    person, sort = session().get_one(Person, turn.person_id), Sort(turn.sort)
    choice = choice_of(person)
    rhythm = choice.rhythm(sort)
    if not wants(person, choice) or rhythm is Rhythm.NEVER:
        session().delete(turn)
        return
    moment = hours.due(person, choice, rhythm, turn.since, zone())
    if moment > clock.now():
        turn.due_at, turn.held = moment, True
        return
    session().delete(turn)
    _make(person, sort)


def choice_of(person: Person) -> MailChoice:
    """What somebody chose of their mail; a row with the defaults where they chose nothing."""
    found = session().get(MailChoice, person.id)
    if found is None:
        found = MailChoice(person_id=person.id)
        session().add(found)
        session().flush()
    return found


def wants(person: Person, choice: MailChoice) -> bool:
    """Whether somebody can be mailed at all."""
    return person.active and person.email is not None and choice.bounced_at is None


def _make(person: Person, sort: Sort) -> None:
    """Put what is unread and in no mail yet into one."""
    recent = select(Notice.id).where(Notice.at > clock.now() - OLDEST)
    rows = (
        Notification.person_id == person.id,
        Notification.direct.is_(sort is Sort.DIRECT),
        Notification.read_at.is_(None),
        Notification.mailing_id.is_(None),
        Notification.notice_id.in_(recent),
    )
    if session().scalar(select(Notification.notice_id).where(*rows).limit(1)) is None:
        return
    made = Mailing(person_id=person.id, sort=sort.value, made_at=clock.now())
    session().add(made)
    session().flush()
    session().execute(
        update(Notification)
        .where(*rows)
        .values(mailing_id=made.id)
        .execution_options(synchronize_session=False)
    )
    jobs.enqueue(send_mailing, mailing_id=made.id)


@jobs.task("notifications.send_mailing")
def send_mailing(mailing_id: int) -> None:
    """Write a mail and hand it over, unless that was done or begun before."""
    made = session().get(Mailing, mailing_id, populate_existing=True)
    if made is None or made.handed_at is not None:
        return
    person = session().get_one(Person, made.person_id)
    with transaction():
        choice = choice_of(person)
        message = letter(person, choice, made) if wants(person, choice) else None
        if message is None:
            session().execute(delete(Mailing).where(Mailing.id == made.id))
            return
        _note(made, handed_at=clock.now())
    try:
        mail.deliver(message)
    except smtplib.SMTPRecipientsRefused as refused:
        _refused(person, refused)
        return
    except Exception:
        with transaction():
            _note(made, handed_at=None)
        raise
    with transaction():
        _note(made, sent_at=clock.now())


def _note(made: Mailing, **moments: datetime | None) -> None:
    session().execute(update(Mailing).where(Mailing.id == made.id).values(**moments))


def _refused(person: Person, refused: smtplib.SMTPRecipientsRefused) -> None:
    """Note that an address does not exist; a mailbox that is full for now is tried no more either."""
    code, said = next(iter(refused.recipients.values()), (550, b""))
    words = said.decode("utf-8", "replace")
    with transaction():
        note_bounce(person, f"{code} {words}"[:300])


def note_bounce(person: Person, said: str) -> None:
    """Note that mail to somebody came back: nothing more is sent until they say that it works."""
    choice = lock(MailChoice, person.id) or choice_of(person)
    choice.bounced_at, choice.bounce = clock.now(), said
    session().flush()


def mailings_of(person: Person, since: datetime) -> Sequence[Mailing]:
    """The mails that somebody was sent since then, the newest first."""
    sent = select(Mailing).where(Mailing.person_id == person.id, Mailing.made_at >= since)
    return session().scalars(sent.order_by(Mailing.id.desc())).all()

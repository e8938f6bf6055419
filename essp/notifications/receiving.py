"""A mail comes in: kept as it is, then taken once; what cannot be placed is answered once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from essp.core import clock, jobs, mail
from essp.core.db import lock, session, transaction
from essp.core.i18n import Message
from essp.core.mail_reading import ReadMail, head_of
from essp.notifications.mail_answers import answer_mail, bytes_of
from essp.notifications.mail_models import Mailing
from essp.notifications.mail_replies import Letter, Unplaced, place, read_letter
from essp.notifications.mail_senders import Returned, automatic, returned
from essp.notifications.mailing import note_bounce
from essp.notifications.reply_models import FOLDER, Fate, ReceivedMail, name_of
from essp.people.models import Person

LARGEST = 60 << 20  # bytes of a mail that are kept and read
MOST_ANSWERS = 5  # to one address in a day


def keep(raw: bytes) -> None:
    """Keep a mail that came in and have it taken. Delivered twice it is taken once.

    What is longer than `LARGEST` is to be cut there by whoever reads it in.
    """
    found = ReadMail(head_of(raw))
    named = found.header("message-id")[:255]
    said = [named or _hash(raw), found.sender, automatic(found)]
    name = f"{name_of(clock.now())}-{secrets.token_hex(4)}.eml"
    path = mail.folder(FOLDER) / name
    path.write_bytes(raw)
    with transaction():
        row = ReceivedMail(
            key=_hash("\0".join(said).encode("utf-8", "replace")), file=name, message_id=named,
            came_at=clock.now(), sender_hash=_hash(found.sender.encode("utf-8", "replace")),
        )  # fmt: skip
        if not _added(row):
            path.unlink()
            return
        jobs.enqueue(take_mail, mail_id=row.id)


@jobs.task("notifications.take_mail")
def take_mail(mail_id: int) -> None:
    """Take a mail that came in: place it, note that an address fails, or say why it was refused."""
    row = session().get_one(ReceivedMail, mail_id, populate_existing=True)
    if row.fate != Fate.WAITING.value:
        return
    raw = bytes_of(row)
    letter = Letter(ReadMail(raw), cut=len(raw) >= LARGEST)
    try:
        _take(letter, row.id, row.key)
    except Unplaced as refused:
        _refuse(letter, row.id, refused.reason)


def _take(letter: Letter, mail_id: int, key: str) -> None:
    """Raises Unplaced, with nothing written."""
    back, program = returned(letter.mail), automatic(letter.mail)
    if back is not None:
        _note_returned(mail_id, back)
    elif program:
        _end(mail_id, Fate.IGNORED, said=program)
    elif read_letter(letter):
        with transaction():
            row = _end(mail_id, Fate.PLACED)
            post = place(letter, key)
            row.person_id, row.post_id, row.left_out = post.author_id, post.id, letter.left_out
            if letter.left_out:
                jobs.enqueue(answer_mail, mail_id=mail_id)
    else:
        _end(mail_id, Fate.IGNORED, said="no reply address")


def _note_returned(mail_id: int, back: Returned) -> None:
    with transaction():
        _end(mail_id, Fate.BOUNCE, said=back.said)
        mailing = session().scalar(select(Mailing).where(Mailing.uid == back.uid))
        if mailing is not None:
            note_bounce(session().get_one(Person, mailing.person_id), back.said)


def _end(mail_id: int, fate: Fate, said: str = "") -> ReceivedMail:
    with transaction():
        row = lock(ReceivedMail, mail_id)
        if row is None or row.fate != Fate.WAITING.value:
            raise RuntimeError("this mail was taken by another worker")
        row.fate, row.said = fate.value, said[:500]
        session().flush()
        return row


def _refuse(letter: Letter, mail_id: int, reason: Message) -> None:
    person = letter.person
    language = mail.language_of(person) if person else mail.language_of_site()
    with transaction(), mail.written_in(language):
        row = _end(mail_id, Fate.REFUSED, said=str(reason))
        row.left_out, row.person_id = letter.left_out, person.id if person else None
        session().flush()
        if letter.mail.sender and _answers_today(row) < MOST_ANSWERS:
            jobs.enqueue(answer_mail, mail_id=mail_id)


def _answers_today(row: ReceivedMail) -> int:
    answered = select(func.count()).where(
        ReceivedMail.sender_hash == row.sender_hash,
        ReceivedMail.came_at > clock.now() - timedelta(days=1),
        ReceivedMail.answered_at.is_not(None),
    )
    return session().scalar(answered) or 0


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _added(row: ReceivedMail) -> bool:
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return False
    return True

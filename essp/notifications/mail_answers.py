"""The one mail that answers a mail which could not be placed, or not all of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from essp.core import clock, jobs, mail
from essp.core.db import session, transaction
from essp.core.mail_quotes import own_words
from essp.core.mail_reading import ReadMail
from essp.discussions.models import Post
from essp.notifications.reply_models import FOLDER, Fate, ReceivedMail
from essp.people.models import Person

REPEATED = 4_000  # characters of one's own words that are given back
SUBJECT = 150


@jobs.task("notifications.answer_mail")
def answer_mail(mail_id: int) -> None:
    """Say once why a mail was refused, or which of its files were."""
    row = session().get_one(ReceivedMail, mail_id, populate_existing=True)
    if row.answered_at is not None:
        return
    found = ReadMail(bytes_of(row))
    person = session().get(Person, row.person_id) if row.person_id else None
    _note(mail_id, clock.now())
    try:
        _send(row, found, person)
    except Exception:
        _note(mail_id, None)
        raise


def bytes_of(row: ReceivedMail) -> bytes:
    """A mail as it came in."""
    return (mail.folder(FOLDER) / row.file).read_bytes()


def _send(row: ReceivedMail, found: ReadMail, person: Person | None) -> None:
    """Somebody who is not known is told why, and given nothing back of what was in the mail."""
    placed = row.fate == Fate.PLACED.value
    values = {
        "about": found.header("subject")[:SUBJECT] if person else "",
        "placed": placed,
        "said": row.said,
        "left_out": row.left_out,
        "url": _place(row) if placed else "",
        "words": own_words(found.text)[:REPEATED] if person and not placed else "",
    }
    named = found.header("message-id")
    headers = {"Auto-Submitted": "auto-replied", "Precedence": "bulk"}
    if named:
        headers |= {"In-Reply-To": named, "References": named}
    language = mail.language_of(person) if person else mail.language_of_site()
    name = person.name if person else ""
    mail.deliver(
        mail.compose(found.sender, name, language, "reply_refused", values, headers=headers)
    )


def _place(row: ReceivedMail) -> str:
    return mail.address_of(f"/posts/{session().get_one(Post, row.post_id).uid}")


def _note(mail_id: int, answered: datetime | None) -> None:
    with transaction():
        session().execute(
            update(ReceivedMail).where(ReceivedMail.id == mail_id).values(answered_at=answered)
        )

"""Mails in which people answer a conversation, for the tests of what becomes of them."""

from __future__ import annotations

from datetime import UTC, datetime
from email.message import EmailMessage

from essp.core import worker
from essp.core.db import session
from essp.discussions.models import Post, Thread
from essp.notifications import receiving
from essp.notifications.reply_addresses import reply_address
from essp.notifications.reply_models import ReceivedMail
from essp.people.models import Person

TUESDAY = datetime(2026, 11, 17, 10, tzinfo=UTC)


def opening(thread: Thread) -> Post:
    return session().query(Post).filter_by(thread_id=thread.id, parent_id=None).one()


def replies(thread: Thread) -> list[str]:
    session().expire_all()
    found = session().query(Post).filter(Post.thread_id == thread.id, Post.parent_id.is_not(None))
    return [post.text for post in found.order_by(Post.id)]


def answering(
    person: Person, post: Post, text: str = "On Thursday.\n", **fields: str
) -> EmailMessage:
    """A mail in which somebody answers a post."""
    message = EmailMessage()
    message["From"] = fields.pop("From", f"{person.name} <{person.email}>")
    message["To"] = fields.pop("To", reply_address(person.id, post.id))
    message["Subject"] = "Re: Outage"
    message["Message-ID"] = fields.pop("Message-ID", f"<{len(text)}-{person.id}@laptop.example>")
    for name, value in fields.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def receive(message: EmailMessage | bytes) -> ReceivedMail | None:
    """Let a mail come in and do what follows."""
    receiving.keep(message if isinstance(message, bytes) else message.as_bytes())
    worker.do_all()
    return session().query(ReceivedMail).order_by(ReceivedMail.id.desc()).first()


def text_of(message: EmailMessage) -> str:
    return message.get_body(("plain",)).get_content()

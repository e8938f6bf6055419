"""Putting a file into a space."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from essp.attachments import folder, policy
from essp.attachments.events import FileAttached
from essp.attachments.models import Attachment, StoredFile
from essp.attachments.naming import clean_name, media_type
from essp.core import clock
from essp.core.db import session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import know_of
from essp.spaces.queries import standing

MEGABYTE = 1 << 20
LARGEST = 20 * MEGABYTE


def store(
    actor: Person,
    space: Space,
    name: str,
    content: bytes | BinaryIO,
    *,
    page_uid: str | None = None,
    author: Person | None = None,
    at: datetime | None = None,
) -> Attachment:
    """Put a file into a space; the same bytes under the same name again are the same attachment.

    `content` is the bytes or a binary stream, at most 20 MB. An importer names the `author` and the
    moment of the original; otherwise they are the actor and now. Raises Refused, NotFound, and
    Invalid (`file`) for a file that is too large.
    """
    here = standing(actor, space)
    if not know_of(actor, space, here):
        raise NotFound
    require(policy.attach(actor, space, here))
    stream = BytesIO(content) if isinstance(content, bytes) else content
    try:
        with folder.received(stream, LARGEST) as incoming:
            kind = media_type(incoming.path)
            folder.keep(incoming)
    except folder.FileTooLargeError:
        raise Invalid(
            file=_("The file is too large: use at most %(limit)s MB.", limit=LARGEST // MEGABYTE)
        ) from None
    _remember(incoming, kind)
    return _attach(
        actor,
        Attachment(
            uid=new_uid(),
            space_id=space.id,
            page_uid=page_uid,
            name=clean_name(name),
            sha256=incoming.sha256,
            author_id=(author or actor).id,
            at=at or clock.now(),
        ),
    )


def _remember(incoming: folder.Received, kind: str) -> None:
    if session().get(StoredFile, incoming.sha256) is None:
        _first(
            StoredFile(
                sha256=incoming.sha256,
                size=incoming.size,
                media_type=kind,
                created_at=clock.now(),
            )
        )


def _attach(actor: Person, wanted: Attachment) -> Attachment:
    same = select(Attachment).where(
        Attachment.space_id == wanted.space_id,
        Attachment.name == wanted.name,
        Attachment.sha256 == wanted.sha256,
    )
    there = session().scalar(same)
    if there is None and _first(wanted):
        fact = FileAttached(actor_id=actor.id, space_id=wanted.space_id, attachment_id=wanted.id)
        record(fact)
        return wanted
    return there or session().scalars(same).one()


def _first(row: StoredFile | Attachment) -> bool:
    """Add a row, unless somebody else added the same at this very moment."""
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        return False
    return True

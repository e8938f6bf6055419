"""Files as an actor may see them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from essp.attachments.models import Attachment
from essp.attachments.policy import readable_by
from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person


def find_attachment(actor: Person | None, uid: str) -> Attachment:
    """A file with its bytes' record; NotFound also when the actor may not read it."""
    # PostgreSQL refuses a NUL outright; no id has one.
    if "\0" in uid:
        raise NotFound
    found = session().scalar(
        select(Attachment)
        .options(joinedload(Attachment.file))
        .where(Attachment.uid == uid, readable_by(actor))
    )
    if found is None:
        raise NotFound
    return found

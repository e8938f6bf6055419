"""Putting a file that was taken in into a space, onto a page of it, onto a profile, or aside for a post."""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from essp.attachments import pictures, policy
from essp.attachments.events import FileAttached
from essp.attachments.models import Attachment, AttachmentVersion, StoredFile
from essp.attachments.pictures import Clean
from essp.attachments.taking import Taken, take_in
from essp.core import clock
from essp.core.db import session
from essp.core.decision import NotFound, require
from essp.core.events import record
from essp.core.ids import new_uid
from essp.people.models import Person
from essp.spaces.models import Space
from essp.spaces.policy import know_of
from essp.spaces.queries import standing


def store(
    actor: Person,
    space: Space,
    name: str,
    content: bytes | BinaryIO,
    *,
    page_uid: str | None = None,
    author: Person | None = None,
    at: datetime | None = None,
    clean: Clean = pictures.clean,
) -> Attachment:
    """Take a file in and put it into a space, in one go: for importers and commands.

    `clean` is as for `take_in`. Raises Refused, NotFound, and what `take_in` raises.
    """
    may_put(actor, space)
    taken = take_in(name, content, clean)
    return put(actor, space, taken, page_uid=page_uid, author=author, at=at)


def may_put(actor: Person, place: Space | Person) -> None:
    """Raise NotFound or Refused unless the actor may put files there: ask before bytes come in."""
    if isinstance(place, Person):
        require(policy.attach_to_profile(actor, place))
        return
    here = standing(actor, place)
    if not know_of(actor, place, here):
        raise NotFound
    require(policy.attach(actor, place, here))


def put(
    actor: Person,
    place: Space | Person,
    taken: Taken,
    *,
    page_uid: str | None = None,
    author: Person | None = None,
    at: datetime | None = None,
) -> Attachment:
    """Put a file into a space or onto a profile; the same content under the same name at the same
    place again is the same file.

    An importer names the `author` and the moment of the original; otherwise they are the actor and
    now. Raises Refused and NotFound.
    """
    may_put(actor, place)
    on_profile = isinstance(place, Person)
    wanted = _made_of(taken, (author or actor).id, at)
    wanted.space_id = None if on_profile else place.id
    wanted.person_id = place.id if on_profile else None
    wanted.page_uid = page_uid
    return _kept(actor, wanted, taken)


def hold(
    actor: Person, space: Space | None, taken: Taken, copy_of: Attachment | None = None
) -> Attachment:
    """Keep a file for a post that the actor writes; they alone read it until the post is sent.

    `space` is where that will be, if it is known. The same content under the same name again is the
    same file. A copy of another file is the actor's while it is held; its version is of who sent
    that other, to whom `changing.release` gives it. Raises Refused and NotFound.
    """
    if space is not None:
        may_put(actor, space)
    wanted = _made_of(taken, actor.id)
    wanted.space_id, wanted.withheld = space.id if space is not None else None, True
    return _kept(actor, wanted, taken, copy_of)


def _made_of(taken: Taken, author_id: int, at: datetime | None = None) -> Attachment:
    return Attachment(
        uid=new_uid(), name=taken.name, number=1, sha256=taken.sha256, author_id=author_id,
        at=at or clock.now(), withheld=False,
    )  # fmt: skip


def _kept(
    actor: Person, wanted: Attachment, taken: Taken, copy_of: Attachment | None = None
) -> Attachment:
    remember(taken)
    there = _same(wanted)
    if there is not None:
        return there
    session().add(wanted)
    session().flush()
    version = add_version(wanted)
    if copy_of is not None:
        version.author_id, version.at = copy_of.author_id, copy_of.at
    record(FileAttached(actor_id=actor.id, space_id=wanted.space_id, attachment_id=wanted.id))
    return wanted


def remember(taken: Taken) -> None:
    """Note what the bytes are, unless that is known."""
    if session().get(StoredFile, taken.sha256) is not None:
        return
    row = StoredFile(
        sha256=taken.sha256,
        size=taken.size,
        media_type=taken.media_type,
        came_as=taken.came_as,
        created_at=clock.now(),
    )
    try:
        with session().begin_nested():
            session().add(row)
    except IntegrityError:
        # Somebody brought the same bytes at this very moment; they are the same.
        return


def add_version(attachment: Attachment, restored_from: int | None = None) -> AttachmentVersion:
    """Keep the present state of a file as its version of that number."""
    version = AttachmentVersion(
        attachment_id=attachment.id,
        number=attachment.number,
        name=attachment.name,
        sha256=attachment.sha256,
        author_id=attachment.author_id,
        at=attachment.at,
        restored_from=restored_from,
    )
    session().add(version)
    session().flush()
    return version


def _same(wanted: Attachment) -> Attachment | None:
    return session().scalar(
        select(Attachment)
        .where(
            Attachment.space_id == wanted.space_id,
            Attachment.person_id == wanted.person_id,
            Attachment.page_uid == wanted.page_uid,
            Attachment.post_uid.is_(None),
            Attachment.withheld.is_(wanted.withheld),
            or_(Attachment.withheld.is_(False), Attachment.author_id == wanted.author_id),
            Attachment.name == wanted.name,
            Attachment.sha256 == wanted.sha256,
            Attachment.archived_at.is_(None),
        )
        .order_by(Attachment.id)
        .limit(1)
    )

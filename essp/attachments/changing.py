"""Changing a file: another content, another name, put away and brought back. Nothing is erased."""

from __future__ import annotations

from sqlalchemy import select

from essp.attachments import policy
from essp.attachments.events import (
    FileArchived,
    FileBroughtBack,
    FileMoved,
    FileReleased,
    FileRenamed,
    FileReplaced,
    FileWithheld,
)
from essp.attachments.models import Attachment, AttachmentVersion, StoredFile
from essp.attachments.naming import clean_name, fitting_name
from essp.attachments.storing import add_version, remember
from essp.attachments.taking import Taken
from essp.core import clock
from essp.core.db import lock, session
from essp.core.decision import Invalid, NotFound, require
from essp.core.events import record
from essp.core.i18n import lazy as _
from essp.people.models import Person


def replace_file(actor: Person, attachment: Attachment, taken: Taken) -> Attachment:
    """Give a file another content as its next version; earlier ones keep their author and address.

    Raises Refused, and Invalid (`file`) for the content it has already.
    """
    found = _held(attachment)
    require(policy.change(actor, found))
    if taken.sha256 == found.sha256:
        raise Invalid(file=_("The file has this content already, so nothing was replaced."))
    remember(taken)
    name = fitting_name(found.name, taken.media_type)
    return _next_version(actor, found, taken.sha256, name)


def restore_version(actor: Person, attachment: Attachment, number: int) -> Attachment:
    """Make the content of an earlier version the present one, as a new version."""
    found = _held(attachment)
    require(policy.change(actor, found))
    version = session().get(AttachmentVersion, (found.id, number))
    if version is None:
        raise NotFound
    if version.sha256 == found.sha256:
        return found
    kept = session().get_one(StoredFile, version.sha256)
    name = fitting_name(found.name, kept.media_type)
    return _next_version(actor, found, version.sha256, name, restored_from=number)


def rename_file(actor: Person, attachment: Attachment, name: str) -> Attachment:
    """Call a file otherwise; old addresses lead to it still. Raises Refused and Invalid (`name`)."""
    found = _held(attachment)
    require(policy.change(actor, found))
    if not name.strip():
        raise Invalid(name=_("A file needs a name."))
    kept = session().get_one(StoredFile, found.sha256)
    wanted = fitting_name(clean_name(name), kept.media_type)
    if wanted != found.name:
        found.name = wanted
        record(FileRenamed(actor_id=actor.id, space_id=found.space_id, attachment_id=found.id))
    return found


def archive_file(actor: Person, attachment: Attachment) -> Attachment:
    """Put a file away: it leaves lists and search, and can still be opened and brought back."""
    found = _held(attachment)
    require(policy.change(actor, found))
    found.archived_at, found.archived_by_id = clock.now(), actor.id
    record(FileArchived(actor_id=actor.id, space_id=found.space_id, attachment_id=found.id))
    return found


def bring_back_file(actor: Person, attachment: Attachment) -> Attachment:
    """Use an archived file again."""
    found = _held(attachment)
    require(policy.bring_back(actor, found))
    found.archived_at = found.archived_by_id = None
    record(FileBroughtBack(actor_id=actor.id, space_id=found.space_id, attachment_id=found.id))
    return found


def stand_with_post(
    actor_id: int | None, attachment: Attachment, post_uid: str, *, space_id: int, gone: bool
) -> None:
    """Let a file belong to a post: be where that is, and be read only while that is in sight."""
    moved = attachment.space_id not in (None, space_id)
    attachment.post_uid, attachment.space_id = post_uid, space_id
    changed = attachment.withheld is not gone
    attachment.withheld = gone
    facts: list[type[FileMoved | FileWithheld | FileReleased]] = [FileMoved] if moved else []
    if changed:
        facts.append(FileWithheld if gone else FileReleased)
    for fact in facts:
        record(fact(actor_id=actor_id, space_id=space_id, attachment_id=attachment.id))


def release(attachment: Attachment) -> None:
    """Let a file that waited for its text be read by everyone who reads the space: a page has it.

    A copy is from now on of who sent what it is a copy of.
    """
    keeper, attachment.withheld, attachment.archived_at = attachment.author_id, False, None
    sent = session().scalar(
        select(AttachmentVersion).where(
            AttachmentVersion.attachment_id == attachment.id,
            AttachmentVersion.number == attachment.number,
        )
    )
    if sent is not None and sent.author_id != keeper:
        attachment.author_id, attachment.at = sent.author_id, sent.at
    record(FileReleased(actor_id=keeper, space_id=attachment.space_id, attachment_id=attachment.id))


def put_away(attachment: Attachment) -> None:
    """Archive a file for whom nobody asked: it was sent for a post that never came."""
    attachment.archived_at = clock.now()
    record(FileArchived(actor_id=None, space_id=attachment.space_id, attachment_id=attachment.id))


def follow_page(actor: Person, page_uid: str, space_id: int) -> None:
    """Take the files that were put on a page into the space to which it moved."""
    moving = session().scalars(
        select(Attachment).where(Attachment.page_uid == page_uid, Attachment.space_id != space_id)
    )
    for each in moving.all():
        each.space_id = space_id
        record(FileMoved(actor_id=actor.id, space_id=space_id, attachment_id=each.id))


def _held(attachment: Attachment) -> Attachment:
    found = lock(Attachment, attachment.id)
    if found is None:
        raise NotFound
    return found


def _next_version(
    actor: Person, found: Attachment, digest: str, name: str, restored_from: int | None = None
) -> Attachment:
    found.number += 1
    found.sha256, found.name = digest, name
    found.author_id, found.at = actor.id, clock.now()
    session().flush()
    # What was loaded of the earlier content and author no longer fits.
    session().expire(found, ["file", "author"])
    add_version(found, restored_from)
    record(
        FileReplaced(
            actor_id=actor.id,
            space_id=found.space_id,
            attachment_id=found.id,
            number=found.number,
        )
    )
    return found

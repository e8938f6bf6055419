"""Files as an actor may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from essp.attachments.kinds import GROUPS
from essp.attachments.models import Attachment, AttachmentVersion, FileText, StoredFile
from essp.attachments.policy import readable_by, readable_by_everyone
from essp.core.db import session
from essp.core.decision import NotFound
from essp.people.models import Person
from essp.spaces.models import Space

WHOLE = (
    contains_eager(Attachment.file),
    joinedload(Attachment.author),
    joinedload(Attachment.space),
    joinedload(Attachment.owner),
)


def find_attachment(actor: Person | None, uid: str) -> Attachment:
    """A file with its bytes' record, author and place; NotFound also when it may not be read."""
    # PostgreSQL refuses a NUL outright; no id has one.
    if "\0" in uid:
        raise NotFound
    found = session().scalar(_files(actor).where(Attachment.uid == uid))
    if found is None:
        raise NotFound
    return found


def find_version(attachment: Attachment, number: int) -> AttachmentVersion:
    """A version of a file that the caller may read, with its bytes' record. Raises NotFound."""
    found = session().scalar(
        select(AttachmentVersion)
        .options(joinedload(AttachmentVersion.file))
        .where(AttachmentVersion.attachment_id == attachment.id, AttachmentVersion.number == number)
    )
    if found is None:
        raise NotFound
    return found


def versions_of(attachment: Attachment) -> Sequence[AttachmentVersion]:
    """All versions of a file that the caller may read, the newest first, with their authors."""
    return (
        session()
        .scalars(
            select(AttachmentVersion)
            .options(joinedload(AttachmentVersion.file), joinedload(AttachmentVersion.author))
            .where(AttachmentVersion.attachment_id == attachment.id)
            .order_by(AttachmentVersion.number.desc())
        )
        .all()
    )


def text_of_content(digest: str) -> FileText | None:
    """How far the reading of some content is; its text is loaded when it is asked for."""
    return session().get(FileText, digest)


@dataclass(frozen=True)
class Wanted:
    """Which files of a place: of a kind (a key of GROUPS, or `other`), with words in their name."""

    kind: str = ""
    words: str = ""
    archived: bool = False

    @property
    def any(self) -> bool:
        """Whether not all files are asked for."""
        return bool(self.kind or self.words.strip() or self.archived)


def files_in(
    actor: Person, space: Space, wanted: Wanted, *, limit: int, offset: int = 0
) -> Sequence[Attachment]:
    """Files of a space, the last changed first; those that are withheld are in no list."""
    query = _files(actor).where(Attachment.space_id == space.id, *_conditions(wanted))
    return _latest(query.limit(limit).offset(offset))


def count_files_in(actor: Person, space: Space, wanted: Wanted) -> int:
    """How many files of a space fit."""
    count = (
        select(func.count())
        .select_from(Attachment)
        .join(Attachment.file)
        .where(Attachment.space_id == space.id, readable_by(actor), *_conditions(wanted))
    )
    return session().scalar(count) or 0


def files_put_on(actor: Person, page_uid: str) -> Sequence[Attachment]:
    """Files in use that were put on a page, the last changed first."""
    query = _files(actor).where(Attachment.page_uid == page_uid, Attachment.archived_at.is_(None))
    return _latest(query)


def files_sent_with(post_uid: str) -> Sequence[Attachment]:
    """The files that belong to a post, in the order they came, in sight or not.

    The caller has asked whether the actor may see what the post says.
    """
    query = select(Attachment).join(Attachment.file).options(*WHOLE)
    return (
        session()
        .scalars(query.where(Attachment.post_uid == post_uid).order_by(Attachment.id))
        .all()
    )


def files_by_id(actor: Person, numbers: Iterable[int]) -> dict[int, Attachment]:
    """Those of these files that the actor may read, by id; archived ones too."""
    query = _files(actor).where(Attachment.id.in_(list(numbers)))
    return {each.id: each for each in session().scalars(query)}


def files_brought_by(person: Person) -> Sequence[Attachment]:
    """Files that a person sent, or keeps on the profile, as far as they may read them; archived ones too."""
    mine = or_(Attachment.author_id == person.id, Attachment.person_id == person.id)
    return session().scalars(_files(person).where(mine).order_by(Attachment.id)).all()


def files_of_person(
    actor: Person, person: Person, *, limit: int, offset: int = 0
) -> Sequence[Attachment]:
    """Files that a person sent last or keeps on the profile, as far as everyone may read them."""
    query = _files(actor).where(
        or_(Attachment.author_id == person.id, Attachment.person_id == person.id),
        readable_by_everyone(),
        Attachment.archived_at.is_(None),
    )
    own_first = (Attachment.person_id == person.id).desc()
    order = (own_first, Attachment.at.desc(), Attachment.id.desc())
    return session().scalars(query.order_by(*order).limit(limit).offset(offset)).all()


def _files(actor: Person | None) -> Select[Attachment]:
    return select(Attachment).join(Attachment.file).options(*WHOLE).where(readable_by(actor))


def _latest(query: Select[Attachment]) -> Sequence[Attachment]:
    return session().scalars(query.order_by(Attachment.at.desc(), Attachment.id.desc())).all()


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    state = (
        Attachment.archived_at.is_not(None) if wanted.archived else Attachment.archived_at.is_(None)
    )
    found: list[ColumnElement[bool]] = [state, Attachment.withheld.is_(False)]
    if wanted.kind in GROUPS:
        found.append(StoredFile.media_type.in_(GROUPS[wanted.kind]))
    elif wanted.kind:
        named = [media_type for types in GROUPS.values() for media_type in types]
        found.append(StoredFile.media_type.not_in(named))
    words = wanted.words.lower().split()[:8]
    found += [func.lower(Attachment.name).contains(word, autoescape=True) for word in words]
    return found

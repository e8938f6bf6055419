"""Taking a file in: its bytes on the disk, its type known, its name fitting, pictures cleaned.

Nothing is written to the database here, so that nobody waits while a large file comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from sqlalchemy import select

from essp.attachments import folder, pictures
from essp.attachments.kinds import ANYTHING, SHOWN, media_type_of
from essp.attachments.models import StoredFile
from essp.attachments.naming import broken_promise, clean_name, fitting_name
from essp.attachments.pictures import Clean
from essp.core.db import session
from essp.core.decision import Invalid
from essp.core.i18n import Message
from essp.core.i18n import lazy as _

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Taken:
    """A file that is on the disk and is put nowhere yet.

    `came_as` is the hash of what was sent where that was cleaned; `notes` are sentences about what
    differs from what was sent.
    """

    name: str
    sha256: str
    size: int
    media_type: str
    came_as: str | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True)
class Batch:
    """Files that came together: what was taken in, and by name why others were not."""

    taken: tuple[Taken, ...] = ()
    refused: tuple[tuple[str, Message], ...] = ()


def take_all(sent: Iterable[tuple[str, BinaryIO]]) -> Batch:
    """Take in several files by name; one that is refused keeps none of the others out."""
    taken: list[Taken] = []
    refused: list[tuple[str, Message]] = []
    for name, content in sent:
        try:
            taken.append(take_in(name, content))
        except Invalid as invalid:
            refused.append((clean_name(name), invalid.errors["file"]))
    return Batch(tuple(taken), tuple(refused))


def take_in(name: str, content: bytes | BinaryIO, clean: Clean = pictures.clean) -> Taken:
    """Keep the bytes of a file. The same content is kept once, whoever brings it.

    `clean` draws a picture anew as `pictures.clean` does; it may know the outcome already.
    Raises Invalid (`file`) for a file that is empty or too large, for a picture with too many
    pixels, and when the disk is full. What is refused or comes in only half leaves nothing behind.
    """
    stream = BytesIO(content) if isinstance(content, bytes) else content
    limit = folder.largest()
    try:
        with folder.received(stream, limit) as incoming:
            if not incoming.size:
                raise Invalid(
                    file=_("The file is empty: it has no bytes. Save it again and send it anew.")
                )
            return _named(clean_name(name), _kept(incoming, clean))
    except folder.FileTooLargeError:
        raise Invalid(
            file=_("The file is too large: use at most %(limit)s MB.", limit=limit // MEGABYTE)
        ) from None
    except folder.DiskFullError:
        raise Invalid(
            file=_(
                "There is no room left on the server, so nothing was stored. Tell the administrator"
                " and send the file again later."
            )
        ) from None
    except pictures.TooManyPixelsError:
        raise Invalid(
            file=_(
                "The picture has more than %(limit)s million pixels. Make it smaller and send it"
                " again.",
                limit=pictures.MOST_PIXELS // 1_000_000,
            )
        ) from None


def _kept(incoming: folder.Received, clean: Clean) -> Taken:
    known = _known_as(incoming.sha256)
    if known is not None and folder.holds(known.sha256, known.size):
        return Taken("", known.sha256, known.size, known.media_type, known.came_as)
    media_type = media_type_of(incoming.path)
    if media_type not in SHOWN:
        folder.keep(incoming)
        return Taken("", incoming.sha256, incoming.size, media_type)
    return _kept_picture(incoming, media_type, clean)


def _kept_picture(incoming: folder.Received, media_type: str, clean: Clean) -> Taken:
    cleaned = incoming.path.with_name(incoming.path.name + "-clean")
    try:
        clean(incoming.path, media_type, cleaned)
        with cleaned.open("rb") as file, folder.received(file, 4 * folder.largest()) as drawn:
            folder.keep(drawn)
            return Taken("", drawn.sha256, drawn.size, media_type, incoming.sha256)
    except pictures.NoPictureError:
        folder.keep(incoming)
        note = _(
            "This picture is broken and cannot be drawn. It is kept as it is, to be downloaded."
        )
        return Taken("", incoming.sha256, incoming.size, ANYTHING, notes=(note,))
    finally:
        cleaned.unlink(missing_ok=True)


def _known_as(digest: str) -> StoredFile | None:
    """What is kept of bytes that were sent before."""
    found = session().get(StoredFile, digest)
    return found or session().scalar(select(StoredFile).where(StoredFile.came_as == digest))


def _named(name: str, taken: Taken) -> Taken:
    fitting, notes = fitting_name(name, taken.media_type), list(taken.notes)
    if fitting != name:
        notes.append(
            _(
                "The ending of the name did not fit the content, so the file is called %(name)s.",
                name=fitting,
            )
        )
    elif not notes and broken_promise(name, taken.media_type):
        notes.append(
            _(
                "The content of %(name)s is not what the ending of its name says. It is kept as it"
                " is, to be downloaded.",
                name=name,
            )
        )
    return Taken(fitting, taken.sha256, taken.size, taken.media_type, taken.came_as, tuple(notes))

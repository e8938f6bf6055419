"""Files in words: how large, of what kind, how far their text could be read, how a page shows them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from essp.attachments.kinds import GROUPS, OLE, WITH_TEXT, group_of
from essp.attachments.models import Attachment, FileText, TextState
from essp.attachments.taking import Batch
from essp.core.i18n import Message, _, lazy, number

KILOBYTE = 1 << 10
MEGABYTE = 1 << 20
SYMBOLS = {
    "picture": "image",
    "document": "file-text",
    "sheet": "file-spreadsheet",
    "slides": "presentation",
    "text": "file-text",
    "media": "file-video",
    "archive": "file-archive",
    "other": "file",
}
KINDS: dict[str, Message] = {
    "picture": lazy("Image"),
    "document": lazy("Document"),
    "sheet": lazy("Spreadsheet"),
    "slides": lazy("Presentation"),
    "text": lazy("Text"),
    "media": lazy("Film or sound"),
    "archive": lazy("Packed files"),
    "other": lazy("Other kind of file"),
}
FAILED: dict[str, Message] = {
    "encrypted": lazy("Text could not be read because the file is protected by a password."),
    "broken": lazy("Text could not be read because the file is broken."),
    "unpacks": lazy("Text could not be read because the file unpacks to more than is allowed."),
    "time": lazy("Text could not be read because reading it took too long."),
    "memory": lazy("Text could not be read because reading it took too much memory."),
    "stopped": lazy("Text could not be read because reading it was interrupted several times."),
    "gone": lazy("Text could not be read because the content is missing on the server."),
}
PARTLY: dict[str, Message] = {
    "long": lazy("The file is very long. Only its beginning is searched."),
    "broken": lazy("Parts of the file are broken. Only the others are searched."),
    "unpacks": lazy(
        "Parts of the file unpack to more than is allowed. Only the others are searched."
    ),
}
STOPPED = lazy("Reading stopped before the end. Only the beginning is searched.")

assert KINDS.keys() == SYMBOLS.keys() == {*GROUPS, "other"}


def size_of(count: int) -> str:
    """Bytes as people say them: 640 bytes, 12 KB, 2.3 MB."""
    if count < KILOBYTE:
        return _("%(count)s bytes", count=number(count))
    if count < MEGABYTE:
        return _("%(count)s KB", count=number(round(count / KILOBYTE)))
    return _("%(count)s MB", count=number(round(count / MEGABYTE, 1)))


def kind_of(media_type: str) -> str:
    """What kind of file it is, in a word or two."""
    return str(KINDS[group_of(media_type)])


def symbol_of(media_type: str) -> str:
    """The icon of the kind of file."""
    return SYMBOLS[group_of(media_type)]


def state_of(media_type: str, text: FileText | None) -> Message:
    """A sentence about what of a file can be searched; empty where there is nothing to say."""
    if media_type not in WITH_TEXT:
        return _not_read(media_type)
    if text is None or text.state in {TextState.WAITING.value, TextState.READING.value}:
        return _("The text is being read. In a moment it can be searched.")
    if text.state == TextState.NOTHING.value:
        return _("There is no text in this file, perhaps only pictures of it.")
    if text.state == TextState.FAILED.value:
        return FAILED.get(text.reason, FAILED["broken"])
    if text.state == TextState.PARTLY.value:
        return PARTLY.get(text.reason, STOPPED)
    return ""


def _not_read(media_type: str) -> Message:
    if media_type == OLE:
        return _(
            "The text of this older format cannot be read. Save the file in a newer one, such as"
            " DOCX or XLSX, and replace it, to have it searched."
        )
    if group_of(media_type) == "archive":
        return _("An archive is never unpacked here: what is in it is not searched.")
    return ""


def markdown_of(attachment: Attachment, description: str = "") -> str:
    """What is written in a text to show a picture, or to link to any other file.

    A picture without a `description` is called by its name, which is none; its writer gives one.
    """
    label = _label(attachment.name)
    if attachment.file.is_image:
        return f"![{_label(description) or label.rpartition('.')[0] or label}]({attachment.url})"
    return f"[{label}]({attachment.url})"


def _label(words: str) -> str:
    return words.replace("\\", "").replace("[", "(").replace("]", ")")


def told(attachment: Attachment, notes: tuple[Message, ...] = ()) -> dict[str, Any]:
    """What a program or the editor is told of a file that was sent."""
    return {
        "url": attachment.url,
        "name": attachment.name,
        "markdown": markdown_of(attachment),
        "image": attachment.file.is_image,
        "uid": attachment.uid,
        "notes": [str(note) for note in notes],
    }


def told_of_all(batch: Batch, stored: Sequence[Attachment]) -> dict[str, Any]:
    """What the editor is told of files that came together: the first, all, and those refused.

    `stored` are those taken in, in their order; with none there is an `error` alone.
    """
    if not stored:
        return {"error": str(batch.refused[0][1]) if batch.refused else _("Choose a file first.")}
    files = [told(each, taken.notes) for each, taken in zip(stored, batch.taken, strict=True)]
    refused = [{"name": name, "error": str(why)} for name, why in batch.refused]
    return {**files[0], "files": files, "refused": refused}

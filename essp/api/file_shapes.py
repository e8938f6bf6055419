"""What programs get of files."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import Field

from essp.api.shapes import PersonRef
from essp.core.rest import Told


class FileVersion(Told):
    """One content that a file has or had."""

    number: int
    name: str
    author: PersonRef
    at: datetime
    size: int
    sha256: str
    restored_from: int | None


class FileRef(Told):
    """A file as it is now. `content` is where its bytes are, for the same token."""

    uid: str
    name: str
    media_type: str
    size: int
    sha256: str
    version: int
    author: PersonRef
    at: datetime
    space: str | None = Field(
        description="Null for a file on a profile, and for one whose post may be asked anywhere."
    )
    post: str | None = Field(description="uid of the post that it belongs to.")
    withheld: bool = Field(
        description="Only you read it: its post is not sent yet, or is out of sight."
    )
    archived: bool
    url: str
    content: str


class FileTold(FileRef):
    """A file with its versions, the newest first, and how far its text could be read."""

    text: Literal["waiting", "reading", "read", "partly", "nothing", "failed"] | None
    versions: list[FileVersion]


class FileSent(FileTold):
    """A file that was sent. `notes` say what differs from what was sent; `markdown` shows it in a text."""

    markdown: str
    notes: list[str]


class Files(Told):
    """The files of a page or a post: put on it, or used in its text."""

    items: list[FileRef]

"""What an importer reads, whatever the source: people, pages, revisions, files."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

LARGEST_PAGE = 1_000_000
"""Bytes of a page's file; a larger one is refused, as the editor refuses it."""

LARGEST_FILE = 10_000_000
"""Bytes of an image that comes along."""


class RevisionKind(Enum):
    """What a revision did to its page."""

    CREATED = "created"
    EDITED = "edited"
    RENAMED = "renamed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class SourcePerson:
    """An author. `key` is the folded e-mail address, or the source's own name where there is none.

    `left` says that the source no longer knows them: only what they wrote is still there.
    """

    key: str
    name: str
    email: str
    left: bool = False


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A page as the source has it in the end.

    `key`, a hash, stays the same from run to run; `path` is where the page lies, or last lay when
    `archived`; `parent_key` is the page it hangs under; `revisions` counts its changes.
    `own_title` is what its last text calls itself, `title` what it is to be called, which may have
    had to give way to another page's; `link_title` is what links to it say. `fingerprint` is a hash
    over its changes: the same as long as nothing is new.
    """

    key: str
    path: str
    own_title: str
    title: str
    link_title: str
    parent_key: str | None
    archived: bool
    revisions: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What an earlier run called a page, and what the page is called now."""

    own_title: str
    title: str
    link_title: str


@dataclass(frozen=True, slots=True)
class SourceRevision:
    """One change of one page by one author.

    `number` counts from 1 in the order of the source; `text` is Markdown; `source_id` names the
    change in the source (a commit); `message` is the whole message, its first line the summary.
    A DELETED revision carries the last text.
    """

    page_key: str
    number: int
    kind: RevisionKind
    path: str
    title: str
    text: str
    properties: dict[str, Any]
    author: SourcePerson
    co_authors: tuple[SourcePerson, ...]
    at: datetime
    message: str
    source_id: str

    @property
    def summary(self) -> str:
        """The first line of the message."""
        return self.message.partition("\n")[0].strip()


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that pages show, such as an image, as the source has it in the end."""

    path: str
    identity: str
    content: bytes = field(repr=False)
    author: SourcePerson
    at: datetime


class UnreadableError(Exception):
    """The source cannot be read at all; the message says why and what to do."""

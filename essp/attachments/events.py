"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from essp.core.events import Fact


@dataclass(frozen=True, kw_only=True)
class FileAttached(Fact):
    """A file was put into a space, or onto a profile, which is in no space."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileReplaced(Fact):
    """A file has a new version: another content, or that of an earlier version again."""

    space_id: int | None
    attachment_id: int
    number: int


@dataclass(frozen=True, kw_only=True)
class FileRenamed(Fact):
    """A file is called otherwise; its address stays."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileArchived(Fact):
    """A file was put away. Its versions can still be opened."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileBroughtBack(Fact):
    """An archived file is in use again."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileWithheld(Fact):
    """Only who sent a file reads it now: the post that it is in went out of sight."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileReleased(Fact):
    """A file is read with its post now: that was sent, or is in sight again."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileMoved(Fact):
    """A file followed its page or its post into another space."""

    space_id: int | None
    attachment_id: int


@dataclass(frozen=True, kw_only=True)
class FileTextRead(Fact):
    """The text of a file's content was read, or turned out to be unreadable."""

    space_id: int | None
    attachment_id: int

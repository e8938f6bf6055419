"""What an importer of conversations reads, whatever the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from essp.discussions.mark_models import Meaning
from essp.discussions.models import Kind, Outcome
from essp.importers.records import SourcePerson
from essp.importers.talk_ledger import TalkLedger

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outline:
    """A conversation before it is read: its name in the source, how many posts, a hash over all of it."""

    key: str
    posts: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class SourceText:
    """One text of a post, in Markdown; `title` is that of the conversation then."""

    text: str
    author: SourcePerson
    at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class SourcePost:
    """A post with its texts, oldest first; the first tells whose it is and when it came.

    `said` is a hash over all that the source tells of it. `edited_at` tells of an edit whose earlier
    text the source does not hold. A `remark` is about a question and no answer to it.
    """

    key: str
    parent_key: str | None
    texts: tuple[SourceText, ...]
    said: str
    edited_at: datetime | None = None
    accepted_at: datetime | None = None
    remark: bool = False
    reactions: tuple[tuple[SourcePerson, Meaning, datetime], ...] = ()


@dataclass(frozen=True, slots=True)
class Closing:
    """How a conversation ended, when, by whom if the source tells, and why in its words."""

    outcome: Outcome
    at: datetime
    by: SourcePerson | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SourceThread:
    """A conversation: its posts, the opening one first and then in the order they came."""

    key: str
    kind: Kind
    title: str
    posts: tuple[SourcePost, ...]
    topics: tuple[str, ...] = ()
    closing: Closing | None = None


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A conversation asks the same as another one; who said so may be unknown."""

    thread_key: str
    other_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TopicText:
    """What the source says a topic is."""

    name: str
    text: str


class Here(Protocol):
    """What a source may ask of the place its conversations come to."""

    def address(self, key: str) -> str:
        """The address a post has here, or will have."""

    def thread_address(self, key: str) -> str:
        """The address a conversation has here, or will have."""

    def has(self, key: str) -> bool:
        """Whether a post came in before."""

    def keep(self, name: str, content: bytes, author: SourcePerson, at: datetime) -> str | None:
        """Put a file into the space; where it is found, or None when it cannot be taken."""


class TalkSource(Protocol):
    """What is imported: conversations, and the account of them."""

    kind: str
    origin: str
    folder: str
    ledger: TalkLedger

    @property
    def head(self) -> str:
        """What names the present state of the source."""

    def outlines(self, progress: Progress | None = None) -> Iterable[Outline]:
        """All conversations, the oldest first. Raises UnreadableError."""

    def read(self, key: str, here: Here) -> SourceThread:
        """One conversation."""

    def links(self) -> Iterable[SourceLink]:
        """Which conversations ask the same as which."""

    def topic_texts(self) -> Iterable[TopicText]:
        """What the source says of its topics."""

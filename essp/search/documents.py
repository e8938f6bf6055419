"""The search document: what the index is told about a page, a file, a person or a space.

It is a shape of its own, made from the tables and never the other way round, so that the index
can be thrown away and rebuilt at any time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import blake2b
from typing import Literal

Kind = Literal["page", "thread", "file", "person", "space"]
KINDS: tuple[Kind, ...] = ("page", "thread", "file", "person", "space")


@dataclass(frozen=True)
class Document:
    """One findable thing.

    `open` says that every signed-in person may know of it; otherwise only who may read the space
    `space_id` finds it. A document that is neither open nor in a space is found by nobody but
    those who may read everything. `authors` holds names and handles, `language` is `en`, `nl` or
    empty, `updated` is an aware time or UTC. `topics` holds every name that a topic goes by;
    `marks` names authors and topics by their ids, as `author_mark` and `topic_mark` write them.
    """

    key: str
    kind: Kind
    space_id: int | None
    open: bool
    title: str
    headings: str
    body: str
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    language: str
    updated: datetime
    space: str = ""
    marks: tuple[str, ...] = ()

    @property
    def gate(self) -> str:
        """The one word in the index by which access is decided."""
        return OPEN_GATE if self.open else space_gate(self.space_id)

    @cached_property
    def stamp(self) -> str:
        """A short digest of everything the index was told, by which drift is seen."""
        digest = blake2b(digest_size=8)
        for part in self._parts():
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        return digest.hexdigest()

    def _parts(self) -> Iterator[str]:
        yield from (self.kind, self.gate, self.space, self.title, self.headings, self.body)
        yield from (self.language, self.updated.isoformat(timespec="minutes"))
        yield from (*self.topics, "\1", *self.authors, "\1", *self.marks)


OPEN_GATE = "open"


def author_mark(person_id: int) -> str:
    """The word in the index for what a person wrote."""
    return f"a{person_id}"


def topic_mark(topic_id: int) -> str:
    """The word in the index for what carries a topic; never that of one that was merged."""
    return f"t{topic_id}"


# The word in the index for a template, which is found by who asks for templates alone.
TEMPLATE_MARK = "template"


def space_gate(space_id: int | None) -> str:
    """The gate of what is only for the readers of one space."""
    return "shut" if space_id is None else f"s{space_id}"


@dataclass(frozen=True)
class Access:
    """What one person may find: everything open, and the spaces named here by id."""

    spaces: frozenset[int] = frozenset()
    everything: bool = False

    def admits(self, document: Document) -> bool:
        """The rule in words the index has to agree with."""
        return self.everything or document.open or document.space_id in self.spaces

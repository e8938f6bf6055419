"""What the demonstration organisation consists of: people, spaces, pages and their revisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

Role = Literal["administrator", "community_manager", "member"]
Access = Literal["open", "by_request", "closed"]
Kind = Literal["create", "edit", "revert", "merge", "rename", "move", "archive", "restore"]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One colleague. `languages` are codes such as "nl", `topics` what to ask about, parted by commas.

    `left` is None for who still works here; `manager` is the handle of whom they work for, or "".
    """

    handle: str
    name: str
    email: str
    role: Role
    title: str
    department: str
    location: str
    languages: tuple[str, ...]
    about: str
    topics: str
    joined: date
    left: date | None
    manager: str = ""


@dataclass(frozen=True, slots=True)
class DemoSpace:
    """One space; `owners` and `members` are handles, and every owner is a member as well.

    `champions` are handles of members with what they are there for.
    """

    slug: str
    name: str
    language: str
    access: Access
    access_reason: str
    created: date
    purpose: str
    rules: str
    owners: tuple[str, ...]
    members: tuple[str, ...]
    champions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DemoRevision:
    """One saved version of a page, as it stood after the save.

    `at` carries the time zone of the company. A merge also tells what its author sent
    (`submitted`) and which revision, counted from 1, they had started from (`started_from`).
    A revert names the revisions it takes back, a rename or move the title or parent it leads to.
    """

    author_handle: str
    at: datetime
    text: str
    summary: str
    minor: bool
    kind: Kind
    title: str
    parent: str | None
    undoes: tuple[int, ...] = ()
    started_from: int | None = None
    submitted: str | None = None


@dataclass(frozen=True, slots=True)
class DemoPage:
    """One page with its whole history; the title and parent are those of the last revision."""

    space: str
    slug: str
    title: str
    parent: str | None
    language: str
    revisions: tuple[DemoRevision, ...]

    @property
    def text(self) -> str:
        """The present text."""
        return self.revisions[-1].text

    @property
    def archived(self) -> bool:
        """Whether the page has been put away."""
        states = [r.kind for r in self.revisions if r.kind in ("archive", "restore")]
        return bool(states) and states[-1] == "archive"


@dataclass(frozen=True, slots=True)
class DemoTopic:
    """One topic: its names (`dutch` may be empty), other words with their language, who started it.

    `below` is the English name of the wider topic, which comes earlier.
    """

    english: str
    dutch: str
    others: tuple[tuple[str, str], ...]
    below: str
    about: str
    by: str


@dataclass(frozen=True, slots=True)
class DemoTemplate:
    """A template of a space, made of a page of it or adapted from one that comes with the site."""

    space: str
    title: str
    page: str
    starter: str
    by: str
    at: date


@dataclass(frozen=True, slots=True)
class DemoFile:
    """One file: on which page of which space, who sent it when, and what it is made of. A file of a
    post is on no page: the text of the post names it.

    `kind` names a maker of `essp.demo.documents`, `made` what it needs.
    """

    space: str
    page: str
    name: str
    by: str
    at: datetime
    kind: str
    made: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DemoPost:
    """One reply: `to` is the number of the post it answers, from 1, or 0 for the beginning."""

    by: str
    at: datetime
    to: int
    text: str
    accepted_by: tuple[str, ...] = ()
    helpful: tuple[str, ...] = ()
    thanks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoEnd:
    """How a conversation was closed: by whom, when, with which outcome, and why in a line."""

    by: str
    at: datetime
    outcome: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoThread:
    """One conversation with its replies, in the order they came.

    `page` (its slug, in the same space) is what it is about; with a `quote` it is a comment on those
    words of the page and has no title of its own. `said` are those who said of the beginning what
    its kind lets them say: the same question, support, helpful. `confirmed_by` read an announcement
    that asks for it.
    """

    space: str
    kind: str
    title: str
    by: str
    at: datetime
    text: str
    topics: str = ""
    page: str = ""
    quote: str = ""
    said: tuple[str, ...] = ()
    confirmed_by: tuple[str, ...] = ()
    asks_confirmation: bool = False
    end: DemoEnd | None = None
    posts: tuple[DemoPost, ...] = ()


@dataclass(frozen=True, slots=True)
class Demo:
    """The whole organisation; `wanted` are the titles that pages link to and nobody has written.

    `put` holds, by space and page, the topics that were put on a page beside its text.
    """

    people: tuple[DemoPerson, ...]
    spaces: tuple[DemoSpace, ...]
    pages: tuple[DemoPage, ...]
    wanted: frozenset[str]
    topics: tuple[DemoTopic, ...] = ()
    put: tuple[tuple[str, tuple[str, ...]], ...] = ()
    templates: tuple[DemoTemplate, ...] = ()
    files: tuple[DemoFile, ...] = ()
    threads: tuple[DemoThread, ...] = ()
